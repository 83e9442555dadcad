// Package buckettest starts a real S3 server for tests, versitygw, on a port of the
// loopback, with a folder of the test's own behind it. It is linked into tests only.
package buckettest

import (
	"bytes"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// Who may ask the server.
const (
	Access = "bianmin-test"
	Secret = "a secret that stands in no command line"
)

// Server is a running S3 server.
type Server struct {
	Address string // HOST:PORT

	root string
}

// startLimit is how long it may take until the server answers.
const startLimit = time.Minute

// Start starts a server that ends with the test.
func Start(t testing.TB) *Server {
	t.Helper()
	program := find(t)
	s := &Server{Address: freeAddress(t), root: t.TempDir()}
	meta := t.TempDir()
	var said bytes.Buffer
	cmd := exec.Command(program, "--port", s.Address, "--quiet", "posix", "--sidecar", meta, s.root) //nolint:gosec // as found above
	cmd.Env = append(os.Environ(), "ROOT_ACCESS_KEY="+Access, "ROOT_SECRET_KEY="+Secret)
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { defer close(ended); _ = cmd.Wait() }()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-ended
		if t.Failed() {
			t.Logf("versitygw: %s", said.String())
		}
	})
	s.await(t)
	return s
}

// find is the program, where `go install` or a package put it.
func find(t testing.TB) string {
	t.Helper()
	if path, err := exec.LookPath("versitygw"); err == nil {
		return path
	}
	for _, variable := range []string{"GOBIN", "GOPATH"} {
		out, err := exec.CommandContext(t.Context(), "go", "env", variable).Output()
		path := filepath.Join(string(bytes.TrimSpace(out)), map[string]string{"GOPATH": "bin"}[variable], "versitygw")
		if info, found := os.Stat(path); err == nil && found == nil && info.Mode().IsRegular() {
			return path
		}
	}
	t.Fatal("versitygw is needed: make deps-test")
	return ""
}

func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func (s *Server) await(t testing.TB) {
	t.Helper()
	for end := time.Now().Add(startLimit); ; time.Sleep(20 * time.Millisecond) {
		res, err := http.Get("http://" + s.Address + "/") //nolint:noctx // of this test's own server
		if err == nil {
			_ = res.Body.Close()
			return
		}
		if time.Now().After(end) {
			t.Fatal("the S3 server does not answer: ", err)
		}
	}
}

// Bucket makes an empty bucket, and returns its address for countyd.
func (s *Server) Bucket(t testing.TB, name string) string {
	t.Helper()
	if err := os.Mkdir(s.folder(name), 0o755); err != nil { //nolint:gosec // in a folder of the test
		t.Fatal(err)
	}
	return "s3://" + s.Address + "/" + name
}

// Drop takes a bucket away, as somebody does who has too much of them.
func (s *Server) Drop(t testing.TB, name string) {
	t.Helper()
	if err := os.RemoveAll(s.folder(name)); err != nil {
		t.Fatal(err)
	}
}

// Spoil puts other bytes where an object stands; nil takes it away.
func (s *Server) Spoil(t testing.TB, bucket, object string, other []byte) {
	t.Helper()
	path := filepath.Join(s.folder(bucket), filepath.FromSlash(object))
	var err error
	if other == nil {
		err = os.Remove(path)
	} else {
		err = os.WriteFile(path, other, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Objects is what lies in a bucket, by name.
func (s *Server) Objects(t testing.TB, bucket string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	err := filepath.WalkDir(s.folder(bucket), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		name, err2 := filepath.Rel(s.folder(bucket), path)
		all[filepath.ToSlash(name)] = raw
		return errors.Join(err, err2)
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func (s *Server) folder(bucket string) string { return filepath.Join(s.root, bucket) }
