package tests

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"bianmin/county/countytest"
)

// county is a real countyd on the loopback that can die and come back.
type county struct {
	t        *testing.T
	database string
	blobs    string
	address  string
	log      io.Writer // where the county's log goes; nil = nowhere
	cmd      *exec.Cmd
	officer  *http.Client // signed in; nil = not yet
}

func newCounty(t *testing.T) *county {
	t.Helper()
	dir := t.TempDir()
	c := &county{t: t, database: "sqlite:" + filepath.Join(dir, "county.db"), blobs: filepath.Join(dir, "blobs"), address: "127.0.0.1:0"}
	if code, _, errs := command(t, "", "countyd", "init", "--database", c.database); code != 0 {
		t.Fatalf("countyd init: %s", errs)
	}
	c.start()
	t.Cleanup(c.kill)
	return c
}

var address = regexp.MustCompile(`127\.0\.0\.1:\d+`)

// start serves; a second start is at the same address.
func (c *county) start() {
	c.t.Helper()
	c.cmd = exec.Command(filepath.Join(build, "countyd"), "serve", "--listen", c.address, "--database", c.database, "--blobs", c.blobs)
	c.cmd.Stderr = c.log
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if c.address = address.FindString(line); err != nil || c.address == "" {
		c.t.Fatalf("countyd says %q, %v", line, err)
	}
}

// url is where kiosks and browsers find the county.
func (c *county) url() string { return "https://" + c.address }

// trust believes the county's authority, as a browser does that was told to.
func (c *county) trust() *tls.Config {
	c.t.Helper()
	raw, err := os.ReadFile(strings.TrimSuffix(strings.TrimPrefix(c.database, "sqlite:"), ".db") + "-keys/authority.crt")
	roots := x509.NewCertPool()
	if err != nil || !roots.AppendCertsFromPEM(raw) {
		c.t.Fatalf("no certificate for browsers: %v", err)
	}
	return &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS13}
}

func (c *county) browser() *http.Client {
	return &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{TLSClientConfig: c.trust()}}
}

// asOfficer is a browser in which somebody is signed in who sees the whole county.
func (c *county) asOfficer() *http.Client {
	c.t.Helper()
	if c.officer == nil {
		name := fmt.Sprintf("officer-%d", time.Now().UnixNano())
		code, out, errs := command(c.t, "", "countyd", "users", "add", name, "--person", "陈丽君", "--role", "county", "--database", c.database, "--json")
		var added struct{ Code string }
		if err := json.Unmarshal([]byte(out), &added); code != 0 || err != nil {
			c.t.Fatalf("users add: %d %s%s", code, out, errs)
		}
		c.officer = c.browser()
		countytest.SignIn(c.t, c.officer, c.url(), name, added.Code, time.Now())
	}
	return c.officer
}

// dial is a line on which anything can be said.
func (c *county) dial() *tls.Conn {
	c.t.Helper()
	conn, err := tls.Dial("tcp", c.address, c.trust())
	if err != nil {
		c.t.Fatal(err)
	}
	return conn
}

// kill ends the county without a word.
func (c *county) kill() {
	if c.cmd != nil {
		_ = c.cmd.Process.Kill()
		_ = c.cmd.Wait()
		c.cmd = nil
	}
}

// enrol makes k known as the kiosk of 锡场镇江滨村.
func (c *county) enrol(k kiosk) { c.enrolAt(k, "445203104202") }

func (c *county) enrolAt(k kiosk, place string) {
	c.t.Helper()
	code, out, errs := command(c.t, "", "countyd", "kiosks", "add", "--village", place, "--database", c.database, "--json")
	var added struct{ Code string }
	if err := json.Unmarshal([]byte(out), &added); code != 0 || err != nil {
		c.t.Fatalf("kiosks add: %d %s%s", code, out, errs)
	}
	k.json("", &struct{}{}, "enrol", "--county", c.url(), "--code", added.Code)
}

// shows waits until a page of the console has words: what comes in is opened a
// moment later.
func (c *county) shows(path, words string) {
	c.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if strings.Contains(c.page(path), words) {
			return
		}
	}
	c.t.Errorf("%s does not show %s", path, words)
}

// records are the ids of what the county holds, in the order of its answer.
func (c *county) records() []string {
	c.t.Helper()
	code, out, errs := command(c.t, "", "countyd", "records", "--database", c.database, "--jsonl")
	if code != 0 {
		c.t.Fatalf("records: %s", errs)
	}
	var ids []string
	for line := range strings.Lines(out) {
		var r struct{ ID string }
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			c.t.Fatal(err)
		}
		ids = append(ids, r.ID)
	}
	return ids
}
