package tests

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bianmin/app/village"
	checklists "bianmin/assets/inspect"
)

// TestI1NobodyIsSentOrBelievedWhereTheRegisterSaysThatTheyServe: the day order is refused at
// the county, the visit at the machine once it heard, and one that was filed before is
// flagged.
func TestI1NobodyIsSentOrBelievedWhereTheRegisterSaysThatTheyServe(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	p := c.papersFor(inspectedCentre, "445203104203")
	k.json(p.visitOf(t, inspectedCentre), &filed{}, "check", "file", "--input", "-")
	k.json("", &struct{}{}, "sync", "--once")
	if v := c.visits(1)[0]; v.OwnWork {
		t.Errorf("flagged before anybody serves: %+v", v)
	}
	yesterday := time.Now().In(village.Zone).AddDate(0, 0, -1).Format(time.DateOnly)
	c.admin("staff", "serve", "I-3", "--centre", inspectedCentre, "--from", yesterday) // midnight may be between
	visit := c.visits(1)[0]
	if !visit.OwnWork {
		t.Errorf("not flagged: %+v", visit)
	}
	if places := c.admin("staff", "places"); !strings.Contains(places, "A-7") || !strings.Contains(places, "I-3") {
		t.Errorf("the register has %s", places) // an assistant's badge notes where its holder serves
	}
	refused, _, errs := command(t, "", "countyd", "papers", "order", "--number", "2026-04", "--badge", "I-3", "--from", "区政务服务局", "--place", inspectedCentre,
		"--out", filepath.Join(t.TempDir(), "o.pdf"), "--database", c.database)
	if refused != 1 || !strings.Contains(errs, "不能检查自己的服务中心") {
		t.Errorf("an order for the own centre: %d %s", refused, errs)
	}
	unfit := p.visitOf(t, inspectedCentre, map[string]any{"rule": "no.rule"}) // is filed by no machine, also by one that has not heard
	k.until(func() bool {
		_, out, _ := k.run(unfit, "check", "file", "--input", "-", "--json")
		return strings.Contains(out, "err.check.serves")
	})
	exit, out, _ := k.run(p.visitOf(t, inspectedCentre), "check", "file", "--input", "-", "--json")
	if exit != 1 || !strings.Contains(out, `"field":"inspector"`) || !strings.Contains(out, "err.check.serves") {
		t.Errorf("the machine says %d %s", exit, out)
	}
	p.recomputed(t, visit.month())
}

// TestAChecklistThatWantsTwoIsObeyedByEveryMachine that heard of it.
func TestAChecklistThatWantsTwoIsObeyedByEveryMachine(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	p := c.papersFor(inspectedCentre)
	second := c.paper("badge", "--number", "I-4", "--name", "王检查", "--role", "inspector")
	var file struct {
		Format    string           `json:"format"`
		Templates []map[string]any `json:"templates"`
	}
	if err := json.Unmarshal(checklists.Raw(), &file); err != nil {
		t.Fatal(err)
	}
	newest := 0
	for i, one := range file.Templates {
		if one["id"] == "village-centre" {
			newest = i
		}
	}
	file.Templates = file.Templates[newest : newest+1]
	file.Templates[0]["version"], file.Templates[0]["inspectors"] = "2027-1", 2
	raw, err := json.Marshal(file)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "two.json")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	c.admin("checklists", "publish", path)
	k.json("", &struct{}{}, "sync", "--once")
	in := p.visitOf(t, inspectedCentre)
	if exit, out, _ := k.run(in, "check", "file", "--input", "-", "--json"); exit != 1 || !strings.Contains(out, "err.check.two") {
		t.Errorf("by one: %d %s", exit, out)
	}
	in = strings.Replace(in, `"order"`, `"witness":`+quoted(t, second)+`,"order"`, 1)
	k.json(in, &filed{}, "check", "file", "--input", "-")
	k.json("", &struct{}{}, "sync", "--once")
	v := c.visits(1)[0]
	if v.Version != "2027-1" || v.Alone {
		t.Errorf("by two: %+v", v)
	}
	p.recomputed(t, v.month())
}

// TestAPlanSaysWhoMayGoWhere of the centres that were drawn, and that two are needed.
func TestAPlanSaysWhoMayGoWhere(t *testing.T) {
	t.Parallel()
	c := newCounty(t)
	chosen, file := c.drawn(t, 3)
	today := time.Now().In(village.Zone).Format(time.DateOnly)
	c.admin("staff", "serve", "I-3", "--centre", chosen[1], "--from", today)
	args := []string{"draw", "assign", "--draw", file, "--first", today, "--last", today, "--database", c.database, "--json", "--badge", "I-3"}
	exit, out, errs := command(t, "", "countyd", args...)
	if exit != 1 || !strings.Contains(errs, "检查员不够") {
		t.Errorf("one inspector who serves at a centre: %d %s %s", exit, out, errs)
	}
	exit, out, errs = command(t, "", "countyd", append(args, "--badge", "I-4")...)
	if exit != 0 {
		t.Fatalf("two inspectors: %d %s", exit, errs)
	}
	dec := json.NewDecoder(bytes.NewReader([]byte(out)))
	for _, centre := range chosen {
		var l struct {
			Centre     string
			May, Serve []string
		}
		if err := dec.Decode(&l); err != nil {
			t.Fatal(err)
		}
		want := []string{"I-3", "I-4"}
		if centre == chosen[1] {
			want = want[1:]
		}
		if l.Centre != centre || !slices.Equal(l.May, want) {
			t.Errorf("%+v, want %v", l, want)
		}
	}
}
