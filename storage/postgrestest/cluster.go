package postgrestest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Cluster is three PostgreSQL servers under Patroni with three members of etcd, and
// HAProxy before them, which leads to the one that takes writes. All of it is on the
// loopback, as programs of this test.
type Cluster struct {
	Nodes   []*Node
	Keepers []*Keeper

	home
	port int // of the proxy
}

// What the parts of a cluster may take, on a machine that has other work.
const (
	startLimit = 3 * time.Minute
	lookEvery  = 100 * time.Millisecond
	askLimit   = 2 * time.Second
)

// StartCluster starts one that ends with the test. With synchronous every commit is
// confirmed by a second server before anybody hears of it; without, the cluster may
// forget what it confirmed, which is for controls alone.
func StartCluster(t testing.TB, synchronous bool) *Cluster {
	t.Helper()
	for _, program := range []string{"etcd", "patroni", "haproxy"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Fatal(program + " is needed: apt-get install etcd-server patroni python3-etcd haproxy")
		}
	}
	c := &Cluster{home: newHome(t)}
	t.Cleanup(func() { c.end(t) })
	ports := freePorts(t, 13)
	c.port = ports[12]
	for i := range 3 {
		c.Keepers = append(c.Keepers, &Keeper{c: c, name: fmt.Sprintf("e%d", i+1), client: ports[i], peer: ports[3+i]})
		c.Nodes = append(c.Nodes, &Node{c: c, Name: fmt.Sprintf("n%d", i+1), port: ports[6+i], rest: ports[9+i]})
	}
	c.write(t, "proxy.cfg", c.proxyConfig())
	for _, k := range c.Keepers {
		k.Up(t)
	}
	for i, n := range c.Nodes {
		c.write(t, n.Name+".yml", c.nodeConfig(n, synchronous))
		n.Up(t)
		if i == 0 {
			until(t, "the first server takes writes", func() bool { return n.says("/primary") })
		}
	}
	c.Healthy(t)
	c.start(t, &process{}, "proxy", "haproxy", "-f", filepath.Join(c.dir, "proxy.cfg"), "-db")
	until(t, "the proxy leads to the server that takes writes", func() bool { return takesWrites(c.address("postgres")) })
	return c
}

// Database makes an empty database and returns its address, that of the proxy.
func (c *Cluster) Database(t testing.TB) string {
	t.Helper()
	db := open(t, c.address("postgres"))
	defer db.Close()
	until(t, "the leader takes writes", func() bool { // it leads a moment before it does
		var reads string
		return db.QueryRowContext(t.Context(), "SHOW transaction_read_only").Scan(&reads) == nil && reads == "off"
	})
	if _, err := db.ExecContext(t.Context(), "CREATE DATABASE county"); err != nil {
		t.Fatal(err)
	}
	return c.address("county")
}

func (c *Cluster) address(database string) string {
	return fmt.Sprintf("postgres://bianmin:bianmin@127.0.0.1:%d/%s?connect_timeout=2", c.port, database)
}

// member is a server as Patroni sees it.
type member struct {
	Name     string `json:"name"`
	Role     string `json:"role"`
	State    string `json:"state"`
	Timeline int    `json:"timeline"`
}

// members are those that one of the servers knows of.
func (c *Cluster) members() (list []member) {
	for _, n := range c.Nodes {
		raw, err := n.ask("/cluster")
		var said struct{ Members []member }
		if err == nil && json.Unmarshal(raw, &said) == nil && len(said.Members) > len(list) {
			list = said.Members
		}
	}
	return list
}

// Healthy waits until all three servers run on one timeline and, in a synchronous
// cluster, one confirms what another takes.
func (c *Cluster) Healthy(t testing.TB) {
	t.Helper()
	until(t, "three servers stand together", func() bool {
		list := c.members()
		leads := slices.ContainsFunc(list, func(m member) bool { return m.Role == "leader" })
		whole := !slices.ContainsFunc(list, func(m member) bool {
			return m.State != "running" && m.State != "streaming" || m.Timeline != list[0].Timeline
		})
		return len(list) == len(c.Nodes) && leads && whole && (!c.synchronous() || c.role("sync_standby") != nil)
	})
}

func (c *Cluster) synchronous() bool {
	raw, err := c.Nodes[0].ask("/config")
	return err != nil || strings.Contains(string(raw), `"synchronous_mode": true`)
}

// Leader is the server that takes writes.
func (c *Cluster) Leader(t testing.TB) *Node {
	t.Helper()
	var n *Node
	until(t, "a server takes writes", func() bool { n = c.role("leader"); return n != nil })
	return n
}

// Standby is a server that follows: the one that confirms, where there is one.
func (c *Cluster) Standby(t testing.TB) *Node {
	t.Helper()
	var n *Node
	until(t, "a server follows", func() bool {
		if n = c.role("sync_standby"); n == nil {
			n = c.role("replica")
		}
		return n != nil
	})
	return n
}

func (c *Cluster) role(role string) *Node {
	for _, m := range c.members() {
		if m.Role == role {
			return c.Nodes[slices.IndexFunc(c.Nodes, func(n *Node) bool { return n.Name == m.Name })]
		}
	}
	return nil
}

// Switch hands the lead to another server in good order.
func (c *Cluster) Switch(t testing.TB) {
	t.Helper()
	leader, next := c.Leader(t), c.Standby(t)
	body := fmt.Sprintf(`{"leader":%q,"candidate":%q}`, leader.Name, next.Name)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, leader.url("/switchover"), strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Fatalf("switchover: %s", res.Status)
	}
}

// end stops everything, frozen or not, and leaves no process and no file.
func (c *Cluster) end(t testing.TB) {
	if t.Failed() {
		c.tell(t)
	}
	for _, pid := range under(c.dir) {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
	until(t, "the cluster is gone", func() bool { return len(under(c.dir)) == 0 })
	if err := os.RemoveAll(c.dir); err != nil {
		t.Error(err)
	}
}

// tell says how each program's log ends.
func (c *Cluster) tell(t testing.TB) {
	const most = 2000
	logs, _ := filepath.Glob(filepath.Join(c.dir, "*.log"))
	for _, name := range logs {
		if raw, err := os.ReadFile(name); err == nil {
			t.Logf("%s: …%s", filepath.Base(name), raw[max(0, len(raw)-most):])
		}
	}
}

func (c *Cluster) write(t testing.TB, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(c.dir, name), []byte(text), 0o644); err != nil { //nolint:gosec // the servers' user reads it
		t.Fatal(err)
	}
}

// freePorts are ports of the loopback that nobody listens on.
func freePorts(t testing.TB, n int) (ports []int) {
	t.Helper()
	var held []net.Listener
	for range n {
		l, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		held = append(held, l)
		ports = append(ports, l.Addr().(*net.TCPAddr).Port)
	}
	var errs error
	for _, l := range held {
		errs = errors.Join(errs, l.Close())
	}
	if errs != nil {
		t.Fatal(errs)
	}
	return ports
}

// until waits for what a program of its own brings about.
func until(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(startLimit); !holds(); time.Sleep(lookEvery) {
		if time.Now().After(end) {
			t.Fatalf("in %s not: %s", startLimit, what)
		}
	}
}
