package storetest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"sync"
	"testing"

	"bianmin/app/village"
)

// Blobs is a place for pieces, as the county needs it.
type Blobs interface {
	Put(ctx context.Context, sum [32]byte, data []byte) error
	Has(ctx context.Context, sum [32]byte) (bool, error)
	Read(sum [32]byte) ([]byte, error)
}

// SameBlobs is what every place for pieces promises. spoil puts other bytes under a
// sum behind the place's back, or takes the piece away when they are nil.
func SameBlobs(t *testing.T, blobs Blobs, spoil func(sum [32]byte, other []byte)) {
	t.Helper()
	ctx, data := t.Context(), bytes.Repeat([]byte("sealed"), 40_000) // a little less than a piece can have
	sum := sha256.Sum256(data)
	is := func(what string, has bool, want []byte) {
		t.Helper()
		there, err := blobs.Has(ctx, sum)
		if err != nil || there != has {
			t.Errorf("%s: Has = %v, %v; want %v", what, there, err, has)
		}
		got, err := blobs.Read(sum)
		if want == nil && (err == nil || village.KindOf(err) != village.NotFound) || want != nil && (err != nil || !bytes.Equal(got, want)) {
			t.Errorf("%s: Read gives %d bytes, %v; want %d", what, len(got), err, len(want))
		}
	}
	put := func() {
		t.Helper()
		if err := blobs.Put(ctx, sum, data); err != nil {
			t.Fatal(err)
		}
	}
	is("an empty place", false, nil)
	put()
	is("put", true, data)
	put()
	is("put again", true, data)
	spoil(sum, []byte("what a disk made of it"))
	is("spoilt", false, []byte("what a disk made of it"))
	put()
	is("put in place of what was spoilt", true, data)
	spoil(sum, []byte{})
	is("empty", false, []byte{})
	spoil(sum, nil)
	is("gone", false, nil)
	putAtOnce(t, blobs, sum, data)
	is("put by many at once", true, data)
}

func putAtOnce(t *testing.T, blobs Blobs, sum [32]byte, data []byte) {
	t.Helper()
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if err := blobs.Put(t.Context(), sum, data); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}
