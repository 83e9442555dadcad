package desk_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"bianmin/app/desk"
	"bianmin/app/seal/sealtest"
	"bianmin/app/village"
)

// comes is what the counter says to who comes back with the paper of a case.
func comes(d *desk.Desk, of desk.Accepted, verb village.FollowVerb, who desk.Coming) (field, key string) {
	var err error
	if verb == village.Withdraw {
		_, err = d.Withdraw(context.Background(), desk.WithdrawInput{Code: string(of.ShortCode), LastFour: "002X", Coming: who})
	} else {
		papers := []desk.MaterialInput{{Code: "photo", Declared: village.Original}}
		_, err = d.MakeUp(context.Background(), desk.SupplementInput{Code: string(of.ShortCode), Materials: papers, Coming: who})
	}
	if e, ok := errors.AsType[*village.Error](err); ok {
		return e.Field, e.Key
	}
	return "", ""
}

// TestM11AnAgentComesBackWithinTheLetterAlone: what it is not for, and what comes after its
// last day, is refused with what to do instead, and nothing is stored.
func TestM11AnAgentComesBackWithinTheLetterAlone(t *testing.T) {
	hand, more := village.EntrustHandIn, village.EntrustSupplement
	letter := func(valid string, scope ...village.EntrustScope) func(*desk.BehalfInput) {
		return func(b *desk.BehalfInput) {
			b.Entrust = &desk.EntrustInput{Scope: scope, ValidTo: valid, Original: true}
		}
	}
	guardian := func(b *desk.BehalfInput) { b.Relation = village.Guardian }
	there := func(b *desk.BehalfInput) { b.Present = true }
	for name, tt := range map[string]struct {
		agent func(*desk.BehalfInput) // nil: the applicant handed in
		verb  village.FollowVerb
		by    village.Comer
		want  string
	}{
		"within it":                {letter("2030-12-31", hand, more), village.MakeUp, village.ComerAgent, ""},
		"on its last day":          {letter("2026-11-30", hand, more), village.MakeUp, village.ComerAgent, ""},
		"past its last day":        {letter("2026-11-29", hand, more), village.MakeUp, village.ComerAgent, "by err.follow.entrust_over"},
		"outside it":               {letter("2030-12-31", hand), village.MakeUp, village.ComerAgent, "by err.follow.scope"},
		"outside it, both there":   {letter("2030-12-31", hand), village.MakeUp, village.ComerBoth, ""},
		"past it, the applicant":   {letter("2026-11-29", hand), village.MakeUp, village.ComerApplicant, ""},
		"nobody said who":          {letter("2030-12-31", hand, more), village.MakeUp, "", "by err.follow.by"},
		"nobody in the list":       {letter("2030-12-31", hand, more), village.MakeUp, "cat", "by err.follow.by"},
		"taking back alone":        {letter("2030-12-31", hand, more), village.Withdraw, village.ComerAgent, "by err.follow.withdraw_alone"},
		"taking back together":     {letter("2030-12-31", hand, more), village.Withdraw, village.ComerBoth, ""},
		"no letter is known":       {there, village.MakeUp, village.ComerAgent, "by err.follow.no_letter"},
		"a guardian":               {guardian, village.MakeUp, village.ComerAgent, ""},
		"a guardian takes back":    {guardian, village.Withdraw, village.ComerAgent, ""},
		"an agent of no case":      {nil, village.MakeUp, village.ComerAgent, "by err.follow.by_none"},
		"the applicant, not asked": {nil, village.MakeUp, "", ""},
	} {
		d, store := counter(t)
		a := application()
		if tt.agent != nil {
			a = withAgent(tt.agent)
		}
		a.Materials = []desk.MaterialInput{{Code: "photo", Declared: village.Later}}
		taken := monday
		d.Now = func() (time.Time, village.TimeTrust) { return taken, village.TimeSynced }
		out, err := d.Accept(t.Context(), a)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		taken = time.Date(2026, 11, 30, 15, 0, 0, 0, village.Zone)
		field, key := comes(d, out, tt.verb, desk.Coming{By: tt.by})
		if got := join(field, key); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
		if n, stored := len(pending(t, store)), tt.want == ""; (n == 2) != stored {
			t.Errorf("%s: %d records", name, n)
		}
	}
}

func join(field, key string) string {
	if key == "" {
		return ""
	}
	return field + " " + key
}

// TestM11SomebodyElseComesByTheRulesOfHandingIn with a letter of their own.
func TestM11SomebodyElseComesByTheRulesOfHandingIn(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*desk.BehalfInput)
		by     village.Comer
		verb   village.FollowVerb
		want   string
	}{
		"with a letter":          {func(b *desk.BehalfInput) { b.Entrust.Scope = []village.EntrustScope{village.EntrustSupplement} }, "", village.MakeUp, ""},
		"a letter to hand in":    {nil, "", village.MakeUp, "behalf.entrust.scope err.behalf.scope_supplement"},
		"without one":            {func(b *desk.BehalfInput) { b.Entrust = nil }, "", village.MakeUp, "behalf.entrust err.behalf.entrust"},
		"the applicant there":    {func(b *desk.BehalfInput) { b.Entrust, b.Present = nil, true }, "", village.MakeUp, ""},
		"staff not signed in":    {func(b *desk.BehalfInput) { b.Relation = village.OfStaff }, "", village.MakeUp, "behalf.relation err.behalf.staff"},
		"taking back alone":      {nil, "", village.Withdraw, "behalf.present err.follow.withdraw_alone"},
		"taking back, both":      {func(b *desk.BehalfInput) { b.Entrust, b.Present = nil, true }, "", village.Withdraw, ""},
		"as the agent, and else": {nil, village.ComerAgent, village.MakeUp, "by err.follow.by_twice"},
	} {
		d, _ := counter(t)
		a := application()
		a.Materials = []desk.MaterialInput{{Code: "photo", Declared: village.Later}}
		out, err := d.Accept(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		b := *withAgent(func(b *desk.BehalfInput) {
			b.Entrust = &desk.EntrustInput{Scope: []village.EntrustScope{village.EntrustHandIn}, ValidTo: "2030-12-31", Original: true}
		}).Behalf
		if tt.change != nil {
			tt.change(&b)
		}
		field, key := comes(d, out, tt.verb, desk.Coming{By: tt.by, Behalf: &b})
		if got := join(field, key); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// TestM11WhoCameAndWhoHelpedAreSealed: the county reads them, the machine keeps the badge
// in its log alone.
func TestM11WhoCameAndWhoHelpedAreSealed(t *testing.T) {
	d, store := counter(t)
	a := application()
	a.Materials = []desk.MaterialInput{{Code: "photo", Declared: village.Later}}
	out, err := d.Accept(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	b := *withAgent(func(b *desk.BehalfInput) { b.Present = true }).Behalf
	in := desk.SupplementInput{Code: string(out.ShortCode), Materials: []desk.MaterialInput{{Code: "photo", Declared: village.Original}}}
	in.Coming = desk.Coming{Behalf: &b, Helper: "B-017"}
	if _, err := d.MakeUp(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	var body desk.FollowUpBody
	text, err := sealtest.Text("K1", pending(t, store)[1])
	if err == nil {
		err = json.Unmarshal(text, &body)
	}
	if err != nil || body.Helper != "B-017" || body.Behalf == nil || body.Behalf.Agent.Name != b.Name || !body.Behalf.Present {
		t.Errorf("sealed %+v, %v", body, err)
	}
}

// withAgent is an application that a child of the applicant hands in, as change says.
func withAgent(change func(*desk.BehalfInput)) desk.Application {
	a := application()
	a.Behalf = agent(village.Child)
	change(a.Behalf)
	return a
}
