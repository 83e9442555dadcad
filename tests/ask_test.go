package tests

import (
	"database/sql"
	"encoding/json"
	"strings"
	"testing"
)

// Test44ACaseOfAnotherMachineIsToldToWhoKnowsTheLastFour: 4.4, through both programs;
// wrong tries are counted by the county, also across its restart, and nothing of the
// answer stays on the machine that asked.
func Test44ACaseOfAnotherMachineIsToldToWhoKnowsTheLastFour(t *testing.T) {
	t.Parallel()
	c, one, two := newCounty(t), newKiosk(t), newKiosk(t)
	c.enrol(one)
	c.enrol(two)
	var out accepted
	one.json(marked(t), &out, "accept", "--input", "-")
	one.json("", &struct{}{}, "sync", "--once")
	c.stands(out.Code, "received")
	c.admin("cases", "set", out.Code, "--state", "supplement", "--material", "sfz")
	if exit, _, errs := two.run("", "status", out.Code); exit != 1 || !strings.Contains(errs, "code:") {
		t.Errorf("another machine's paper without the last four: %d %s", exit, errs)
	}
	ask := func(four string, more ...string) (exit int, key string, a struct {
		State, Phone, Item string
		Steps              []struct{ State, Unit, Due string }
		Wanted, Follow     []struct{ Code, Name string }
	}) {
		t.Helper()
		exit, said, _ := two.run("", append([]string{"status", out.Code, "--last-four", four, "--json"}, more...)...)
		var refused struct{ Error struct{ Key string } }
		if err := json.Unmarshal([]byte(said), &refused); err != nil {
			t.Fatalf("%q: %v", said, err)
		}
		if err := json.Unmarshal([]byte(said), &a); err != nil {
			t.Fatal(err)
		}
		return exit, refused.Error.Key, a
	}
	exit, _, a := ask("002x")
	if exit != 0 || a.State != "supplement" || len(a.Steps) != 1 || a.Steps[0].Unit == "" || a.Steps[0].Due != "" || a.Phone == "" || strings.Contains(a.Phone, markPhone) {
		t.Errorf("told %d %+v", exit, a)
	}
	if len(a.Wanted) != 1 || a.Wanted[0].Code != "sfz" || a.Wanted[0].Name == "" || a.Wanted[0].Name == "sfz" {
		t.Errorf("papers by their names: %+v", a.Wanted)
	}
	if _, said, _ := two.run("", "status", out.Code, "--last-four", "002X"); !strings.Contains(said, "来补："+a.Wanted[0].Name) {
		t.Errorf("in words: %s", said)
	}
	if exit, key, _ := ask("12"); exit != 1 || key != "err.follow.last_four" {
		t.Errorf("two characters: %d %s", exit, key)
	}
	if exit, key, _ := ask("002X", "--village", "445203104203"); exit != 1 || key != "err.ask.place" {
		t.Errorf("another village: %d %s", exit, key)
	}
	for n := range 5 {
		if n == 3 {
			c.kill()
			c.start()
		}
		if exit, key, _ := ask("1234"); exit != 1 || key != "err.ask.no_match" {
			t.Fatalf("wrong try %d: %d %s", n+1, exit, key)
		}
	}
	if _, key, _ := ask("002X"); key != "err.ask.code" {
		t.Errorf("right behind five wrong ones: %s", key)
	}
	if found := residue(t, two.data); len(found) > 0 {
		t.Errorf("on the machine that asked: %v", found)
	}
	c.kill()
	if exit, key, _ := ask("002X"); exit != 3 || !strings.HasPrefix(key, "err.sync") {
		t.Errorf("without a line: %d %s", exit, key)
	}
}

// TestTwoCasesWithOneCodeAreToldApartByTheVillage: codes of two machines can meet; with
// the same last four too, the county asks where the paper was given out, and then answers.
func TestTwoCasesWithOneCodeAreToldApartByTheVillage(t *testing.T) {
	t.Parallel()
	c, one, two := newCounty(t), newKiosk(t), newKiosk(t)
	c.enrol(one)
	c.enrolAt(two, "445203104203")
	var first, second accepted
	one.json(marked(t), &first, "accept", "--input", "-")
	two.json(marked(t), &second, "accept", "--input", "-")
	one.json("", &struct{}{}, "sync", "--once")
	two.json("", &struct{}{}, "sync", "--once")
	c.stands(first.Code, "received")
	c.stands(second.Code, "received")
	db, err := sql.Open("sqlite3", strings.TrimPrefix(c.database, "sqlite:"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err = db.ExecContext(t.Context(), `UPDATE office_case SET short_code = ? WHERE short_code = ?`, first.Code, second.Code); err == nil {
		err = db.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	exit, said, _ := one.run("", "status", first.Code, "--last-four", "002X", "--json")
	if refused := decoded[struct{ Error struct{ Key, Field string } }](t, said).Error; exit != 1 || refused.Key != "err.ask.several" || refused.Field != "village" {
		t.Errorf("two cases: %d %s", exit, said)
	}
	for place, id := range map[string]string{"445203104202": first.ID, "445203104203": second.ID} {
		var told struct{ ID, Village string }
		one.json("", &told, "status", first.Code, "--last-four", "002X", "--village", place)
		if told.ID != id || told.Village != place {
			t.Errorf("in %s: %+v, want %s", place, told, id)
		}
	}
}

// TestH1WhatAnotherMachineTookInIsToldWithItsWhy: the answer to a request, and the sentence of
// why a case came to a no; nothing of either stays on the machine that asked.
func TestH1WhatAnotherMachineTookInIsToldWithItsWhy(t *testing.T) {
	t.Parallel()
	c, one, two := newCounty(t), newKiosk(t), newKiosk(t)
	c.enrol(one)
	c.enrol(two)
	var ticket, refused accepted
	one.json(request, &ticket, "ticket", "--input", "-")
	one.json(marked(t), &refused, "accept", "--input", "-")
	one.json("", &struct{}{}, "sync", "--once")
	order := c.registered(ticket.Code).Order
	c.stands(refused.Code, "received")
	c.admin("users", "add", "xichang", "--person", "锡场镇", "--role", "unit", "--unit", "锡场镇人民政府")
	c.admin("tickets", "set", order, "--state", "dispatched", "--unit", "锡场镇人民政府")
	c.admin("tickets", "set", order, "--state", "answered", "--answer", "灯已经修好了")
	c.admin("cases", "set", refused.Code, "--state", "not_accepted", "--reason", "not_ours", "--words", "不归本局", "--told", "请到镇里的窗口办")
	type step struct{ State, Reason, Text, Unit, Due string }
	ask := func(code, four string) (exit int, key string, a struct {
		State, Item string
		CaseNumber  string `json:"case_number"`
		Steps       []step
	}) {
		t.Helper()
		exit, said, _ := two.run("", "status", code, "--last-four", four, "--json")
		var no struct{ Error struct{ Key string } }
		if err := json.Unmarshal([]byte(said), &no); err != nil {
			t.Fatalf("%q: %v", said, err)
		}
		if err := json.Unmarshal([]byte(said), &a); err != nil {
			t.Fatal(err)
		}
		return exit, no.Error.Key, a
	}
	exit, _, a := ask(ticket.Code, markPhone[len(markPhone)-4:])
	if n := len(a.Steps); exit != 0 || a.State != "answered" || a.CaseNumber != order || a.Item == "" || n != 3 || a.Steps[n-1].Text != "灯已经修好了" || a.Steps[n-2].Unit != "锡场镇人民政府" {
		t.Errorf("of the request %d %+v", exit, a)
	}
	if exit, key, _ := ask(ticket.Code, "002X"); exit != 1 || key != "err.ask.no_match" {
		t.Errorf("a request by a number of a document: %d %s", exit, key)
	}
	exit, _, a = ask(refused.Code, "002X")
	if n := len(a.Steps); exit != 0 || a.State != "not_accepted" || n != 1 || a.Steps[0].Reason != "not_ours" || a.Steps[0].Text != "请到镇里的窗口办" {
		t.Errorf("of the case %d %+v", exit, a)
	}
	if _, said, _ := two.run("", "status", refused.Code, "--last-four", "002X"); !strings.Contains(said, "请到镇里的窗口办") {
		t.Errorf("in words: %s", said)
	}
	if found := residue(t, two.data); len(found) > 0 {
		t.Errorf("on the machine that asked: %v", found)
	}
}
