package tests

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Test46PresenceIsProvedByTwoMachinesWithoutALine: the inspector's own machine files the
// visit; the centre's machine has answered it, and answers the order later.
func Test46PresenceIsProvedByTwoMachinesWithoutALine(t *testing.T) {
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
	k.json(fmt.Sprintf(`{"order":%s,"text":%s,"photos":[{"file":%s}]}`, quoted(t, order.Number), quoted(t, markWords), quoted(t, pictureFile(t, 4, ""))), &replied, "check", "reply", "--input", "-")
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
		"order":          `{"order":"ZG1","text":"x","photos":[{"file":"` + pictureFile(t, 5, "") + `"}]}`,
		"text":           `{"order":"` + order.Number + `","text":" ","photos":[{"file":"` + pictureFile(t, 5, "") + `"}]}`,
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
