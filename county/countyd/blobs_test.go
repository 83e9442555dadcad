package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bianmin/county/countytest"
	"bianmin/storage/buckettest"
)

// TestBucketDrill runs a county whose photographs lie in a bucket of a real S3 server:
// what comes lies there as it was handed over, a backup holds it, and a county that
// lost its bucket and its database is there again.
func TestBucketDrill(t *testing.T) {
	s := buckettest.Start(t)
	h := &keyHouse{machine: newMachine(t)}
	h.blobs = s.Bucket(t, "pieces") + "/county"
	h.besides = []string{"--blobs-key", keyOf(t, buckettest.Secret)}
	h.fill(t, 40)
	want := s.Objects(t, "pieces")
	asHandedOver(t, want)

	dir := filepath.Join(t.TempDir(), "backups")
	h.backup(dir)
	s.Drop(t, "pieces")
	s.Bucket(t, "pieces")
	again := append([]string{"--from", dir, "--database", "sqlite:" + filepath.Join(t.TempDir(), "new.db"), "--blobs", h.blobs}, h.besides...)
	h.must(append([]string{"restore"}, again...)...)
	if got := s.Objects(t, "pieces"); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%d photographs came back of %d", len(got), len(want))
	}

	for name := range want {
		s.Spoil(t, "pieces", name, []byte("what a disk made of it"))
		break
	}
	out := h.must(append([]string{"audit", "--database", h.database, "--blobs", h.blobs, "--backups", dir}, h.besides...)...)
	if got := s.Objects(t, "pieces"); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("what was spoilt is not mended: %s", out)
	}
}

// asHandedOver wants each file of the machine's cases in the bucket, once, and nothing else.
func asHandedOver(t *testing.T, objects map[string][]byte) {
	t.Helper()
	n := 0
	for _, r := range countytest.Cases(1, 40) {
		for _, p := range r.Parts {
			n++
			name := hex.EncodeToString(p.SHA256)
			if !bytes.Equal(objects["county/"+name[:2]+"/"+name], p.Data) {
				t.Errorf("%s is not in the bucket as it came", name)
			}
		}
	}
	if n == 0 || len(objects) != n {
		t.Errorf("%d objects of %d photographs", len(objects), n)
	}
	for name, data := range objects {
		if sum := sha256.Sum256(data); !strings.HasSuffix(name, hex.EncodeToString(sum[:])) {
			t.Errorf("%s is not what its name says", name)
		}
	}
}

// keyOf is a file with the key of the test's server.
func keyOf(t *testing.T, secret string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "bucket.key")
	if err := os.WriteFile(path, []byte(buckettest.Access+"\n"+secret+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTheSecretOfABucketIsNoArgument(t *testing.T) {
	s := buckettest.Start(t)
	m := newMachine(t)
	m.blobs = s.Bucket(t, "pieces")
	m.besides = []string{"--blobs-key", keyOf(t, buckettest.Secret)}
	m.start()
	line, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", m.process.Process.Pid))
	if err != nil || strings.Contains(string(line), buckettest.Secret) {
		t.Errorf("everybody on the machine reads it: %q, %v", line, err)
	}
	m.end(os.Interrupt)

	t.Setenv("AWS_ACCESS_KEY_ID", buckettest.Access)
	t.Setenv("AWS_SECRET_ACCESS_KEY", buckettest.Secret)
	m.besides = nil
	m.start()

	tests := map[string][]string{
		"blobs-key: ": {"--blobs", m.blobs, "--blobs-key", filepath.Join(t.TempDir(), "none")},
		"blobs: 打不开":  {"--blobs", m.blobs, "--blobs-key", keyOf(t, "guessed")},
		"blobs: 对象存储": {"--blobs", "s3://me:" + buckettest.Secret + "@" + s.Address + "/pieces"},
	}
	for says, args := range tests {
		code, _, complaint := m.run(append([]string{"serve", "--database", m.database}, args...)...)
		if code != exitRefused || !strings.Contains(complaint, says) || strings.Contains(complaint, buckettest.Secret) {
			t.Errorf("serve %s: %d %q, want %q", args, code, complaint, says)
		}
	}
}

func TestBackupsLieInAFolder(t *testing.T) {
	for _, tt := range []struct {
		address string
		blobs   blobPlace
		want    string
	}{
		{"sqlite:/srv/county.db", "s3://store/pieces", "/srv/county-backups"},
		{"postgres://db/county", "/srv/photos", "/srv/photos-backups"},
		{"postgres://db/county", "s3://store/pieces", ""},
	} {
		if got := beside(tt.address, tt.blobs); got != tt.want {
			t.Errorf("beside %s, %s: %q, want %q", tt.address, tt.blobs, got, tt.want)
		}
	}
}
