package tests

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/village"
	checklists "bianmin/assets/inspect"
)

// publishChecklist makes a version of the checklist for centres in which an empty centre
// takes less from the district.
func (c *county) publishChecklist(version string, absent inspect.Points) {
	c.t.Helper()
	list, err := checklists.Templates()
	if err != nil {
		c.t.Fatal(err)
	}
	centre, _ := inspect.Find(list, "village-centre", "")
	centre.Version = version
	_, rule, _ := centre.Rule("duty.absent")
	rule.By[inspect.District] = absent
	raw, err := inspect.EncodeTemplates([]inspect.Template{centre})
	if err != nil {
		c.t.Fatal(err)
	}
	path := filepath.Join(c.t.TempDir(), "checklist.json")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		c.t.Fatal(err)
	}
	c.admin("checklists", "publish", path)
}

// TestAPublishedChecklistReachesMachinesAndEachVisitKeepsItsOwn: one machine has the
// new version, the other one heard nothing of it; the county scores each with its own.
func TestAPublishedChecklistReachesMachinesAndEachVisitKeepsItsOwn(t *testing.T) {
	t.Parallel()
	c, k, far := newCounty(t), newKiosk(t), newKiosk(t)
	c.enrol(k)
	c.enrolAt(far, "445203104203")
	p := c.papersFor(inspectedCentre, "445203104203")
	c.publishChecklist("2027-1", 50)
	k.json("", &struct{}{}, "sync", "--once") // the other one stays offline

	points := map[string]float64{}
	visit := func(m kiosk, in string) {
		t.Helper()
		var out filed
		m.json(in, &out, "check", "file", "--input", "-")
		points[out.ID] = out.Score.Points
	}
	visit(k, p.visitOf(t, inspectedCentre, broken(t, "duty.absent", 1)))
	visit(far, p.visitOf(t, "445203104203", broken(t, "duty.absent", 2)))
	begun := p.visitOf(t, "445203104203", broken(t, "run.hygiene", 3), broken(t, "duty.absent", 4))
	visit(k, strings.Replace(begun, `"template"`, `"version":"2026-1","template"`, 1)) // begun before the new one came
	if exit, out, _ := k.run(strings.Replace(begun, `"template"`, `"version":"2025-1","template"`, 1), "check", "file", "--input", "-", "--json"); exit != 1 || !strings.Contains(out, "err.check.template") {
		t.Errorf("a version that nobody knows: %d %s", exit, out)
	}

	k.json("", &struct{}{}, "sync", "--once")
	far.json("", &struct{}{}, "sync", "--once")
	said := map[string]bool{}
	for _, v := range c.visits(3) {
		if v.Score.Points != points[v.ID] {
			t.Errorf("visit %s has %v points at the county and %v at its machine", v.ID, v.Score.Points, points[v.ID])
		}
		raw, err := json.Marshal(v.Score.Points)
		if err != nil {
			t.Fatal(err)
		}
		said[v.Version+" "+string(raw)] = true
	}
	if !said["2027-1 95"] || !said["2026-2 90"] || !said["2026-1 88"] {
		t.Errorf("scored %v", said)
	}
	p.recomputed(t, time.Now().In(village.Zone).Format("2006"))
	c.admin("inspect", "verify", "--blobs", c.blobs)
	if _, states := k.diagnosis(); states["published"] != "ok" {
		t.Errorf("doctor: %v", states)
	}
}
