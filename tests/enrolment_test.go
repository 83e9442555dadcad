package tests

import (
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/seal/sealtest"
	"bianmin/county/countytest"
	"bianmin/sync/wire"
)

// accepted is what `bianmin accept` answers.
type accepted struct {
	ID   string
	Code string `json:"short_code"`
	QR   string
}

// queue is what `bianmin outbox` answers.
type queue struct {
	Waiting, Sent, Stored, Durable int
	NeedsAttention                 int     `json:"needs_attention"`
	LastContact                    *string `json:"last_contact"`
}

func (k kiosk) accept() accepted {
	k.t.Helper()
	var a accepted
	k.json(good, &a, "accept", "--input", "-")
	return a
}

func (k kiosk) queue() queue {
	k.t.Helper()
	var q queue
	k.json("", &q, "outbox")
	return q
}

// code issues an enrolment code for a village.
func (c *county) code(village string) string {
	c.t.Helper()
	code, out, errs := command(c.t, "", "countyd", "kiosks", "add", "--village", village, "--database", c.database, "--json")
	var added struct{ Code string }
	if err := json.Unmarshal([]byte(out), &added); code != 0 || err != nil {
		c.t.Fatalf("kiosks add: %d %s%s", code, out, errs)
	}
	return added.Code
}

// spaced is a code as people read it.
func spaced(code string) string { return code[:4] + "-" + code[4:] }

func TestBeforeEnrolmentNothingIsTakenIn(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	rating := `{"target":"centre","grade":5}`
	for _, in := range [][2]string{{"accept", good}, {"rate", rating}} {
		code, out, errs := k.run(in[1], in[0], "--input", "-", "--json")
		if code != 1 || !strings.Contains(out, `"err.kiosk.not_enrolled"`) || strings.Count(errs, "\n") != 1 {
			t.Errorf("%s: exit %d %q %q", in[0], code, out, errs)
		}
	}
	if q := k.queue(); q.Waiting != 0 {
		t.Errorf("%d wait", q.Waiting)
	}
	c.enrol(k)
	codes := []string{k.accept().Code, k.accept().Code}
	k.json(rating, &struct{}{}, "rate", "--input", "-")
	var q queue
	k.json("", &q, "sync", "--once")
	if q.Stored != 3 || q.NeedsAttention != 0 || q.Waiting != 0 {
		t.Errorf("after sync the queue is %+v", q)
	}
	for _, code := range codes {
		c.shows("/cases?village=445203104202", spaced(code))
	}
	c.shows("/ratings", "江滨村")
	if page := c.page("/kiosks?lang=en"); strings.Contains(page, "class=\"number bad\"") {
		t.Error("something was set aside")
	}
}

func TestEnrolmentIsRefusedWithItsFieldAndChangesNothing(t *testing.T) {
	t.Parallel()
	c, k, other := newCounty(t), newKiosk(t), newKiosk(t)
	used := c.code("445203104202")
	other.json("", &struct{}{}, "enrol", "--county", c.url(), "--code", used)
	for _, tt := range []struct {
		name, url, code string
		exit            int
		field, key      string
	}{
		{"no address", "county.example", c.code("445203104202"), 1, "county", "err.sync.url"},
		{"a line without TLS", "http://" + c.address, c.code("445203104202"), 1, "county", "err.sync.plain"},
		{"nobody there", "https://127.0.0.1:1", c.code("445203104202"), 3, "", "err.sync.offline"},
		{"no code", c.url(), "hello", 1, "code", "err.enrol.code"},
		{"a code of another county", c.url(), newCounty(t).code("445203104202"), 3, "", "err.sync.authority"},
		{"code of another machine", c.url(), used, 1, "code", "err.county.code_used"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			k := kiosk{t, k.data}
			k.mustFail(tt.exit, tt.field, tt.key, "enrol", "--county", tt.url, "--code", tt.code)
		})
	}
	k.mustFail(1, "county", "err.kiosk.not_enrolled", "sync", "--once")
	if q := k.queue(); q.Waiting != 0 || q.LastContact != nil {
		t.Errorf("queue %+v", q)
	}
}

// mustFail runs a command that must end with exit, a JSON answer with field and
// key, and one line on stderr.
func (k kiosk) mustFail(exit int, field, key string, args ...string) {
	k.t.Helper()
	code, out, errs := k.run("", append(args, "--json")...)
	var got struct {
		Error struct{ Field, Key, Message string }
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil || code != exit {
		k.t.Fatalf("exit %d, want %d: %q %q %v", code, exit, out, errs, err)
	}
	if e := got.Error; e.Field != field || e.Key != key || e.Message == "" || e.Message == e.Key {
		k.t.Errorf("failed with %+v, want %q at %q", e, key, field)
	}
	if strings.Count(errs, "\n") != 1 {
		k.t.Errorf("stderr %q, want one line", errs)
	}
}

func TestKioskMovesToAnotherVillageAndKeepsItsQueue(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	first := k.accept()
	k.json("", &struct{}{}, "sync", "--once")
	k.json("", &struct{}{}, "enrol", "--county", c.url(), "--code", c.code("445203104203"))
	second := k.accept()
	var q queue
	k.json("", &q, "sync", "--once")
	if q.Stored != 2 || q.Waiting != 0 || q.NeedsAttention != 0 {
		t.Errorf("queue %+v", q)
	}
	if got := c.records(); len(got) != 2 || got[0] != first.ID || got[1] != second.ID {
		t.Errorf("the county has %v", got)
	}
	c.shows("/cases?village=445203104202", spaced(first.Code))
	c.shows("/cases?village=445203104203", spaced(second.Code))
	if page := c.page("/cases?village=445203104202"); !strings.Contains(page, spaced(first.Code)) || strings.Contains(page, spaced(second.Code)) {
		t.Error("an old case moved with the machine")
	}
}

func Test31SyncOnceSaysHowItEnded(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	k.accept()
	c.kill()
	k.mustFail(3, "", "err.sync.offline", "sync", "--once")
	if q := k.queue(); q.Waiting != 1 || q.Sent != 0 || q.Stored != 0 || q.LastContact != nil {
		t.Errorf("with the county down: %+v", q)
	}
	c.start()
	var q queue
	k.json("", &q, "sync", "--once")
	if q.Waiting != 0 || q.Stored != 1 || q.LastContact == nil {
		t.Errorf("with the county back: %+v", q)
	}
	_, out, _ := command(t, "", "countyd", "kiosks", "list", "--database", c.database, "--json")
	var line struct{ Kiosk string }
	if err := json.Unmarshal([]byte(out), &line); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := command(t, "", "countyd", "kiosks", "revoke", line.Kiosk, "--database", c.database); code != 0 {
		t.Fatal(errs)
	}
	k.accept()
	k.mustFail(1, "", "err.county.kiosk", "sync", "--once")
	if q := k.queue(); q.Waiting != 1 || q.Stored != 1 {
		t.Errorf("revoked: %+v", q)
	}
}

// watch runs `sync --watch` until the test ends.
func (k kiosk) watch() {
	k.t.Helper()
	cmd := exec.Command(filepath.Join(build, "bianmin"), "sync", "--watch", "--data", k.data)
	if err := cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	k.t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		if err := cmd.Wait(); err != nil {
			k.t.Errorf("sync --watch ended with %v", err)
		}
	})
}

// stored waits until the county has n records of k.
func (k kiosk) stored(n int) {
	k.t.Helper()
	for end := time.Now().Add(time.Minute); ; {
		q := k.queue()
		if q.Stored == n && q.Waiting == 0 {
			return
		}
		if time.Now().After(end) {
			k.t.Fatalf("the queue is %+v, want %d stored", q, n)
		}
	}
}

func Test35WatchGoesOnByItselfAndFollowsTheCountyToItsNewAddress(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	k.watch()
	first := k.accept()
	k.stored(1)
	c.kill()
	second := k.accept()
	c.start()
	k.stored(2) // nobody did anything
	c.kill()
	third := k.accept()
	c.address = "127.0.0.1:0"
	c.start()
	k.json("", &struct{}{}, "enrol", "--county", c.url(), "--code", c.code("445203104202"))
	k.stored(3)
	if got := c.records(); !slices.Equal(got, []string{first.ID, second.ID, third.ID}) {
		t.Errorf("the county has %v", got)
	}
}

// TestAnotherCountyGetsNothingThatWasHandedInForTheFirst plays a county of
// another place.
func TestAnotherCountyGetsNothingThatWasHandedInForTheFirst(t *testing.T) {
	t.Parallel()
	var pushes atomic.Int32
	url := countytest.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != wire.EnrolPath {
			pushes.Add(1)
		}
		var in wire.Enrol
		_ = json.NewDecoder(r.Body).Decode(&in)
		certificate, kiosk, err := countytest.Authority().Kiosk(in.Request, time.Now())
		if err != nil {
			t.Error(err)
			return
		}
		_ = json.NewEncoder(w).Encode(wire.Enrolled{
			Kiosk: kiosk, Village: "440106001001", Centre: "x", County: "440106000000", District: "x",
			CountyKeys: [][]byte{sealtest.Secret().Bytes()}, Certificate: certificate.Raw, ServerTime: time.Now(),
		})
	}), time.Now)
	code := seal.EnrolmentCode{Ticket: "AAAAAAAAAAA", Authority: countytest.Authority().Fingerprint()}.String()
	c, k, fresh := newCounty(t), newKiosk(t), newKiosk(t)
	c.enrol(k)
	c.enrol(fresh)
	fresh.json("", &struct{}{}, "enrol", "--county", url, "--code", code) // has taken nothing in yet
	k.accept()
	k.mustFail(1, "county", "err.kiosk.other_county", "enrol", "--county", url, "--code", code)
	var q queue
	if k.json("", &q, "sync", "--once"); q.Stored != 1 || pushes.Load() != 0 {
		t.Errorf("queue %+v, %d pushes to the other county", q, pushes.Load())
	}
}
