package tests

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/village"
	catalog "bianmin/assets/catalog"
)

// TestPresenceIsProvedByTwoMachinesWithoutALine: the inspector's own machine files the
// visit; the centre's machine has answered it, and answers the order later.
func TestPresenceIsProvedByTwoMachinesWithoutALine(t *testing.T) {
	t.Parallel()
	c, k, own := newCounty(t), newKiosk(t), newKiosk(t)
	c.enrol(k)
	c.enrolAt(own, "445203104203")
	var other accepted
	k.json(request, &other, "ticket", "--input", "-")
	own.until(func() bool { // it has the list of machines
		exit, _, _ := own.run("", "verify", other.QR)
		return exit == 0
	})
	p := c.papersFor(inspectedCentre, "445203104203")
	c.kill()

	type code struct{ Code, Trust, Centre string }
	var challenge, answer code
	shown := filepath.Join(t.TempDir(), "challenge.png")
	own.json("", &challenge, "check", "challenge", "--order", p.order, "--out", shown)
	k.json("", &answer, "check", "answer", shown)
	if answer.Centre != inspectedCentre {
		t.Errorf("answered by %s", answer.Centre)
	}
	file := func(presence string) (int, string) {
		in := p.visitOf(t, inspectedCentre, broken(t, "run.hygiene", 3))
		in = strings.Replace(in, `"order"`, `"presence":`+quoted(t, presence)+`,"order"`, 1)
		exit, out, errs := own.run(in, "check", "file", "--input", "-", "--json")
		return exit, out + errs
	}
	if exit, out := file(challenge.Code + "|" + challenge.Code); exit != 1 || !strings.Contains(out, "err.check.presence") {
		t.Errorf("an answer of its own: %d %s", exit, out)
	}
	exit, out := file(challenge.Code + "|" + answer.Code)
	if exit != 0 || !strings.Contains(out, `"presence":"proved"`) || !strings.Contains(out, `"facts":null`) {
		t.Fatalf("filed: %d %s", exit, out)
	}

	c.start()
	own.json("", &struct{}{}, "sync", "--once")
	visit := c.visits(1)[0]
	if visit.Presence != "proved" || visit.Centre != inspectedCentre {
		t.Errorf("the county has %+v", visit)
	}
	order := lines[rectLine](c, "inspect", "orders")[0]
	var replied accepted
	k.json(fmt.Sprintf(`{"order":%s,"text":%s,"photos":[{"file":%s}]}`, quoted(t, order.Number), quoted(t, markWords), quoted(t, photo(t, 4))), &replied, "check", "reply", "--input", "-")
	if found := residue(t, k.data); len(found) > 0 {
		t.Errorf("a reply on the machine: %v", found)
	}
	k.json("", &struct{}{}, "sync", "--once")
	for deadline := time.Now().Add(30 * time.Second); order.State != "replied" && time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		order = lines[rectLine](c, "inspect", "orders")[0]
	}
	c.admin("inspect", "act", order.Number, "accept", "--by", "郑检查")
	own.json("", &struct{}{}, "sync", "--once")
	var s struct{ State string }
	if own.json("", &s, "status", visit.Code); s.State != "completed" {
		t.Errorf("the paper of the visit says %s", s.State)
	}
	for field, in := range map[string]string{
		"order":          `{"order":"ZG1","text":"x","photos":[{"file":"` + photo(t, 5) + `"}]}`,
		"text":           `{"order":"` + order.Number + `","text":" ","photos":[{"file":"` + photo(t, 5) + `"}]}`,
		"photos":         `{"order":"` + order.Number + `","text":"x","photos":[]}`,
		"photos[0].file": `{"order":"` + order.Number + `","text":"x","photos":[{"file":"/nowhere.png"}]}`,
	} {
		exit, out, _ := k.run(in, "check", "reply", "--input", "-", "--json")
		if exit != 1 || !strings.Contains(out, `"field":"`+field+`"`) {
			t.Errorf("%s: %d %s", field, exit, out)
		}
	}
}

func quoted(t *testing.T, text string) string {
	t.Helper()
	raw, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// TestAMonthOfThirtyVisitsIsDrawnFiledRankedAndPutRight: 30 of 217 centres, offline, two
// of them on the real windows of their own centres and the others by command; the draw and
// every figure are made again in another language.
func TestAMonthOfThirtyVisitsIsDrawnFiledRankedAndPutRight(t *testing.T) {
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	chosen, _ := c.drawn(t, 30)
	windows := map[string]kiosk{}
	for _, place := range chosen[:2] {
		windows[place] = newKiosk(t)
		c.enrolAt(windows[place], place)
	}
	people, orders := c.papersFor(chosen[0]), map[string]inspectors{}
	for at := 0; at < len(chosen); at += 4 { // more make the code too dense for its paper
		places := chosen[at:min(at+4, len(chosen))]
		p := people.sentTo(places...)
		for _, place := range places {
			orders[place] = p
		}
	}
	c.kill()

	rules := []string{"duty.late", "run.hygiene", "wait.seat", "sign.inside", "counter.missing", "safety.kit", "zone.access", "public.phone", "base.room"}
	rng := rand.New(rand.NewPCG(30, 217))
	for n, place := range chosen {
		if own, ok := windows[place]; ok {
			orders[place].inspects(t, own)
			continue
		}
		var found []map[string]any
		for i, rule := range rules {
			if rng.IntN(3) == 0 {
				found = append(found, broken(t, rule, 100*n+i))
			}
		}
		if n == 7 {
			found = append(found, broken(t, "veto.fake", 9999))
		}
		var out filed
		k.json(orders[place].visitOf(t, place, found...), &out, "check", "file", "--input", "-")
		if n == 7 && out.Score.Points != 0 {
			t.Errorf("a veto left %v points", out.Score.Points)
		}
	}
	c.start()
	k.json("", &struct{}{}, "sync", "--once")
	for _, own := range windows { // they found no line for a while, and ask less and less often
		own.until(func() bool {
			var q queue
			own.json("", &q, "outbox")
			return q.Waiting+q.Sent == 0
		})
	}
	c.visits(30)

	open := lines[rectLine](c, "inspect", "orders", "--open")
	if len(open) < 30 {
		t.Fatalf("%d orders", len(open))
	}
	act := func(number, verb string) {
		args := []string{"inspect", "act", number, verb, "--by", "郑检查", "--text", "看过了"}
		if verb == "reject" {
			args = append(args, "--reason", "back")
		}
		c.admin(args...)
	}
	for i, verbs := range [][]string{{"accept"}, {"reply", "accept"}, {"reply", "reject"}, {"reply"}, {"strike"}} {
		for _, verb := range verbs {
			act(open[i].Number, verb)
		}
	}
	inspectors{c: c}.recomputed(t, time.Now().In(village.Zone).Format("2006-01"))
	c.admin("inspect", "verify", "--blobs", c.blobs)
	if still := lines[rectLine](c, "inspect", "orders", "--open"); len(still) != len(open)-3 {
		t.Errorf("%d orders are open of %d", len(still), len(open))
	}
	c.nextDraw(t, chosen)
	out := filepath.Join(t.TempDir(), "pack.pdf")
	c.admin("inspect", "pack", "--period", time.Now().In(village.Zone).Format("2006"), "--out", out)
	text, err := exec.Command("pdftotext", "-layout", out, "-").Output()
	if err != nil || strings.Count(string(text), "ZG") < len(open) {
		t.Errorf("the evidence pack names %d orders of %d, %v", strings.Count(string(text), "ZG"), len(open), err)
	}
}

// drawn are the centres of a draw, which another program makes again, and its file.
func (c *county) drawn(t *testing.T, count int) (chosen []string, file string) {
	t.Helper()
	dir, now := t.TempDir(), time.Now().In(village.Zone)
	at := func(name string) string { return filepath.Join(dir, name) }
	write := func(name string, content []byte) {
		if err := os.WriteFile(at(name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	divisions, err := catalog.Divisions()
	if err != nil {
		t.Fatal(err)
	}
	// The commitment is of yesterday: the public value is known a day later.
	plan := inspect.Plan{
		Month: now.Format("2006-01"), Made: now.AddDate(0, 0, -1).Format(time.DateOnly), Count: count, Patience: 12, Source: "排列5", Day: now.Format(time.DateOnly), Digits: 5,
	}
	for _, v := range divisions.Villages {
		plan.Centres = append(plan.Centres, inspect.Centre{Code: v.Code})
	}
	plan.Centres = inspect.Sorted(plan.Centres)
	seed := bytes.Repeat([]byte{42}, inspect.SeedBytes)
	fixed, err := inspect.Commit(plan, seed)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(fixed)
	if err != nil {
		t.Fatal(err)
	}
	write("commitment.json", raw)
	write("seed", []byte(hex.EncodeToString(seed)+"\n"))
	if exit, _, errs := command(t, "", "countyd", "draw", "make", "--commitment", at("commitment.json"), "--seed", at("seed"), "--value", "31415", "--out", at("draw.json")); exit != 0 {
		t.Fatalf("draw make: %s", errs)
	}
	out, err := exec.Command("python3", "redraw.py", at("draw.json")).Output()
	if err != nil {
		t.Fatalf("redraw.py: %v", err)
	}
	var again struct {
		Chosen []string
		Same   bool
	}
	if err := json.Unmarshal(out, &again); err != nil || !again.Same || len(again.Chosen) != count || len(plan.Centres) != 217 {
		t.Fatalf("another program draws %d of %d: %v", len(again.Chosen), len(plan.Centres), err)
	}
	return again.Chosen, at("draw.json")
}

// nextDraw wants the visits of this month in the plan of the next one.
func (c *county) nextDraw(t *testing.T, chosen []string) {
	t.Helper()
	dir, now := t.TempDir(), time.Now().In(village.Zone)
	next := time.Date(now.Year(), now.Month()+1, 1, 0, 0, 0, 0, village.Zone)
	c.admin("draw", "commit", "--month", next.Format("2006-01"), "--count", "30", "--source", "排列5", "--day", next.Format(time.DateOnly),
		"--out", filepath.Join(dir, "commitment.json"), "--seed", filepath.Join(dir, "seed"))
	raw, err := os.ReadFile(filepath.Join(dir, "commitment.json"))
	if err != nil {
		t.Fatal(err)
	}
	fixed, err := inspect.ParseCommitment(raw)
	if err != nil {
		t.Fatal(err)
	}
	for _, centre := range fixed.Plan.Centres {
		if visited := centre.Last == now.Format("2006-01"); visited != slices.Contains(chosen, string(centre.Code)) {
			t.Errorf("%s was visited last in %q", centre.Code, centre.Last)
		}
	}
}
