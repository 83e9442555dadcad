package office

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"

	"bianmin/app/seal"
	"bianmin/app/stats"
	"bianmin/app/village"
)

// Intake is a case that came in another way than through a machine (受理登记): by a window,
// the province's website, the hotline or a phone. Nothing of a person is in it.
type Intake struct {
	Number    int64
	CaseNo    village.CaseNumber // official; "" = Outside names it, or its item has no official code
	Channel   string             // of [IntakeChannels]
	Outside   string             // number in the system that took it in; "" = none did
	Unit      string
	Item      village.ItemCode
	Place     village.DivisionCode // "" = at the district
	Day       village.Day
	OneWindow bool   // at a comprehensive window
	Listed    bool   // it came with a list of the system that took it in, whose day is believed
	Account   string // who noted it; "" = by command on the county's machine
	At        time.Time
}

// IntakeChannels are the ways of app/stats that no machine takes in by.
func IntakeChannels() []string {
	return slices.DeleteFunc(stats.Channels(), func(c string) bool { return c == SourceKiosk || c == SourceAssisted || c == SourceHomeVisit })
}

// maxOutside is longer than a number of any system that was seen.
const maxOutside = 64

// OutsideNumber is a case number of another system as it is kept and compared: without
// spaces, in capitals. The error is [village.Invalid] at "outside".
func OutsideNumber(typed string) (string, error) {
	s := strings.ToUpper(strings.Join(strings.Fields(typed), ""))
	bad := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_/.", r)
	}
	if len(s) > maxOutside || strings.ContainsFunc(s, bad) {
		return "", village.Refuse("outside", "err.intake.outside")
	}
	return s, nil
}

// Check refuses what cannot be. The error is [village.Invalid] at "channel", "outside",
// "unit", "item", "place" or "day". What did not come by a window has the number of another system.
func (i Intake) Check() error {
	number, err := OutsideNumber(i.Outside)
	place, strange := village.ParseDivisionCode(string(i.Place))
	switch {
	case !slices.Contains(IntakeChannels(), i.Channel):
		return village.Refuse("channel", "err.intake.channel")
	case err != nil:
		return err
	case number != i.Outside || number == "" && (i.Listed || i.Channel != "window"):
		return village.Refuse("outside", "err.intake.outside")
	case !saysSomething(i.Unit):
		return village.Refuse("unit", "err.intake.unit")
	case !saysSomething(string(i.Item)):
		return village.Refuse("item", "err.intake.item")
	case i.Place != "" && (strange != nil || place != i.Place):
		return village.Refuse("place", "err.intake.place")
	case !i.Day.Real() || i.Day > village.DayOf(i.At):
		return village.Refuse("day", "err.intake.day")
	}
	return nil
}

// IntakeQuery chooses intakes by their day, both ends included.
type IntakeQuery struct {
	Scope    Scope
	From, To village.Day
	Page     int // from 1
	PerPage  int
}

// OutsideNote is the number that another system gave to a case of a machine.
type OutsideNote struct {
	Number  string
	Account string
	At      time.Time
}

// IntakeBook keeps what came in, and what was closed elsewhere. Every method is one
// transaction.
type IntakeBook interface {
	// KeepIntake keeps one under the next number, with an official number where it has none
	// of another system. One whose outside number its unit has already is a
	// [village.Conflict] at "outside", err.intake.twice.
	KeepIntake(ctx context.Context, i Intake) (Intake, error)

	// KeepIntakes keeps those of a list; known counts those that were there before.
	KeepIntakes(ctx context.Context, list []Intake) (kept, known int, err error)

	// Intakes are those of a query, the latest day first, and how many there are.
	Intakes(ctx context.Context, q IntakeQuery) (list []Intake, total int, err error)

	// NoteOutside notes the number of a case in another system; again changes nothing.
	NoteOutside(ctx context.Context, kiosk seal.KioskID, id village.RecordID, n OutsideNote) error

	// Outsides are those of a case, the first first.
	Outsides(ctx context.Context, kiosk seal.KioskID, id village.RecordID) ([]OutsideNote, error)

	// KeepClosures judges closures against what came in and keeps those that are new, with
	// what was found; list names the list that said them.
	KeepClosures(ctx context.Context, list string, closures []Closure, at time.Time) (ClosureTally, error)

	// Closures counts what was closed from one day to another, both included.
	Closures(ctx context.Context, s Scope, from, to village.Day) (ClosureTally, error)

	// Bypasses are findings, the open ones first, then by the day of closing, the latest
	// first, at most limit.
	Bypasses(ctx context.Context, s Scope, limit int) ([]Bypass, error)

	// SettleBypass keeps why it was so. The errors are [village.NotFound] at "number" for
	// one that is not in the scope, and [village.Conflict], err.bypass.over.
	SettleBypass(ctx context.Context, s Scope, c Closure, settled Settled) error
}
