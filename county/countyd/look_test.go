package main

import (
	"crypto/rand"
	"encoding/json"
	mrand "math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/storage/county"
)

// TestWhatPeopleWroteIsShownByCommandForAReasonThatIsKept, as in the console.
func TestWhatPeopleWroteIsShownByCommandForAReasonThatIsKept(t *testing.T) {
	m := newMachine(t)
	if code, _, complaint := m.run("init", "--database", m.database); code != exitDone {
		t.Fatal(complaint)
	}
	m.start()
	kiosk := countytest.Identity(1)
	m.enrol(kiosk)
	m.know(countytest.Issuer())
	first := countytest.Case(1, func(b map[string]any) {
		b["item"].(map[string]any)["code"] = "12441500196720244T3442199806003" // one that is given a number
	})
	rating := countytest.Rating(2, func(b map[string]any) { b["target"] = village.NewShortCode(mrand.New(mrand.NewPCG(1, 7))) })
	if _, err := m.push(kiosk, first, rating, countytest.Ticket(3, nil)); err != nil {
		t.Fatal(err)
	}
	order, file := "", filepath.Join(t.TempDir(), "out.json")
	for end := time.Now().Add(20 * time.Second); order == "" && time.Now().Before(end); { // it is opened and numbered a moment later
		_, list, _ := m.run("tickets", "list", "--json", "--database", m.database)
		var line ticketLine
		if err := json.Unmarshal([]byte(list), &line); err == nil {
			order = line.Order
		}
	}
	for _, tt := range []struct {
		args []string
		want int
		says string
	}{
		{[]string{"tickets", "show", order}, exitUsage, ""},
		{[]string{"tickets", "show", order, "--reason", "curious"}, exitUsage, ""},
		{[]string{"tickets", "show", order, "--reason", "other"}, exitRefused, ""},
		{[]string{"ratings", "export", "--out", file}, exitUsage, ""},
		{[]string{"tickets", "show", order, "--reason", "other", "--words", "上级督查"}, exitDone, "路灯坏了"},
		{[]string{"ratings", "export", "--out", file, "--reason", "check"}, exitDone, ""},
	} {
		if code, out, complaint := m.run(append(tt.args, "--database", m.database)...); code != tt.want || !strings.Contains(out, tt.says) || code != exitDone && strings.Contains(out, "路灯坏了") {
			t.Errorf("%v: %d %s %s", tt.args, code, out, complaint)
		}
	}
	if raw, err := os.ReadFile(file); err != nil || !strings.Contains(string(raw), "来了三趟") {
		t.Errorf("exported %s, %v", raw, err)
	}
	w := &world{ctx: t.Context(), now: time.Now, random: rand.Reader}
	db, err := county.Open(t.Context(), m.database, w.now)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := (secrets{}).open(w, db, m.database); err != nil {
		t.Fatal(err)
	}
	looks, err := db.Looks(t.Context(), 9)
	if err != nil || len(looks) != 2 || looks[0].What != "export" || looks[0].ID != countytest.ID(2) || looks[1].What != "case" || looks[1].Account != "countyd" || looks[1].Words != "上级督查" {
		t.Errorf("kept is %+v, %v", looks, err)
	}
	m.listsLooks()
}

// listsLooks holds `countyd looks` against what was looked at: the newest first, with the reason that
// was typed, of one account alone where that is asked.
func (m *machine) listsLooks() {
	m.t.Helper()
	_, words, complaint := m.run("looks", "--database", m.database)
	lines := strings.Split(strings.TrimSpace(words), "\n")
	if len(lines) != 2 || !strings.Contains(lines[0], "countyd看了评价的话（导出），理由：核对材料") || !strings.Contains(lines[1], "别的理由：上级督查") {
		m.t.Errorf("listed %q %s", lines, complaint)
	}
	_, one, _ := m.run("looks", "--database", m.database, "--account", "countyd", "--limit", "1", "--json")
	var l lookLine
	if err := json.Unmarshal([]byte(one), &l); err != nil || l.What != "export" || l.ID != countytest.ID(2) || l.Reason != "check" {
		m.t.Errorf("%s %v", one, err)
	}
	if _, none, _ := m.run("looks", "--database", m.database, "--account", "chen"); none != "" {
		m.t.Errorf("of who did not look: %s", none)
	}
}
