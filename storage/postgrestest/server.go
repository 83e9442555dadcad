// Package postgrestest starts a real PostgreSQL for tests: its own data folder,
// its own socket, nothing on the network. It is linked into tests only.
package postgrestest

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// Server is a running PostgreSQL.
type Server struct {
	socket string // folder of its socket
	bin    string
	data   string
	fsync  string // on or off
	run    func(name string, args ...string) *exec.Cmd
}

// Start starts a server that ends with the test. The tests' machine must have
// Debian's postgresql; without it the test fails and says what to install.
func Start(t testing.TB) *Server { return start(t, "on") }

func start(t testing.TB, fsync string) *Server {
	t.Helper()
	h := newHome(t)
	t.Cleanup(func() { _ = os.RemoveAll(h.dir) })
	s := &Server{socket: h.dir, bin: h.bin, data: filepath.Join(h.dir, "data"), fsync: fsync, run: h.run}
	s.must(t, "initdb", "--pgdata", s.data, "--auth", "trust", "--username", "bianmin", "--no-sync", "--encoding", "UTF8", "--locale", "C")
	s.Up(t)
	t.Cleanup(func() { _ = s.command("pg_ctl", "--pgdata", s.data, "stop", "--mode", "immediate").Run() })
	return s
}

// home is where servers live: their programs, their folder, and how programs are run
// as a user that PostgreSQL accepts.
type home struct {
	bin, dir string
	run      func(name string, args ...string) *exec.Cmd
}

func newHome(t testing.TB) home {
	t.Helper()
	bin := programs()
	if bin == "" {
		t.Fatal("PostgreSQL is needed: apt-get install postgresql")
	}
	dir, err := os.MkdirTemp("", "pg") //nolint:usetesting // the path of a socket must be short
	if err != nil {
		t.Fatal(err)
	}
	run, err := asServerUser(dir)
	if err != nil {
		t.Fatal(errors.Join(err, os.RemoveAll(dir)))
	}
	return home{bin, dir, run}
}

// Up starts the server, or starts it again.
func (s *Server) Up(t testing.TB) {
	t.Helper()
	options := fmt.Sprintf("-c listen_addresses='' -c unix_socket_directories='%s' -c fsync=%s -c max_connections=60", s.socket, s.fsync)
	s.must(t, "pg_ctl", "--pgdata", s.data, "--wait", "--timeout", "60", "--log", filepath.Join(s.socket, "log"), "--options", options, "start")
}

// Crash stops the server as a power cut would: without a checkpoint, with
// every connection broken.
func (s *Server) Crash(t testing.TB) {
	t.Helper()
	s.must(t, "pg_ctl", "--pgdata", s.data, "stop", "--mode", "immediate")
}

// Database makes an empty database and returns its address.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	return newDatabase(t, s.socket, "template1")
}

// variable names the server for tests that run again, see [Again].
const variable = "BIANMIN_POSTGRES"

// Again runs every test of the calling package a second time, on PostgreSQL:
// those that ask [Address] for their database. Call it from one test of the
// package; more of its arguments are patterns of tests to leave out.
func Again(t *testing.T, without ...string) {
	t.Helper()
	if os.Getenv(variable) != "" {
		t.Skip("this is the second run")
	}
	server := start(t, "off") // nobody crashes it: tests that do start their own
	args := []string{"-test.count=1", "-test.timeout=25m", "-test.skip=^(" + strings.Join(append(without, t.Name()), "|") + ")$"}
	if testing.Verbose() {
		args = append(args, "-test.v")
	}
	for _, arg := range os.Args[1:] { // how often the package's own trials are asked for
		if !strings.HasPrefix(arg, "-test.") {
			args = append(args, arg)
		}
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Env = append(os.Environ(), variable+"="+server.socket)
	out, err := cmd.CombinedOutput()
	t.Logf("on PostgreSQL:\n%s", out)
	if err != nil {
		t.Fatalf("on PostgreSQL: %v", err)
	}
}

// Address is an empty database for a test: of PostgreSQL in the run of [Again],
// else an SQLite file in a folder of the test's own.
func Address(t testing.TB) string {
	t.Helper()
	if socket := os.Getenv(variable); socket != "" {
		return newDatabase(t, socket, "template1")
	}
	return "sqlite:" + filepath.Join(t.TempDir(), "data", "county.db")
}

// OnPostgres reports whether this is the run of [Again].
func OnPostgres() bool { return os.Getenv(variable) != "" }

// newDatabase copies template. As files: nothing here has to outlive a crash during
// the copy, and it is twice as quick.
func newDatabase(t testing.TB, socket, template string) string {
	t.Helper()
	db := open(t, address(socket, "postgres"))
	defer db.Close()
	name := fmt.Sprintf("t%d", time.Now().UnixNano())
	if _, err := db.ExecContext(context.Background(), "CREATE DATABASE "+name+" TEMPLATE "+template+" STRATEGY FILE_COPY"); err != nil {
		t.Fatal(err)
	}
	return address(socket, name)
}

func open(t testing.TB, address string) *sql.DB {
	t.Helper()
	db, err := connect(address)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func connect(address string) (*sql.DB, error) { return sql.Open("pgx", address) }

func address(socket, database string) string {
	query := url.Values{"host": {socket}, "user": {"bianmin"}}
	return "postgres:///" + database + "?" + query.Encode()
}

func (s *Server) command(name string, args ...string) *exec.Cmd {
	return s.run(filepath.Join(s.bin, name), args...)
}

func (s *Server) must(t testing.TB, name string, args ...string) {
	t.Helper()
	cmd := s.command(name, args...)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = nil, &said // pg_ctl leaves its output open to the server
	if name == "pg_ctl" {
		cmd.Stderr = nil
	}
	if err := cmd.Run(); err != nil {
		log, _ := os.ReadFile(filepath.Join(s.socket, "log"))
		t.Fatalf("%s: %v\n%s%s", name, err, said.String(), log)
	}
}

// programs is the folder of the newest PostgreSQL that is installed.
func programs() string {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		if path, err := exec.LookPath("initdb"); err == nil {
			return filepath.Dir(path)
		}
		return ""
	}
	version := func(path string) int {
		n, _ := strconv.Atoi(strings.Split(path, "/")[4])
		return n
	}
	return filepath.Dir(slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) }))
}

// asServerUser runs programs as a user that PostgreSQL accepts: it refuses
// root, so root hands dir to the user postgres.
func asServerUser(dir string) (func(string, ...string) *exec.Cmd, error) {
	if os.Geteuid() != 0 {
		return func(name string, args ...string) *exec.Cmd { return exec.Command(name, args...) }, nil
	}
	postgres, err := user.Lookup("postgres")
	if err != nil {
		return nil, errors.New("PostgreSQL does not run as root and there is no user postgres")
	}
	uid, err1 := strconv.Atoi(postgres.Uid)
	gid, err2 := strconv.Atoi(postgres.Gid)
	if err := errors.Join(err1, err2, os.Chown(dir, uid, gid)); err != nil {
		return nil, err
	}
	return func(name string, args ...string) *exec.Cmd {
		cmd := exec.Command(name, args...)
		cmd.Dir = dir
		cmd.SysProcAttr = &syscall.SysProcAttr{
			Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)},
		}
		return cmd
	}, nil
}
