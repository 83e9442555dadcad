package desk_test

import (
	"strconv"
	"testing"

	"bianmin/app/desk"
	"bianmin/app/village"
	"bianmin/docs/decisiontest"
	"bianmin/storage/storetest"
)

// decidedIn are the decisions that were sealed with the last record.
func decidedIn(t *testing.T, store *storetest.Memory, rule string) (list []village.Decided) {
	t.Helper()
	for _, d := range body(t, store, len(pending(t, store))-1).Decided {
		if d.Rule == rule {
			list = append(list, d)
		}
	}
	return list
}

// TestP14EveryDecisionOfTheCounterNamesRuleVersionAndInputs, by the table of docs/decisions.md.
func TestP14EveryDecisionOfTheCounterNamesRuleVersionAndInputs(t *testing.T) {
	take := func(t *testing.T, change func(*desk.Application)) *storetest.Memory {
		t.Helper()
		d, store := counter(t)
		a := application()
		change(&a)
		if _, err := d.Accept(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		return store
	}
	decisiontest.Check(t, "../../docs/decisions.md", "machine", decisiontest.Witnesses{
		"precheck": func(t *testing.T) (list []village.Decided) {
			store := take(t, func(*desk.Application) {})
			for _, d := range body(t, store, 0).Check.Decisions {
				list = append(list, village.Decided{Rule: d.Rule, Version: strconv.Itoa(d.Version), Says: string(d.Verdict), Inputs: d.Inputs})
			}
			return list
		},
		"papers_may_follow": func(t *testing.T) []village.Decided {
			return decidedIn(t, followable(t), desk.FollowRule)
		},
		"again_today": func(t *testing.T) []village.Decided {
			d, store := counter(t)
			for range 2 {
				if _, err := d.Accept(t.Context(), application()); err != nil {
					t.Fatal(err)
				}
			}
			if first := body(t, store, 0).Decided; len(first) != 0 {
				t.Errorf("of the first one was decided %+v", first)
			}
			return decidedIn(t, store, desk.AgainRule)
		},
		"minor_alone": func(t *testing.T) []village.Decided {
			return decidedIn(t, take(t, func(a *desk.Application) { a.Applicant.ID = youthID }), desk.AloneRule)
		},
		"green_channel": func(t *testing.T) (list []village.Decided) {
			for _, class := range []village.PriorityClass{village.PriorityElder, village.PriorityDisabled, village.PriorityPregnant, village.PriorityVeteran, village.PriorityUrgent} {
				in := desk.PriorityInput{Class: class}
				if class == village.PriorityUrgent {
					in.Reason = "明天住院"
				}
				found := decidedIn(t, take(t, func(a *desk.Application) { a.Priority = &in }), desk.ChannelRule+string(class))
				if len(found) != 1 {
					t.Errorf("%s: %+v", class, found)
				}
				list = append(list, found...)
			}
			return list
		},
		"triage": func(t *testing.T) []village.Decided {
			d, store := hotline(t)
			in := ticket()
			in.Content = "仓库着火了，法院判决也没用"
			if _, err := d.Ticket(t.Context(), in); err != nil {
				t.Fatal(err)
			}
			list := append(decidedIn(t, store, desk.TriageRule+"danger"), decidedIn(t, store, desk.TriageRule+"court")...)
			if len(list) != 2 || list[0].Inputs == list[1].Inputs {
				t.Errorf("two doors were named, stored is %+v", list)
			}
			return list
		},
		"next_seat": func(t *testing.T) []village.Decided {
			d, store := bookable(t)
			if _, err := d.Book(t.Context(), booking()); err != nil {
				t.Fatal(err)
			}
			return decidedIn(t, store, desk.SeatRule)
		},
	})
}

// followable has taken in twice an item whose papers may follow: with all main papers, and
// without.
func followable(t *testing.T) *storetest.Memory {
	t.Helper()
	d, store := counter(t)
	d.Item = func(village.ItemCode) (village.ServiceItem, bool) {
		it := item
		it.ToleranceAllowed = true
		return it, true
	}
	for _, main := range []village.MaterialState{village.Later, village.Original} {
		a := application()
		a.Materials = []desk.MaterialInput{{Code: "card", Declared: village.Original}, {Code: "book", Declared: main}}
		if _, err := d.Accept(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	if first := body(t, store, 0).Decided; len(first) != 1 || first[0].Says != "no" {
		t.Errorf("without a main paper: %+v", first)
	}
	return store
}

// TestP14AnotherInputIsAnotherDigest, and the same one the same.
func TestP14AnotherInputIsAnotherDigest(t *testing.T) {
	sums := map[string]bool{}
	for _, helper := range []string{"", "B-1", "B-2"} {
		d, store := counter(t)
		a := application()
		a.Priority, a.Helper = &desk.PriorityInput{Class: village.PriorityElder}, helper
		if _, err := d.Accept(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		for _, one := range decidedIn(t, store, desk.ChannelRule+"elder") {
			sums[one.Inputs] = true
		}
	}
	if len(sums) != 2 { // whose badge it is, the rule does not look at
		t.Errorf("%d digests of two inputs", len(sums))
	}
}
