package postgrestest

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// Front starts a proxy before several programs that speak TLS and say at /readyz
// whether requests should be sent there: addresses are HOST:PORT, and so is what is
// returned. What goes through it is not opened: TLS ends behind it.
func (c *Cluster) Front(t testing.TB, addresses []string) string {
	t.Helper()
	at := fmt.Sprintf("127.0.0.1:%d", freePorts(t, 1)[0])
	c.write(t, "front.cfg", frontConfig(at, addresses))
	c.start(t, &process{}, "front", "haproxy", "-f", filepath.Join(c.dir, "front.cfg"), "-db")
	return at
}

// frontConfig cuts the connections to a program that went down, as that of the servers
// does: a frozen one would hold them for ever.
func frontConfig(at string, addresses []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `defaults
  mode tcp
  timeout connect 2s
  timeout client 6m
  timeout server 6m
  timeout check 2s
  option redispatch
listen county
  bind %s
  balance roundrobin
  option httpchk GET /readyz
  http-check expect status 200
  default-server check check-ssl verify none inter 1s fastinter 500ms downinter 500ms fall 2 rise 1 on-marked-down shutdown-sessions
`, at)
	for i, address := range addresses {
		fmt.Fprintf(&b, "  server g%d %s\n", i+1, address)
	}
	return b.String()
}
