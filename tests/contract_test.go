package tests

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// act is a command that does something, with what it is given when it can be done, and
// when it has to be refused.
type act struct {
	name        string   // as typed
	args, wrong []string // behind the name
	in, bad     string   // on standard input
	field       string   // at which it is refused
}

// acts are all acting commands of a machine on which each can be done, in an order in
// which they can.
func acts(t *testing.T, c *county, k kiosk) []act {
	t.Helper()
	dir := t.TempDir()
	c.offer(2)
	list, none := filepath.Join(dir, "list.csv"), filepath.Join(dir, "none.bin")
	if err := os.WriteFile(list, []byte(listOne), 0o600); err != nil {
		t.Fatal(err)
	}
	first := c.wanting(k)
	p := c.papersFor(inspectedCentre)
	c.admin("inspect", "open", "--centre", inspectedCentre, "--source", "city", "--severity", "serious", "--text", "门口积水", "--by", "市里")
	order := k.ordered(1, "todo")[0].Number
	judged, slots := c.helped(k), k.free()
	var booked numbered
	k.json(appointment(slots[0]), &booked, "book", "--input", "-")
	input, result := []string{"--input", "-"}, filepath.Join(dir, "result.json")
	paper := func(end string) []string { return []string{first, "--out", filepath.Join(dir, "r"+end)} }
	with := func(code string, more string) string { return `{"code":"` + code + `",` + more + `}` }
	brought := func(material string) string { return `"materials":[{"code":"` + material + `","declared":"original"}]` }
	if err := os.WriteFile(result, []byte(with(first, `"last_four":"002X","signature":"iVBORw0KGgo="`)), 0o600); err != nil { // it lies nowhere yet
		t.Fatal(err)
	}
	visit, home := p.visitOf(t, inspectedCentre), `{"kind":"home","reason":"年纪大，走不动","place":"445203104202","address":"新路1号","matter":"领津贴","name":"陈阿婆","phone":"13800138000","consent":true}`
	reply := func(order string) string {
		return fmt.Sprintf(`{"order":%s,"text":"清了","photos":[{"file":%s}]}`, quoted(t, order), quoted(t, pictureFile(t, 1, "")))
	}
	return []act{
		{"accept", input, input, good, strings.Replace(good, `"consent":true`, `"consent":false`, 1), "consent"},
		{"rate", input, input, `{"target":"` + first + `","grade":5}`, `{"target":"` + first + `","grade":6}`, "grade"},
		{"ticket", input, input, request, strings.Replace(request, `"help"`, `"gossip"`, 1), "type"},
		{"book", input, input, home, strings.Replace(home, `"home"`, `"moon"`, 1), "kind"},
		{"supplement", input, input, with(first, brought("sfz")), with(first, brought("nothing")), "materials[0].code"},
		{"makeup", input, input, with(first, brought("zp")), with(first, brought("nothing")), "materials[0].code"},
		{"withdraw", input, input, with(first, `"last_four":"002X"`), with(first, `"last_four":"2"`), "last_four"},
		{"survey", input, input, with(judged, `"solved":true,"pleased":false`), with(judged, `"solved":true`), "pleased"},
		{"move", input, input, with(booked.Code, `"slot":"`+slots[1]+`"`), with(booked.Code, `"slot":"`+slots[0]+`"`), "slot"},
		{"collect", nil, []string{"--input", result}, "", "", "code"},
		{"check file", input, input, visit, strings.Replace(visit, inspectedCentre, "1", 1), "centre"},
		{"check reply", input, input, reply(order), reply("X-1"), "order"},
		{"items import", []string{list}, []string{filepath.Join(dir, "none.csv")}, "", "", "file"},
		{"courier export", []string{filepath.Join(dir, "out.bin")}, nil, "", "", ""},
		{"courier import", nil, []string{list}, "", "", "file"},
		{"receipt", paper(".png"), []string{"22222222", "--out", none + ".png"}, "", "", "code"},
		{"letter", append(paper(".pdf"), "--kind", "receipt"), []string{"22222222", "--kind", "receipt", "--out", none + ".pdf"}, "", "", "code"},
		{"print", []string{first, "--printer", filepath.Join(dir, "p.bin")}, []string{"22222222", "--printer", none}, "", "", "code"},
		{"poster", []string{"--out", filepath.Join(dir, "poster.pdf")}, []string{"--out", filepath.Join(dir, "poster.txt")}, "", "", "out"},
		{"pin set", nil, nil, "382915\n", "12\n", "pin"},
		{"sync", []string{"--once"}, nil, "", "", ""},
		{"enrol", nil, []string{"--county", c.url(), "--code", "x"}, "", "", "code"},
		{"restore", nil, []string{"--from", dir, "--code", "x"}, "", "", "from"},
	}
}

// wanting is the code of a case of k for which the county wants a paper, and another is to
// follow.
func (c *county) wanting(k kiosk) string {
	c.t.Helper()
	var out accepted
	k.json(marked(c.t), &out, "accept", "--input", "-")
	k.json("", &struct{}{}, "sync", "--once")
	c.stands(out.Code, "received")
	c.admin("cases", "set", out.Code, "--state", "supplement", "--material", "sfz")
	k.hears(out.Code, "supplement")
	return out.Code
}

// helped is the code of a request of k to 12345 that has an answer.
func (c *county) helped(k kiosk) string {
	c.t.Helper()
	var out accepted
	k.json(request, &out, "ticket", "--input", "-")
	k.json("", &struct{}{}, "sync", "--once")
	c.registered(out.Code)
	c.admin("tickets", "set", out.Code, "--state", "answered", "--answer", "路灯昨天修好了。")
	k.hears(out.Code, "answered")
	return out.Code
}

// hears pulls until the machine says of a case that it stands at state.
func (k kiosk) hears(code, state string) {
	k.t.Helper()
	k.until(func() bool {
		var s struct{ State string }
		k.json("", &s, "status", code)
		return s.State == state
	})
}

// TestEveryActingCommandEndsAsItsContractSays: 0 done, 1 refused with the field named, 2
// usage, 3 the machine's fault; JSON on standard output, an error in one line.
func TestEveryActingCommandEndsAsItsContractSays(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	list := acts(t, c, k)
	fault := kiosk{t, filepath.Join(t.TempDir(), "file")}
	if err := os.WriteFile(fault.data, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, a := range list {
		names = append(names, a.name)
		t.Run(a.name, func(t *testing.T) {
			name := strings.Fields(a.name)
			if a.wrong != nil || a.bad != "" {
				a.ends(t, k, 1, a.bad, append(slices.Clone(name), a.wrong...))
			}
			a.ends(t, k, 2, a.in, append(slices.Clone(name), "--no-such-flag"))
			if args := a.args; a.name != "restore" { // what it restores from is looked at first
				if args == nil {
					args = a.wrong
				}
				a.ends(t, fault, 3, a.in, append(slices.Clone(name), args...))
			}
			if a.args != nil || a.in != "" {
				a.ends(t, k, 0, a.in, append(slices.Clone(name), a.args...))
			}
		})
	}
	if !slices.Equal(names, acting) {
		t.Errorf("tried are %v", names)
	}
}

// ends runs the command and fails unless it ends with code, in the form of the contract.
func (a act) ends(t *testing.T, k kiosk, code int, in string, args []string) {
	t.Helper()
	exit, out, errs := kiosk{t, k.data}.run(in, append(args, "--json")...)
	if exit != code {
		t.Fatalf("%v: exit %d, want %d: %s%s", args, exit, code, out, errs)
	}
	if code == 2 {
		if last := strings.Split(strings.TrimSpace(errs), "\n"); !strings.Contains(last[len(last)-1], "no-such-flag") {
			t.Errorf("%v: %q does not say what is wrong", args, errs)
		}
		return
	}
	var got struct {
		Error struct{ Field, Key, Message string }
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatalf("%v answers %q: %v", args, out, err)
	}
	switch {
	case code == 0 && got.Error.Key != "":
		t.Errorf("%v is done with an error: %s", args, out)
	case code == 0:
	case strings.Count(errs, "\n") != 1 || got.Error.Message == "" || got.Error.Message == got.Error.Key:
		t.Errorf("%v: %q, %s", args, errs, out)
	case code == 1 && (got.Error.Field != a.field || !strings.HasPrefix(errs, a.field+": ")):
		t.Errorf("%v is refused at %q, want %s: %s", args, got.Error.Field, a.field, errs)
	}
}

// acting are the commands of [acts].
var acting = []string{
	"accept", "rate", "ticket", "book", "supplement", "makeup", "withdraw", "survey", "move", "collect", "check file", "check reply", "items import",
	"courier export", "courier import", "receipt", "letter", "print", "poster", "pin set", "sync", "enrol", "restore",
}

// asking are the commands that change nothing; they too refuse a flag that there is none.
var asking = []string{
	"items lint", "items search", "items list", "items show", "items misses", "board", "status", "outbox", "verify", "check challenge", "check answer", "check orders",
	"check lint", "check verify-draw", "tool search", "tool id", "tool uscc", "tool workday", "tool pinyin", "tool ink", "tool stroke", "doctor", "voice coverage",
	"helper check", "today", "version", "run",
}

// TestNoCommandIsLeftOutOfTheContract: each command that the program has is in one of both
// lists, and a flag that there is none is usage for every one.
func TestNoCommandIsLeftOutOfTheContract(t *testing.T) {
	t.Parallel()
	k := newKiosk(t)
	exit, help, _ := k.run("", "--help")
	if exit != 0 {
		t.Fatalf("--help: exit %d", exit)
	}
	listed := slices.Concat(acting, asking)
	var there []string
	for _, m := range regexp.MustCompile(`(?m)^  ([a-z]+(?: [a-z-]+)?)(?: [<\[-].*)?$`).FindAllStringSubmatch(help, -1) {
		there = append(there, m[1])
	}
	slices.Sort(listed)
	slices.Sort(there)
	if !slices.Equal(listed, there) {
		t.Errorf("the program has %v, listed are %v", there, listed)
	}
	for _, name := range asking {
		if exit, _, errs := k.run("", append(strings.Fields(name), "--no-such-flag")...); exit != 2 {
			t.Errorf("%s: exit %d, want 2: %s", name, exit, errs)
		}
	}
}
