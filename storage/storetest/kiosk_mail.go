package storetest

import (
	"bytes"
	"reflect"
	"slices"
	"testing"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// post is a county's mailbox of the sample kiosk.
type post struct {
	t       *testing.T
	letters []village.Letter
}

func (p *post) write(kind village.LetterKind, v any) {
	p.t.Helper()
	l, err := village.NewLetter(kind, Moment, v)
	must(p.t, err)
	one := []village.Letter{l}
	before := seal.MailBase(Identity().ID)
	if n := len(p.letters); n > 0 {
		before = seal.Head(p.letters[n-1].Head)
	}
	seal.LetterChain(Identity().ID, int64(len(p.letters)), before, one)
	p.letters = append(p.letters, one[0])
}

// at is where a kiosk stands that has the first n.
func (p *post) at(n int) village.MailState {
	s := village.MailState{Seq: int64(n)}
	if n > 0 {
		s.ToldAt = Moment
		s.Incarnation, s.Head = []byte("county"), p.letters[n-1].Head
	}
	return s
}

func lettersTaken(t *testing.T, s KioskStore) {
	fill(t, s, 1)
	c, _ := SampleCase(1, 100)
	p := &post{t: t}
	p.write(village.LetterCase, village.CaseStep{Record: c.ID, State: village.CaseAccepted, AtMS: 1})
	p.write("rating", map[string]string{"of": "a later release"})
	p.write(village.LetterCase, village.CaseStep{Record: c.ID, State: village.Completed, AtMS: 2})
	p.write(village.LetterCase, village.CaseStep{Record: "another's", State: village.CaseAccepted, AtMS: 3})
	must(t, s.TakeLetters(t.Context(), village.MailState{}, p.at(2), p.letters[:2]))
	err := s.TakeLetters(t.Context(), village.MailState{}, p.at(4), p.letters) // somebody else was faster
	wantError(t, err, village.Conflict, "")
	must(t, s.TakeLetters(t.Context(), p.at(2), p.at(4), p.letters[2:]))
	got, err := s.MailState(t.Context())
	must(t, err)
	if !reflect.DeepEqual(got, p.at(4)) {
		t.Errorf("read up to %+v, want %+v", got, p.at(4))
	}
	wantSteps(t, s, c.ID, village.CaseAccepted, village.Completed)
}

func wantSteps(t *testing.T, s KioskStore, id village.RecordID, want ...village.CaseState) village.Standing {
	t.Helper()
	at, err := s.Standing(t.Context(), id)
	must(t, err)
	var states []village.CaseState
	for _, step := range at.Steps {
		states = append(states, step.State)
	}
	if !slices.Equal(states, want) {
		t.Errorf("the county said %v, want %v", states, want)
	}
	return at
}

func lettersAgain(t *testing.T, s KioskStore) {
	fill(t, s, 1)
	c, _ := SampleCase(1, 100)
	p := &post{t: t}
	p.write(village.LetterCase, village.CaseStep{Record: c.ID, State: village.CaseAccepted, AtMS: 1})
	p.write(village.LetterCase, village.CaseStep{Record: c.ID, State: village.Completed, AtMS: 2})
	must(t, s.TakeLetters(t.Context(), village.MailState{}, p.at(2), p.letters))
	restored := &post{t: t, letters: slices.Clone(p.letters[:1])} // the county came out of a backup
	must(t, s.TakeLetters(t.Context(), p.at(2), restored.at(1), restored.letters))
	wantSteps(t, s, c.ID, village.Completed, village.CaseAccepted) // what was shown stays; the county's word is the last
	restored.write(village.LetterCase, village.CaseStep{Record: c.ID, State: village.NotAccepted, AtMS: 3, Reason: village.ReasonTwice})
	must(t, s.TakeLetters(t.Context(), restored.at(1), restored.at(2), restored.letters[1:]))
	wantSteps(t, s, c.ID, village.Completed, village.CaseAccepted, village.NotAccepted)
	must(t, s.TakeLetters(t.Context(), restored.at(2), village.MailState{Incarnation: []byte("x")}, nil)) // a county that knows nothing
	got, err := s.MailState(t.Context())
	must(t, err)
	if got.Seq != 0 || len(got.Head) != 0 || !bytes.Equal(got.Incarnation, []byte("x")) {
		t.Errorf("read up to %+v", got)
	}
}

func mailedNumber(t *testing.T, s KioskStore) {
	fill(t, s, 1)
	c, _ := SampleCase(1, 100)
	p := &post{t: t}
	n, _ := village.NewCaseNumber(Item, "2026-11-23", 7)
	p.write(village.LetterNumber, village.Numbered{Record: c.ID, Number: n})
	must(t, s.TakeLetters(t.Context(), village.MailState{}, p.at(1), p.letters))
	if at := wantSteps(t, s, c.ID); at.Number != n || at.Record != village.RecordLocal {
		t.Errorf("%+v", at)
	}
}

// saveNumbered saves case n with a number.
func saveNumbered(t *testing.T, s KioskStore, n int, number village.CaseNumber) error {
	t.Helper()
	c, r := SampleCase(n, 100)
	c.Item, c.Number = Item, number
	_, err := s.SaveCase(t.Context(), c, r, PlainQR)
	return err
}

func next(t *testing.T, s KioskStore, on village.Day) village.CaseNumber {
	t.Helper()
	n, err := s.NextNumber(t.Context(), Item, on)
	must(t, err)
	return n
}

func numbers(t *testing.T, s KioskStore) {
	if n := next(t, s, "2026-11-23"); n != "" {
		t.Errorf("%s without a lease", n)
	}
	p := &post{t: t}
	p.write(village.LetterLease, village.Lease{Epoch: 1, Lo: 1000, Hi: 1001, From: "2026-11-23", To: "2026-11-25"})
	must(t, s.TakeLetters(t.Context(), village.MailState{}, p.at(1), p.letters))
	first, _ := village.NewCaseNumber(Item, "2026-11-23", 1000)
	second, _ := village.NewCaseNumber(Item, "2026-11-23", 1001)
	for n, want := range []village.CaseNumber{first, second, ""} {
		if got := next(t, s, "2026-11-23"); got != want {
			t.Fatalf("number %d is %q, want %q", n, got, want)
		}
		if want != "" {
			must(t, saveNumbered(t, s, n+1, want))
			wantError(t, saveNumbered(t, s, n+10, want), village.Conflict, "number")
		}
	}
	c, _ := SampleCase(1, 100)
	if got, err := s.CaseByCode(t.Context(), c.ShortCode); err != nil || got.Number != first {
		t.Errorf("%+v, %v", got, err)
	}
	if n := next(t, s, "2026-11-24"); n == "" {
		t.Error("the next day has no number")
	}
	for _, outside := range []village.Day{"2026-11-22", "2026-11-26", "1970-01-01", "2100-01-01"} {
		if n := next(t, s, outside); n != "" {
			t.Errorf("%s on a day without a lease", n)
		}
	}
	foreign, _ := village.NewCaseNumber(Item, "2026-11-24", 1002)
	wantError(t, saveNumbered(t, s, 20, foreign), village.Conflict, "number")
	wantStates(t, s, local, local) // what was refused left no trace
}

func numbersOfAnEpoch(t *testing.T, s KioskStore) {
	p := &post{t: t}
	p.write(village.LetterLease, village.Lease{Epoch: 1, Lo: 1000, Hi: 1019, From: "2026-11-23", To: "2026-12-23"})
	must(t, s.TakeLetters(t.Context(), village.MailState{}, p.at(1), p.letters))
	old := next(t, s, "2026-11-24")
	must(t, s.NewEpoch(t.Context(), 2))
	if n := next(t, s, "2026-11-24"); n != "" {
		t.Errorf("%s out of the lease of another epoch", n)
	}
	wantError(t, saveNumbered(t, s, 1, old), village.Conflict, "number") // drawn just before
	p.write(village.LetterLease, village.Lease{Epoch: 2, Lo: 1020, Hi: 1039, From: "2026-11-24", To: "2026-12-24"})
	must(t, s.TakeLetters(t.Context(), p.at(1), p.at(2), p.letters[1:]))
	if n := next(t, s, "2026-11-24"); n == "" || n == old {
		t.Errorf("the new lease gives %q", n)
	}
}

func numbersAndTheCountysDay(t *testing.T, s KioskStore) {
	p := &post{t: t}
	p.write(village.LetterLease, village.Lease{Epoch: 1, Lo: 1000, Hi: 1019, From: "2026-11-20", To: "2026-12-20"})
	must(t, s.TakeLetters(t.Context(), village.MailState{}, p.at(1), p.letters))
	must(t, s.Acknowledge(t.Context(), answer(1))) // says that it is the 23rd
	if n := next(t, s, "2026-11-22"); n != "" {
		t.Errorf("%s of a day that is over", n)
	}
	if n := next(t, s, "2026-11-23"); n == "" {
		t.Error("no number today")
	}
}

// repliesOfACase: what the county answers to a rating stands with the case that was
// rated, and with no other; an answer to the centre's rating stands nowhere.
func repliesOfACase(t *testing.T, s KioskStore) {
	fill(t, s, 2)
	first, _ := SampleCase(1, 100)
	second, _ := SampleCase(2, 100)
	p := &post{t: t}
	for n, target := range []village.ShortCode{first.ShortCode, ""} {
		rating, r := SampleRating(11+n, target)
		_, err := s.SaveRating(t.Context(), rating, r)
		must(t, err)
		p.write(village.LetterReply, village.Reply{Record: rating.ID, State: village.ReplyTaken, AtMS: 1})
	}
	done := village.Reply{Record: id(11), State: village.ReplyDone, AtMS: 2, Told: village.ToldByPhone}
	p.write(village.LetterReply, done)
	must(t, s.TakeLetters(t.Context(), village.MailState{}, p.at(3), p.letters))
	at := wantSteps(t, s, first.ID)
	if len(at.Replies) != 2 || at.Replies[1] != done {
		t.Errorf("answered %+v", at.Replies)
	}
	if at := wantSteps(t, s, second.ID); len(at.Replies) != 0 {
		t.Errorf("answered %+v, and it was not rated", at.Replies)
	}
}

// licencesOfACase: what a look-up found stands with the case whose paper it is of.
func licencesOfACase(t *testing.T, s KioskStore) {
	fill(t, s, 2)
	first, _ := SampleCase(1, 100)
	second, _ := SampleCase(2, 100)
	p := &post{t: t}
	want := village.LicenceWord{Record: first.ID, Paper: 2, State: village.LicenceFound, AtMS: 3}
	p.write(village.LetterLicence, village.LicenceWord{Record: first.ID, Paper: 2, State: village.LicenceNone, AtMS: 2})
	p.write(village.LetterLicence, map[string]any{"record": first.ID, "paper": 1, "state": "eaten", "at_ms": 2}) // of a later release
	p.write(village.LetterLicence, want)
	must(t, s.TakeLetters(t.Context(), village.MailState{}, p.at(3), p.letters))
	if at := wantSteps(t, s, first.ID); len(at.Licences) != 1 || at.Licences[0] != want {
		t.Errorf("looked up %+v", at.Licences)
	}
	if at := wantSteps(t, s, second.ID); len(at.Licences) != 0 {
		t.Errorf("looked up %+v, and it is another case", at.Licences)
	}
}

// deliveriesOfACase: where a result is on its way stands with its case, in the order told.
func deliveriesOfACase(t *testing.T, s KioskStore) {
	fill(t, s, 2)
	first, _ := SampleCase(1, 100)
	second, _ := SampleCase(2, 100)
	p := &post{t: t}
	want := []village.DeliveryWord{
		{Record: first.ID, State: village.DeliverySent, AtMS: 2, Carrier: "sf", Waybill: "SF12345678"}, {Record: first.ID, State: village.DeliveryHandedOver, AtMS: 3},
	}
	p.write(village.LetterDelivery, want[0])
	p.write(village.LetterDelivery, map[string]any{"record": first.ID, "state": "flown", "at_ms": 2}) // of a later release
	p.write(village.LetterDelivery, want[1])
	must(t, s.TakeLetters(t.Context(), village.MailState{}, p.at(3), p.letters))
	if at := wantSteps(t, s, first.ID); !slices.Equal(at.Deliveries, want) {
		t.Errorf("the result is %+v", at.Deliveries)
	}
	if at := wantSteps(t, s, second.ID); len(at.Deliveries) != 0 {
		t.Errorf("the result is %+v, and it is another case", at.Deliveries)
	}
}
