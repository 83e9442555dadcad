package office

import (
	"slices"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/assets/lang"
)

// ticketRig is a request on its way, without a database.
type ticketRig struct {
	t   *testing.T
	h   *Hotline
	now time.Time
	r   Request
}

func newTicketRig(t *testing.T) *ticketRig {
	g := &ticketRig{t: t, now: at("11-23 10:00")}
	g.r = Request{
		RequestHead: RequestHead{Item: village.ItemCode("12345-help"), State: village.Registered, Due: "2026-12-07", Place: "445203104202"},
		Form:        map[string]any{village.TicketName: "陈惜娟"},
	}
	g.h = &Hotline{Now: func() time.Time { return g.now }, Due: func(from time.Time, n int) (village.Day, error) {
		last, err := defaultDays().AddWorkdays(from, n)
		return village.DayOf(last), err
	}}
	return g
}

// try does one thing and returns the key of what refuses it.
func (g *ticketRig) try(by Account, d TicketDeed) string {
	g.t.Helper()
	a, err := g.h.weigh(g.r, d, by, []string{"甲局", "乙局", "丙镇"})
	if err != nil {
		return village.Keyed(err).Key
	}
	g.r.Rework = g.r.Rework || g.r.State == village.Answered && a.State == village.Dispatched
	g.r.Acts, g.r.State, g.r.Unit = append(g.r.Acts, a), a.State, a.Has(g.r.Unit)
	if a.Verb == VerbExtend {
		g.r.Due = a.Due
	}
	return ""
}

func TestH2H3H4ATicketGoesTheWholeWay(t *testing.T) {
	g := newTicketRig(t)
	county, boss := Account{Name: "chen", Role: RoleCounty}, Account{Name: "boss", Role: RoleLeader}
	first, second := Account{Name: "u1", Role: RoleUnit, Scope: Scope{Unit: "甲局"}}, Account{Name: "u2", Role: RoleUnit, Scope: Scope{Unit: "乙局"}}
	for i, tt := range []struct {
		by   Account
		deed TicketDeed
		want string
	}{
		{county, TicketDeed{Verb: VerbComplete}, "err.ticket.order"},
		{county, TicketDeed{Verb: VerbDispatch}, "err.ticket.unit"},
		{county, TicketDeed{Verb: VerbDispatch, Unit: "丁局"}, "err.ticket.unit_unknown"},
		{county, TicketDeed{Verb: VerbDispatch, Unit: "甲局", Co: []string{"甲局"}}, "err.ticket.unit_twice"},
		{county, TicketDeed{Verb: VerbDispatch, Unit: "甲局", Co: []string{"丙镇"}}, ""},
		{second, TicketDeed{Verb: VerbSign}, "err.ticket.unknown"},
		{first, TicketDeed{Verb: VerbReturn, Reason: "not_duty", Words: "三定方案"}, "err.ticket.next_unit"},
		{first, TicketDeed{Verb: VerbReturn, Reason: "not_duty", Words: "三定方案", Unit: "甲局"}, "err.ticket.next_unit"},
		{first, TicketDeed{Verb: VerbReturn, Unit: "乙局", Words: "三定方案"}, "err.case.reason"},
		{first, TicketDeed{Verb: VerbReturn, Reason: "not_duty", Words: "三定方案", Unit: "乙局"}, ""},
		{first, TicketDeed{Verb: VerbReturn, Reason: "not_duty", Words: "再退", Unit: "乙局"}, "err.ticket.order"},
		{county, TicketDeed{Verb: VerbDispatch, Unit: "乙局"}, ""},
		{first, TicketDeed{Verb: VerbSign}, "err.ticket.unknown"},
		{second, TicketDeed{Verb: VerbReply, Words: "修好了"}, "err.ticket.signed"},
		{second, TicketDeed{Verb: VerbSign}, ""},
		{second, TicketDeed{Verb: VerbAskExtension, Days: 11, Words: "等配件"}, "err.case.days"},
		{second, TicketDeed{Verb: VerbAskExtension, Days: 5}, "err.ticket.words"},
		{second, TicketDeed{Verb: VerbAskExtension, Days: 5, Words: "等配件"}, ""},
		{second, TicketDeed{Verb: VerbExtend}, "err.case.role"},
		{second, TicketDeed{Verb: VerbDeclineMore, Words: "可以按时办"}, "err.case.role"},
		{boss, TicketDeed{Verb: VerbDeclineMore}, "err.ticket.words"},
		{boss, TicketDeed{Verb: VerbDeclineMore, Words: "可以按时办"}, ""},
		{boss, TicketDeed{Verb: VerbExtend}, "err.case.days_asked"},
		{second, TicketDeed{Verb: VerbAskExtension, Days: 5, Words: "配件从外省来"}, ""},
		{boss, TicketDeed{Verb: VerbExtend}, ""},
		{second, TicketDeed{Verb: VerbAskExtension, Days: 1, Words: "还等"}, "err.case.extended"},
		{second, TicketDeed{Verb: VerbReply, Words: "修好了"}, "err.ticket.contacted"},
		{second, TicketDeed{Verb: VerbContact, Words: "电话说明"}, "err.ticket.survey"},
		{second, TicketDeed{Verb: VerbContact, Reached: SaidYes, Words: "电话说明"}, ""},
		{county, TicketDeed{Verb: "send_back", Words: "没说何时"}, "err.ticket.order"},
		{second, TicketDeed{Verb: VerbReply, Words: "修好了"}, ""},
		{county, TicketDeed{Verb: VerbSendBack, Words: "没说何时"}, ""},
		{second, TicketDeed{Verb: VerbReply, Words: "昨天修好了"}, ""},
		{county, TicketDeed{Verb: VerbAnswer, Words: "陈惜娟您好"}, "err.ticket.names"},
		{county, TicketDeed{Verb: VerbAnswer, Words: "路灯昨天修好了"}, ""},
		{county, TicketDeed{Verb: VerbFollow, Reached: SaidNo, Solved: SaidYes, Pleased: SaidYes}, "err.ticket.survey"},
		{county, TicketDeed{Verb: VerbFollow, Reached: SaidYes, Solved: SaidYes}, "err.ticket.survey"},
		{county, TicketDeed{Verb: VerbFollow, Reached: SaidYes, Solved: SaidNo, Pleased: SaidNo, Words: "又坏了"}, ""},
		{county, TicketDeed{Verb: VerbRework, Unit: "乙局"}, ""},
		{second, TicketDeed{Verb: VerbReply, Words: "换了新灯"}, "err.ticket.signed"},
		{county, TicketDeed{Verb: VerbAnswer, Words: "换了新灯"}, ""},
		{county, TicketDeed{Verb: VerbRework, Unit: "乙局"}, "err.ticket.order"},
		{county, TicketDeed{Verb: VerbFollow, Reached: SaidYes, Solved: SaidYes, Pleased: SaidNo}, ""},
		{county, TicketDeed{Verb: VerbComplete}, ""},
		{county, TicketDeed{Verb: VerbArchive}, ""},
		{county, TicketDeed{Verb: VerbArchive}, "err.ticket.order"},
		{county, TicketDeed{Verb: VerbDispatch, Unit: "甲局"}, "err.ticket.order"},
	} {
		if got := g.try(tt.by, tt.deed); got != tt.want {
			t.Errorf("%d %+v by %s: %q, want %q", i, tt.deed, tt.by.Name, got, tt.want)
		}
	}
	s := g.r.Standing()
	if s.Returns != 1 || s.Extended != 5 || g.r.Due != "2026-12-14" || s.Followed.Solved != SaidYes || s.Followed.Pleased != SaidNo || !s.Reworked || !s.Archived {
		t.Errorf("it stands at %+v, due %s", s, g.r.Due)
	}
	for _, a := range g.r.Acts {
		if a.Tell && a.State != village.Answered && a.Step("x").Text != "" {
			t.Errorf("%s tells the machine %q", a.Verb, a.Words)
		}
	}
}

func TestAnExtensionIsAskedForAndGrantedBeforeTheLimitIsOver(t *testing.T) {
	g := newTicketRig(t)
	unit := Account{Name: "u1", Role: RoleUnit, Scope: Scope{Unit: "甲局"}}
	g.try(Account{Name: "chen", Role: RoleCounty}, TicketDeed{Verb: VerbDispatch, Unit: "甲局"})
	g.try(unit, TicketDeed{Verb: VerbSign})
	g.now = at("12-07 23:59")
	if got := g.try(unit, TicketDeed{Verb: VerbAskExtension, Days: 2, Words: "等配件"}); got != "" {
		t.Errorf("on the last day: %s", got)
	}
	g.now = at("12-08 00:00")
	if got := g.try(Account{Name: "boss", Role: RoleLeader}, TicketDeed{Verb: VerbExtend}); got != "err.case.in_time" {
		t.Errorf("after it: %q", got)
	}
}

func TestAUnitWhoseNameIsAPersonsIsNotWrittenOnAMachine(t *testing.T) {
	g := newTicketRig(t)
	g.r.Form[village.TicketName], g.r.Confidential = "甲局", true
	if got := g.try(Account{Name: "chen", Role: RoleCounty}, TicketDeed{Verb: VerbDispatch, Unit: "甲局"}); got != "err.ticket.names" {
		t.Errorf("the machine would say it: %q", got)
	}
	if got := g.try(Account{Name: "chen", Role: RoleCounty}, TicketDeed{Verb: VerbDispatch, Unit: "乙局"}); got != "" {
		t.Errorf("a confidential request is not given out: %q", got)
	}
}

func TestWhoSignsAfterGivingBackHasItAfterAll(t *testing.T) {
	g := newTicketRig(t)
	unit := Account{Name: "u1", Role: RoleUnit, Scope: Scope{Unit: "甲局"}}
	g.try(Account{Name: "chen", Role: RoleCounty}, TicketDeed{Verb: VerbDispatch, Unit: "甲局"})
	g.try(unit, TicketDeed{Verb: VerbReturn, Reason: "not_here", Words: "在邻区", Unit: "乙局"})
	if s := g.r.Standing(); s.Returned.Unit != "乙局" || g.r.Unit != "甲局" {
		t.Errorf("given back: %+v, with %s", s, g.r.Unit)
	}
	g.try(unit, TicketDeed{Verb: VerbSign})
	if s := g.r.Standing(); s.Returned.Verb != "" || s.Returns != 1 {
		t.Errorf("signed for: %+v", s)
	}
}

// TestAVisitIsArrangedForTodayOrLaterOrForNoDayYet, as days are in China.
func TestAVisitIsArrangedForTodayOrLaterOrForNoDayYet(t *testing.T) {
	for day, want := range map[village.Day]string{"": "", "2026-11-24": "", "2026-12-03": "", "2026-11-23": "err.book.day_over", "2026-11-31": "err.book.day"} {
		g := newTicketRig(t)
		g.r.Item, g.now = village.BookHome, at("11-24 00:30").UTC()
		if got := g.try(Account{Name: "chen", Role: RoleCounty}, TicketDeed{Verb: VerbArrange, Unit: "丙镇", Day: day}); got != want {
			t.Errorf("for %q: %q, want %q", day, got, want)
		}
	}
}

func TestAReturnAfterItsDayIsLate(t *testing.T) {
	for day, want := range map[string]bool{"11-24 17:00": false, "11-25 09:00": true} {
		g := newTicketRig(t)
		g.try(Account{Name: "chen", Role: RoleCounty}, TicketDeed{Verb: VerbDispatch, Unit: "甲局"})
		g.now = at(day)
		g.try(Account{Name: "u1", Role: RoleUnit, Scope: Scope{Unit: "甲局"}}, TicketDeed{Verb: VerbReturn, Reason: "not_here", Words: "在邻区", Unit: "乙局"})
		if got := g.h.LateReturn(g.r); got != want {
			t.Errorf("returned on %s: late %v", day, got)
		}
	}
}

func TestEveryWordOfATicketsWayHasAText(t *testing.T) {
	text, err := lang.Load(lang.Default)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range TicketFlow().Verbs {
		keys := []string{"county.booking.verb." + string(v.Name), "county.ticket.verb." + string(v.Name)}
		switch {
		case slices.Contains(v.Guards, "ticket"):
			keys = keys[1:]
		case slices.ContainsFunc(v.Guards, func(g string) bool {
			return slices.Contains([]string{"booking", "visit", "meeting", "longer", "appointment"}, g)
		}):
			keys = keys[:1]
		}
		for _, r := range v.Reasons {
			keys = append(keys, "county.reason."+string(r))
		}
		for _, k := range keys {
			if !text.Has(k) {
				t.Errorf("%s has no text", k)
			}
		}
	}
}
