package main

import (
	"net"
	"os"
	"slices"

	"bianmin/app/village"
	"bianmin/county/authority"
)

// newLine is TLS for the names and addresses at which this machine answers.
func (c *serveCmd) newLine(w *world, a *authority.Authority, listener net.Listener) (*authority.Line, error) {
	line := &authority.Line{Authority: a, Hosts: c.hosts(listener), Now: w.now}
	if err := line.Check(); err != nil {
		return nil, village.Failed("make the server's certificate", err)
	}
	return line, nil
}

// hosts are the names and addresses that a kiosk or a browser may call this
// machine by: those that were given, its own name, and where it listens; when that
// is everywhere, each of its addresses.
func (c *serveCmd) hosts(listener net.Listener) []string {
	hosts := append(slices.Clone(c.Host), "localhost", "127.0.0.1", "::1")
	if name, err := os.Hostname(); err == nil && name != "" {
		hosts = append(hosts, name)
	}
	at, ok := listener.Addr().(*net.TCPAddr)
	if ok && !at.IP.IsUnspecified() {
		hosts = append(hosts, at.IP.String())
	} else if own, err := net.InterfaceAddrs(); err == nil {
		for _, address := range own {
			if ip, ok := address.(*net.IPNet); ok {
				hosts = append(hosts, ip.IP.String())
			}
		}
	}
	slices.Sort(hosts[len(c.Host):])
	return slices.Compact(hosts)
}
