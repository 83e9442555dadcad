package office

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bianmin/app/calendar"
	"bianmin/app/village"
)

// with is the case after an act was kept, as a database keeps it.
func (c CaseHead) with(a Act) CaseHead {
	c.Subs = slices.Clone(c.Subs)
	for i := range c.Subs {
		s := &c.Subs[i]
		for _, m := range a.Moves {
			if m.N == s.N {
				s.State, s.Due = m.State, m.Due
			}
		}
		if s.N == a.Sub {
			s.Acts = append(slices.Clone(s.Acts), a)
		}
	}
	switch {
	case a.Sub == 0:
		c.Acts, c.State = append(slices.Clone(c.Acts), a), a.State
	case a.Whole.Verb != "":
		c.Acts, c.State = append(slices.Clone(c.Acts), *a.Whole), a.Whole.State
	}
	return c
}

// drawPackage is a case of a package with limits and orders by chance, and the sum of the
// days of its parts.
func drawPackage(t *rapid.T, at time.Time) (c CaseHead, item village.ServiceItem, sum int) {
	c = CaseHead{State: village.Received, ReceivedAt: at, Later: rapid.IntRange(0, 1).Draw(t, "later")}
	for n := range rapid.IntRange(2, 5).Draw(t, "parts") {
		p := village.ItemPart{Item: village.ItemCode(fmt.Sprint(n + 1)), Days: rapid.IntRange(1, 20).Draw(t, "days")}
		s := SubCase{N: n + 1, Item: p.Item, Days: p.Days, Unit: fmt.Sprintf("单位%d", n+1), State: village.Received}
		if n > 0 && rapid.IntRange(0, 3).Draw(t, "waits") == 0 {
			p.After, s.After = []village.ItemCode{"1"}, []int{1}
		}
		item.Parts, sum = append(item.Parts, p), sum+p.Days
		c.Subs = append(c.Subs, s)
	}
	for n, way := range item.AllWays() {
		c.Subs[n].Limit.Days = way.EndDays
	}
	c.Limit.Days = item.PartsDays()
	return c, item, sum
}

// TestM14PartsStartTogetherAndTheWholeEndsWithItsLongest tries random acts by random
// people with the whole and its parts. Whatever they try: all parts start at one moment;
// what is due of the whole is the latest that is due of them, and while nobody paused or
// extended one it is the longest way and never the sum; the whole is completed only when
// no part is open, a part only after its unit decided; what is over stays.
func TestM14PartsStartTogetherAndTheWholeEndsWithItsLongest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 2, 10, 9, 0, 0, 0, village.Zone)
		o := &Office{Now: func() time.Time { return now }}
		c, item, sum := drawPackage(t, now)
		verbs := DefaultFlow().Verbs
		for range rapid.IntRange(1, 40).Draw(t, "tries") {
			now = now.Add(time.Duration(rapid.IntRange(0, 6).Draw(t, "half days")) * 12 * time.Hour)
			verb := verbs[rapid.IntRange(0, len(verbs)-1).Draw(t, "verb")]
			by := Account{Name: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "who"), Role: rapid.SampledFrom([]Role{RoleCounty, RoleUnit}).Draw(t, "role")}
			n := rapid.IntRange(0, len(c.Subs)).Draw(t, "part")
			if rapid.Bool().Draw(t, "sensible") { // else most tries are refused
				verb, n = sensible(c, verb, n)
			}
			act, err := o.weighSub(c, n, sound(verb), by)
			if n == 0 {
				act, err = o.weigh(c, sound(verb), by)
			}
			if err != nil {
				continue
			}
			before := c
			c = c.with(act)
			together(t, o, before, c, item.PartsDays(), sum)
		}
	})
}

// sensible is a verb of the window for the whole, or of the units for a part.
func sensible(c CaseHead, verb FlowVerb, n int) (FlowVerb, int) {
	switch flow := DefaultFlow(); {
	case verb.Part && n == 0:
		return verb, 1
	case !verb.Part && c.State == village.Received:
		verb, _ = flow.verb(VerbAccept)
		return verb, 0
	case !verb.Part:
		return verb, 0
	}
	return verb, n
}

func together(t *rapid.T, o *Office, before, c CaseHead, longest, sum int) {
	flow, cal := DefaultFlow(), o.Calendar()
	whole, err := o.Standing(c)
	if err != nil || whole.State != c.State {
		t.Fatalf("%s stands at %s, %v", c.State, whole.State, err)
	}
	latest, moved, open, start := time.Time{}, false, false, time.Time{}
	for i, s := range c.Subs {
		h := flow.part(c, s)
		stand, err := o.Standing(h)
		if err != nil || stand.State != s.State && c.Acts != nil {
			t.Fatalf("part %d is kept as %s and stands at %s, %v", s.N, s.State, stand.State, err)
		}
		if flow.Final(before.Subs[i].State) && s.State != before.Subs[i].State {
			t.Fatalf("part %d went on from %s to %s", s.N, before.Subs[i].State, s.State)
		}
		if !start.IsZero() && !stand.StartAt.Equal(start) {
			t.Fatalf("part %d starts at %s, another at %s", s.N, stand.StartAt, start)
		}
		start = stand.StartAt
		if s.State == village.Completed && !decided(s) {
			t.Fatalf("part %d is completed and its unit decided nothing", s.N)
		}
		open = open || !flow.Final(s.State)
		moved = moved || stand.Paused+stand.Extended > 0 || s.State != village.CaseAccepted && s.State != village.UnderReview
		if stand.Clock != ClockReply && stand.Due.After(latest) {
			latest = stand.Due
		}
	}
	if c.State == village.Completed && open {
		t.Fatal("the whole is completed and a part is not")
	}
	if whole.Clock == ClockTotal && !whole.Due.Equal(latest) {
		t.Fatalf("due %s, the latest of the parts %s", whole.Due, latest)
	}
	if start.IsZero() || moved {
		return
	}
	want, err := cal.Explain(start, calendar.Limit{Days: longest})
	if err != nil || !whole.Due.Equal(want.Deadline()) {
		t.Fatalf("due %s, the longest way ends %s, %v", whole.Due, want.Deadline(), err)
	}
	if all, err := cal.Explain(start, calendar.Limit{Days: sum}); err != nil || longest < sum && !whole.Due.Before(all.Deadline()) && all.Deadline().After(want.Deadline()) {
		t.Fatalf("due %s is the sum, %v", whole.Due, err)
	}
}

// decided reports whether the unit of a part granted or refused it.
func decided(s SubCase) bool {
	return slices.ContainsFunc(s.Acts, func(a Act) bool { return a.State == village.Approved || a.State == village.Refused })
}

// TestM2TheWindowTakesInTheUnitsDecideAndTheResultsAreHandedOverOnce goes the way of a
// package whose second part waits for the first.
func TestM2TheWindowTakesInTheUnitsDecideAndTheResultsAreHandedOverOnce(t *testing.T) {
	now := time.Date(2026, 2, 10, 9, 0, 0, 0, village.Zone)
	o := &Office{Now: func() time.Time { return now }}
	c := CaseHead{State: village.Received, ReceivedAt: now, Subs: []SubCase{
		{N: 1, Unit: "税务局", Limit: calendar.Limit{Days: 1}, State: village.Received},
		{N: 2, Unit: "自然资源局", Limit: calendar.Limit{Days: 6}, After: []int{1}, State: village.Received},
	}}
	unit := func(name string) Account { return Account{Name: name, Role: RoleUnit, Scope: Scope{Unit: name}} }
	window := Account{Name: "窗口", Role: RoleCounty}
	for i, step := range []struct {
		n     int
		verb  Verb
		by    Account
		key   string // "" = it is done
		whole village.CaseState
	}{
		{1, VerbReview, unit("税务局"), "err.case.order", village.Received}, // nothing was accepted
		{0, VerbReview, window, "err.case.parts", village.Received},
		{1, VerbAccept, unit("税务局"), "err.case.whole", village.Received},
		{0, VerbAccept, window, "", village.CaseAccepted},
		{0, VerbAtOnce, window, "err.case.parts", village.CaseAccepted}, // no unit decided
		{1, VerbAtOnce, unit("税务局"), "err.case.whole", village.CaseAccepted},
		{2, VerbReview, unit("自然资源局"), "err.case.sub_after", village.CaseAccepted},
		{1, VerbReview, unit("自然资源局"), "err.case.unknown", village.CaseAccepted}, // another unit's
		{3, VerbReview, window, "err.case.unknown", village.CaseAccepted},
		{1, VerbReview, unit("税务局"), "", village.UnderReview},
		{1, "approve", unit("税务局"), "", village.UnderReview},
		{2, VerbReview, unit("自然资源局"), "", village.UnderReview},
		{1, VerbDeliver, unit("税务局"), "", village.UnderReview},
		{0, "complete", window, "err.case.order", village.UnderReview}, // one result is not here
		{2, "reject", unit("自然资源局"), "", village.UnderReview},
		{0, VerbWithdraw, window, "err.case.order", village.UnderReview}, // all is decided
		{2, VerbDeliver, unit("自然资源局"), "", village.Delivery},
		{2, "complete", unit("自然资源局"), "err.case.whole", village.Delivery},
		{0, "complete", window, "", village.Completed},
	} {
		verb, _ := DefaultFlow().verb(step.verb)
		act, err := o.weighSub(c, step.n, sound(verb), step.by)
		if step.n == 0 {
			act, err = o.weigh(c, sound(verb), step.by)
		}
		if key := keyOf(err); key != step.key {
			t.Fatalf("step %d: %q (%v), want %q", i, key, err, step.key)
		}
		if err == nil {
			c = c.with(act)
		}
		if c.State != step.whole {
			t.Fatalf("step %d: the whole is %s, want %s", i, c.State, step.whole)
		}
	}
	if c.Subs[0].State != village.Completed || c.Subs[1].State != village.Completed {
		t.Errorf("after one handing over: %+v", c.Subs)
	}
}

// TestAWithdrawalTakesBackWhatIsNotDecided and leaves the rest, which is handed over.
func TestAWithdrawalTakesBackWhatIsNotDecided(t *testing.T) {
	now := time.Date(2026, 2, 10, 9, 0, 0, 0, village.Zone)
	o := &Office{Now: func() time.Time { return now }}
	c := CaseHead{State: village.Received, ReceivedAt: now, Subs: []SubCase{{N: 1, State: village.Received}, {N: 2, State: village.Received}}}
	by := Account{Name: "a", Role: RoleCounty}
	for _, step := range []struct {
		n    int
		verb Verb
	}{{0, VerbAccept}, {1, VerbReview}, {1, "approve"}, {1, VerbDeliver}, {0, VerbWithdraw}} {
		act, err := o.weighSub(c, step.n, Deed{Verb: step.verb}, by)
		if step.n == 0 {
			act, err = o.weigh(c, Deed{Verb: step.verb}, by)
		}
		if err != nil {
			t.Fatal(step, err)
		}
		c = c.with(act)
	}
	if c.State != village.Delivery || c.Subs[0].State != village.Delivery || c.Subs[1].State != village.Withdrawn {
		t.Errorf("the whole is %s, its parts %s and %s", c.State, c.Subs[0].State, c.Subs[1].State)
	}
}

// TestNoPartIsDecidedBeforeWhatItWaitsFor tries what is open for random parts of an accepted
// package.
func TestNoPartIsDecidedBeforeWhatItWaitsFor(t *testing.T) {
	open := []village.CaseState{village.CaseAccepted, village.UnderReview, village.Extended, village.Paused}
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 2, 10, 9, 0, 0, 0, village.Zone)
		o := &Office{Now: func() time.Time { return now }}
		c := CaseHead{State: village.Received, ReceivedAt: now, Subs: []SubCase{{N: 1}, {N: 2, After: []int{1}}, {N: 3, After: []int{1, 2}}}}
		for i := range c.Subs {
			c.Subs[i].Limit.Days, c.Subs[i].State = 20, village.Received
		}
		act, err := o.weigh(c, Deed{Verb: VerbAccept}, Account{Name: "a", Role: RoleCounty})
		if err != nil {
			t.Fatal(err)
		}
		c = c.with(act)
		for range 30 {
			s := rapid.SampledFrom(c.Subs).Draw(t, "part")
			verbs := slices.DeleteFunc(slices.Clone(DefaultFlow().Verbs), func(v FlowVerb) bool { return !v.Part || v.Name == VerbEnd || !slices.Contains(v.From, s.State) })
			if len(verbs) == 0 {
				continue
			}
			verb := rapid.SampledFrom(verbs).Draw(t, "verb")
			by := Account{Name: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "who"), Role: rapid.SampledFrom(verb.Roles).Draw(t, "role")}
			act, err := o.weighSub(c, s.N, sound(verb), by)
			if err != nil {
				continue
			}
			c = c.with(act)
			for _, s := range c.Subs {
				for _, n := range s.After {
					if before, _ := c.Sub(n); !slices.Contains(open, s.State) && slices.Contains(open, before.State) {
						t.Fatalf("part %d is %s, part %d that it waits for is %s", s.N, s.State, n, before.State)
					}
				}
			}
		}
	})
}

// TestNothingLeadsAroundAPartThatIsWaitedFor: no pause and no extension opens a way to a
// decision. An extension itself may be asked for in time, and a part may be ended.
func TestNothingLeadsAroundAPartThatIsWaitedFor(t *testing.T) {
	now := time.Date(2026, 2, 10, 9, 0, 0, 0, village.Zone)
	o := &Office{Now: func() time.Time { return now }}
	for _, step := range []struct {
		state village.CaseState
		verb  Verb
		key   string
	}{
		{village.CaseAccepted, VerbReview, "err.case.sub_after"},
		{village.CaseAccepted, VerbPause, "err.case.sub_after"},
		{village.Paused, VerbResume, "err.case.sub_after"}, // paused by an earlier release
		{village.UnderReview, "approve", "err.case.sub_after"},
		{village.Extended, "approve", "err.case.sub_after"},
		{village.Extended, "reject", "err.case.sub_after"},
		{village.CaseAccepted, VerbAskExtension, ""},
		{village.CaseAccepted, VerbEnd, ""},
	} {
		c := CaseHead{State: village.CaseAccepted, ReceivedAt: now, Acts: []Act{{Verb: VerbAccept, State: village.CaseAccepted, At: now}}, Subs: []SubCase{
			{N: 1, Limit: calendar.Limit{Days: 1}, State: village.CaseAccepted},
			{N: 2, Limit: calendar.Limit{Days: 6}, After: []int{1}, State: step.state, Acts: []Act{{Verb: "x", State: step.state, At: now, Behind: 1}}},
		}}
		verb, _ := DefaultFlow().verb(step.verb)
		deed := sound(verb)
		if step.verb == VerbEnd {
			deed.Reason = "not_needed"
		}
		if _, err := o.weighSub(c, 2, deed, Account{Name: "a", Role: RoleUnit}); keyOf(err) != step.key {
			t.Errorf("%s from %s: %v, want %q", step.verb, step.state, err, step.key)
		}
	}
}

// TestK13UnitsSideBySideHandNothingOver: what follows for the whole is no act of a unit with
// the whole.
func TestK13UnitsSideBySideHandNothingOver(t *testing.T) {
	now := time.Date(2026, 2, 10, 9, 0, 0, 0, village.Zone)
	o := &Office{Now: func() time.Time { return now }}
	c := CaseHead{State: village.Received, ReceivedAt: now, Unit: "窗口", Subs: []SubCase{{N: 1, Unit: "甲", State: village.Received}, {N: 2, Unit: "乙", State: village.Received}}}
	by := func(unit string) Account { return Account{Name: unit, Role: RoleUnit, Scope: Scope{Unit: unit}} }
	for _, step := range []struct {
		n    int
		verb Verb
		unit string
	}{
		{0, VerbAccept, "窗口"}, {1, VerbReview, "甲"}, {1, "approve", "甲"}, {1, VerbDeliver, "甲"},
		{2, VerbReview, "乙"}, {2, "approve", "乙"}, {2, VerbDeliver, "乙"}, {0, "complete", "窗口"},
	} {
		act, err := o.weighSub(c, step.n, Deed{Verb: step.verb}, by(step.unit))
		if step.n == 0 {
			act, err = o.weigh(c, Deed{Verb: step.verb}, by(step.unit))
		}
		if err != nil {
			t.Fatal(step, err)
		}
		c = c.with(act)
	}
	if h := DefaultFlow().Handle(c.Acts, true); h.HandOvers != 0 || len(c.Acts) != 4 {
		t.Errorf("%d hand-overs in %d acts", h.HandOvers, len(c.Acts))
	}
}

func keyOf(err error) string {
	if e, ok := errors.AsType[*village.Error](err); ok {
		return e.Key
	}
	return ""
}
