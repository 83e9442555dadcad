// Package ipptest is an office printer for tests that prints at once. Its bytes are
// written from RFC 8010 apart from those of package ipp; what a printer does that takes
// its time is tried against ippeveprinter and CUPS (tests/ipp_test.go).
package ipptest

import (
	"encoding/binary"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// Printer answers on the loopback.
type Printer struct {
	Address string // as ipp://127.0.0.1:1234/ipp/print

	mu     sync.Mutex
	reason string // of printer-state-reasons
	state  int32  // of every job
	jobs   [][]byte
}

// Start is a printer until the test ends.
func Start(t testing.TB) *Printer {
	t.Helper()
	p := &Printer{reason: "none", state: 9}
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	p.Address = "ipp" + strings.TrimPrefix(server.URL, "http") + "/ipp/print"
	return p
}

// Say changes how the printer is, as "media-empty-report", and what becomes of jobs: 9
// completed, 8 aborted.
func (p *Printer) Say(reason string, state int32) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.reason, p.state = reason, state
}

// Jobs are the documents that came.
func (p *Printer) Jobs() [][]byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([][]byte{}, p.jobs...)
}

// ServeHTTP is one operation.
func (p *Printer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	raw, err := io.ReadAll(r.Body)
	if err != nil || len(raw) < 8 {
		http.Error(w, "no message", http.StatusBadRequest)
		return
	}
	out := []byte{2, 0, 0, 0}
	out = append(out, raw[4:8]...) // the number of the request
	out = attribute(append(out, 1), 0x47, "attributes-charset", "utf-8")
	out = attribute(out, 0x48, "attributes-natural-language", "en")
	switch binary.BigEndian.Uint16(raw[2:]) {
	case 0x000B: // Get-Printer-Attributes
		out = attribute(append(out, 4), 0x23, "printer-state", number(3))
		out = attribute(out, 0x44, "printer-state-reasons", p.reason)
	case 0x0002: // Print-Job: the document stands behind the first end of attributes
		p.jobs = append(p.jobs, raw[strings.Index(string(raw), "%PDF"):])
		out = attribute(append(out, 2), 0x21, "job-id", number(int32(len(p.jobs))))
		out = attribute(out, 0x23, "job-state", number(5))
	case 0x0009: // Get-Job-Attributes
		out = attribute(append(out, 2), 0x23, "job-state", number(p.state))
	default:
		out[2], out[3] = 0x05, 0x01 // operation not supported
	}
	_, _ = w.Write(append(out, 3))
}

func number(n int32) string { return string(binary.BigEndian.AppendUint32(nil, uint32(n))) }

func attribute(out []byte, tag byte, name, value string) []byte {
	out = append(out, tag)
	for _, s := range []string{name, value} {
		out = append(binary.BigEndian.AppendUint16(out, uint16(len(s))), s...)
	}
	return out
}
