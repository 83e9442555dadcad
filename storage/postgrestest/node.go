package postgrestest

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// process is a running program of a cluster.
type process struct{ cmd *exec.Cmd }

// start starts a program whose output goes into a log of this name.
func (c *Cluster) start(t testing.TB, p *process, log, program string, args ...string) {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Fatal(err)
	}
	out, err := os.OpenFile(filepath.Join(c.dir, log+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	p.cmd = c.run(path, args...)
	p.cmd.Dir, p.cmd.Stdout, p.cmd.Stderr = c.dir, out, out
	p.cmd.Env = []string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=" + c.dir, "LC_ALL=C.UTF-8"} // Patroni is Debian's and wants Debian's Python
	if p.cmd.SysProcAttr == nil {
		p.cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	p.cmd.SysProcAttr.Setsid = true
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func(cmd *exec.Cmd) { _ = cmd.Wait() }(p.cmd)
}

func (p *process) signal(s syscall.Signal) {
	if p.cmd != nil {
		_ = p.cmd.Process.Signal(s)
	}
}

// Keeper is a member of etcd, which keeps who leads.
type Keeper struct {
	process
	c            *Cluster
	name         string
	client, peer int
}

// Up starts it, or starts it again. Version 2 of its interface is on: Patroni 3.0.2
// compares before it swaps there, and not in version 3 (patroni issues 2689 and 2693).
func (k *Keeper) Up(t testing.TB) {
	t.Helper()
	at := func(port int) string { return fmt.Sprintf("http://127.0.0.1:%d", port) }
	var all []string
	for _, other := range k.c.Keepers {
		all = append(all, other.name+"="+at(other.peer))
	}
	k.c.start(t, &k.process, k.name, "etcd", "--name", k.name, "--data-dir", filepath.Join(k.c.dir, k.name), "--enable-v2=true",
		"--listen-client-urls", at(k.client), "--advertise-client-urls", at(k.client),
		"--listen-peer-urls", at(k.peer), "--initial-advertise-peer-urls", at(k.peer),
		"--initial-cluster", strings.Join(all, ","), "--heartbeat-interval", "100", "--election-timeout", "1000")
}

// Kill ends it at once.
func (k *Keeper) Kill() { k.signal(syscall.SIGKILL) }

// Node is one PostgreSQL server with its Patroni.
type Node struct {
	Name string

	process
	c          *Cluster
	port, rest int
}

// Up starts it, or starts it again; its Patroni brings PostgreSQL up.
func (n *Node) Up(t testing.TB) {
	t.Helper()
	n.c.start(t, &n.process, n.Name, "patroni", filepath.Join(n.c.dir, n.Name+".yml"))
}

// Kill ends the server and its Patroni at once, as if the machine were gone.
func (n *Node) Kill() { n.all(syscall.SIGKILL) }

// KillServer ends PostgreSQL at once and leaves Patroni.
func (n *Node) KillServer() {
	if pid := n.postmaster(); pid != 0 {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
}

// Freeze stops the whole machine without ending it; Thaw lets it go on.
func (n *Node) Freeze() { n.all(syscall.SIGSTOP) }

// FreezePatroni stops who watches the server and leaves the server.
func (n *Node) FreezePatroni() { n.signal(syscall.SIGSTOP) }

// Thaw ends a Freeze.
func (n *Node) Thaw() { n.all(syscall.SIGCONT) }

func (n *Node) all(s syscall.Signal) {
	n.signal(s)
	server := n.postmaster()
	if server == 0 {
		return
	}
	_ = syscall.Kill(server, s)
	for _, child := range childrenOf(server) {
		_ = syscall.Kill(child, s)
	}
}

// Deafen keeps the server from hearing what the leader writes, until its leader is
// gone: hearing is called then. What was still under way to it is lost.
func (n *Node) Deafen(t testing.TB) (hearing func()) {
	t.Helper()
	for _, child := range childrenOf(n.postmaster()) {
		line, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", child))
		if err == nil && strings.Contains(string(line), "walreceiver") {
			_ = syscall.Kill(child, syscall.SIGSTOP)
			return func() {
				_ = syscall.Kill(child, syscall.SIGTERM)
				_ = syscall.Kill(child, syscall.SIGCONT)
			}
		}
	}
	t.Fatal(n.Name + " hears nobody")
	return nil
}

// postmaster is the process of the server; 0 when there is none.
func (n *Node) postmaster() int {
	raw, err := os.ReadFile(filepath.Join(n.c.dir, n.Name, "postmaster.pid"))
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(raw), "\n")
	pid, err := strconv.Atoi(first)
	if line, found := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid)); err != nil || found != nil || !strings.Contains(string(line), n.c.dir) {
		return 0 // the file of one that was killed
	}
	return pid
}

func (n *Node) url(path string) string { return fmt.Sprintf("http://127.0.0.1:%d%s", n.rest, path) }

// ask is what its Patroni says; an error when it says nothing, or no.
func (n *Node) ask(path string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), askLimit)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, n.url(path), nil)
	if err != nil {
		return nil, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", path, res.Status)
	}
	return io.ReadAll(res.Body)
}

func (n *Node) says(path string) bool {
	_, err := n.ask(path)
	return err == nil
}

// takesWrites reports whether the server at address is one.
func takesWrites(address string) bool {
	ctx, cancel := context.WithTimeout(context.Background(), askLimit)
	defer cancel()
	db, err := connect(address)
	if err != nil {
		return false
	}
	defer db.Close()
	var follows bool
	return db.QueryRowContext(ctx, "SELECT pg_is_in_recovery()").Scan(&follows) == nil && !follows
}

// childrenOf are the processes that pid started.
func childrenOf(pid int) (list []int) {
	each(func(child int, dir string) {
		raw, err := os.ReadFile(filepath.Join(dir, "stat"))
		if err != nil || pid == 0 {
			return
		}
		_, behind, _ := strings.Cut(string(raw), ") ") // state, parent
		if fields := strings.Fields(behind); len(fields) > 1 && fields[1] == strconv.Itoa(pid) {
			list = append(list, child)
		}
	})
	return list
}

// under are the processes that were started in a folder, or work there.
func under(dir string) (list []int) {
	each(func(pid int, at string) {
		line, _ := os.ReadFile(filepath.Join(at, "cmdline"))
		if work, err := os.Readlink(filepath.Join(at, "cwd")); strings.Contains(string(line), dir) || err == nil && strings.HasPrefix(work, dir) {
			list = append(list, pid)
		}
	})
	return list
}

func each(do func(pid int, dir string)) {
	all, _ := filepath.Glob("/proc/[0-9]*")
	for _, dir := range all {
		if pid, err := strconv.Atoi(filepath.Base(dir)); err == nil && pid != os.Getpid() {
			do(pid, dir)
		}
	}
}

// pause is how long a machine is away in a fault: longer than anybody waits for it.
const pause = 20 * time.Second

// Pause waits while something is frozen.
func Pause() { time.Sleep(pause) }
