package county

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"bianmin/app/stats"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

var (
	_ office.LicenceBook = (*DB)(nil)
	_ office.DeriveBook  = (*DB)(nil)
)

// oracle is a register that answers by the name of the licence.
type oracle struct {
	answers map[string]office.LicenceAnswer
	err     error
	asked   []office.LicenceQuestion
	during  func() // while it is being asked
}

func (o *oracle) Name() string { return "oracle" }

func (o *oracle) Look(_ context.Context, q office.LicenceQuestion) (office.LicenceAnswer, error) {
	o.asked = append(o.asked, q)
	if o.during != nil {
		o.during()
	}
	return o.answers[q.Licence], o.err
}

// licensing is a county to which somebody handed in two papers that he agreed to have looked
// up, and one that he did not.
type licensing struct {
	*DB
	t     *testing.T
	clock time.Time
	kiosk office.Kiosk
	first village.Record
	desk  *office.LicenceDesk
	to    *oracle
}

func newLicensing(t *testing.T) *licensing {
	t.Helper()
	l := &licensing{DB: openNew(t), t: t, clock: countytest.At.Add(time.Hour), to: &oracle{answers: map[string]office.LicenceAnswer{
		"户口簿": {Good: true, Number: "****0001", Issuer: "派出所", To: "2030-01-01"}, "残疾人证": {Fault: office.LicenceExpired},
	}}}
	l.now = func() time.Time { return l.clock }
	countytest.Unlock(t, l.DB)
	l.kiosk = l.know(t, 1)
	l.first = countytest.Case(1, func(b map[string]any) {
		b["materials"] = []any{
			map[string]any{"code": "id-front", "name": "身份证正面", "how": "file"},
			map[string]any{"code": "hukou", "name": "户口簿", "how": "licence", "consent": "v1"},
			map[string]any{"code": "sfz", "name": "身份证", "how": "licence"},
			map[string]any{"code": "card", "name": "残疾人证", "how": "licence", "consent": "v1"},
		}
	})
	if _, err := l.take(t, handed(l.kiosk.ID, nil, l.first)); err != nil {
		t.Fatal(err)
	}
	if err := (&office.Opener{Log: l.DB}).Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	l.derive()
	l.desk = &office.LicenceDesk{Book: l.DB, Register: l.to, Now: l.now}
	return l
}

func (l *licensing) derive() {
	l.t.Helper()
	if err := office.Derive(l.t.Context(), l.DB); err != nil {
		l.t.Fatal(err)
	}
}

// stand is how the two requests stand.
func (l *licensing) stand() (list []office.LicenceCheck) {
	l.t.Helper()
	list, err := l.Licences(l.t.Context(), l.kiosk.ID, l.first.ID)
	if err != nil || len(list) != 2 || list[0].Paper != 2 || list[1].Paper != 4 {
		l.t.Fatalf("requests %+v, %v", list, err)
	}
	return list
}

func (l *licensing) words() (said []village.LicenceWord) {
	l.t.Helper()
	return village.ReadLicences(letters(l.t, &office.Office{Mailboxes: l.DB, Now: l.now}, l.kiosk.ID))
}

// TestEachAgreedPaperIsLookedUpOnceAndItsKioskIsTold: not what nobody agreed to, and not
// again because somebody looked into the case again.
func TestEachAgreedPaperIsLookedUpOnceAndItsKioskIsTold(t *testing.T) {
	l := newLicensing(t)
	for _, one := range l.stand() {
		if one.State != village.LicenceWaiting || one.Case.Item != "gaoling-jintie" {
			t.Errorf("before anybody asked %+v", one)
		}
	}
	run, err := l.desk.Check(t.Context())
	if err != nil || run != (office.LicenceRun{Asked: 2, Found: 1, None: 1}) {
		t.Fatalf("%+v, %v", run, err)
	}
	if q := l.to.asked[0]; q.Licence != "户口簿" || q.Holder != "44522119440315002X" || q.Name != "陈惜娟" || q.Day != "2026-11-23" || q.Key == l.to.asked[1].Key {
		t.Errorf("asked %+v", q)
	}
	at := l.stand()
	if at[0].State != village.LicenceFound || at[0].By != "oracle" || !at[0].At.Equal(l.clock) || at[0].Found.Issuer != "派出所" || !at[0].Next.IsZero() ||
		at[1].State != village.LicenceNone || at[1].Found.Fault != office.LicenceExpired {
		t.Errorf("answered %+v", at)
	}
	want := []village.LicenceWord{
		{Record: l.first.ID, Paper: 2, State: village.LicenceFound, AtMS: l.clock.UnixMilli()}, {Record: l.first.ID, Paper: 4, State: village.LicenceNone, AtMS: l.clock.UnixMilli()},
	}
	if got := l.words(); !slices.Equal(got, want) {
		t.Errorf("its kiosk was told %+v", got)
	}
	if err := l.exec(t, `UPDATE office_case SET derived = 0`); err != nil { // as an upgrade does
		t.Fatal(err)
	}
	l.derive()
	if run, err := l.desk.Again(t.Context()); err != nil || run != (office.LicenceRun{}) || len(l.words()) != 2 {
		t.Errorf("again %+v, %v", run, err)
	}
	if list, err := l.LicencesIn(t.Context(), village.LicenceNone); err != nil || len(list) != 1 {
		t.Errorf("listed %+v, %v", list, err)
	}
}

// TestARegisterThatDoesNotAnswerIsAskedAgainAndNotForEver: the reason is kept, the waits
// grow, and somebody can let it be asked once more.
func TestARegisterThatDoesNotAnswerIsAskedAgainAndNotForEver(t *testing.T) {
	l := newLicensing(t)
	l.to.err = &village.Error{Kind: village.Offline, Key: "err.city.offline", Err: errors.New("陈惜娟 is not to be kept")}
	if run, err := l.desk.Check(t.Context()); village.KindOf(err) != village.Offline || run.Failed != 1 || len(l.to.asked) != 1 {
		t.Fatalf("a register that is away was asked on: %+v, %v", run, err)
	}
	for range 3 * office.LicenceTries {
		l.clock = l.clock.Add(7 * time.Hour)
		_, _ = l.desk.Check(t.Context())
		_, _ = l.desk.Check(t.Context()) // the other one
	}
	if len(l.to.asked) != 2*office.LicenceTries {
		t.Errorf("asked %d times", len(l.to.asked))
	}
	for _, one := range l.stand() {
		if one.State != village.LicenceFailed || one.Why != "err.city.offline" || one.Tries != office.LicenceTries || !one.Next.IsZero() {
			t.Errorf("in the end %+v", one)
		}
	}
	if len(l.words()) != 0 {
		t.Error("its kiosk was told of a failure")
	}
	givenUp := func() int {
		t.Helper()
		g, err := l.Gauges(t.Context(), l.clock)
		if err != nil {
			t.Fatal(err)
		}
		return g.LicencesGivenUp
	}
	if n := givenUp(); n != 2 {
		t.Errorf("%d look-ups count as given up", n)
	}
	l.to.err = nil
	if run, err := l.desk.Again(t.Context()); err != nil || run.Found != 1 || run.None != 1 {
		t.Errorf("once more %+v, %v", run, err)
	}
	if n := givenUp(); n != 0 {
		t.Errorf("answered, and %d count as given up", n)
	}
}

// TestWhoDiesWhileAskingHoldsNothingUp: the request is asked again, and an answer that comes
// after that changes nothing.
func TestWhoDiesWhileAskingHoldsNothingUp(t *testing.T) {
	l := newLicensing(t)
	dying, die := context.WithCancel(t.Context())
	l.to.during = die
	if _, err := l.desk.Check(dying); err == nil {
		t.Fatal("nobody noticed")
	}
	if at := l.stand(); at[0].State != village.LicenceChecking || at[0].Tries != 1 {
		t.Fatalf("%+v", at[0])
	}
	late := l.stand()[0]
	l.to.during = nil
	if run, err := l.desk.Check(t.Context()); err != nil || run.Asked != 1 {
		t.Fatalf("while another asks %+v, %v", run, err)
	}
	l.clock = l.clock.Add(time.Hour)
	answer := late
	answer.State, answer.At, answer.By = village.LicenceNone, l.clock, "late"
	l.to.during = func() {
		if moved, err := l.MoveLicence(t.Context(), late, answer); err != nil || moved {
			t.Errorf("an answer to the first try while the second asks: %v, %v", moved, err)
		}
	}
	if run, err := l.desk.Check(t.Context()); err != nil || run.Asked != 1 || run.Found != 1 {
		t.Fatalf("an hour later %+v, %v", run, err)
	}
	if moved, err := l.MoveLicence(t.Context(), late, answer); err != nil || moved || l.stand()[0].State != village.LicenceFound || len(l.words()) != 2 {
		t.Errorf("the late answer: %v, %v", moved, err)
	}
}

// TestNothingIsLookedUpForACaseThatIsDecided.
func TestNothingIsLookedUpForACaseThatIsDecided(t *testing.T) {
	l := newLicensing(t)
	work := &office.Office{Mailboxes: l.DB, Now: l.now}
	if _, err := work.Do(t.Context(), l.kiosk.ID, l.first.ID, office.Deed{Verb: office.VerbRefuse, Reason: village.ReasonTwice, Words: "交过"}, office.Account{Name: "x", Role: office.RoleCounty}); err != nil {
		t.Fatal(err)
	}
	if run, err := l.desk.Check(t.Context()); err != nil || run != (office.LicenceRun{Over: 2}) || len(l.to.asked) != 0 {
		t.Errorf("%+v, %v", run, err)
	}
	if at := l.stand(); at[0].State != village.LicenceOver {
		t.Errorf("%+v", at[0])
	}
}

// TestTheOriginalOfAPaperThatWasNotFoundLiesWithTheCase, though nothing was to follow; of a
// case that is over it comes too late.
func TestTheOriginalOfAPaperThatWasNotFoundLiesWithTheCase(t *testing.T) {
	l := newLicensing(t)
	work := &office.Office{Mailboxes: l.DB, Now: l.now}
	bring := func(seq int64) village.Record {
		return countytest.FollowUp(seq, l.kiosk.ID, l.first, func(b map[string]any) {
			b["verb"], b["materials"] = village.MakeUp, []any{map[string]any{"code": "card", "name": "残疾人证", "how": "original"}}
		})
	}
	two, three := bring(2), bring(3)
	if _, err := l.take(t, handed(l.kiosk.ID, []village.Record{l.first}, two)); err != nil {
		t.Fatal(err)
	}
	settled(t, l.DB, work)
	if _, err := work.Do(t.Context(), l.kiosk.ID, l.first.ID, office.Deed{Verb: office.VerbRefuse, Reason: village.ReasonTwice, Words: "交过"}, office.Account{Name: "x", Role: office.RoleCounty}); err != nil {
		t.Fatal(err)
	}
	if _, err := l.take(t, handed(l.kiosk.ID, []village.Record{l.first, two}, three)); err != nil {
		t.Fatal(err)
	}
	settled(t, l.DB, work)
	if got := outcomes(t, l.DB, l.first, l.kiosk); !slices.Equal(got, []village.OutcomeState{village.OutcomeTaken, village.OutcomeLate}) {
		t.Errorf("they became %v", got)
	}
}

// TestUsesOfLicencesAreCountedFromTheRows: what was agreed, found, and asked for all the same.
func TestUsesOfLicencesAreCountedFromTheRows(t *testing.T) {
	l := newLicensing(t)
	count := func(p stats.Period) []stats.LicenceCount {
		t.Helper()
		uses, err := l.LicenceUses(t.Context(), office.Scope{}, p)
		if err != nil {
			t.Fatal(err)
		}
		return stats.Licences(uses)
	}
	of := stats.LicenceCount{Month: "2026-11", Centre: "445203104202", Item: "gaoling-jintie", Agreed: 2, Open: 2, Displayed: "0.00"}
	if got := count(stats.Period{}); len(got) != 1 || got[0] != of {
		t.Errorf("before anybody asked %+v", got)
	}
	if _, err := l.desk.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	of.Found, of.None, of.Open, of.Replaced, of.Displayed = 1, 1, 0, 1, "50.00"
	if got := count(stats.Period{}); len(got) != 1 || got[0] != of {
		t.Errorf("answered %+v", got)
	}
	work := &office.Office{Mailboxes: l.DB, Now: l.now}
	if _, err := work.Do(t.Context(), l.kiosk.ID, l.first.ID, office.Deed{Verb: office.VerbAsk, Materials: []string{"hukou", "sfz"}}, office.Account{Name: "x", Role: office.RoleCounty}); err != nil {
		t.Fatal(err)
	}
	of.Asked, of.Replaced, of.Displayed = 1, 0, "0.00"
	if got := count(stats.Period{}); len(got) != 1 || got[0] != of {
		t.Errorf("asked all the same %+v", got)
	}
	next, _, err := stats.Quarter("2027Q1")
	if got := count(next); err != nil || len(got) != 0 {
		t.Errorf("of another quarter %+v, %v", got, err)
	}
}
