package desk_test

import (
	"testing"

	"bianmin/app/desk"
	"bianmin/app/village"
)

const passport = "E12345678"

// TestWhoMayChooseTheGreenChannel: each refusal has its field and its own sentence.
func TestWhoMayChooseTheGreenChannel(t *testing.T) {
	for name, tt := range map[string]struct {
		id   string // "" = born in 1949
		in   desk.PriorityInput
		want string // field and key; "" = taken in
	}{
		"old enough":                   {"", desk.PriorityInput{Class: village.PriorityElder}, ""},
		"too young for it":             {agentID, desk.PriorityInput{Class: village.PriorityElder}, "priority.class err.priority.age"},
		"a veteran of any age":         {agentID, desk.PriorityInput{Class: village.PriorityVeteran}, ""},
		"urgent, and why":              {agentID, desk.PriorityInput{Class: village.PriorityUrgent, Reason: " 明天住院 "}, ""},
		"urgent for no reason":         {agentID, desk.PriorityInput{Class: village.PriorityUrgent, Reason: "  "}, "priority.reason err.priority.reason"},
		"a reason that nobody asked":   {"", desk.PriorityInput{Class: village.PriorityDisabled, Reason: "腿"}, "priority.reason err.priority.no_reason"},
		"a friend of somebody":         {"", desk.PriorityInput{Class: "friend"}, "priority.class err.priority.class"},
		"no class":                     {"", desk.PriorityInput{}, "priority.class err.priority.class"},
		"a document that says no age ": {passport, desk.PriorityInput{Class: village.PriorityElder}, ""},
	} {
		d, _ := counter(t)
		a := application()
		a.Priority = &tt.in
		if tt.id != "" {
			a.Applicant.ID = tt.id
		}
		if tt.id == passport {
			a.Applicant.IDType = village.IDPassport
		}
		got := ""
		if _, err := d.Accept(t.Context(), a); err != nil {
			got = village.Keyed(err).Field + " " + village.Keyed(err).Key
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// TestThePriorityIsSealedWithItsRuleAndWhoAgreed: without a helper nobody has.
func TestThePriorityIsSealedWithItsRuleAndWhoAgreed(t *testing.T) {
	d, store := counter(t)
	for at, helper := range []string{"", "B-1"} {
		a := application()
		a.Priority, a.Helper = &desk.PriorityInput{Class: village.PriorityUrgent, Reason: " 明天住院 "}, helper
		if _, err := d.Accept(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		want := desk.PriorityBody{Class: village.PriorityUrgent, Version: 1, Reason: "明天住院", Approved: helper}
		if got := body(t, store, at).Priority; got == nil || *got != want {
			t.Errorf("sealed %+v, want %+v", got, want)
		}
	}
}

// TestOnlyTheAgeIsHinted, from the birthday on, and of nobody whose number is not typed.
func TestOnlyTheAgeIsHinted(t *testing.T) {
	d, _ := counter(t)
	in := application().Applicant
	if got := d.PriorityHint(in); got == nil || *got != (desk.PriorityHint{Class: village.PriorityElder, Version: 1, FromAge: 60}) {
		t.Errorf("of who was born in 1949: %+v", got)
	}
	for _, id := range []string{agentID, "", "11010519491231"} {
		in.ID = id
		if got := d.PriorityHint(in); got != nil {
			t.Errorf("%q: %+v", id, got)
		}
	}
}
