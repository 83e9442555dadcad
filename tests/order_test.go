package tests

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

type orderAnswer struct {
	Number, What, Source, Due, Step, Reason string
	Rounds                                  int
	Replies                                 []string
}

// orders are those of the machine's centre, as it was told.
func (k kiosk) orders() (list []orderAnswer) {
	k.t.Helper()
	code, out, errs := k.run("", "check", "orders", "--json")
	if code != 0 {
		k.t.Fatalf("check orders: %d %s", code, errs)
	}
	for dec := json.NewDecoder(strings.NewReader(out)); dec.More(); {
		var o orderAnswer
		if err := dec.Decode(&o); err != nil {
			k.t.Fatal(err)
		}
		list = append(list, o)
	}
	return list
}

// ordered syncs until the machine was told of n orders of which the first stands so.
func (k kiosk) ordered(n int, step string) []orderAnswer {
	k.t.Helper()
	var list []orderAnswer
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		k.json("", &struct{}{}, "sync", "--once")
		if list = k.orders(); len(list) == n && slices.ContainsFunc(list, func(o orderAnswer) bool { return o.Step == step }) {
			return list
		}
	}
	k.t.Fatalf("told of %+v, want %d, one %s", list, n, step)
	return nil
}

// TestACentreHearsOfItsOrdersAnswersThemAndHearsTheOutcome, though the visit was filed on
// another machine; another centre hears of none.
func TestACentreHearsOfItsOrdersAnswersThemAndHearsTheOutcome(t *testing.T) {
	t.Parallel()
	c, k, own := newCounty(t), newKiosk(t), newKiosk(t)
	c.enrol(k)
	c.enrolAt(own, "445203104203")
	p := c.papersFor(inspectedCentre)
	own.json(p.visitOf(t, inspectedCentre, broken(t, "run.hygiene", 1)), &filed{}, "check", "file", "--input", "-")
	own.json("", &struct{}{}, "sync", "--once")
	c.visits(1)
	c.admin("inspect", "open", "--centre", inspectedCentre, "--source", "city", "--severity", "serious", "--text", markWords, "--by", "市里")

	list := k.ordered(2, "todo")
	hygiene := list[slices.IndexFunc(list, func(o orderAnswer) bool { return o.Source == "district" })]
	if hygiene.What == "" || hygiene.Due == "" || own.orders() != nil {
		t.Errorf("told of %+v; the other centre of %+v", list, own.orders())
	}
	if found := residue(t, k.data); len(found) > 0 {
		t.Errorf("what was typed lies on the machine: %v", found)
	}
	reply := func(n int) {
		t.Helper()
		in := fmt.Sprintf(`{"order":%s,"text":%s,"photos":[{"file":%s}],"before":[{"file":%s}]}`, quoted(t, hygiene.Number), quoted(t, markStreet), quoted(t, pictureFile(t, n, "")), quoted(t, pictureFile(t, n+1, "")))
		k.json(in, &accepted{}, "check", "reply", "--input", "-")
		if list := k.orders(); !slices.ContainsFunc(list, func(o orderAnswer) bool { return o.Step == "sent" && len(o.Replies) > 0 }) {
			t.Errorf("handed in, it stands as %+v", list)
		}
	}
	reply(2)
	k.ordered(2, "replied")
	c.admin("inspect", "act", hygiene.Number, "reject", "--by", "郑检查", "--text", markWords, "--reason", "not_shown")
	if again := k.ordered(2, "again"); !slices.ContainsFunc(again, func(o orderAnswer) bool { return o.Reason == "not_shown" }) {
		t.Errorf("why is not told: %+v", again)
	}
	reply(4)
	k.ordered(2, "replied")
	c.admin("inspect", "act", hygiene.Number, "accept", "--by", "郑检查")
	k.ordered(2, "closed")
	if found := residue(t, k.data); len(found) > 0 {
		t.Errorf("on the machine: %v", found)
	}
}
