package office

import (
	"context"
	"time"
	"unicode/utf8"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// MailQuestion is what a kiosk says when it asks for letters.
type MailQuestion struct {
	Kiosk seal.KioskID
	Seq   int64     // highest letter that it has
	Head  seal.Head // of its mailbox there
	Epoch int64     // of its records
	Next  int64     // number of its next record
	Chain seal.Head // of its records before that

	Onward bool // no kiosk asks, a stick wants what follows: nothing is acknowledged
}

// MailAnswer is what the county says to that, after its COMMIT.
type MailAnswer struct {
	Incarnation []byte
	After       int64 // the letters follow on this one; 0 = they begin again
	Before      seal.Head
	Letters     []village.Letter
	More        bool
}

// Mailbox is a kiosk's mailbox and what else decides about its letters.
type Mailbox struct {
	Seq         int64 // of the last letter
	Head        seal.Head
	Chain       Chain // of the kiosk's records
	Incarnation []byte
	RestoredAt  time.Time // when this county came out of a backup; zero for one that never did
}

// MailTx is one question in its transaction, which holds the lock of its kiosk.
type MailTx interface {
	Mailbox() Mailbox

	// HeadAt is the head after letter seq, at least 1 and at most that of the
	// last letter.
	HeadAt(seq int64) (seal.Head, error)

	// Taken notes up to where the kiosk says that it has its letters.
	Taken(seq int64) error

	// Letters are those after a number, at most limit.
	Letters(after int64, limit int) ([]village.Letter, error)

	// Write puts a letter behind the last.
	Write(l village.Letter) error

	// Held are the leases of the kiosk, of every epoch, that day or a later one
	// lies in.
	Held(day village.Day) ([]village.Lease, error)

	// Free is the lowest of the serials from first on, in steps of size, that no
	// lease of any kiosk holds on day or later; 0 when there is none. Nobody else
	// is granted one before the end of the transaction.
	Free(day village.Day, first, size int) (lo int, err error)

	// Grant keeps a lease of the kiosk, or a later end of one that it has. Serials
	// that another kiosk or epoch has from the same day on are a
	// [village.Conflict].
	Grant(l village.Lease) error

	// OpenSlots are the slots of the kiosk's places on the days from to to that are
	// open and of which epoch of the kiosk has no seats yet, the first first.
	OpenSlots(epoch int64, from, to village.Day) ([]OpenSlot, error)

	// GrantSeats keeps a lease of seats. granted is false when somebody was granted
	// seats of the slot meanwhile; nothing changes then.
	GrantSeats(l village.SlotLease) (granted bool, err error)
}

// maxLetters is how many letters one answer carries.
const maxLetters = 100

// Mail answers a kiosk that asks for letters. What it has is what the county has,
// then those behind follow; otherwise all begin again, and the kiosk knows by
// their names which it has read. On the way it gets its lease of numbers.
func (o *Office) Mail(ctx context.Context, q MailQuestion) (answer MailAnswer, err error) {
	err = o.Mailboxes.Mail(ctx, q.Kiosk, func(tx MailTx) error {
		if !q.Onward {
			if err := o.lease(tx, q); err != nil {
				return err
			}
			if err := o.seats(tx, q); err != nil {
				return err
			}
		}
		box := tx.Mailbox()
		answer = MailAnswer{Incarnation: box.Incarnation, Before: seal.MailBase(q.Kiosk)}
		known, err := follows(tx, q)
		if err != nil {
			return err
		}
		if known {
			answer.After, answer.Before = q.Seq, q.Head
		}
		if !q.Onward {
			if err := tx.Taken(answer.After); err != nil {
				return err
			}
		}
		answer.Letters, err = tx.Letters(answer.After, maxLetters)
		answer.More = answer.After+int64(len(answer.Letters)) < box.Seq
		return err
	})
	if err != nil {
		return MailAnswer{}, err
	}
	return answer, nil
}

// follows reports whether what the kiosk has is the beginning of its mailbox.
func follows(tx MailTx, q MailQuestion) (bool, error) {
	switch {
	case q.Seq == 0:
		return q.Head == seal.MailBase(q.Kiosk), nil
	case q.Seq > tx.Mailbox().Seq:
		return false, nil
	}
	head, err := tx.HeadAt(q.Seq)
	return head == q.Head, err
}

// Letter is what the act tells the kiosk of its case: where that stands, who has it and until
// when, or where its result is.
func (a Act) Letter(of CaseHead) (village.Letter, error) {
	verb, _ := DefaultFlow().verb(a.Verb)
	if verb.Delivery == "" {
		return village.NewLetter(village.LetterCase, a.At, a.step(of))
	}
	return village.NewLetter(village.LetterDelivery, a.At, a.delivered(of, verb.Delivery))
}

// delivered is where the act says that the result is; the number of a parcel is masked: a letter
// lies in clear.
func (a Act) delivered(of CaseHead, state village.DeliveryState) village.DeliveryWord {
	return village.DeliveryWord{Record: of.ID, State: state, AtMS: a.At.UnixMilli(), Carrier: a.Carrier, Waybill: village.Waybill(a.Waybill.Masked())}
}

// step is the act as whoever holds the paper is told of it. A name of a unit that no machine
// takes is left out.
func (a Act) step(of CaseHead) village.CaseStep {
	s := village.CaseStep{Record: of.ID, State: a.State, AtMS: a.At.UnixMilli(), Reason: a.Reason, Materials: a.Materials, Text: a.Told}
	if utf8.RuneCountInString(of.Unit) <= village.MaxUnit {
		s.Unit = of.Unit
	}
	if !a.Due.IsZero() {
		s.Due = lastDay(a.Due)
	}
	return s
}

// lastDay is the day at whose end a clock ends.
func lastDay(due time.Time) village.Day { return village.DayOf(due.Add(-time.Millisecond)) }

// Mailboxes is what letters and case numbers need of the county's database. Every
// method is one transaction.
type Mailboxes interface {
	// Mail answers one question in a transaction that holds the kiosk's lock and
	// writes always. An unknown or revoked kiosk is [village.Denied].
	Mail(ctx context.Context, kiosk seal.KioskID, do func(MailTx) error) error

	// FindCases are the cases with a short code, a case number or a number that a
	// machine printed on their receipt.
	FindCases(ctx context.Context, text string) ([]CaseHead, error)

	// Step lets decide judge a case by its acts and keeps the one that it decides,
	// together with the letter to the case's kiosk if it is told. An unknown case is
	// [village.NotFound].
	Step(ctx context.Context, kiosk seal.KioskID, id village.RecordID, decide func(CaseHead) (Act, error)) error

	// Case is a case with who applies, or a [village.NotFound] error.
	Case(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (Case, error)

	// Unnumbered are cases that have no number and whose item has an official
	// code, the oldest first.
	Unnumbered(ctx context.Context, limit int) ([]CaseHead, error)

	// AssignNumber gives a case the next of the county's own serials, up to last,
	// of its item and of day, and writes the letter. It does nothing for a case
	// that has a number meanwhile, or on a day on which the county came out of a
	// backup or before: it may have forgotten numbers of that day. given is false
	// then, and when the serials are used up.
	AssignNumber(ctx context.Context, c CaseHead, day village.Day, last int) (given bool, err error)
}
