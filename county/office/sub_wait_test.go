package office

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bianmin/app/calendar"
	"bianmin/app/village"
)

// waiting is an accepted package of parts that take these days, each behind the one before.
func waiting(t testing.TB, o *Office, days ...int) CaseHead {
	t.Helper()
	c, sum := CaseHead{State: village.Received, ReceivedAt: o.Now()}, 0
	for i, n := range days {
		sum += n
		s := SubCase{N: i + 1, Days: n, Limit: calendar.Limit{Days: sum}, State: village.Received}
		if i > 0 {
			s.After = []int{i}
		}
		c.Subs = append(c.Subs, s)
	}
	act, err := o.weigh(c, Deed{Verb: VerbAccept}, Account{Name: "a", Role: RoleCounty})
	if err != nil {
		t.Fatal(err)
	}
	return c.with(act)
}

// doPart does verbs with a part, each by somebody else.
func doPart(t testing.TB, o *Office, c CaseHead, n int, verbs ...Verb) CaseHead {
	t.Helper()
	for i, name := range verbs {
		verb, _ := DefaultFlow().verb(name)
		deed := sound(verb)
		deed.Days = min(deed.Days, 2)
		if name == VerbEnd {
			deed.Reason = village.ReasonNotNeeded
		}
		act, err := o.weighSub(c, n, deed, Account{Name: string(rune('a' + i)), Role: verb.Roles[0]})
		if err != nil {
			t.Fatalf("%s with part %d: %v", name, n, err)
		}
		c = c.with(act)
	}
	return c
}

// TestM14APauseAndAnExtensionMoveThePartsBehind and nothing else: while a special procedure runs
// nobody knows their last day.
func TestM14APauseAndAnExtensionMoveThePartsBehind(t *testing.T) {
	now := at("11-23 09:00")
	o := &Office{Now: func() time.Time { return now }}
	c := waiting(t, o, 3, 5, 2)
	c.Subs = append(c.Subs, SubCase{N: 4, Days: 9, Limit: calendar.Limit{Days: 9}, State: village.CaseAccepted}) // waits for nothing
	dues := func(want ...string) {
		t.Helper()
		for i, day := range want {
			s, err := o.Standing(c.Part(i + 1))
			if err != nil || day == "" && (!s.Due.IsZero() || s.Clock != "") || day != "" && !s.Due.Equal(at(day+" 00:00")) {
				t.Errorf("part %d is due %s (%s), want the end of the day before %q, %v", i+1, s.Due, s.Clock, day, err)
			}
		}
	}
	dues("11-27", "12-04", "12-08", "12-05")
	now = at("11-24 09:00")
	c = doPart(t, o, c, 1, VerbReview, VerbPause)
	dues("", "", "", "12-05")
	now = at("11-27 09:00")
	c = doPart(t, o, c, 1, VerbResume) // 25, 26 and 27 do not count
	dues("12-02", "12-09", "12-11", "12-05")
	for i, want := range []time.Time{at("12-02 00:00"), at("12-09 00:00"), at("12-11 00:00")} {
		if got := c.Subs[i].Due; !got.Equal(want) {
			t.Errorf("of part %d %s is kept, want %s", i+1, got, want)
		}
	}
	c = doPart(t, o, c, 1, VerbAskExtension, VerbExtend)
	dues("12-04", "12-11", "12-15", "12-05")
	if s, err := o.Standing(c.Part(3)); err != nil || s.Paused+s.Extended != 0 || s.WayPaused != 3 || s.WayExtended != 2 {
		t.Errorf("of its own %d and %d, of the way %d and %d, %v", s.Paused, s.Extended, s.WayPaused, s.WayExtended, err)
	}
	c = doPart(t, o, c, 1, "approve")
	c = doPart(t, o, c, 2, VerbReview)
	dues() // decided: what was moved stays moved
	if s, err := o.Standing(c.Part(2)); err != nil || !s.Due.Equal(at("12-11 00:00")) {
		t.Errorf("due %s, %v", s.Due, err)
	}
	c = doPart(t, o, c, 2, VerbAskExtension, VerbExtend) // its own once, though the part before had one
	if s, err := o.Standing(c.Part(3)); err != nil || !s.Due.Equal(at("12-17 00:00")) {
		t.Errorf("behind both: due %s, %v", s.Due, err)
	}
}

// TestM14AnEndDuringASpecialProcedureTakesItsDaysAlong.
func TestM14AnEndDuringASpecialProcedureTakesItsDaysAlong(t *testing.T) {
	now := at("11-23 09:00")
	o := &Office{Now: func() time.Time { return now }}
	c := waiting(t, o, 3, 5)
	c = doPart(t, o, c, 1, VerbReview, VerbPause)
	now = at("11-25 09:00")
	c = doPart(t, o, c, 1, VerbEnd)
	if s, err := o.Standing(c.Part(2)); err != nil || !s.Due.Equal(at("12-08 00:00")) { // 12-04 and two days
		t.Errorf("due %s, %v", s.Due, err)
	}
}

// TestM14NothingBringsALastDayForward tries random acts with random packages: a part that
// waits is due when the latest of what it waits for and its own days are over, never sooner than
// promised.
func TestM14NothingBringsALastDayForward(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := at("11-02 09:00")
		o := &Office{Now: func() time.Time { return now }}
		c, _, _ := drawPackage(t, now)
		act, err := o.weigh(c, Deed{Verb: VerbAccept}, Account{Name: "a", Role: RoleCounty})
		if err != nil {
			t.Fatal(err)
		}
		c = c.with(act)
		promised := map[int]time.Time{}
		for _, s := range c.Subs {
			promised[s.N] = s.Due
		}
		for range 20 {
			now = now.Add(time.Duration(rapid.IntRange(0, 3).Draw(t, "half days")) * 12 * time.Hour)
			s := rapid.SampledFrom(c.Subs).Draw(t, "part")
			verb := rapid.SampledFrom(slices.DeleteFunc(slices.Clone(DefaultFlow().Verbs), func(v FlowVerb) bool { return !v.Part })).Draw(t, "verb")
			act, err := o.weighSub(c, s.N, sound(verb), Account{Name: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "who"), Role: rapid.SampledFrom(verb.Roles).Draw(t, "role")})
			if err != nil {
				continue
			}
			c = c.with(act)
			for _, p := range c.Subs {
				stand, err := o.Standing(c.Part(p.N))
				if err != nil {
					t.Fatal(err)
				}
				if stand.Clock == ClockTotal && stand.Due.Before(promised[p.N]) {
					t.Fatalf("after %s with part %d, part %d is due %s, promised %s", verb.Name, s.N, p.N, stand.Due, promised[p.N])
				}
				if !stand.Due.Equal(p.Due) {
					t.Fatalf("of part %d %s is kept, it is due %s", p.N, p.Due, stand.Due)
				}
			}
		}
	})
}
