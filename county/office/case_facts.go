package office

import (
	"time"

	"bianmin/app/calendar"
	"bianmin/app/seal"
	"bianmin/app/village"
)

// CaseFacts are what is clear of a case: nothing of a person. Every figure about
// cases can be computed from them.
type CaseFacts struct {
	Kiosk      seal.KioskID
	ID         village.RecordID
	ShortCode  village.ShortCode
	Number     village.CaseNumber // "" = none yet
	Printed    village.CaseNumber // on the receipt; another than Number is no longer good
	Item       village.ItemCode
	ItemName   string
	Department string
	Village    village.DivisionCode
	State      village.CaseState
	Delivery   string
	Answers    int            // questions of the form that were answered
	HandedInAt time.Time      // by the kiosk's clock
	ReceivedAt time.Time      // by the county's clock
	Due        time.Time      // zero = nothing is
	Limit      calendar.Limit // of its item; 0 days = not known
	Acts       []Act          // the first first, without who acted and without materials
}
