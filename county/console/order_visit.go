package console

import (
	"strings"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/office"
)

// orderVisit is what the visit that an order comes from says of itself: what the person on
// duty said to the result, and what shows that the inspector was there. Name, Badge and
// Objection are for who looks again alone.
type orderVisit struct {
	Day, Who               string
	Answer                 inspect.DutyAnswer
	Name, Badge, Objection string
	Presence               inspect.PresenceKind
	Trusted                bool // every clock of the proof was believed
	Clock                  village.TimeTrust
}

// visitOf is the visit of an order; nil when it comes from none.
func (c *Console) visitOf(v *visit, r office.Rectification) (*orderVisit, error) {
	if r.Record == "" {
		return nil, nil
	}
	i, err := c.Book.InspectionOf(v.Context(), r.Kiosk, r.Record)
	if err != nil {
		return nil, err
	}
	b := i.Record
	shown := orderVisit{
		Day: v.view.moment(b.VisitedAt, c.Now()), Who: strings.Join(i.Shown.Inspectors(), v.view.text.T("county.comma")),
		Answer: b.Duty.Answer, Presence: b.Presence.Kind, Trusted: b.Presence.Trusted, Clock: b.TimeTrust,
	}
	if looksAgain(v.account) {
		shown.Name, shown.Badge, shown.Objection = b.Duty.Name, i.Shown.Duty, b.Duty.Objection
	}
	return &shown, nil
}
