package wire

import (
	"errors"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// AskAll is the version of a question whose asker reads [ToldAll]: of requests and bookings
// too, and with why. The county answers one of [Version] with a [Told] about a case.
const AskAll = 2

// AskPapers is the version of a question whose asker reads [ToldPapers].
const AskPapers = 3

// Ask asks how the case of a receipt stands, whichever machine took it in. The last
// four of the applicant's document go with it, of a request those of its telephone: the
// county compares them.
type Ask struct {
	_        struct{}     `cbor:",toarray"`
	V        int          // [Version], [AskAll] or [AskPapers]
	Kiosk    seal.KioskID // that asks
	Code     village.ShortCode
	LastFour string
	Village  village.DivisionCode // where the case was handed in; "" unless the county asked for it
	SentMS   int64                // the kiosk's clock
}

// Told is how the case stands, for the one question whose sum it names. What is
// personal in it is masked and is shown, never kept.
type Told struct {
	_        struct{} `cbor:",toarray"`
	V        int
	Kiosk    seal.KioskID
	Request  Sum
	Record   village.RecordID
	Taken    seal.KioskID // machine that took the case in
	Item     string       // its name
	Number   village.CaseNumber
	Village  village.DivisionCode
	FiledMS  int64
	State    village.CaseState
	Steps    []ToldStep
	Phone    string // 138****5678
	ServerMS int64
}

// ToldStep is one act of the county, as of [village.CaseStep].
type ToldStep struct {
	_         struct{} `cbor:",toarray"`
	State     village.CaseState
	AtMS      int64
	Reason    village.CaseReason
	Materials []string
}

// ToldAll is a [Told] of anything that has a receipt.
type ToldAll struct {
	_        struct{} `cbor:",toarray"`
	V        int
	Kiosk    seal.KioskID
	Request  Sum
	Record   village.RecordID
	Taken    seal.KioskID     // machine that took it in
	Code     village.ItemCode // of the item
	Item     string           // its name; "" of a request, whose names come with the program
	Number   string           // of a case, of an order, of an appointment
	Village  village.DivisionCode
	FiledMS  int64
	State    village.CaseState
	Steps    []WhyStep
	Phone    string // 138****5678
	ServerMS int64
}

// WhyStep is one act of the county, as of [village.CaseStep], with its sentence of why.
type WhyStep struct {
	_         struct{} `cbor:",toarray"`
	State     village.CaseState
	AtMS      int64
	Reason    village.CaseReason
	Materials []string
	Order     string
	Due       village.Day
	Unit      string
	Hours     string
	Text      string // as an officer wrote it for whoever holds the paper; of a request, the answer
}

// From is the kiosk that the message says it is of.
func (a Ask) From() seal.KioskID { return a.Kiosk }

// Check refuses a question that breaks the protocol. The error is [village.Invalid]:
// err.push.version, or at "code", "last_four", "village".
func (a Ask) Check() error {
	if a.V != Version && a.V != AskAll && a.V != AskPapers {
		return village.Refuse("v", "err.push.version")
	}
	if code, err := village.ParseShortCode(string(a.Code)); err != nil || code != a.Code {
		return village.Refuse("code", "err.short_code.letter")
	}
	if len(a.LastFour) != 4 || village.LastFour(a.LastFour) == "" {
		return village.Refuse("last_four", "err.follow.last_four")
	}
	if a.Village == "" {
		return nil
	}
	if place, err := village.ParseDivisionCode(string(a.Village)); err != nil || place != a.Village {
		return village.Refuse("village", "err.ask.village")
	}
	return nil
}

// maxTold bounds the acts of one case in an answer.
const maxTold = 200

// Told is t about a case as an earlier release reads it, without why.
func (t ToldAll) Told() Told {
	told := Told{
		V: Version, Kiosk: t.Kiosk, Request: t.Request, Record: t.Record, Taken: t.Taken, Item: t.Item, Number: village.CaseNumber(t.Number), Village: t.Village,
		FiledMS: t.FiledMS, State: t.State, Steps: []ToldStep{}, Phone: t.Phone, ServerMS: t.ServerMS,
	}
	for _, s := range t.Steps {
		told.Steps = append(told.Steps, ToldStep{State: s.State, AtMS: s.AtMS, Reason: s.Reason, Materials: s.Materials})
	}
	return told
}

// All is t in the form of today, of a county of an earlier release.
func (t Told) All() ToldAll {
	all := ToldAll{
		V: AskAll, Kiosk: t.Kiosk, Request: t.Request, Record: t.Record, Taken: t.Taken, Item: t.Item, Number: string(t.Number), Village: t.Village,
		FiledMS: t.FiledMS, State: t.State, Phone: t.Phone, ServerMS: t.ServerMS,
	}
	for _, s := range t.Steps {
		all.Steps = append(all.Steps, WhyStep{State: s.State, AtMS: s.AtMS, Reason: s.Reason, Materials: s.Materials})
	}
	return all
}

// Bounds of what an answer says, in characters; an answer of an office is the longest.
const (
	maxToldText = 2000
	maxToldWord = 100
)

// Seen is the answer as a kiosk shows it; one that says too much is refused.
func (t ToldAll) Seen() (steps []village.CaseStep, err error) {
	long := func(s string, most int) bool { return len([]rune(s)) > most }
	much := len(t.Steps) > maxTold || long(t.Item, 500) || len(t.Phone) > 40 || long(t.Number, maxToldWord)
	for _, s := range t.Steps {
		much = much || long(s.Text, maxToldText) || long(s.Unit, maxToldWord) || long(s.Order, maxToldWord) || long(s.Hours, maxToldWord) || long(string(s.Due), maxToldWord)
		steps = append(steps, village.CaseStep{
			Record: t.Record, State: s.State, AtMS: s.AtMS, Reason: s.Reason, Materials: s.Materials, Order: s.Order, Due: s.Due, Unit: s.Unit, Hours: s.Hours, Text: s.Text,
		})
	}
	if much {
		return nil, NotCounty(errors.New("an answer says more than a receipt has"))
	}
	return steps, nil
}

// FiledAt is when it was handed in.
func (t ToldAll) FiledAt() time.Time { return time.UnixMilli(t.FiledMS).In(village.Zone) }

// Answers implements [Answer].
func (t ToldAll) Answers(kiosk seal.KioskID, asked Sum) bool {
	return t.V == AskAll && t.Kiosk == kiosk && t.Request == asked
}

// Answers implements [Answer].
func (t Told) Answers(kiosk seal.KioskID, asked Sum) bool {
	return t.V == Version && t.Kiosk == kiosk && t.Request == asked
}
