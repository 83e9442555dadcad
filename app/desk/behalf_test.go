package desk_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"bianmin/app/desk"
	"bianmin/app/village"
)

const (
	childID = "44522120120312002X" // born 2012-03-12
	youthID = "445221200903120026" // born 2009-03-12
	agentID = "445221197003120026"
)

func agent(relation village.Relation) *desk.BehalfInput {
	return &desk.BehalfInput{Relation: relation, Name: "林秋霞", IDType: village.IDResident, ID: agentID, Phone: "13800000000"}
}

func letter() *desk.EntrustInput {
	return &desk.EntrustInput{Scope: []village.EntrustScope{village.EntrustHandIn}, ValidTo: "2030-12-31", Original: true}
}

// TestWhoMayHandInForSomebodyElse: each refusal has its field and its own sentence.
func TestWhoMayHandInForSomebodyElse(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*desk.Application)
		want   string // field and key; "" = taken in
	}{
		"an agent without a letter":  {func(a *desk.Application) { a.Behalf = agent(village.Child) }, "behalf.entrust err.behalf.entrust"},
		"an agent with a letter":     {func(a *desk.Application) { a.Behalf = agent(village.Child); a.Behalf.Entrust = letter() }, ""},
		"the applicant stands there": {func(a *desk.Application) { a.Behalf = agent(village.Neighbour); a.Behalf.Present = true }, ""},
		"a letter that is over": {func(a *desk.Application) {
			a.Behalf = agent(village.Child)
			a.Behalf.Entrust = letter()
			a.Behalf.Entrust.ValidTo = "2020-01-01"
		}, "behalf.entrust.valid_to err.behalf.over"},
		"a letter for something else": {func(a *desk.Application) {
			a.Behalf = agent(village.Child)
			a.Behalf.Entrust = letter()
			a.Behalf.Entrust.Scope = []village.EntrustScope{village.EntrustReceive}
		}, "behalf.entrust.scope err.behalf.scope_hand"},
		"a letter that nobody saw": {func(a *desk.Application) {
			a.Behalf = agent(village.Child)
			a.Behalf.Entrust = letter()
			a.Behalf.Entrust.Original = false
		}, "behalf.entrust.file err.behalf.letter"},
		"an agent of no relation": {func(a *desk.Application) { a.Behalf = agent("boss") }, "behalf.relation err.behalf.relation"},
		"an agent who is a child": {func(a *desk.Application) { a.Behalf = agent(village.Child); a.Behalf.ID = childID }, "behalf.id err.behalf.young"},
		"the applicant as agent": {func(a *desk.Application) {
			a.Behalf = agent(village.Child)
			a.Behalf.ID = a.Applicant.ID
		}, "behalf.id err.behalf.same"},
		"staff without a badge": {func(a *desk.Application) {
			a.Behalf = agent(village.OfStaff)
			a.Behalf.Entrust = letter()
		}, "behalf.relation err.behalf.staff"},
		"staff with a badge": {func(a *desk.Application) {
			a.Behalf = agent(village.OfStaff)
			a.Behalf.Entrust = letter()
			a.Helper = "B-1"
		}, ""},
		"a child alone": {func(a *desk.Application) { a.Applicant.ID = childID }, "applicant.id err.minor.guardian"},
		"a child with a neighbour": {func(a *desk.Application) {
			a.Applicant.ID = childID
			a.Behalf = agent(village.Neighbour)
			a.Behalf.Present = true
		}, "behalf.relation err.minor.guardian"},
		"a child with the guardian": {func(a *desk.Application) { a.Applicant.ID = childID; a.Behalf = agent(village.Guardian) }, ""},
		"of sixteen":                {func(a *desk.Application) { a.Applicant.ID = youthID }, ""},
	} {
		d, _ := counter(t)
		a := application()
		tt.change(&a)
		out, err := d.Accept(t.Context(), a)
		got := ""
		if err != nil {
			got = village.Keyed(err).Field + " " + village.Keyed(err).Key
		}
		if got != tt.want {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
		if young := name == "of sixteen"; young != strings.Contains(warnings(out), "warn.minor") {
			t.Errorf("%s: warnings %s", name, warnings(out))
		}
	}
}

// TestWhoHandedInIsSealed with the letter as a file of the case.
func TestWhoHandedInIsSealed(t *testing.T) {
	d, store := counter(t)
	a := application()
	a.Behalf = agent(village.Child)
	a.Behalf.Entrust = &desk.EntrustInput{Scope: village.EntrustScopes(), ValidTo: "2030-12-31", File: "letter.jpg", Data: []byte("\xff\xd8\xff letter")}
	own, err := d.Accept(t.Context(), application())
	if err != nil || own.Case.Behalf {
		t.Fatalf("the applicant's own case: %v, %t", err, own.Case.Behalf)
	}
	out, err := d.Accept(t.Context(), a)
	if err != nil || !out.Case.Behalf {
		t.Fatalf("%v, in clear %t", err, out.Case.Behalf)
	}
	b := body(t, store, 1)
	if b.Behalf == nil || b.Behalf.Agent.ID != agentID || b.Behalf.Present || b.Behalf.ValidTo != "2030-12-31" || len(b.Behalf.Scope) != 3 {
		t.Errorf("sealed %+v", b.Behalf)
	}
	if len(b.Files) != 1 || b.Files[0].Material != desk.EntrustFile {
		t.Errorf("files %+v", b.Files)
	}
}

func warnings(out desk.Accepted) string {
	raw, _ := json.Marshal(out.Warnings)
	return string(raw)
}

// TestM11WhoHandsInIsNotAskedTwice: what an item asks about the agent is what was said at the
// counter, so that the papers which depend on it are asked for.
func TestM11WhoHandsInIsNotAskedTwice(t *testing.T) {
	d, store := counter(t)
	find := d.Item
	d.Item = func(code village.ItemCode) (village.ServiceItem, bool) {
		it, ok := find(code)
		it.Fields = append(slices.Clone(it.Fields), village.FormField{Key: "agent_name", Type: village.FieldText}, village.FormField{Key: "agent_id", Type: village.FieldID})
		return it, ok
	}
	a := application()
	a.Behalf = agent(village.Child)
	a.Behalf.Entrust = letter()
	if _, err := d.Accept(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	if form := body(t, store, 0).Form; form["agent_name"] != a.Behalf.Name || form["agent_id"] != agentID {
		t.Errorf("sealed %v", form)
	}
	own := application()
	if _, err := d.Accept(t.Context(), own); err != nil {
		t.Fatal(err)
	}
	if form := body(t, store, 1).Form; form["agent_name"] != nil {
		t.Errorf("the applicant's own case has an agent: %v", form)
	}
}
