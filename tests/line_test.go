package tests

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bianmin/app/seal"
)

// TestABrowserGetsTheConsoleAndNoCallOfKiosks asks a real county as a browser on
// its machine does: without a certificate.
func TestABrowserGetsTheConsoleAndNoCallOfKiosks(t *testing.T) {
	t.Parallel()
	c := newCounty(t)
	browser := c.browser()
	defer browser.CloseIdleConnections()
	for _, tt := range []struct {
		method, path string
		status       int
		says         string
	}{
		{http.MethodGet, "/cases", http.StatusOK, `action="/sign-in"`},
		{http.MethodGet, "/healthz", http.StatusOK, "ok"},
		{http.MethodPost, "/v1/push", http.StatusForbidden, "err.county.certificate"},
		{http.MethodPost, "/v1/pull", http.StatusForbidden, "err.county.certificate"},
		{http.MethodPost, "/v1/mail", http.StatusForbidden, "err.county.certificate"},
		{http.MethodPost, "/v1/renew", http.StatusForbidden, "err.county.certificate"},
		{http.MethodPut, "/v1/blobs/" + strings.Repeat("0", 64), http.StatusForbidden, "err.county.certificate"},
		{http.MethodGet, "/v1/snapshots/" + strings.Repeat("0", 64), http.StatusForbidden, "err.county.certificate"},
	} {
		req, err := http.NewRequestWithContext(t.Context(), tt.method, c.url()+tt.path, strings.NewReader("x"))
		if err != nil {
			t.Fatal(err)
		}
		answer, err := browser.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || answer.StatusCode != tt.status || !strings.Contains(string(body), tt.says) {
			t.Errorf("%s %s: %s %.200s, %v", tt.method, tt.path, answer.Status, body, err)
		}
	}
}

func TestACountySpeaksNothingOlderThanTLS13(t *testing.T) {
	t.Parallel()
	c := newCounty(t)
	old := c.trust()
	old.MinVersion, old.MaxVersion = tls.VersionTLS10, tls.VersionTLS12
	if conn, err := tls.Dial("tcp", c.address, old); err == nil {
		conn.Close()
		t.Error("TLS 1.2 was spoken")
	}
	conn, err := net.Dial("tcp", c.address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	fmt.Fprint(conn, "GET /cases HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
	answer, err := io.ReadAll(bufio.NewReader(conn))
	if !strings.HasPrefix(string(answer), "HTTP/1.0 400") || strings.Contains(string(answer), "<html") {
		t.Errorf("without TLS: %.200q, %v", answer, err)
	}
}

// TestACodeCarriesTheFingerprintThatInitTold: two counties have two of them.
func TestACodeCarriesTheFingerprintThatInitTold(t *testing.T) {
	t.Parallel()
	c := newCounty(t)
	_, told, _ := command(t, "", "countyd", "init", "--database", c.database)
	code, err := seal.ParseEnrolmentCode(c.code("445203104202"))
	if err != nil || !strings.Contains(told, code.Authority.String()) {
		t.Errorf("init says %q, the code carries %s, %v", told, code.Authority, err)
	}
	if again, err := seal.ParseEnrolmentCode(c.code("445203104202")); err != nil || again.Authority != code.Authority || again.Ticket == code.Ticket {
		t.Errorf("the next code is %+v, %v", again, err)
	}
}

// TestAGatewayWithAnotherAuthorityDoesNotServe: kiosks would take it for a
// stranger. Who lost the file for good takes a new one, and every kiosk a code.
func TestAGatewayWithAnotherAuthorityDoesNotServe(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	gate := strings.TrimSuffix(strings.TrimPrefix(c.database, "sqlite:"), ".db") + "-keys/gate/authority.pem"
	lost := filepath.Join(t.TempDir(), "authority.pem")
	if err := os.Rename(gate, lost); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"serve", "--listen", "127.0.0.1:0", "--blobs", c.blobs}, {"kiosks", "add", "--village", "445203104202"}, {"init"},
	} {
		code, out, errs := command(t, "", "countyd", append(args, "--database", c.database)...)
		if code != 1 || strings.Count(errs, "\n") != 1 || !strings.Contains(errs, "--new-authority") {
			t.Errorf("countyd %v: %d %q %q", args, code, out, errs)
		}
	}
	if _, err := os.Stat(gate); err == nil {
		t.Error("another authority was made")
	}
	if code, _, errs := command(t, "", "countyd", "init", "--new-authority", "--database", c.database); code != 0 {
		t.Fatal(errs)
	}
	c.kill()
	c.start()
	k.accept()
	k.mustFail(3, "", "err.sync.authority", "sync", "--once")
	k.json("", &struct{}{}, "enrol", "--county", c.url(), "--code", c.code("445203104202"))
	var q queue
	if k.json("", &q, "sync", "--once"); q.Stored != 1 || q.Waiting != 0 {
		t.Errorf("queue %+v", q)
	}
}

func TestDoctorShowsTheCertificateAndTheLastContact(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	find := func() string {
		_, out, _ := k.run("", "doctor", "--json", "--lang", "en")
		for line := range strings.Lines(out) {
			if strings.Contains(line, `"certificate"`) {
				return line
			}
		}
		return out
	}
	if got := find(); !strings.Contains(got, `"bad"`) {
		t.Errorf("before enrolment: %s", got)
	}
	c.enrol(k)
	year := fmt.Sprint("until ", time.Now().AddDate(1, 0, 0).Year())
	if got := find(); !strings.Contains(got, `"ok"`) || !strings.Contains(got, year) || !strings.Contains(got, "never") {
		t.Errorf("after enrolment: %s", got)
	}
	k.json("", &struct{}{}, "sync", "--once")
	if got := find(); !strings.Contains(got, `"ok"`) || strings.Contains(got, "never") {
		t.Errorf("after contact: %s", got)
	}
}
