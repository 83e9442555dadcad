package tests

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// half is the folder of the county's keys without one of its halves.
func (c *county) half(without string) string {
	c.t.Helper()
	dir := filepath.Join(c.t.TempDir(), "keys")
	if out, err := exec.CommandContext(c.t.Context(), "cp", "-a", c.keys(), dir).CombinedOutput(); err != nil { // with who may read them
		c.t.Fatalf("%v %s", err, out)
	}
	if err := os.RemoveAll(filepath.Join(dir, without)); err != nil {
		c.t.Fatal(err)
	}
	return dir
}

func (c *county) keys() string {
	return strings.TrimSuffix(strings.TrimPrefix(c.database, "sqlite:"), ".db") + "-keys"
}

// as is another machine of the same county, in a role and with a folder of keys.
func (c *county) as(role, keys string) *county {
	c.t.Helper()
	other := *c
	other.officer = nil
	other.cmd = exec.Command(filepath.Join(build, "countyd"), "serve", "--role", role, "--listen", "127.0.0.1:0", "--database", c.database, "--blobs", c.blobs, "--keys", keys)
	other.cmd.Stderr = other.log
	out, err := other.cmd.StdoutPipe()
	if err == nil {
		err = other.cmd.Start()
	}
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(other.kill)
	line, err := bufio.NewReader(out).ReadString('\n')
	if other.address = address.FindString(line); err != nil || other.address == "" {
		c.t.Fatalf("%s says %q, %v", role, line, err)
	}
	return &other
}

// asked is what the county answers to somebody who shows nothing.
func (c *county) asked(method, path string) (status int, answer string) {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), method, c.url()+path, strings.NewReader(""))
	if err != nil {
		c.t.Fatal(err)
	}
	client := c.browser()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	res, err := client.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return res.StatusCode, string(raw)
}

// TestAGatewayTakesInWithoutTheKeysThatOpen and an office opens, as two programs on
// one database: the gateway's folder has no office half, before and after, and shows
// nobody anything; kiosks hand over to the gateway alone.
func TestAGatewayTakesInWithoutTheKeysThatOpen(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.kill()
	gate := c.half("office")
	gateway := c.as("gateway", gate)
	gateway.enrol(k)
	var out accepted
	k.json(marked(t), &out, "accept", "--input", "-")
	k.json("", &struct{}{}, "sync", "--once")
	if ids := c.records(); len(ids) != 1 || ids[0] != out.ID {
		t.Fatalf("the gateway took in %v, want %s", ids, out.ID)
	}
	if _, err := os.Stat(filepath.Join(gate, "office")); err == nil {
		t.Error("the gateway made itself the half of the keys that opens")
	}
	if status, answer := gateway.asked(http.MethodGet, "/cases"); status != http.StatusNotFound {
		t.Errorf("the gateway answers a browser that asks for cases: %d %s", status, answer)
	}

	office := c.as("office", c.keys())
	office.shows("/cases", spaced(out.Code))
	if status, answer := gateway.asked(http.MethodPost, "/v1/push"); status != http.StatusForbidden || !strings.Contains(answer, "err.county.certificate") {
		t.Errorf("the gateway answers a push without a certificate: %d %s", status, answer)
	}
	if status, answer := office.asked(http.MethodPost, "/v1/push"); strings.Contains(answer, "err.county.certificate") {
		t.Errorf("the office answers a push: %d %s", status, answer)
	}
	k.accept() // while both run
	k.json("", &struct{}{}, "sync", "--once")
	if n := len(c.records()); n != 2 {
		t.Errorf("%d records", n)
	}
}

// TestARoleWithTheWrongKeysRefuses to start, in one line, and makes no keys.
func TestARoleWithTheWrongKeysRefuses(t *testing.T) {
	t.Parallel()
	c := newCounty(t)
	c.kill()
	for name, tt := range map[string]struct {
		role, without string
		code          int
	}{
		"an office without the keys that open": {"office", "office", 1},
		"all without the keys that open":       {"all", "office", 1},
		"a gateway without its half":           {"gateway", "gate", 1},
		"an office without the authority":      {"office", "gate", 1},
		"a role that is none":                  {"cellar", "none", 2},
	} {
		keys := c.half(tt.without)
		code, out, errs := command(t, "", "countyd", "serve", "--role", tt.role, "--listen", "127.0.0.1:0", "--database", c.database, "--blobs", c.blobs, "--keys", keys)
		if code != tt.code || out != "" || strings.Count(errs, "\n") != 1 {
			t.Errorf("%s: exit %d %q %q", name, code, out, errs)
		}
		if left, err := filepath.Glob(filepath.Join(keys, tt.without, "*")); err != nil || len(left) > 0 {
			t.Errorf("%s: made %v, %v", name, left, err)
		}
	}
}

// TestALostDataKeyIsNotReplacedInSilence: the records can be opened again, and what was
// hidden with the old key cannot; who starts the office reads that in its log.
func TestALostDataKeyIsNotReplacedInSilence(t *testing.T) {
	t.Parallel()
	c := newCounty(t)
	c.kill()
	for without, want := range map[string]bool{"none": false, "office/data.key": true} {
		var log bytes.Buffer
		c.log = &log
		c.as("office", c.half(without)).kill()
		if got := strings.Contains(log.String(), "the data key is lost"); got != want {
			t.Errorf("without %s the log says %s", without, log.String())
		}
	}
}
