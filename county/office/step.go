package office

import (
	"context"
	"slices"
	"sync"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/seal"
	"bianmin/app/village"
	days "bianmin/assets/calendar"
)

// CaseHead is what is not hidden of a case and decides about its way.
type CaseHead struct {
	Kiosk      seal.KioskID
	ID         village.RecordID
	ShortCode  village.ShortCode
	Item       village.ItemCode
	State      village.CaseState
	Number     village.CaseNumber // "" = none yet
	Printed    village.CaseNumber // on the receipt; another than Number is no longer good
	Village    village.DivisionCode
	Unit       string    // that decides, as the catalogue names it
	ReceivedAt time.Time // by the county's clock
	Limit      calendar.Limit
	Later      int       // papers that were to be made up later
	MakeUpDays int       // in which they may, in the limit's unit; 0 = not known, or nobody signed for it
	Acts       []Act     // in their order; only where a case is judged
	Subs       []SubCase // parts of a package; only where a case is judged
	part       *partOf   // it is a part; nil = a whole
}

// Decision is what an administrator's command decides about a case.
type Decision struct {
	Text      string       // short code or case number
	Kiosk     seal.KioskID // "" unless several machines gave out the code
	State     village.CaseState
	Reason    village.CaseReason // not accepted and ended only
	Words     string             // the reason as typed; the same
	Told      string             // sentence for the paper; the same, may be empty
	Materials []string           // codes of the item's materials; supplement only
}

// Decide takes a case one step on in the county's name. The errors are
// [village.NotFound] at "code", err.case.unknown; [village.Conflict] at "code",
// err.case.several, and at "state"; [village.Invalid] at "state", "reason",
// "words", "told" or "materials".
func (o *Office) Decide(ctx context.Context, d Decision) (CaseHead, error) {
	verb, ok := map[village.CaseState]Verb{
		village.CaseAccepted: VerbAccept, village.SupplementAsked: VerbAsk, village.NotAccepted: VerbRefuse, village.Completed: VerbAtOnce,
		village.Ended: VerbEnd,
	}[d.State]
	if !ok {
		return CaseHead{}, village.Refuse("state", "err.case.state")
	}
	deed := Deed{Verb: verb, Reason: d.Reason, Words: d.Words, Told: d.Told, Materials: d.Materials}
	if err := deed.check(); err != nil {
		return CaseHead{}, err
	}
	found, err := o.FindCase(ctx, d.Text, d.Kiosk)
	if err != nil {
		return CaseHead{}, err
	}
	return o.Do(ctx, found.Kiosk, found.ID, deed, Account{Name: "countyd", Role: RoleCounty})
}

// check refuses what no case could take.
func (d Deed) check() error {
	verb, _ := DefaultFlow().verb(d.Verb)
	if err := d.onlyFor(verb); err != nil {
		return err
	}
	for _, name := range []string{"reason", "words", "materials"} {
		if !slices.Contains(verb.Guards, name) {
			continue
		}
		if err := guards[name](weighing{deed: d, verb: verb}); err != nil {
			return err
		}
	}
	return nil
}

// FindCase is the one case that text names; kiosk "" is any.
func (o *Office) FindCase(ctx context.Context, text string, kiosk seal.KioskID) (CaseHead, error) {
	if code, err := village.ParseShortCode(text); err == nil {
		text = string(code)
	}
	found, err := o.Mailboxes.FindCases(ctx, text)
	if err != nil {
		return CaseHead{}, err
	}
	found = slices.DeleteFunc(found, func(c CaseHead) bool { return kiosk != "" && c.Kiosk != kiosk })
	switch len(found) {
	case 0:
		return CaseHead{}, &village.Error{Kind: village.NotFound, Field: "code", Key: "err.case.unknown"}
	case 1:
		return found[0], nil
	}
	return CaseHead{}, &village.Error{Kind: village.Conflict, Field: "code", Key: "err.case.several"}
}

// defaultDays is the calendar that came with the program.
//
//nolint:gochecknoglobals // the embedded calendar, parsed once
var defaultDays = sync.OnceValue(func() *calendar.Calendar {
	c, err := calendar.Load(days.WorkingDays())
	if err != nil {
		panic(err) // tests of assets read it
	}
	return c
})
