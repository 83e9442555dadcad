package office

import (
	"time"

	"bianmin/app/village"
)

// Closure is a case that a unit's own system says it closed (自有系统办结).
type Closure struct {
	Unit   string
	Number string // in that system, or the official one
	Item   village.ItemCode
	Day    village.Day // of its closing
}

// Check refuses what cannot be, as [Intake.Check] does.
func (c Closure) Check(today village.Day) error {
	number, err := OutsideNumber(c.Number)
	switch {
	case err != nil:
		return err
	case number == "" || number != c.Number:
		return village.Refuse("outside", "err.intake.outside")
	case !saysSomething(c.Unit):
		return village.Refuse("unit", "err.intake.unit")
	case !c.Day.Real() || c.Day > today:
		return village.Refuse("day", "err.intake.day")
	}
	return nil
}

// The rule by which a closure went past the sole entrance (体外循环, domain P4).
const (
	BypassRule    = "bypass"
	BypassVersion = "1"

	BypassNone = "none" // closed without an intake that is known
	BypassLate = "late" // the intake was noted after the day of closing
)

// Judge says whether c went past the entrance; known is the first day from which its intake
// is on record, "" = none is. What came with a list counts from the day that the list says,
// what an officer noted from the day of noting: nobody makes an intake good by a date.
func (c Closure) Judge(known village.Day) (d village.Decided, found bool) {
	says := BypassNone
	switch {
	case known != "" && known <= c.Day:
		return d, false
	case known != "":
		says = BypassLate
	}
	return village.Decide(BypassRule, BypassVersion, says, struct {
		Unit   string      `json:"unit"`
		Number string      `json:"number"`
		Closed village.Day `json:"closed"`
		Known  village.Day `json:"known"`
	}{c.Unit, c.Number, c.Day, known}), true
}

// ClosureTally counts closures.
type ClosureTally struct {
	All        int // that were read, or are kept
	Known      int // of a list: that an earlier one said already
	None, Late int // of the new ones: findings
}

// Bypass is a closure that went past the entrance.
type Bypass struct {
	Closure
	village.Decided
	FoundAt time.Time
	Since   village.Day // from which an intake is on record now; "" = none is
	Settled *Settled    // nil = open
}

// Settled says why a case went past the entrance, and what was done; it names no person.
type Settled struct {
	Words   string
	Account string
	At      time.Time
}

// Check refuses a word that says nothing. The error is [village.Invalid] at "words".
func (s Settled) Check() error {
	if !saysSomething(s.Words) {
		return village.Refuse("words", "err.bypass.words")
	}
	return nil
}
