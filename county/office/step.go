package office

import (
	"context"
	"slices"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// CaseHead is what is not hidden of a case and decides about its way.
type CaseHead struct {
	Kiosk     seal.KioskID
	ID        village.RecordID
	ShortCode village.ShortCode
	Item      village.ItemCode
	State     village.CaseState
	Number    village.CaseNumber // "" = none yet
	Printed   village.CaseNumber // on the receipt; another than Number is no longer good
	Asked     bool               // a supplement was asked for before
}

// Decision is what an officer decides about a case.
type Decision struct {
	Text      string       // short code or case number
	Kiosk     seal.KioskID // "" unless several machines gave out the code
	State     village.CaseState
	Reason    village.CaseReason // not accepted only
	Materials []string           // codes of the item's materials; supplement only
}

// Decide takes a case one step on and writes the news to its kiosk, both or
// neither. The errors are [village.NotFound] at "code", err.case.unknown;
// [village.Conflict] at "code", err.case.several, and at "state", err.case.order or
// err.case.asked; [village.Invalid] at "state", "reason" or "materials".
func (o *Office) Decide(ctx context.Context, d Decision) (CaseHead, error) {
	if err := d.check(); err != nil {
		return CaseHead{}, err
	}
	found, err := o.FindCase(ctx, d.Text, d.Kiosk)
	if err != nil {
		return CaseHead{}, err
	}
	err = o.Mailboxes.Step(ctx, found.Kiosk, found.ID, func(c CaseHead) (village.CaseStep, error) {
		if err := c.mayBecome(d.State); err != nil {
			return village.CaseStep{}, err
		}
		found = c
		return village.CaseStep{
			Record: c.ID, State: d.State, AtMS: o.Now().UnixMilli(), Reason: d.Reason, Materials: d.Materials,
		}, nil
	})
	found.State = d.State
	return found, err
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

// maxAsked is how many papers one request for a supplement names.
const maxAsked = 20

func (d Decision) check() error {
	asks, refuses := d.State == village.SupplementAsked, d.State == village.NotAccepted
	switch {
	case !asks && !refuses && d.State != village.CaseAccepted && d.State != village.Completed:
		return village.Refuse("state", "err.case.state")
	case refuses != slices.Contains(village.CaseReasons(), d.Reason) || !refuses && d.Reason != "":
		return village.Refuse("reason", "err.case.reason")
	case asks != (len(d.Materials) > 0) || len(d.Materials) > maxAsked:
		return village.Refuse("materials", "err.case.materials")
	}
	for _, code := range d.Materials { // a code of the catalogue, nothing that somebody typed about a person
		if !plainCode(code) {
			return village.Refuse("materials", "err.case.materials")
		}
	}
	return nil
}

func plainCode(code string) bool {
	for _, c := range []byte(code) {
		if c != '-' && c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return code != "" && len(code) <= 40
}

// mayBecome holds the order of a case's way. A supplement is asked for once.
//
// Source: 行政许可法 art. 32.
func (c CaseHead) mayBecome(next village.CaseState) error {
	from := map[village.CaseState][]village.CaseState{
		village.CaseAccepted:    {village.Received, village.SupplementAsked},
		village.SupplementAsked: {village.Received},
		village.NotAccepted:     {village.Received, village.SupplementAsked},
		village.Completed:       {village.CaseAccepted},
	}[next]
	switch {
	case next == village.SupplementAsked && c.Asked:
		return &village.Error{Kind: village.Conflict, Field: "state", Key: "err.case.asked"}
	case !slices.Contains(from, c.State):
		return &village.Error{Kind: village.Conflict, Field: "state", Key: "err.case.order"}
	}
	return nil
}
