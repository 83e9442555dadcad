package tests

import (
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bianmin/app/token"
	"bianmin/app/village"
	catalog "bianmin/assets/catalog"
)

// planned is a county whose draw of a month is made and whose orders are printed, and the
// machine of the first centre that was drawn.
type planned struct {
	county *county
	kiosk  kiosk
	chosen []string
	marks  []string // codes and names of the other centres
	people inspectors
}

func newPlanned(t *testing.T) planned {
	t.Helper()
	c, k := newCounty(t), newKiosk(t)
	chosen, file := c.drawn(t, 5)
	c.enrolAt(k, chosen[0])
	k.json("", &struct{}{}, "sync", "--once")
	today := time.Now().In(village.Zone).Format(time.DateOnly)
	c.admin("draw", "assign", "--draw", file, "--badge", "I-3", "--first", today, "--last", today)
	p := planned{county: c, kiosk: k, chosen: chosen, people: c.papersFor(chosen...)}
	divisions, err := catalog.Divisions()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range divisions.Villages {
		if slices.Contains(chosen[1:], string(v.Code)) {
			p.marks = append(p.marks, string(v.Code), v.Name)
		}
	}
	if len(p.marks) != 2*len(chosen[1:]) {
		t.Fatalf("the marks are %v", p.marks)
	}
	return p
}

// TestI2APlanReachesNoMachineOfItsCentres: not by what it pulls, not by letters, not by the
// order that it reads. What follows a visit at another centre does not come either.
func TestI2APlanReachesNoMachineOfItsCentres(t *testing.T) {
	t.Parallel()
	p := newPlanned(t)
	c, k := p.county, p.kiosk
	own := newKiosk(t) // of an inspector: files the visits elsewhere
	c.enrolAt(own, undrawn(t, p.chosen))
	for _, centre := range p.chosen {
		order, ok := token.Read(p.people.orders[centre])
		if !ok || len(order.Places) != 1 || string(order.Places[0]) != centre {
			t.Errorf("the order for %s names %v", centre, order.Places)
		}
	}
	k.json(p.people.visitOf(t, p.chosen[0], broken(t, "run.hygiene", 1)), &filed{}, "check", "file", "--input", "-")
	own.json(p.people.visitOf(t, p.chosen[1], broken(t, "run.hygiene", 2), broken(t, "veto.fake", 3)), &filed{}, "check", "file", "--input", "-")
	own.json("", &struct{}{}, "sync", "--once")
	c.visits(1)
	c.admin("inspect", "open", "--centre", p.chosen[2], "--source", "city", "--severity", "serious", "--text", "x", "--by", "市里")
	c.admin("inspect", "open", "--centre", p.chosen[0], "--source", "city", "--severity", "serious", "--text", "x", "--by", "市里")
	if got := k.ordered(2, "todo"); len(got) != 2 { // letters come in their order: what was told before has come
		t.Errorf("told of %+v", got)
	}
	if found := holding(t, p.marks, k.data); len(found) > 0 {
		t.Errorf("the machine of %s knows %v", p.chosen[0], found)
	}
	if len(holding(t, p.chosen[:1], k.data)) == 0 || len(holding(t, p.chosen[1:2], own.data)) == 0 {
		t.Error("what a machine knows is not found either: the marks see nothing")
	}
}

// TestAnOrderIsPrintedForEachCentreOnItsOwnPage, with a number of its own and no other
// centre's name.
func TestAnOrderIsPrintedForEachCentreOnItsOwnPage(t *testing.T) {
	t.Parallel()
	c := newCounty(t)
	out := filepath.Join(t.TempDir(), "orders.pdf")
	c.admin("papers", "order", "--number", "2026-07", "--badge", "I-3", "--from", "区政务服务局", "--place", "445203104201", "--place", "445203104202", "--out", out)
	text, err := exec.Command("pdftotext", "-layout", out, "-").Output()
	pages := strings.Split(strings.TrimSuffix(string(text), "\f"), "\f")
	if err != nil || len(pages) != 2 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	for n, names := range [][2]string{{"锡西村", "江滨村"}, {"江滨村", "锡西村"}} {
		number := []string{"2026-07-1", "2026-07-2"}[n]
		if !strings.Contains(pages[n], names[0]) || strings.Contains(pages[n], names[1]) || !strings.Contains(pages[n], number) {
			t.Errorf("page %d says %s", n+1, pages[n])
		}
	}
}
