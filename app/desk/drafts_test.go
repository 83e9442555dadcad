package desk_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"bianmin/app/desk"
	"bianmin/app/desk/desktest"
	"bianmin/app/village"
)

// keeper is the drafts of one run of the program, on a shelf that outlives it.
type keeper struct {
	*desk.Drafts
	shelf  desk.DraftShelf
	up     time.Duration
	handed map[village.RecordID]bool
	ids    int
}

func newKeeper(t *testing.T) *keeper {
	t.Helper()
	k := &keeper{shelf: desktest.NewShelf(), up: time.Hour, handed: map[village.RecordID]bool{}}
	k.restart(t)
	return k
}

// restart is a crash: the next run has the shelf and nothing else.
func (k *keeper) restart(t *testing.T) {
	t.Helper()
	k.Drafts = &desk.Drafts{
		Shelf: k.shelf, Handed: func(id village.RecordID) (bool, error) { return k.handed[id], nil },
		Now:    func() time.Time { return monday.Add(k.up - time.Hour) },
		Uptime: func() time.Duration { return k.up },
		NewID: func() (village.RecordID, error) {
			k.ids++
			return village.RecordID(fmt.Sprintf("01900000-0000-7000-8000-%012d", k.ids)), nil
		},
		Rand: rand.New(rand.NewPCG(5, uint64(k.ids))),
	}
	if err := k.Open(); err != nil {
		t.Fatal(err)
	}
}

// typed is a turn of person number n, saved.
func (k *keeper) typed(t *testing.T) desk.Draft {
	t.Helper()
	d := desk.Draft{
		ID: k.Begin(), Item: item.Code, Edition: "e1", Page: "form", Field: "form.born", Consent: true,
		Applicant: application().Applicant, Answers: map[string]string{"form.home": "445203104202"},
		Papers: map[string]village.MaterialState{"card": village.ByLicence}, Signature: []byte("PNG"),
	}
	if err := k.Save(d); err != nil {
		t.Fatal(err)
	}
	return d
}

// owner is what the person of typed knows.
var owner = desk.Proof{Number: "002X", Phone: "0000"}

func wantDraftError(t *testing.T, err error, key string) {
	t.Helper()
	if e, ok := errors.AsType[*village.Error](err); !ok || e.Key != key {
		t.Errorf("error = %v, want %s", err, key)
	}
}

func TestADraftSurvivesACrashForItsOwner(t *testing.T) {
	k := newKeeper(t)
	d := k.typed(t)
	if o := k.Offer(); o.ID != "" {
		t.Errorf("the turn that is going on is offered: %+v", o)
	}
	k.restart(t)
	if o := k.Offer(); o.ID != d.ID || o.Item != item.Code || !o.At.Equal(monday) || o.Left {
		t.Errorf("offer %+v", o)
	}
	got, err := k.Resume(owner)
	if err != nil || fmt.Sprint(got) != fmt.Sprint(d) {
		t.Fatalf("resumed %+v, %v", got, err)
	}
	if o := k.Offer(); o.ID != "" {
		t.Errorf("it is offered to the next person too: %+v", o)
	}
	d.Field = "form.kind"
	if err := k.Save(d); err != nil {
		t.Fatal(err)
	}
	k.restart(t)
	if got, err = k.Resume(owner); err != nil || got.Field != "form.kind" {
		t.Errorf("after a second crash %+v, %v", got, err)
	}
}

func TestNobodyElseGetsADraft(t *testing.T) {
	for name, p := range map[string]desk.Proof{
		"nothing": {}, "the number alone": {Number: "002X"}, "the phone alone": {Phone: "0000"},
		"another number": {Number: "0021", Phone: "0000"}, "another phone": {Number: "002X", Phone: "0001"},
		"a code that nobody has": {Code: "222222", Number: "002X", Phone: "0000"},
	} {
		t.Run(name, func(t *testing.T) {
			k := newKeeper(t)
			k.typed(t)
			k.restart(t)
			if d, err := k.Resume(p); err == nil || d.ID != "" {
				t.Errorf("got %+v, %v", d, err)
			}
			if _, err := k.Resume(owner); err != nil {
				t.Errorf("the owner after that: %v", err)
			}
		})
	}
}

func TestFiveWrongTriesDestroyADraftEvenAcrossCrashes(t *testing.T) {
	k := newKeeper(t)
	k.typed(t)
	for left := desk.DraftTries - 1; left > 0; left-- {
		k.restart(t) // a power switch must not refund a try
		_, err := k.Resume(desk.Proof{Number: "1234", Phone: "0000"})
		wantDraftError(t, err, "err.draft.wrong")
		if e, _ := errors.AsType[*village.Error](err); e.Args["n"] != left {
			t.Errorf("%v tries left, want %d", e.Args["n"], left)
		}
	}
	_, err := k.Resume(desk.Proof{Number: "1234", Phone: "0000"})
	wantDraftError(t, err, "err.draft.destroyed")
	_, err = k.Resume(owner)
	wantDraftError(t, err, "err.draft.unknown")
	wantEmpty(t, k.shelf)
}

// counting says what the shelf is asked, so that the order can be seen.
type counting struct {
	desk.DraftShelf
	tries int
	fails error
}

func (c *counting) Try(id village.RecordID) (int, []byte, error) {
	if c.fails != nil {
		return 0, nil, c.fails
	}
	c.tries++
	return c.DraftShelf.Try(id)
}

// TestATryThatCannotBeCountedOpensNothing, not even for the right proof; a right
// one is counted too.
func TestATryThatCannotBeCountedOpensNothing(t *testing.T) {
	k := newKeeper(t)
	c := &counting{DraftShelf: k.shelf, fails: errors.New("no room")}
	k.shelf = c
	k.typed(t)
	k.restart(t)
	d, err := k.Resume(owner)
	wantDraftError(t, err, "err.draft.read")
	if d.ID != "" {
		t.Errorf("opened %+v", d)
	}
	c.fails = nil
	if _, err := k.Resume(owner); err != nil || c.tries != 1 {
		t.Errorf("%d tries counted, %v", c.tries, err)
	}
}

func wantEmpty(t *testing.T, shelf desk.DraftShelf) {
	t.Helper()
	if err := shelf.Each(func(id village.RecordID, _ []byte, _ int) { t.Errorf("%s is still kept", id) }); err != nil {
		t.Fatal(err)
	}
}

func TestLeavingGivesACodeForTheDay(t *testing.T) {
	k := newKeeper(t)
	d := k.typed(t)
	left, err := k.Leave(d)
	if err != nil || !left.Until.Equal(time.Date(2026, 11, 24, 0, 0, 0, 0, village.Zone)) {
		t.Fatalf("left %+v, %v", left, err)
	}
	k.restart(t)
	if o := k.Offer(); o.ID != "" || !o.Left {
		t.Errorf("offer %+v", o)
	}
	_, err = k.Resume(owner)
	wantDraftError(t, err, "err.draft.unknown") // without the code it is not even found
	_, err = k.Resume(desk.Proof{Code: left.Code, Number: "1234"})
	wantDraftError(t, err, "err.draft.wrong")
	got, err := k.Resume(desk.Proof{Code: left.Code, Number: "002X"})
	if err != nil || got.ID != d.ID {
		t.Fatalf("resumed %+v, %v", got, err)
	}
	_, err = k.Resume(desk.Proof{Code: left.Code, Number: "002X"})
	wantDraftError(t, err, "err.draft.unknown") // a code is good for once
}

func TestLeftDraftsOfSeveralPeopleDoNotMix(t *testing.T) {
	k := newKeeper(t)
	codes := map[village.ResumeCode]village.RecordID{}
	for range 30 {
		d := k.typed(t)
		left, err := k.Leave(d)
		if err != nil {
			t.Fatal(err)
		}
		codes[left.Code] = d.ID
	}
	_, err := k.Leave(k.typed(t))
	if err != nil { // it was saved before, so it has its place
		t.Error(err)
	}
	d := k.typed(t)
	_ = k.Drop(d.ID)
	d.ID = k.Begin()
	_, err = k.Leave(d)
	wantDraftError(t, err, "err.draft.full")
	for code, id := range codes {
		if got, err := k.Resume(desk.Proof{Code: code, Number: "002X"}); err != nil || got.ID != id {
			t.Fatalf("%s leads to %s, %v", code, got.ID, err)
		}
	}
}

func TestADraftIsDestroyedInTime(t *testing.T) {
	k := newKeeper(t)
	k.typed(t)
	k.restart(t)
	k.up += desk.RecoverFor - time.Second
	if o := k.Offer(); o.ID == "" {
		t.Error("it is gone too early")
	}
	k.up += time.Second
	if o := k.Offer(); o.ID != "" {
		t.Error("it is still offered")
	}
	if err := k.Sweep(); err != nil {
		t.Fatal(err)
	}
	wantEmpty(t, k.shelf)
	left, err := k.Leave(k.typed(t))
	if err != nil {
		t.Fatal(err)
	}
	k.up += left.Until.Sub(k.Now()) // midnight
	_, err = k.Resume(desk.Proof{Code: left.Code, Number: "002X"})
	wantDraftError(t, err, "err.draft.unknown")
	wantEmpty(t, k.shelf)
}

func TestWhoLeavesBeforeMidnightHasTimeToComeBack(t *testing.T) {
	k := newKeeper(t)
	k.up += 13*time.Hour + 50*time.Minute // 23:53
	d := k.typed(t)
	left, err := k.Leave(d)
	if err != nil || !left.Until.Equal(k.Now().Add(desk.LeftAtLeast)) {
		t.Fatalf("left %+v, %v", left, err)
	}
	k.up += time.Hour
	if _, err := k.Resume(desk.Proof{Code: left.Code, Number: "002X"}); err != nil {
		t.Error(err)
	}
}

// TestALateSaveBringsNothingBack: the window saves beside the turn, and the turn
// may have ended meanwhile.
func TestALateSaveBringsNothingBack(t *testing.T) {
	k := newKeeper(t)
	d := k.typed(t)
	if err := k.Drop(d.ID); err != nil {
		t.Fatal(err)
	}
	if err := k.Save(d); err != nil {
		t.Fatal(err)
	}
	wantEmpty(t, k.shelf)
	if err := k.Drop(""); err != nil {
		t.Error(err)
	}
	left, err := k.Leave(k.typed(t))
	if err != nil {
		t.Fatal(err)
	}
	d.ID = "01900000-0000-7000-8000-000000000002"
	if err := k.Save(d); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Resume(desk.Proof{Code: left.Code, Number: "002X"}); err != nil {
		t.Errorf("a late save took the code away: %v", err)
	}
}

func TestWhatNobodyCouldProveIsNotKept(t *testing.T) {
	for name, change := range map[string]func(*desk.ApplicantInput){
		"no number yet": func(a *desk.ApplicantInput) { a.ID = "" },
		"half a number": func(a *desk.ApplicantInput) { a.ID = a.ID[:10] },
		"no phone yet":  func(a *desk.ApplicantInput) { a.Phone = "" },
		"an organisation": func(a *desk.ApplicantInput) {
			a.Kind, a.IDType, a.ID = village.Organisation, village.IDCredit, "91350100M000100Y43"
		},
	} {
		t.Run(name, func(t *testing.T) {
			k := newKeeper(t)
			d := k.typed(t)
			_ = k.Drop(d.ID)
			d.ID = k.Begin()
			change(&d.Applicant)
			if err := k.Save(d); err != nil {
				t.Fatal(err)
			}
			wantEmpty(t, k.shelf)
		})
	}
}

// TestWhoHasNoCitizenNumberLeavesByThePhone: the keypad has no letters, and the
// number of an organisation is no secret.
func TestWhoHasNoCitizenNumberLeavesByThePhone(t *testing.T) {
	for name, tt := range map[string]struct {
		applicant desk.ApplicantInput
		number    string
	}{
		"passport":     {desk.ApplicantInput{Kind: village.Person, IDType: village.IDPassport, ID: "e12345678", Phone: "13812344321"}, "5678"},
		"letters":      {desk.ApplicantInput{Kind: village.Person, IDType: village.IDPassport, ID: "1234567AB", Phone: "13812344321"}, "4321"},
		"organisation": {desk.ApplicantInput{Kind: village.Organisation, IDType: village.IDCredit, ID: "91350100M000100043", Phone: "13812344321"}, "4321"},
		"no phone yet": {desk.ApplicantInput{Kind: village.Person, IDType: village.IDResident, ID: "11010519491231002X"}, "002X"},
	} {
		t.Run(name, func(t *testing.T) {
			k := newKeeper(t)
			d := desk.Draft{ID: k.Begin(), Item: item.Code, Applicant: tt.applicant}
			left, err := k.Leave(d)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := k.Resume(desk.Proof{Code: left.Code, Number: tt.number}); err != nil {
				t.Error(err)
			}
		})
	}
	k := newKeeper(t)
	_, err := k.Leave(desk.Draft{ID: k.Begin(), Applicant: desk.ApplicantInput{Kind: village.Person, IDType: village.IDResident}})
	wantDraftError(t, err, "err.draft.early")
}

// TestWhatWasHandedInIsNotOfferedAgain: the program may die between the commit
// and the end of the draft.
func TestWhatWasHandedInIsNotOfferedAgain(t *testing.T) {
	k := newKeeper(t)
	d := k.typed(t)
	k.handed[d.ID] = true
	k.restart(t)
	if o := k.Offer(); o.ID != "" {
		t.Errorf("offered %+v", o)
	}
	wantEmpty(t, k.shelf)
}

// TestATurnIsTakenInOnce: the draft's name is that of its record.
func TestATurnIsTakenInOnce(t *testing.T) {
	d, store := counter(t)
	in := application()
	in.ID = "01900000-0000-7000-8000-00000000abcd"
	out, err := d.Accept(t.Context(), in)
	if err != nil || out.ID != in.ID {
		t.Fatalf("%+v, %v", out, err)
	}
	_, err = d.Accept(t.Context(), in)
	wantDraftError(t, err, "err.case.taken")
	if n := len(pending(t, store)); n != 1 {
		t.Errorf("%d records", n)
	}
}

func TestAnOfferTellsNothingOfThePerson(t *testing.T) {
	k := newKeeper(t)
	k.typed(t)
	k.restart(t)
	said := fmt.Sprintf("%+v", k.Offer())
	for _, secret := range []string{"陈阿婆", "1101051949", "138"} {
		if strings.Contains(said, secret) {
			t.Errorf("it says %s: %s", secret, said)
		}
	}
}
