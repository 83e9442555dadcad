package office

import (
	"encoding/json"
	"maps"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/assets/lang"
)

// ratingRig is a poor rating on its way, without a database.
type ratingRig struct {
	t   *testing.T
	d   *RatingDesk
	now time.Time
	r   RatingCase
}

func newRatingRig(t *testing.T) *ratingRig {
	g := &ratingRig{t: t, now: at("11-23 10:00")}
	g.r = RatingCase{Unit: "甲局", Rating: Rating{ID: "x", Target: "AAAAAAAA", Village: "445203104202", Grade: 1, State: RatingToSign, ReceivedAt: g.now}}
	g.d = &RatingDesk{Now: func() time.Time { return g.now }, Due: func(from time.Time, n int) (village.Day, error) {
		last, err := defaultDays().AddWorkdays(from, n)
		return village.DayOf(last), err
	}}
	return g
}

func (g *ratingRig) try(by Account, d RatingDeed) string {
	g.t.Helper()
	a, err := g.d.weigh(g.r, d, by)
	if err != nil {
		return village.Keyed(err).Key
	}
	if told := a.reply(g.r); told.State != "" {
		g.r.Said = told.State
	}
	g.r.Acts, g.r.State = append(g.r.Acts, a), a.State
	return ""
}

func (g *ratingRig) due(day, clock string) {
	g.t.Helper()
	due, name, err := g.d.DueDay(g.r)
	if err != nil || string(due) != day || name != clock {
		g.t.Errorf("in %s: due %s by %q, %v; want %s by %q", g.r.State, due, name, err, day, clock)
	}
}

func Test21APoorRatingGoesTheWholeWay(t *testing.T) {
	g := newRatingRig(t)
	unit, other := Account{Name: "u1", Role: RoleUnit, Scope: Scope{Unit: "甲局"}}, Account{Name: "u2", Role: RoleUnit, Scope: Scope{Unit: "乙局"}}
	g.due("2026-11-24", "sign")
	for i, tt := range []struct {
		by   Account
		deed RatingDeed
		want string
		said village.ReplyState
	}{
		{other, RatingDeed{Verb: "sign"}, "err.rating.none", ""},
		{Account{Name: "b", Role: RoleLeader}, RatingDeed{Verb: "sign"}, "err.case.role", ""},
		{unit, RatingDeed{Verb: "uphold", Reason: "complex", Words: "x"}, "err.case.order", ""},
		{unit, RatingDeed{Verb: "sign"}, "", village.ReplyTaken},
		{unit, RatingDeed{Verb: "uphold", Words: "窗口排队太久"}, "err.case.reason", village.ReplyTaken},
		{unit, RatingDeed{Verb: "uphold", Reason: "complex", Words: "窗口排队太久"}, "", village.ReplyWorking},
		{unit, RatingDeed{Verb: "rectify", Words: "加开窗口", Told: "dream"}, "err.reply.told", village.ReplyWorking},
		{unit, RatingDeed{Verb: "rectify", Words: "加开窗口", Told: village.ToldByPhone}, "", village.ReplyDone},
		{unit, RatingDeed{Verb: "close"}, "err.rating.called_back", village.ReplyDone},
		{unit, RatingDeed{Verb: "call_back", Reached: SaidYes}, "err.ticket.survey", village.ReplyDone},
		{unit, RatingDeed{Verb: "call_back", Reached: SaidYes, Solved: SaidNo, Pleased: SaidNo}, "", village.ReplyDone},
		{unit, RatingDeed{Verb: "close"}, "err.rating.called_back", village.ReplyDone},
		{unit, RatingDeed{Verb: "again", Words: "还是久"}, "", village.ReplyDone},
		{unit, RatingDeed{Verb: "rectify", Words: "再加一个"}, "", village.ReplyDone},
		{unit, RatingDeed{Verb: "call_back", Reached: SaidYes, Solved: SaidYes, Pleased: SaidNo}, "", village.ReplyDone},
		{unit, RatingDeed{Verb: "close"}, "", village.ReplyDone},
		{unit, RatingDeed{Verb: "contact", Reached: SaidYes, Words: "x"}, "err.case.order", village.ReplyDone},
	} {
		if got := g.try(tt.by, tt.deed); got != tt.want || g.r.Said != tt.said {
			t.Errorf("%d %+v: %q, told %q, want %q, %q", i, tt.deed, got, g.r.Said, tt.want, tt.said)
		}
	}
	g.due("", "")
}

func Test315AnAppealSetsNoClockBackAndIsJudgedByAnother(t *testing.T) {
	g := newRatingRig(t)
	unit, county := Account{Name: "u1", Role: RoleUnit, Scope: Scope{Unit: "甲局"}}, Account{Name: "chen", Role: RoleCounty}
	g.try(unit, RatingDeed{Verb: "sign"})
	g.due("2026-11-30", "simple")
	g.try(unit, RatingDeed{Verb: "uphold", Reason: "complex", Words: "x"})
	g.due("2026-12-14", "complex")
	g.now = at("11-25 09:00")
	if got := g.try(unit, RatingDeed{Verb: "appeal", Reason: "malicious", Words: "录像"}); got != "" {
		t.Fatal(got)
	}
	g.due("2026-12-02", "appeal")
	if got := g.try(unit, RatingDeed{Verb: "exclude", Words: "x"}); got != "err.case.role" {
		t.Errorf("who appeals decides: %q", got)
	}
	if got := g.try(Account{Name: "u1", Role: RoleCounty}, RatingDeed{Verb: "exclude", Words: "x"}); got != "err.case.another_person" {
		t.Errorf("the same person in another role decides: %q", got)
	}
	if got := g.try(county, RatingDeed{Verb: "dismiss", Words: "看不出恶意"}); got != "" {
		t.Fatal(got)
	}
	g.due("2026-11-30", "simple")
	if got := g.try(unit, RatingDeed{Verb: "appeal", Reason: "mistaken", Words: "再来"}); got != "err.rating.appealed" {
		t.Errorf("a second appeal: %q", got)
	}
	g = newRatingRig(t)
	g.try(unit, RatingDeed{Verb: "sign"})
	g.try(unit, RatingDeed{Verb: "appeal", Reason: "mistaken", Words: "点错了"})
	if got := g.try(county, RatingDeed{Verb: "exclude", Words: "本人说点错了", Told: village.ToldByPhone}); got != "" || g.r.State != RatingExcluded || g.r.Said != village.ReplyExplained {
		t.Errorf("excluded: %q, %s, told %s", got, g.r.State, g.r.Said)
	}
}

func TestThreeCallsThatReachNobodyEndARating(t *testing.T) {
	g := newRatingRig(t)
	unit := Account{Name: "u1", Role: RoleUnit, Scope: Scope{Unit: "甲局"}}
	g.try(unit, RatingDeed{Verb: "sign"})
	g.try(unit, RatingDeed{Verb: "explain", Words: "按指南要户口簿"})
	for n := range maxCalls {
		if got := g.try(unit, RatingDeed{Verb: "close"}); got != "err.rating.called_back" {
			t.Errorf("after %d calls: %q", n, got)
		}
		g.try(unit, RatingDeed{Verb: "call_back", Reached: SaidNo})
	}
	if got := g.try(unit, RatingDeed{Verb: "close"}); got != "" {
		t.Errorf("after %d calls: %q", maxCalls, got)
	}
}

func TestARatingLeavesInTheNationalFormAndNamesNobody(t *testing.T) {
	r := RatedCase{
		Rating: Rating{Grade: 1, Tags: []string{"108", "115"}, Text: "来了三趟", Act: "receive", Item: "生育登记", Village: "445203104202", RatedAt: at("11-23 10:00"), State: RatingExcluded, Default: true},
		Number: "1244150019672024464445203104202", ItemCode: "x", Standing: village.Completed, FiledAt: at("11-20 10:00"),
	}
	e, ok := r.Exchange("申报")
	if !ok || e.Satisfaction != "1" || e.EvalDetail != "108,115" || e.AssessTime != "2026-11-23 10:00:00" || e.ProStatus != "3" || e.ProjectType != "1" ||
		e.IsDefault != "1" || e.Effective != "0" || e.UserName+e.CertKey+e.TelPhone != "" {
		t.Errorf("exchanged as %+v", e)
	}
	if r.Number = ""; func() bool { _, ok := r.Exchange("x"); return ok }() {
		t.Error("a rating of nothing official is exchanged")
	}
	envelope, err := NewEnvelope("bianmin", at("11-23 10:00"), []ExchangeRating{e}, turned{})
	if err != nil || !envelope.Good(turned{}.verify) {
		t.Errorf("%+v, %v", envelope, err)
	}
	if envelope.Params = []byte("[]"); envelope.Good(turned{}.verify) {
		t.Error("another content is taken")
	}
}

// Test21TheNationalFormHasEveryFieldUnderItsName: the names of section 2.1 of the domain, in any order,
// and no other; what names a person or an officer is there and empty.
func Test21TheNationalFormHasEveryFieldUnderItsName(t *testing.T) {
	const official = "12441500196720244T3442199806003"
	r := RatedCase{
		Rating: Rating{Grade: 2, Tags: []string{"207"}, Act: "receive", Item: "生育登记", Village: "445203104202", RatedAt: at("11-23 10:00")},
		Number: official + "202611200001", ItemCode: official, Department: "区卫生健康局", Standing: village.CaseAccepted, FiledAt: at("11-20 10:00"), LimitDays: 5,
	}
	e, ok := r.Exchange("申报")
	raw, err := json.Marshal(e)
	got := map[string]string{}
	if err != nil || !ok || json.Unmarshal(raw, &got) != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"projectNo": official + "202611200001", "taskCode": official, "taskHandleItem": "", "taskName": "生育登记", "subMatter": "", "taskType": "", "projectType": "2", "proStatus": "2",
		"orgcode": "12441500196720244T", "orgName": "区卫生健康局", "deptCode": "", "proDepart": "区卫生健康局", "proManager": "", "acceptDate": "", "applydate": "2026-11-20 10:00:00", "resultDate": "",
		"userName": "", "userProp": "", "userPageType": "", "certKey": "", "handleUserName": "", "handleUserPageType": "", "handleUserPageCode": "",
		"serviceName": "申报", "serviceNumber": "1", "serviceTime": "2026-11-20 10:00:00", "assessNumber": "1", "satisfaction": "2", "evalDetail": "207", "writingEvaluation": "",
		"assessTime": "2026-11-23 10:00:00", "isdefault": "0", "EffectivEvalua": "1", "pf": "5", "dataSource": "bianmin", "areaCode": "445203104202", "telPhone": "",
	}
	if !maps.Equal(got, want) {
		t.Errorf("the form is %v, want %v", got, want)
	}
	r.ItemCode = village.ItemCode(official[:19] + "000164213003") // a national one says its kind
	if e, _ := r.Exchange("x"); e.TaskType != "01" {
		t.Errorf("a licence is %q", e.TaskType)
	}
	numbers := map[string]string{}
	for _, act := range []string{"receive", "supplement", "supplement.2", "supplement.99", "result", "result.2"} {
		r.Act = act
		e, _ := r.Exchange("x")
		if other := numbers[e.AssessNumber]; other != "" || e.AssessNumber != e.ServiceNumber {
			t.Errorf("%s is number %s, as is %q", act, e.AssessNumber, other)
		}
		numbers[e.AssessNumber] = act
	}
}

// turned signs with the message itself.
type turned struct{}

func (turned) Algorithm() string                { return "none" }
func (turned) Sign(message []byte) []byte       { return append([]byte("!"), message...) }
func (turned) verify(message, sign []byte) bool { return string(sign) == "!"+string(message) }

func TestEveryWordOfARatingsWayHasAText(t *testing.T) {
	text, err := lang.Load(lang.Default)
	if err != nil {
		t.Fatal(err)
	}
	keys := []string{"county.rating.state.filed"}
	for _, s := range RatingFlow().States {
		keys = append(keys, "county.rating.state."+string(s.Name))
	}
	for _, v := range RatingFlow().Verbs {
		keys = append(keys, "county.rating.verb."+string(v.Name))
		for _, g := range v.Guards {
			if g == "words" {
				keys = append(keys, "county.rating.words."+string(v.Name))
			}
		}
		for _, r := range v.Reasons {
			keys = append(keys, "county.rating.reason."+string(r), "county.rating.reason_of."+string(v.Name))
		}
	}
	for clock := range RatingFlow().Days {
		keys = append(keys, "county.rating.clock."+clock)
	}
	for _, k := range keys {
		if !text.Has(k) {
			t.Errorf("%s has no text", k)
		}
	}
}
