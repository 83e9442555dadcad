package bucket_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"testing"

	"bianmin/app/village"
	"bianmin/storage/bucket"
	"bianmin/storage/buckettest"
	"bianmin/storage/storetest"
)

func open(t *testing.T, address string) (*bucket.Bucket, error) {
	t.Helper()
	return bucket.Open(t.Context(), bucket.Config{Address: address, Access: buckettest.Access, Secret: buckettest.Secret})
}

func TestABucketKeepsPiecesAsAFolderDoes(t *testing.T) {
	s := buckettest.Start(t)
	for _, folder := range []string{"", "county/445203"} {
		name := "pieces-" + map[string]string{"": "alone"}[folder] + "x"
		b, err := open(t, s.Bucket(t, name)+"/"+folder)
		if err != nil {
			t.Fatal(err)
		}
		storetest.SameBlobs(t, b, func(sum [32]byte, other []byte) {
			object := hex.EncodeToString(sum[:])
			object = object[:2] + "/" + object
			if folder != "" {
				object = folder + "/" + object
			}
			s.Spoil(t, name, object, other)
		})
	}
}

func TestABucketHoldsThePartThatWasSentWhole(t *testing.T) {
	b, err := open(t, buckettest.Start(t).Bucket(t, "pieces"))
	if err != nil {
		t.Fatal(err)
	}
	data := bytes.Repeat([]byte{7}, village.MaxPartBytes)
	sum := sha256.Sum256(data)
	if err := b.Put(t.Context(), sum, data); err != nil {
		t.Fatal(err)
	}
	if there, err := b.Has(t.Context(), sum); !there || err != nil {
		t.Errorf("Has = %v, %v: the machine would send it for ever", there, err)
	}
}

func TestABucketThatIsGoneIsNoPieceThatIs(t *testing.T) {
	s := buckettest.Start(t)
	b, err := open(t, s.Bucket(t, "pieces"))
	if err != nil {
		t.Fatal(err)
	}
	s.Drop(t, "pieces")
	if _, err := b.Read([32]byte{1}); err == nil || village.KindOf(err) == village.NotFound {
		t.Errorf("Read = %v: each machine would be asked for each piece again", err)
	}
	if there, err := b.Has(t.Context(), [32]byte{1}); err == nil {
		t.Errorf("Has = %v, and no error", there)
	}
	if err := b.Put(t.Context(), [32]byte{1}, []byte("sealed")); err == nil {
		t.Error("a piece was put nowhere")
	}
}

func TestABucketThatCannotBeUsedIsRefusedAtOnce(t *testing.T) {
	s := buckettest.Start(t)
	s.Bucket(t, "pieces")
	tests := map[string]struct{ address, secret, key string }{
		"no bucket named":         {"s3://" + s.Address, buckettest.Secret, "err.blobs.address"},
		"a secret in the address": {"s3://me:secret@" + s.Address + "/pieces", buckettest.Secret, "err.blobs.address"},
		"no such bucket":          {"s3://" + s.Address + "/others", buckettest.Secret, "err.blobs.bucket"},
		"the wrong secret":        {"s3://" + s.Address + "/pieces", "guessed", "err.blobs.bucket"},
	}
	for name, tt := range tests {
		_, err := bucket.Open(t.Context(), bucket.Config{Address: tt.address, Access: buckettest.Access, Secret: tt.secret})
		if e, ok := errors.AsType[*village.Error](err); !ok || e.Key != tt.key || e.Kind != village.Invalid || e.Field != "blobs" {
			t.Errorf("%s: %v, want %s", name, err, tt.key)
		}
	}
}
