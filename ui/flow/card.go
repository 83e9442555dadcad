package flow

import (
	"context"
	"time"

	"bianmin/app/desk"
	"bianmin/app/village"
)

// Card is what a document says of itself when its chip is read.
type Card struct {
	Type   village.IDType
	Name   string
	Number string
	Until  time.Time // its last day; zero: for good
}

// expired reports whether the card was over at a time.
func (c Card) expired(now time.Time) bool {
	return !c.Until.IsZero() && !now.Before(c.Until.AddDate(0, 0, 1))
}

// CardState is what the reader does for the question shown.
type CardState string

const (
	CardOff     CardState = ""        // nothing is read here
	CardWaits   CardState = "waits"   // a card may be put down
	CardTaken   CardState = "taken"   // 已读卡: what stands there came off a card
	CardTrouble CardState = "trouble" // nothing was taken, and why
)

// cardReading is the reader's part in a form.
type cardReading struct {
	State CardState
	Words string // for the person

	say   func() string // Words in the language of the turn
	stop  func()        // ends the wait that is going on; nil when there is none
	ended bool          // somebody wrote over what was read: it is not read again
	last  Card          // read last, also one that is over: its day counts for the paper too
}

// watchCard waits for a card while a question is shown that one answers. It is
// called every second, so that a reader that was put back works again.
func (f *Form) watchCard() {
	if !f.readable() {
		f.stopCard()
		return
	}
	if f.Card.stop != nil || f.Card.State == CardTaken || f.Card.ended {
		return
	}
	if f.Card.State == CardOff {
		f.tellCard(CardWaits, func() string { return f.T("card.waits") })
	}
	// The wait ends with the page, not with a call: whoever leaves it stops it.
	ctx, stop := context.WithCancel(context.Background())
	f.Card.stop = stop
	var card Card
	var err error
	f.run(func() { card, err = f.kiosk.ReadCard(ctx) }, func() {
		if ctx.Err() != nil {
			return
		}
		stop()
		f.Card.stop = nil
		f.takeCard(card, err)
	})
}

// watchCard lets the form look for a card while it is shown.
func (t *Turn) watchCard() {
	if t.route == RouteForm {
		t.Form.watchCard()
		return
	}
	t.Form.stopCard()
}

// readable reports whether a card answers the question shown.
func (f *Form) readable() bool {
	q := f.Question().Field
	return f.kiosk.ReadCard != nil && f.kind == village.Person && !f.correcting &&
		(q == FieldName || q == FieldID && (f.document == village.IDResident || f.document == village.IDForeignPRC))
}

// stopCard ends the wait; a card that is put down now is not read.
func (f *Form) stopCard() {
	if f.Card.stop != nil {
		f.Card.stop()
		f.Card.stop = nil
	}
	if f.Card.State != CardTaken {
		f.Card.State, f.Card.Words = CardOff, ""
	}
}

// takeCard fills in what the card says, or says why not.
func (f *Form) takeCard(card Card, err error) {
	if err == nil {
		a := f.application()
		a.Applicant.IDType, a.Applicant.ID, a.Applicant.Name = card.Type, card.Number, card.Name
		if err = f.kiosk.Check(a, FieldID); err == nil {
			err = f.kiosk.Check(a, FieldName)
		}
	}
	if err == nil {
		f.Card.last = card
	}
	switch {
	case err != nil:
		f.tellCard(CardTrouble, func() string { return f.problem(err, "card.failed").Text })
	case card.expired(f.kiosk.Now()):
		f.tellCard(CardTrouble, func() string { return f.T("card.expired", "day", f.fullDay(card.Until)) })
	default:
		f.fillCard(card)
	}
}

func (f *Form) fillCard(card Card) {
	f.document = card.Type
	f.typed[FieldName], f.typed[FieldID] = card.Name, card.Number
	f.Problem, f.Letters = Problem{}, ""
	for i, q := range f.asked {
		if q.Field == FieldID {
			f.asked[i] = f.applicantQuestion(FieldID, f.idType())
		}
	}
	f.tellCard(CardTaken, func() string {
		if card.Until.IsZero() {
			return f.T("card.taken.good")
		}
		return f.T("card.taken", "day", f.fullDay(card.Until))
	})
}

// CardWords is what the reader says at the question shown; "" when it is nothing of
// the card's.
func (f *Form) CardWords() string {
	if q := f.Question().Field; q != FieldName && q != FieldID {
		return ""
	}
	return f.Card.Words
}

// tellCard draws only what has changed: the reader is asked every second, and a
// page that is drawn counts as touched.
func (f *Form) tellCard(state CardState, say func() string) {
	words := say()
	if f.Card.State == state && f.Card.Words == words {
		return
	}
	f.Card.State, f.Card.Words, f.Card.say = state, words, say
	f.Changed()
}

// overCard is told what a hand writes: what then stands there is not the card's.
func (f *Form) overCard(field, text string) {
	if field != FieldName && field != FieldID {
		return
	}
	if f.Card.State == CardTaken && f.typed[field] != text {
		f.Card.State, f.Card.Words, f.Card.ended = CardOff, "", true
	}
	if text == "" {
		f.Card.ended = false
	}
}

// dateCard notes the last day of the card that the reader saw on the applicant's own ID among
// papers, so that the pre-check does not call a card complete that is over. What another
// person's card said counts for nothing.
func (f *Form) dateCard(papers []desk.MaterialInput) {
	card := f.Card.last
	if card.Until.IsZero() || card.Type != village.IDResident || card.Number != f.typed[FieldID] {
		return
	}
	for i, p := range papers {
		m, ok := f.item.Material(p.Code)
		if ok && m.OwnID() && (p.Declared == village.Original || p.File != "") {
			papers[i].ValidUntil = village.DayOf(card.Until)
		}
	}
}
