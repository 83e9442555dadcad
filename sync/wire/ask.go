package wire

import (
	"errors"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// Ask asks how the case of a receipt stands, whichever machine took it in. The last
// four of the applicant's document go with it: the county compares them.
type Ask struct {
	_        struct{} `cbor:",toarray"`
	V        int
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

// From is the kiosk that the message says it is of.
func (a Ask) From() seal.KioskID { return a.Kiosk }

// Check refuses a question that breaks the protocol. The error is [village.Invalid]:
// err.push.version, or at "code", "last_four", "village".
func (a Ask) Check() error {
	if a.V != Version {
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

// Seen is the answer as a kiosk shows it; one that says too much is refused.
func (t Told) Seen() (steps []village.CaseStep, err error) {
	if len(t.Steps) > maxTold || len([]rune(t.Item)) > 500 || len(t.Phone) > 40 {
		return nil, NotCounty(errors.New("an answer says more than a case has"))
	}
	for _, s := range t.Steps {
		steps = append(steps, village.CaseStep{Record: t.Record, State: s.State, AtMS: s.AtMS, Reason: s.Reason, Materials: s.Materials})
	}
	return steps, nil
}

// FiledAt is when the case was handed in.
func (t Told) FiledAt() time.Time { return time.UnixMilli(t.FiledMS).In(village.Zone) }

// Answers implements [Answer].
func (t Told) Answers(kiosk seal.KioskID, asked Sum) bool {
	return t.V == Version && t.Kiosk == kiosk && t.Request == asked
}
