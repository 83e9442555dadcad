package inspect

import (
	"testing"

	"bianmin/app/village"
)

func TestAnOrderIsProposedByTheLineOfTheVisitsOwnChecklist(t *testing.T) {
	rules := OrderRules{Version: "1", Basis: "x", Rules: []OrderRule{{"vetoed", WhenVetoed, Urgent}, {"below", WhenBelowPass, Serious}}}
	list := Template{Pass: 600}
	for want, score := range map[RuleID]Score{
		"vetoed": {Vetoed: true}, "below": {Points: 599}, "": {Points: 600},
	} {
		v := Visit{Score: score}
		if got, _ := rules.Of(list, v); got.ID != want {
			t.Errorf("%+v: %q, want %q", score, got.ID, want)
		}
	}
	stricter := Template{Pass: 601}
	if got, ok := rules.Of(stricter, Visit{Score: Score{Points: 600}}); !ok || got.ID != "below" {
		t.Error("the line of another version is not used")
	}
}

// TestWhatARuleSawHasOneName: whatever changes of it, the sum is another.
func TestWhatARuleSawHasOneName(t *testing.T) {
	rules := OrderRules{Version: "1", Basis: "x"}
	rule, list := OrderRule{"below", WhenBelowPass, Serious}, Template{Pass: 600}
	visit := func(change func(*Visit)) Visit {
		v := Visit{Row: Row{Kiosk: "K1", ID: "r", Centre: "445203104202", Found: []FoundRow{{Rule: "duty.absent", Times: 1}}}, Score: Score{Points: 500}}
		change(&v)
		return v
	}
	seen := map[string]bool{}
	for _, change := range []func(*Visit){
		func(*Visit) {}, func(v *Visit) { v.Score.Points++ }, func(v *Visit) { v.Found[0].Struck = true }, func(v *Visit) { v.Repeats = []RuleID{"duty.absent"} },
		func(v *Visit) { v.Version = "2" }, func(v *Visit) { v.ID = village.RecordID("s") },
	} {
		sum, err := rules.Inputs(rule, list, visit(change))
		if again, _ := rules.Inputs(rule, list, visit(change)); err != nil || seen[sum] || again != sum {
			t.Errorf("sum %s, %v", sum, err)
		}
		seen[sum] = true
	}
}

func TestRulesThatNothingCanBeMadeOfAreRefused(t *testing.T) {
	for _, bad := range []string{
		`{"version":"","basis":"x","days":60,"rules":[]}`,
		`{"version":"1","basis":"x","rules":[]}`,
		`{"version":"1","basis":"x","days":60,"rules":[{"id":"duty.absent","when":"vetoed","severity":"urgent"}]}`,
		`{"version":"1","basis":"x","days":60,"rules":[{"id":"a","when":"always","severity":"urgent"}]}`,
		`{"version":"1","basis":"x","days":60,"rules":[{"id":"a","when":"vetoed","severity":"grave"}]}`,
	} {
		if _, err := ParseOrderRules([]byte(bad)); err == nil {
			t.Errorf("taken: %s", bad)
		}
	}
}
