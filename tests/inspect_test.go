package tests

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3" // to change what the county holds behind its back

	"bianmin/app/village"
)

// inspectors are the papers of a county for some centres.
type inspectors struct {
	c                *county
	orders           map[string]string // by centre
	order            string            // of the first one
	badge, assistant string
}

const inspectedCentre = "445203104202"

// papersFor prints what an inspector shows, and reads it as a camera does.
func (c *county) papersFor(places ...string) (p inspectors) {
	c.t.Helper()
	p.c = c
	p.badge = c.paper("badge", "--number", "I-3", "--name", "郑检查", "--role", "inspector")
	p.assistant = c.paper("badge", "--number", "A-7", "--name", "林小梅", "--role", "assistant", "--place", inspectedCentre)
	return p.sentTo(places...)
}

// sentTo are the same people with an order for each of other places.
func (p inspectors) sentTo(places ...string) inspectors {
	p.c.t.Helper()
	args := []string{"order", "--number", "2026-03", "--badge", "I-3", "--from", "区政务服务局"}
	for _, place := range places {
		args = append(args, "--place", place)
	}
	p.orders = map[string]string{}
	for n, text := range p.c.printed(args...) {
		p.orders[places[n]] = text
	}
	p.order = p.orders[places[0]]
	return p
}

// paper prints a code of the county and reads it.
func (c *county) paper(args ...string) string { return c.printed(args...)[0] }

// printed are the codes of a paper of the county, page by page.
func (c *county) printed(args ...string) []string {
	c.t.Helper()
	out := filepath.Join(c.t.TempDir(), "paper.pdf")
	c.admin(append(append([]string{"papers"}, args...), "--out", out)...)
	return scannedPages(c.t, out)
}

type filed struct {
	ID    string
	Code  string `json:"short_code"`
	Score struct {
		Points float64
		Band   string
	}
	Findings []struct {
		Rule, Due string
		Repeat    bool
		Taken     float64
	}
	Facts *struct{ Cases, Backlog, Rated int }
}

// visitOf is an inspection as JSON.
func (p inspectors) visitOf(t *testing.T, centre string, findings ...map[string]any) string {
	t.Helper()
	raw, err := json.Marshal(map[string]any{
		"order": p.orders[centre], "inspector": p.badge, "template": "village-centre", "centre": centre, "source": "district",
		"findings": findings, "duty": map[string]any{"answer": "objects", "name": markName, "badge": p.assistant, "objection": markWords},
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func broken(t *testing.T, rule string, n int) map[string]any {
	return map[string]any{"rule": rule, "note": markStreet, "photos": []any{map[string]any{"file": pictureFile(t, n, "")}}}
}

// lines are the JSON objects that a command of the county answers, one a line.
func lines[T any](c *county, args ...string) (list []T) {
	c.t.Helper()
	dec := json.NewDecoder(strings.NewReader(c.admin(append(args, "--json")...)))
	for dec.More() {
		var v T
		if err := dec.Decode(&v); err != nil {
			c.t.Fatal(err)
		}
		list = append(list, v)
	}
	return list
}

type visitLine struct {
	ID, Version, Centre, Answer, Presence string
	Code                                  string `json:"short_code"`
	VisitedAt                             string `json:"visited_at"`
	Score                                 struct {
		Points float64
		Vetoed bool
		Band   string
	}
	OwnWork bool `json:"own_work"`
	Alone   bool
	Repeats []string
	Facts   *struct{ Cases, Backlog int }
}

// month is that of the visit in China.
func (v visitLine) month() string { return v.VisitedAt[:len("2026-01")] }

type rectLine struct {
	Number, Centre, Rule, State, Due string
	Days, Late, Level, Rounds        int
	Acts                             []struct{ Verb, By string }
}

// visits waits until the county has opened so many.
func (c *county) visits(n int) (list []visitLine) {
	c.t.Helper()
	for deadline := time.Now().Add(60 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if list = lines[visitLine](c, "inspect", "list"); len(list) >= n {
			return list
		}
	}
	c.t.Fatalf("the county has %d visits of %d; the machine's queue was %v", len(list), n, c.records())
	return nil
}

// TestAVisitIsFiledFollowedUpAndRankedByAnybody: I2 to I5, through both programs and one
// more in another language.
func TestAVisitIsFiledFollowedUpAndRankedByAnybody(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	p := c.papersFor(inspectedCentre, "445203104203")

	in := p.visitOf(t, inspectedCentre, broken(t, "duty.absent", 1), broken(t, "run.hygiene", 2))
	var out filed
	k.json(in, &out, "check", "file", "--input", "-")
	if out.Score.Points != 88 || out.Score.Band != "yellow" || out.Facts == nil || len(out.Findings) != 2 {
		t.Errorf("filed %+v", out)
	}
	if found := residue(t, k.data); len(found) > 0 {
		t.Errorf("on the machine: %v", found)
	}
	if exit, _, errs := k.run("", "receipt", out.Code, "--out", filepath.Join(t.TempDir(), "r.png")); exit != 0 {
		t.Errorf("its receipt: %s", errs)
	}
	k.json("", &struct{}{}, "sync", "--once")
	got := c.visits(1)[0]
	if got.ID != out.ID || got.Score.Points != 88 || got.Answer != "objects" || got.Presence != "machine" || got.Facts == nil {
		t.Errorf("the county has %+v", got)
	}
	if found := residue(t, filepath.Dir(c.blobs)); len(found) > 0 {
		t.Errorf("at the county: %v", found)
	}
	if full := c.admin("inspect", "show", out.Code); !strings.Contains(full, markName) || !strings.Contains(full, markStreet) || !strings.Contains(full, markWords) {
		t.Errorf("who may open the keys sees %s", full)
	}

	orders := lines[rectLine](c, "inspect", "orders")
	if len(orders) != 2 || orders[0].Rule != "duty.absent" || orders[0].State != "open" || orders[0].Due != out.Findings[0].Due {
		t.Fatalf("orders %+v", orders)
	}
	absent, hygiene := orders[0].Number, orders[1].Number
	refused := func(field string, args ...string) {
		t.Helper()
		exit, _, errs := command(t, "", "countyd", append(append([]string{"inspect"}, args...), "--database", c.database)...)
		if exit != 1 || !strings.Contains(errs, field+":") {
			t.Errorf("%v: %d %s", args, exit, errs)
		}
	}
	refused("verb", "act", hygiene, "reject", "--by", "郑检查", "--text", "x", "--reason", "other")
	refused("text", "act", absent, "strike", "--by", "郑检查")
	refused("number", "act", "ZG22222222-01", "accept", "--by", "郑检查")

	// The objection was right: the finding takes nothing, and the other one is put right.
	c.admin("inspect", "act", absent, "strike", "--by", "领导小组", "--text", "当天在镇里开会，有通知")
	c.admin("inspect", "act", hygiene, "reply", "--by", "村委", "--text", "已打扫")
	c.admin("inspect", "act", hygiene, "reject", "--by", "郑检查", "--text", "院子还没有扫", "--reason", "in_part")
	if now := c.visits(1)[0]; now.Score.Points != 98 {
		t.Errorf("after the objection it has %v points", now.Score.Points)
	}
	orders = lines[rectLine](c, "inspect", "orders", "--open")
	if len(orders) != 1 || orders[0].Number != hygiene || orders[0].State != "open" || orders[0].Rounds != 1 || len(orders[0].Acts) != 3 {
		t.Errorf("open orders %+v", orders)
	}
	k.json("", &struct{}{}, "sync", "--once")
	var s struct {
		State string
		Steps []struct{ State, Order, Due string }
	}
	if k.json("", &s, "status", out.Code); len(s.Steps) != 5 || s.Steps[0].Order != absent || s.Steps[1].Order != hygiene || s.State != "dispatched" {
		t.Errorf("the paper of the visit says %+v", s)
	}

	p.recomputed(t, got.month())
	c.admin("inspect", "verify", "--blobs", c.blobs)
	p.tampered(t)
}

// recomputed compares every figure with what another program makes of the rows.
func (p inspectors) recomputed(t *testing.T, period string) {
	t.Helper()
	c, dir := p.c, t.TempDir()
	awayFromMidnight(t)
	c.admin("inspect", "rows", "--out", dir)
	raw, err := exec.Command("python3", "reinspect.py", dir, period, time.Now().In(village.Zone).Format(time.DateOnly)).Output()
	if err != nil {
		t.Fatalf("reinspect.py: %v", err)
	}
	var again struct {
		Visits   map[string][4]any
		League   [][9]any
		Visited  int
		Coverage string
		Bands    [3]int
		Orders   map[string][5]any
		Flags    map[string][2]bool
	}
	if err := json.Unmarshal(raw, &again); err != nil {
		t.Fatal(err)
	}
	for _, v := range lines[visitLine](c, "inspect", "list") {
		want := again.Visits[v.ID]
		if want[0] == nil || v.Score.Points*10 != want[0] || v.Score.Vetoed != want[1] || v.Score.Band != want[2] || fmt.Sprint(v.Repeats) != fmt.Sprint(want[3]) {
			t.Errorf("visit %s: %+v, another program has %v", v.ID, v, want)
		}
		if flags := again.Flags[v.ID]; flags != [2]bool{v.OwnWork, v.Alone} {
			t.Errorf("visit %s is flagged %+v, another program has %v", v.ID, v, flags)
		}
	}
	var league struct {
		Visited            int
		Green, Yellow, Red int
		Coverage           string
		Places             []struct {
			Centre, Band string
			Points       float64
			Delta        *float64
			Rank, Visits int
		}
	}
	if err := json.Unmarshal([]byte(c.admin("inspect", "league", "--period", period, "--json")), &league); err != nil {
		t.Fatal(err)
	}
	if bands := [3]int{league.Green, league.Yellow, league.Red}; bands != again.Bands {
		t.Errorf("bands %v, another program has %v", bands, again.Bands)
	}
	if league.Visited != again.Visited || league.Coverage != again.Coverage || league.Visited == 0 {
		t.Errorf("visited %d, %s %%; another program has %d, %s", league.Visited, league.Coverage, again.Visited, again.Coverage)
	}
	for i, want := range again.League {
		got := league.Places[i]
		var delta any
		if got.Delta != nil {
			delta = *got.Delta * 10
		}
		if got.Centre != want[0] || got.Points*10 != want[1] || float64(got.Rank) != want[2] || delta != want[3] || got.Band != want[4] || float64(got.Visits) != want[5] {
			t.Errorf("place %d: %+v, another program has %v", i+1, got, want)
		}
	}
	orders := lines[rectLine](c, "inspect", "orders")
	if len(orders) != len(again.Orders) {
		t.Errorf("%d orders, another program has %d", len(orders), len(again.Orders))
	}
	for _, o := range orders {
		if got := [5]any{o.State, float64(o.Days), float64(o.Late), float64(o.Level), float64(o.Rounds)}; got != again.Orders[o.Number] {
			t.Errorf("order %s is %v, another program has %v", o.Number, got, again.Orders[o.Number])
		}
	}
}

// tampered changes a result, a photograph and a record behind the county's back; each
// is seen. The county stands still meanwhile.
func (p inspectors) tampered(t *testing.T) {
	t.Helper()
	c := p.c
	c.kill()
	seen := func(what, key string) {
		t.Helper()
		exit, out, _ := command(t, "", "countyd", "inspect", "verify", "--blobs", c.blobs, "--json", "--database", c.database)
		if exit != 1 || !strings.Contains(out, key) {
			t.Errorf("%s: %d %s", what, exit, out)
		}
	}
	db, err := sql.Open("sqlite3", strings.TrimPrefix(c.database, "sqlite:"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	change := func(statement string) {
		t.Helper()
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	change(`UPDATE office_finding SET times = times + 1 WHERE rule = 'run.hygiene'`)
	seen("a score", "err.check.row")
	change(`UPDATE office_finding SET times = times - 1 WHERE rule = 'run.hygiene'`)
	c.admin("inspect", "verify", "--blobs", c.blobs)
	var struck string
	if err := db.QueryRow(`SELECT number FROM rectification_act WHERE verb = 'strike'`).Scan(&struck); err != nil {
		t.Fatal(err)
	}
	change(`UPDATE rectification_act SET verb = 'accept' WHERE verb = 'strike' AND number = '` + struck + `'`)
	seen("an act", "err.rectify.act_changed")
	change(`UPDATE rectification_act SET verb = 'strike' WHERE verb = 'accept' AND number = '` + struck + `'`)
	c.admin("inspect", "verify", "--blobs", c.blobs)
	err = filepath.WalkDir(c.blobs, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if err == nil && len(raw) > 4000 {
			raw[len(raw)/2] ^= 1
			err = os.WriteFile(path, raw, 0o600)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	seen("a photograph", "err.check.photo_changed")
}
