package main

import (
	"crypto/tls"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"bianmin/storage/postgrestest"
)

// gate is one of the countyd behind the proxy; it comes back at the same address.
type gate struct{ machine }

// openGates starts the countyd and the proxy before them.
func (d *district) openGates(t *testing.T) {
	t.Helper()
	var behind []string
	for i := range d.gates {
		g := &gate{*d.m}
		g.start()
		g.listen = strings.TrimPrefix(g.address, "https://")
		t.Cleanup(g.kill)
		behind = append(behind, g.listen)
		d.gates[i] = g
	}
	d.m.address = "https://" + d.c.Front(t, behind)
	d.m.serves(t)
}

// kill ends it at once, frozen or not.
func (g *gate) kill() {
	if g.process != nil {
		g.end(syscall.SIGKILL)
	}
}

func (g *gate) signal(t *testing.T, s syscall.Signal) {
	t.Helper()
	if err := g.process.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
}

// gateFaults are those of who stands before the cluster: killed, frozen with requests
// in its hands, stopped in good order, and killed in the moment in which the server
// that takes writes is gone too.
func gateFaults() []fault {
	return []fault{
		{"county", func(_ *testing.T, d *district) func() { g := d.gates[0]; g.kill(); return g.start }},
		{"county-frozen", func(t *testing.T, d *district) func() {
			g := d.gates[1]
			g.signal(t, syscall.SIGSTOP)
			return func() { postgrestest.Pause(); g.signal(t, syscall.SIGCONT) }
		}},
		{"county-stopped", func(t *testing.T, d *district) func() {
			g := d.gates[0]
			if code := g.end(syscall.SIGTERM); code != exitDone {
				t.Errorf("a countyd that was told to stop ended with %d", code)
			}
			return g.start
		}},
		{"county-and-machine", func(t *testing.T, d *district) func() {
			g, n := d.gates[1], d.c.Leader(t)
			n.Kill()
			g.kill()
			return func() { n.Up(t); d.c.Healthy(t); g.start() }
		}},
	}
}

// serves waits until a countyd that is ready is reached.
func (m *machine) serves(t *testing.T) {
	t.Helper()
	line := &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS13} //nolint:gosec // whether anybody answers
	client := &http.Client{Timeout: 3 * time.Second, Transport: &http.Transport{TLSClientConfig: line, DisableKeepAlives: true}}
	for end := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		res, err := client.Get(m.address + "/readyz")
		if err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return
			}
		}
		if time.Now().After(end) {
			t.Fatal("in a minute nobody was ready: ", err)
		}
	}
}
