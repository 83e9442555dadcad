package village

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"time"
	"unicode/utf8"
)

// LetterKind says what a letter's body is. A kiosk keeps kinds that it does not
// know, unread.
type LetterKind string

const (
	LetterCase   LetterKind = "case"   // CaseStep
	LetterNumber LetterKind = "number" // Numbered
	LetterLease  LetterKind = "lease"  // Lease
	LetterSlot   LetterKind = "slot"   // SlotLease
	LetterReply  LetterKind = "reply"  // Reply
	LetterFollow LetterKind = "follow" // Outcome

	LetterLicence  LetterKind = "licence"  // LicenceWord
	LetterPart     LetterKind = "part"     // PartWord
	LetterDelivery LetterKind = "delivery" // DeliveryWord
)

// Letter is news of the county for one kiosk (来信). Its body is JSON that was
// fixed when the office acted, and holds nothing personal: it lies on the kiosk in
// clear. The only text in it that somebody typed is the answer to a request and the sentence
// of why a case came to a no, which the county checks first.
type Letter struct {
	Seq       int64 // position in the kiosk's mailbox, from 1 without a gap
	Kind      LetterKind
	WrittenAt time.Time // by the county's clock
	Body      []byte
	Head      []byte // of the mailbox's chain after this letter, 32 bytes: it names the letter
}

// Limits of letters.
const (
	MaxLetterBytes = 4 << 10
	MaxMailSeq     = 1 << 40
)

// MailState is up to where a kiosk has read its mailbox.
type MailState struct {
	Incarnation []byte    // of the county that answered last; nil = none has
	Seq         int64     // 0 = nothing yet
	Head        []byte    // of the chain after Seq; nil at 0
	ToldAt      time.Time // latest that the county said of the time, with letters or otherwise; zero when it never did
}

// CaseStep is one act of the county on a case: from then on it stands in State.
type CaseStep struct {
	Record    RecordID   `json:"record"`
	State     CaseState  `json:"state"`
	AtMS      int64      `json:"at_ms"`               // by the county's clock
	Reason    CaseReason `json:"reason,omitempty"`    // not accepted and ended only
	Materials []string   `json:"materials,omitempty"` // codes of the item's materials to bring; supplement only

	Due  Day    `json:"due,omitempty"`  // last day of its limit, where a clock runs; of a request, registered
	Unit string `json:"unit,omitempty"` // who has it from then on, at most [MaxUnit] characters; of a request, dispatched

	// Of requests only.
	Order string `json:"order,omitempty"` // number that the county gave it (工单号); registered
	Hours string `json:"hours,omitempty"` // that the window stays open, as 17:30-18:00; dispatched, of longer hours only
	Text  string `json:"text,omitempty"`  // the answer, fit for whoever holds the paper; answered. Of a case, a sentence of why
}

// Decision is what steps decided last, [Approved] or [Refused]; "" for nothing.
func Decision(steps []CaseStep) (decided CaseState) {
	for _, step := range steps {
		if step.State.decides() {
			decided = step.State
		}
	}
	return decided
}

func (s CaseState) decides() bool { return s == Approved || s == Refused }

// MaxAnswer is the longest answer to a request that a letter carries, in
// characters.
const MaxAnswer = 500

// MaxUnit is the longest name of a unit that a letter carries, in characters.
const MaxUnit = 60

// maxOrder is the longest number of an order that a letter carries, in bytes: one of its
// own with a machine and a record behind it has 62.
const maxOrder = 80

var hoursForm = regexp.MustCompile(`^\d{2}:\d{2}-\d{2}:\d{2}$`)

// sound reports whether what a step says can be shown.
func (s CaseStep) sound() bool {
	return s.Record != "" && s.State.byCounty() && len(s.Order) <= maxOrder && (s.Due == "" || s.Due.Real()) && (s.Hours == "" || hoursForm.MatchString(s.Hours)) &&
		utf8.RuneCountInString(s.Unit) <= MaxUnit && utf8.RuneCountInString(s.Text) <= MaxAnswer
}

// CaseReason is why a case is not accepted or ends undecided, out of a closed set: a sentence that
// somebody typed could name a person.
type CaseReason string

const (
	ReasonNotOurs     CaseReason = "not_ours"     // another unit decides
	ReasonNotEligible CaseReason = "not_eligible" // the conditions are not met
	ReasonNotBrought  CaseReason = "not_brought"  // what was asked for did not come
	ReasonTwice       CaseReason = "twice"        // the same was handed in before
	ReasonNotMadeUp   CaseReason = "not_made_up"  // what was to be made up later did not come
	ReasonNotNeeded   CaseReason = "not_needed"   // what was applied for is no longer there to decide
)

// CaseReasons are those for which something is not accepted.
func CaseReasons() []CaseReason {
	return []CaseReason{ReasonNotOurs, ReasonNotEligible, ReasonNotBrought, ReasonTwice}
}

// Numbered gives a case the number that the county assigned to it. It stands
// above a number that the machine printed.
type Numbered struct {
	Record RecordID   `json:"record"`
	Number CaseNumber `json:"number"`
}

// Standing is what a kiosk knows of a case beyond what it did itself.
type Standing struct {
	Record  RecordState
	Problem string     // why the county set the record aside, as a message key; or ""
	Steps   []CaseStep // acts of the county, in the order in which it told them
	Number  CaseNumber // assigned by the county; "" = none
	Replies []Reply    // to ratings of the case, in the order in which it told them

	Licences   []LicenceWord  // what look-ups of its papers found
	Parts      []PartStanding // where the parts of a package stand
	Deliveries []DeliveryWord // the way of the result, in the order in which the county told it

	Rated     []string     // service acts of the case that were rated here
	FollowUps []FollowUpAt // that were handed in here with the case's paper, the first first
}

// NewLetter is a letter with what v says; Seq and Head come with its place.
func NewLetter(kind LetterKind, at time.Time, v any) (Letter, error) {
	body, err := json.Marshal(v)
	if err == nil && len(body) > MaxLetterBytes {
		err = errors.New("letter is too long")
	}
	if err != nil {
		return Letter{}, Failed("write a letter", err)
	}
	return Letter{Kind: kind, WrittenAt: at, Body: body}, nil
}

// Case is what a letter of kind case says.
func (l Letter) Case() (step CaseStep, err error) {
	if err = l.read(&step); err == nil && !step.sound() {
		err = errors.New("letter names no case or no state, or says too much")
	}
	return step, err
}

// Numbered is what a letter of kind number says.
func (l Letter) Numbered() (n Numbered, err error) {
	err = l.read(&n)
	if _, _, _, ok := n.Number.Parts(); err == nil && (n.Record == "" || !ok) {
		err = errors.New("letter names no case or no number")
	}
	return n, err
}

// Lease is what a letter of kind lease says.
func (l Letter) Lease() (lease Lease, err error) {
	if err = l.read(&lease); err == nil && !lease.valid() {
		err = errors.New("letter leases what cannot be")
	}
	return lease, err
}

// ReadLetters is what letters about one case say together, in the order in which
// the county told them. What cannot be read says nothing.
func ReadLetters(letters []Letter) (steps []CaseStep, number CaseNumber) {
	for _, l := range letters {
		switch l.Kind {
		case LetterCase:
			if step, err := l.Case(); err == nil {
				steps = append(steps, step)
			}
		case LetterNumber:
			if n, err := l.Numbered(); err == nil {
				number = n.Number
			}
		}
	}
	return steps, number
}

func (l Letter) read(v any) error {
	if err := (JSONRules{Depth: 4}).Decode(l.Body, v); err != nil {
		return fmt.Errorf("read a letter of kind %q: %w", l.Kind, err)
	}
	return nil
}

// byCounty reports whether s is a state that the county decides.
func (s CaseState) byCounty() bool {
	switch s {
	case CaseAccepted, SupplementAsked, Completed, NotAccepted, UnderReview, Extended, Paused, Approved, Refused, Making, Delivery,
		Withdrawn, Ended, Registered, Dispatched, Answered, Missed:
		return true
	}
	return false
}
