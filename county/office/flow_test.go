package office

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bianmin/app/calendar"
	"bianmin/app/village"
	"bianmin/assets/lang"
)

// TestTheClocksOfACaseKeepTheirPromises tries random acts by random people at random
// times. Whatever they try: nobody does what the role may not, final states stay, the
// total clock starts once and only special procedures and approved extensions move it.
func TestTheClocksOfACaseKeepTheirPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 2, 10, 9, 0, 0, 0, village.Zone)
		o := &Office{Now: func() time.Time { return now }}
		c := CaseHead{State: village.Received, ReceivedAt: now, Limit: calendar.Limit{Days: rapid.IntRange(0, 30).Draw(t, "limit")}, Later: rapid.IntRange(0, 1).Draw(t, "later")}
		verbs := DefaultFlow().Verbs
		for range rapid.IntRange(1, 25).Draw(t, "tries") {
			now = now.Add(time.Duration(rapid.IntRange(0, 20).Draw(t, "half days")) * 12 * time.Hour)
			before, err := o.Standing(c)
			if err != nil {
				t.Fatal(err)
			}
			verb := verbs[rapid.IntRange(0, len(verbs)-1).Draw(t, "verb")]
			by := Account{Name: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "who"), Role: rapid.SampledFrom(Roles()).Draw(t, "role")}
			act, err := o.weigh(c, sound(verb), by)
			if err != nil {
				continue
			}
			c.Acts, c.State = append(c.Acts, act), act.State
			after, err := o.Standing(c)
			if err != nil {
				t.Fatal(err)
			}
			holds(t, before, after, act, verb)
		}
	})
}

// sound is a deed that says all that its verb needs.
func sound(v FlowVerb) Deed {
	d := Deed{Verb: v.Name}
	for _, g := range v.Guards {
		switch g {
		case "materials":
			d.Materials = []string{"id-front"}
		case "reason":
			d.Reason = v.Reasons[0]
		case "words":
			d.Words = "理由"
		case "kind":
			d.Kind = "hearing"
		case "days":
			d.Days = DefaultFlow().Days[daysExtension]
		}
	}
	return d
}

func holds(t *rapid.T, before, after Standing, act Act, verb FlowVerb) {
	t.Helper()
	flow := DefaultFlow()
	if was, _ := flow.state(before.State); was.Final {
		t.Fatalf("%s leads out of %s", act.Verb, before.State)
	}
	if !slices.Contains(verb.Roles, act.Role) || !slices.Contains(verb.From, before.State) {
		t.Fatalf("%s by %s from %s", act.Verb, act.Role, before.State)
	}
	if !before.StartAt.IsZero() && !after.StartAt.Equal(before.StartAt) {
		t.Fatalf("%s moves the start from %s to %s", act.Verb, before.StartAt, after.StartAt)
	}
	if after.Paused < before.Paused || after.Extended < before.Extended || after.Extended > DefaultFlow().Days[daysExtension] {
		t.Fatalf("%s: paused %d→%d, extended %d→%d", act.Verb, before.Paused, after.Paused, before.Extended, after.Extended)
	}
	if act.Verb != VerbResume && after.Paused != before.Paused || act.Verb != VerbExtend && after.Extended != before.Extended {
		t.Fatalf("%s moves the clock", act.Verb)
	}
	if before.Clock == ClockTotal && after.Clock == ClockTotal && act.Verb != VerbExtend && !after.Due.Equal(before.Due) {
		t.Fatalf("%s moves what is due from %s to %s", act.Verb, before.Due, after.Due)
	}
	if before.Deemed && !after.Deemed {
		t.Fatalf("%s forgets that nobody answered in time", act.Verb)
	}
	if after.State == village.Approved && after.MakeUp {
		t.Fatal("granted before the papers were made up")
	}
}

// way does verbs one after another, each by the first role that may.
func way(t *testing.T, o *Office, c *CaseHead, verbs ...Verb) {
	t.Helper()
	for i, name := range verbs {
		verb, ok := DefaultFlow().verb(name)
		if !ok {
			t.Fatalf("no verb %s", name)
		}
		act, err := o.weigh(*c, sound(verb), Account{Name: string(rune('a' + i)), Role: verb.Roles[0]})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		c.Acts, c.State = append(c.Acts, act), act.State
	}
}

func at(day string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", "2026-"+day, village.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

func TestSilenceForFiveWorkingDaysIsAcceptance(t *testing.T) {
	now := at("09-18 10:00")
	o := &Office{Now: func() time.Time { return now }}
	c := CaseHead{State: village.Received, ReceivedAt: now, Limit: calendar.Limit{Days: 10}}
	for day, want := range map[string]bool{"09-24 23:59": false, "09-25 00:00": true} { // the official example: 09-18+5 → 09-24
		now = at(day)
		s, err := o.Standing(c)
		if err != nil || s.Deemed != want || s.Overdue(now) != want {
			t.Errorf("%s: deemed %v overdue %v, %v", day, s.Deemed, s.Overdue(now), err)
		}
	}
	now = at("09-28 09:00")
	way(t, o, &c, VerbAccept)
	s, err := o.Standing(c)
	if err != nil || !s.Deemed || !s.StartAt.Equal(c.ReceivedAt) {
		t.Errorf("late acceptance counts from %s, %v", s.StartAt, err)
	}
}

func TestASpecialProcedureIsNotCounted(t *testing.T) {
	now := at("11-02 09:00")
	o := &Office{Now: func() time.Time { return now }}
	c := CaseHead{State: village.Received, ReceivedAt: now, Limit: calendar.Limit{Days: 10}}
	way(t, o, &c, VerbAccept, "review")
	now = at("11-04 09:00")
	way(t, o, &c, VerbPause)
	if s, err := o.Standing(c); err != nil || !s.Due.IsZero() {
		t.Errorf("a clock runs in a special procedure: %s, %v", s.Due, err)
	}
	now = at("11-11 09:00")
	way(t, o, &c, VerbResume)
	s, err := o.Standing(c)
	if want := at("11-24 00:00"); err != nil || s.Paused != 5 || !s.Due.Equal(want) { // 11-16 without the pause, five days on
		t.Errorf("paused %d, due %s, want %s, %v", s.Paused, s.Due, want, err)
	}
}

func TestAnExtensionNeedsAnotherPersonAndTime(t *testing.T) {
	now := at("11-02 09:00")
	o := &Office{Now: func() time.Time { return now }}
	c := CaseHead{State: village.Received, ReceivedAt: now, Limit: calendar.Limit{Days: 5}}
	way(t, o, &c, VerbAccept, "review")
	unit, boss := Account{Name: "u", Role: RoleUnit}, Account{Name: "boss", Role: RoleLeader}
	try := func(d Deed, by Account) string {
		act, err := o.weigh(c, d, by)
		if err != nil {
			return village.Keyed(err).Key
		}
		c.Acts, c.State = append(c.Acts, act), act.State
		return ""
	}
	for _, tt := range []struct {
		deed Deed
		by   Account
		want string
	}{
		{Deed{Verb: VerbExtend}, boss, "err.case.days_asked"},
		{Deed{Verb: VerbAskExtension, Days: 11, Words: "等鉴定"}, unit, "err.case.days"},
		{Deed{Verb: VerbAskExtension, Days: 4}, boss, "err.case.role"},
		{Deed{Verb: VerbAskExtension, Days: 4}, unit, "err.case.words"},
		{Deed{Verb: VerbAskExtension, Days: 4, Words: "等鉴定", Told: "要等鉴定的结果"}, unit, ""},
		{Deed{Verb: VerbExtend}, Account{Name: "u", Role: RoleCounty}, "err.case.another_person"},
		{Deed{Verb: VerbDeclineMore, Words: "可以按时办"}, Account{Name: "u", Role: RoleCounty}, "err.case.another_person"},
		{Deed{Verb: VerbDeclineMore}, boss, "err.case.words"},
		{Deed{Verb: VerbDeclineMore, Words: "可以按时办"}, boss, ""},
		{Deed{Verb: VerbExtend}, boss, "err.case.days_asked"},
		{Deed{Verb: VerbAskExtension, Days: 4, Words: "等鉴定", Told: "要等鉴定的结果"}, unit, ""},
		{Deed{Verb: VerbExtend, Days: 9}, boss, "err.case.days"},
		{Deed{Verb: VerbExtend}, boss, ""},
		{Deed{Verb: VerbAskExtension, Days: 1}, unit, "err.case.order"},
	} {
		if got := try(tt.deed, tt.by); got != tt.want {
			t.Errorf("%+v by %s: %q, want %q", tt.deed, tt.by.Role, got, tt.want)
		}
	}
	if s, err := o.Standing(c); err != nil || s.Extended != 4 {
		t.Errorf("extended %d, %v", s.Extended, err)
	}
	if last := c.Acts[len(c.Acts)-1]; last.Words != "等鉴定" || last.Told != "要等鉴定的结果" {
		t.Errorf("it was extended because of %+v", last)
	}
}

func TestAnExtensionOfALimitInCalendarDaysIsOfWorkingDays(t *testing.T) {
	now := at("11-24 09:00")
	o := &Office{Now: func() time.Time { return now }}
	c := CaseHead{State: village.Received, ReceivedAt: now, Limit: calendar.Limit{Days: 10, Unit: village.CalendarDays}}
	way(t, o, &c, VerbAccept, "review")
	c.Acts = append(c.Acts, Act{Verb: VerbExtend, State: c.State, At: now, Days: 4})
	if s, err := o.Standing(c); err != nil || !s.Due.Equal(at("12-11 00:00")) {
		t.Errorf("due %s, %v", s.Due, err)
	}
	c.Limit.Days, c.Acts[len(c.Acts)-1].Days = 365, 10
	if s, err := o.Standing(c); err != nil || !s.Due.Equal(time.Date(2027, 12, 9, 0, 0, 0, 0, village.Zone)) {
		t.Errorf("a long limit is not extended: due %s, %v", s.Due, err)
	}
}

func TestOnlyWhatIsCalledForIsOffered(t *testing.T) {
	now := at("11-02 09:00")
	o := &Office{Now: func() time.Time { return now }}
	c := CaseHead{State: village.Received, ReceivedAt: now, Limit: calendar.Limit{Days: 10}, Later: 1}
	offered := func(role Role, verb Verb) bool {
		t.Helper()
		s, err := o.Standing(c)
		if err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(o.Open(s, Account{Name: "z", Role: role}), func(v FlowVerb) bool { return v.Name == verb })
	}
	if !offered(RoleCounty, VerbAsk) || offered(RoleLeader, VerbAsk) {
		t.Error("who may ask for a supplement is not offered it, or somebody else is")
	}
	way(t, o, &c, VerbAsk, VerbSupplemented)
	if offered(RoleCounty, VerbAsk) {
		t.Error("a second request for a supplement is offered")
	}
	way(t, o, &c, VerbAccept, "review")
	if offered(RoleLeader, VerbExtend) || !offered(RoleUnit, VerbAskExtension) || !offered(RoleUnit, VerbMadeUp) {
		t.Error("an extension that nobody asked for is offered, or asking for one is not")
	}
	way(t, o, &c, VerbAskExtension, VerbMadeUp)
	if !offered(RoleLeader, VerbExtend) || offered(RoleUnit, VerbAskExtension) || offered(RoleUnit, VerbMadeUp) {
		t.Error("an extension that was asked for is not offered, or what was done is offered again")
	}
	now = at("12-31 09:00")
	if offered(RoleLeader, VerbExtend) {
		t.Error("an extension is offered after the time is over")
	}
}

func TestAWholeWayEndsAndStaysThere(t *testing.T) {
	now := at("11-02 09:00")
	o := &Office{Now: func() time.Time { return now }}
	c := CaseHead{State: village.Received, ReceivedAt: now, Limit: calendar.Limit{Days: 10}, Later: 1}
	way(t, o, &c, "precheck", VerbAsk, VerbSupplemented, VerbAccept, "review", VerbMadeUp, "approve", "make", "deliver", "complete")
	for _, v := range DefaultFlow().Verbs {
		if _, err := o.weigh(c, sound(v), Account{Name: "z", Role: v.Roles[0]}); err == nil {
			t.Errorf("%s is possible after the end", v.Name)
		}
	}
}

func TestAFlowThatContradictsItselfIsRefused(t *testing.T) {
	good := string(flowFile)
	for name, change := range map[string][2]string{
		"unknown state": {`"to": "precheck", "roles"`, `"to": "nowhere", "roles"`}, "unknown role": {`"roles": ["leader", "county"]`, `"roles": ["king"]`},
		"unknown guard": {`"another_person"`, `"blessing"`}, "out of the end": {`"from": ["approved"]`, `"from": ["completed"]`},
		"nobody may": {`"roles": ["leader", "county"]`, `"roles": []`}, "a state nobody reaches": {`"to": "withdrawn"`, `"to": "ended"`},
		"twice": {`"name": "make"`, `"name": "review"`}, "unknown clock": {`"clock": "total"`, `"clock": "sun"`},
	} {
		bad := strings.Replace(good, change[0], change[1], 1)
		if bad == good {
			t.Fatalf("%s changes nothing", name)
		}
		if _, err := ParseFlow([]byte(bad)); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

func TestEveryWordOfTheFlowHasAText(t *testing.T) {
	text, err := lang.Load(lang.Default)
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, s := range DefaultFlow().States {
		keys = append(keys, "county.state."+string(s.Name))
	}
	for _, v := range DefaultFlow().Verbs {
		keys = append(keys, "county.verb."+string(v.Name))
		switch {
		case v.Delivery != "": // a note, which moves no state
			keys = append(keys, "progress.delivery."+string(v.Delivery), "progress.delivery.of."+string(v.Delivery))
		case v.Tell:
			keys = append(keys, "state.case."+string(v.To), "progress.state.of."+string(v.To), "progress.step."+string(v.To))
		}
		for _, r := range v.Reasons {
			keys = append(keys, "case.reason."+string(r), "county.reason."+string(r))
		}
	}
	for _, k := range SpecialKinds() {
		keys = append(keys, "county.special."+k)
	}
	for _, k := range keys {
		if !text.Has(k) {
			t.Errorf("%s has no text", k)
		}
	}
}

// Test23PapersThatFollowHaveALastDayAndItIsKept: 容缺, domain 2.3.
func Test23PapersThatFollowHaveALastDayAndItIsKept(t *testing.T) { // M3
	now := at("11-23 09:00")
	o := &Office{Now: func() time.Time { return now }}
	c := CaseHead{State: village.Received, ReceivedAt: now, Limit: calendar.Limit{Days: 10}, Later: 1, MakeUpDays: 5}
	end := func() error {
		_, err := o.weigh(c, Deed{Verb: "end", Reason: village.ReasonNotMadeUp, Words: "没有补来"}, Account{Name: "a", Role: RoleCounty})
		return err
	}
	stands := func() Standing {
		s, err := o.Standing(c)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	if s := stands(); !s.MakeUp || !s.MakeUpDue.IsZero() {
		t.Errorf("before anybody accepted it: %+v", s)
	}
	way(t, o, &c, VerbAccept)
	if s := stands(); !s.MakeUpDue.Equal(at("12-01 00:00")) || s.MakeUpDue.After(s.Due) {
		t.Errorf("five working days after 23 November: %s, all of it is due %s", s.MakeUpDue, s.Due)
	}
	now = at("11-30 00:00").Add(23 * time.Hour)
	if err := end(); village.Keyed(err).Key != "err.case.make_up_time" {
		t.Errorf("ended on the last day: %v", err)
	}
	open := c
	way(t, o, &c, VerbMadeUp)
	now = at("12-01 00:00")
	if err := end(); village.Keyed(err).Key != "err.case.make_up_time" {
		t.Errorf("ended though the papers are here: %v", err)
	}
	if c = open; end() != nil {
		t.Errorf("not ended though the last day is over: %v", end())
	}
}

// TestTheDaysOfClocksAreDataWithAVersion: a definition without them is refused, and the default
// says by what document it is not yet ordered.
func TestTheDaysOfClocksAreDataWithAVersion(t *testing.T) {
	for _, f := range []*Flow{DefaultFlow(), TicketFlow()} {
		if f.Version == "" || f.Document != "" || f.Days["extension"] != 10 {
			t.Errorf("version %q, document %q, days %v", f.Version, f.Document, f.Days)
		}
	}
	for _, name := range []string{"reply", "deliver", "extension"} {
		bad := strings.Replace(string(flowFile), `"`+name+`": `, `"other": `, 1)
		if _, err := ParseFlow([]byte(bad)); err == nil {
			t.Errorf("a flow without %s days is taken", name)
		}
	}
}
