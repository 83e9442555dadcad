package storetest

import (
	"crypto/ed25519"
	"fmt"
	"reflect"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// MailStore is what letters and case numbers need of a county's database, and the
// opener's part that makes cases.
type MailStore interface {
	CountyStore
	office.Mailboxes
}

// MailRig is an empty store that trusts [Identity] and another kiosk.
type MailRig struct {
	Store    MailStore
	Clock    *time.Time
	KeepCase func(t *testing.T, c office.Case) // as the opener of a record that was pushed
	Restored func(t *testing.T)                // makes the store believe that it came out of a backup now
}

// MailKeys are the keys that a MailRig trusts.
func MailKeys() []ed25519.PublicKey {
	return []ed25519.PublicKey{Identity().Public(), other().Public()}
}

// CountyLetters runs the contract of letters and case numbers on stores that open
// makes.
func CountyLetters(t *testing.T, open func(t *testing.T) MailRig) {
	t.Helper()
	for _, part := range []struct {
		name string
		test func(*testing.T, *lettersRig)
	}{
		{"an act of the office is a letter, both or neither", actIsALetter},
		{"a supplement is asked for once, and the way of a case has an order", orderOfSteps},
		{"an act with a part is news of the part, and of the whole when it follows", partIsALetter},
		{"a reason stays at the county, and a sentence of it goes to the paper", reasonIsKept},
		{"where a result is on its way is news of its own", resultIsALetter},
		{"letters come in order, and what is known does not come again", inOrder},
		{"a place that the county does not know begins again", beginsAgain},
		{"two kiosks hold no serial of a day together", noSerialTwice},
		{"another epoch gets another block, a longer way the same", blocks},
		{"a kiosk that is not known to its last record gets no lease", notUpToDate},
		{"one kiosk does not hold all serials", fewBlocks},
		{"after a backup nobody gets a block that may be held", heldBack},
		{"a printed number is one case's", printedOnce},
		{"a number out of another kiosk's lease is not taken", foreignNumber},
		{"the county numbers what came without, and tells it", assigned},
		{"the county numbers nothing on the day of its restore", notOnThatDay},
		{"a revoked kiosk gets no letters", revokedMail},
	} {
		t.Run(part.name, func(t *testing.T) {
			rig := open(t)
			part.test(t, &lettersRig{MailRig: rig, t: t, office: &office.Office{Mailboxes: rig.Store, Now: func() time.Time { return *rig.Clock }}})
		})
	}
}

type lettersRig struct {
	MailRig
	t      *testing.T
	office *office.Office
	made   int
}

// Item has an official code, as numbers need.
const Item village.ItemCode = "12441500196720244T3442199806003"

// fresh is a question of a kiosk that has nothing.
func fresh(kiosk seal.KioskID) office.MailQuestion {
	return office.MailQuestion{Kiosk: kiosk, Head: seal.MailBase(kiosk), Epoch: 1, Next: 1}
}

// after is the question of a kiosk that has what an answer said.
func after(q office.MailQuestion, a office.MailAnswer) office.MailQuestion {
	if n := len(a.Letters); n > 0 {
		q.Seq, q.Head = a.Letters[n-1].Seq, seal.Head(a.Letters[n-1].Head)
	}
	return q
}

func (r *lettersRig) ask(q office.MailQuestion) office.MailAnswer {
	r.t.Helper()
	a, err := r.office.Mail(r.t.Context(), q)
	must(r.t, err)
	copyOf := append([]village.Letter{}, a.Letters...)
	if head := seal.LetterChain(q.Kiosk, a.After, a.Before, copyOf); len(copyOf) > 0 && head != seal.Head(a.Letters[len(copyOf)-1].Head) {
		r.t.Errorf("the letters after %d are no chain", a.After)
	}
	return a
}

// lease is what a kiosk that has nothing is leased now; zero for nothing.
func (r *lettersRig) lease(q office.MailQuestion) (lease village.Lease) {
	r.t.Helper()
	for _, l := range r.ask(q).Letters {
		if got, err := l.Lease(); err == nil && got.Epoch == q.Epoch {
			lease = got
		}
	}
	return lease
}

// kept makes a case of kiosk; printed is the number on its receipt.
func (r *lettersRig) kept(kiosk seal.KioskID, item village.ItemCode, printed village.CaseNumber) office.CaseHead {
	r.t.Helper()
	r.made++
	c := office.Case{
		Kiosk: kiosk, ID: id(r.made), ShortCode: sampleCode(r.made), Item: item, ItemName: "x", State: village.Received,
		AcceptedAt: Moment, Printed: printed,
	}
	r.KeepCase(r.t, c)
	found, err := r.Store.FindCases(r.t.Context(), string(c.ShortCode))
	must(r.t, err)
	if len(found) != 1 {
		r.t.Fatalf("%d cases with %s", len(found), c.ShortCode)
	}
	return found[0]
}

func actIsALetter(t *testing.T, r *lettersRig) {
	c := r.kept(Identity().ID, Item, "")
	before := r.ask(fresh(c.Kiosk))
	decided, err := r.office.Decide(t.Context(), office.Decision{Text: string(c.ShortCode), State: village.CaseAccepted})
	must(t, err)
	a := r.ask(after(fresh(c.Kiosk), before))
	if len(a.Letters) != 1 || decided.State != village.CaseAccepted {
		t.Fatalf("%+v, %+v", decided, a)
	}
	step, err := a.Letters[0].Case()
	want := village.CaseStep{Record: c.ID, State: village.CaseAccepted, AtMS: r.Clock.UnixMilli()}
	if err != nil || !reflect.DeepEqual(step, want) || !a.Letters[0].WrittenAt.Equal(*r.Clock) {
		t.Errorf("letter %+v, %v", step, err)
	}
	refused := fmt.Errorf("no")
	err = r.Store.Step(t.Context(), c.Kiosk, c.ID, func(office.CaseHead) (office.Act, error) { return office.Act{}, refused })
	if err == nil || len(r.ask(after(fresh(c.Kiosk), a)).Letters) != 0 {
		t.Errorf("a refused act left a letter: %v", err)
	}
	err = r.Store.Step(t.Context(), c.Kiosk, "nobody's", func(office.CaseHead) (office.Act, error) { return office.Act{}, nil })
	wantError(t, err, village.NotFound, "")
}

func orderOfSteps(t *testing.T, r *lettersRig) {
	c := r.kept(Identity().ID, Item, "")
	for _, tt := range []struct {
		state village.CaseState
		key   string
	}{
		{village.Completed, "err.case.order"}, {village.SupplementAsked, ""}, {village.SupplementAsked, "err.case.asked"},
		{village.CaseAccepted, ""}, {village.SupplementAsked, "err.case.asked"}, {village.NotAccepted, "err.case.order"},
		{village.Completed, ""}, {village.CaseAccepted, "err.case.order"},
	} {
		d := office.Decision{Text: string(c.ShortCode), State: tt.state}
		switch tt.state {
		case village.SupplementAsked:
			d.Materials = []string{"id-card"}
		case village.NotAccepted:
			d.Reason, d.Words = village.ReasonTwice, "交过"
		}
		_, err := r.office.Decide(t.Context(), d)
		if key := keyOf(err); key != tt.key {
			t.Errorf("%s: %v, want %q", tt.state, err, tt.key)
		}
	}
}

func keyOf(err error) string {
	if err == nil {
		return ""
	}
	return village.Keyed(err).Key
}

func inOrder(t *testing.T, r *lettersRig) {
	kiosk := Identity().ID
	q := after(fresh(kiosk), r.ask(fresh(kiosk))) // the lease
	for range 230 {
		c := r.kept(kiosk, "demo-item", "")
		_, err := r.office.Decide(t.Context(), office.Decision{Text: string(c.ShortCode), State: village.CaseAccepted})
		must(t, err)
	}
	got, rounds := 0, 0
	for more := true; more; rounds++ {
		a := r.ask(q)
		for _, l := range a.Letters {
			step, err := l.Case()
			must(t, err)
			if got++; step.Record != id(got) || l.Seq != int64(got)+1 {
				t.Fatalf("letter %d is about %s, its number %d", got, step.Record, l.Seq)
			}
		}
		q, more = after(q, a), a.More
	}
	if got != 230 || rounds != 3 {
		t.Errorf("%d letters in %d rounds", got, rounds)
	}
	if a := r.ask(q); len(a.Letters) != 0 || a.After != q.Seq {
		t.Errorf("what is known comes again: %+v", a)
	}
}

func beginsAgain(t *testing.T, r *lettersRig) {
	kiosk := Identity().ID
	c := r.kept(kiosk, Item, "")
	_, err := r.office.Decide(t.Context(), office.Decision{Text: string(c.ShortCode), State: village.CaseAccepted})
	must(t, err)
	all := r.ask(fresh(kiosk))
	for name, q := range map[string]office.MailQuestion{
		"more than there is": {Kiosk: kiosk, Seq: 9, Head: seal.Head{1}, Epoch: 1, Next: 1},
		"another past":       {Kiosk: kiosk, Seq: 1, Head: seal.Head{1}, Epoch: 1, Next: 1},
		"no base":            {Kiosk: kiosk, Epoch: 1, Next: 1},
	} {
		if a := r.ask(q); a.After != 0 || a.Before != seal.MailBase(kiosk) || !reflect.DeepEqual(a.Letters, all.Letters) {
			t.Errorf("%s: %+v", name, a)
		}
	}
}

func revokedMail(t *testing.T, r *lettersRig) {
	must(t, r.Store.Revoke(t.Context(), Identity().ID))
	_, err := r.office.Mail(t.Context(), fresh(Identity().ID))
	wantError(t, err, village.Denied, "")
	_, err = r.office.Mail(t.Context(), fresh("KNOBODY"))
	wantError(t, err, village.Denied, "")
}
