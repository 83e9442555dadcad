package office

import (
	"cmp"
	"context"
	_ "embed"
	"slices"
	"sync"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/seal"
	"bianmin/app/village"
)

//go:embed warning.json
var warningFile []byte

// WarningRules say who is told, and when, that a limit ends or is over (预警, 督办).
type WarningRules struct {
	Version  string         `json:"version"`
	Document string         `json:"document"` // number of what orders it; "" = a default of ours
	Levels   []WarningLevel `json:"levels"`   // from 0, later and later
}

// WarningLevel begins so many working days behind the last day of a limit: -1 with the working
// day before it, 0 when it is over.
type WarningLevel struct {
	After int    `json:"after"`
	Roles []Role `json:"roles"` // told from this level on
}

// DefaultWarnings are the rules that come with the program.
//
//nolint:gochecknoglobals // the embedded rules, parsed once
var DefaultWarnings = sync.OnceValue(func() (w WarningRules) {
	if err := village.DecodeJSON(warningFile, &w); err != nil {
		panic(err) // a test reads it
	}
	return w
})

// What can end of a case or a request.
const (
	EndsLimit = "limit" // the time for all of it
	EndsSign  = "sign"  // the time to sign for a request
)

// Ending is a case or a request with a limit that runs. Nothing of a person is in it.
type Ending struct {
	Kind      village.RecordKind
	Kiosk     seal.KioskID
	ID        village.RecordID
	ShortCode village.ShortCode
	Item      village.ItemCode
	Name      string // of the item; "" of a request
	Place     village.DivisionCode
	Unit      string
	What      string      // EndsLimit or EndsSign
	Last      village.Day // of the limit
	Given     time.Time   // EndsSign: since when the unit has it
}

// Warning is a task: somebody has to see to what ends soon or is over.
type Warning struct {
	Ending
	Level   int
	Since   time.Time // it stands on this level
	Taken   WarningAct
	Settled WarningAct // zero = not yet
}

// WarningKey names one task. A limit that was extended has other tasks; so has the next level.
type WarningKey struct {
	Kiosk seal.KioskID
	ID    village.RecordID
	What  string
	Last  village.Day
	Level int
}

// Key is the name of the task.
func (w Warning) Key() WarningKey { return WarningKey{w.Kiosk, w.ID, w.What, w.Last, w.Level} }

// What is done with a task.
const (
	WarningTake   Verb = "take"
	WarningSettle Verb = "settle"
)

// WarningAct is who did that, and when. It is kept for good.
type WarningAct struct {
	WarningKey
	Verb    Verb
	Account string
	Role    Role
	At      time.Time
	Rules   string // version of the rules
}

// WarningBook is where the county keeps what was done with tasks. No method changes a case or a
// request.
type WarningBook interface {
	// Endings are what of a scope has a limit that ends before a day or is to be signed for, at most
	// so many, the most urgent first.
	Endings(ctx context.Context, s Scope, before village.Day, limit int) ([]Ending, error)

	// WarningActs are what was done with the tasks of one case or request.
	WarningActs(ctx context.Context, kiosk seal.KioskID, id village.RecordID) ([]WarningAct, error)

	// KeepWarningAct keeps one; the same of the same task again is a [village.Conflict].
	KeepWarningAct(ctx context.Context, a WarningAct) error
}

// WarningDesk makes tasks of limits. It only reads them: no clock begins anew by what is done
// with a task.
type WarningDesk struct {
	Book  WarningBook
	Rules WarningRules
	Days  func() *calendar.Calendar
	Now   func() time.Time
}

// warningsSought is how many limits of a scope are looked at, and warningsAhead how many days
// before their end. Defaults of ours.
const (
	warningsSought = 300
	warningsAhead  = 20
)

// List are the tasks of which an account is told: those that nobody settled first, then those
// that are the latest.
func (d *WarningDesk) List(ctx context.Context, by Account) (list []Warning, err error) {
	now := d.Now()
	endings, err := d.Book.Endings(ctx, by.Scope, village.DayOf(now).Add(warningsAhead), warningsSought)
	for _, e := range endings {
		w := Warning{Ending: e}
		if err := d.place(&w, now); err != nil {
			return nil, err
		}
		if w.Level < 0 || !d.Rules.Told(by.Role, w.Level) {
			continue
		}
		acts, err := d.Book.WarningActs(ctx, w.Kiosk, w.ID)
		if err != nil {
			return nil, err
		}
		w.note(acts)
		list = append(list, w)
	}
	slices.SortStableFunc(list, func(a, b Warning) int {
		return cmp.Or(cmp.Compare(len(a.Settled.Verb), len(b.Settled.Verb)), cmp.Compare(b.Level, a.Level), cmp.Compare(a.Last, b.Last))
	})
	return list, err
}

// place finds the level on which w stands, -1 for none yet.
func (d *WarningDesk) place(w *Warning, now time.Time) (err error) {
	if w.What == EndsSign {
		last, err := d.Days().AddWorkdays(w.Given.In(village.Zone), TicketFlow().Days["sign"])
		if err != nil {
			return err
		}
		w.Last = village.DayOf(last)
	}
	w.Level, w.Since, err = d.Rules.Level(d.Days(), w.Last, now)
	return err
}

// note adds what was done with the task.
func (w *Warning) note(acts []WarningAct) {
	for _, a := range acts {
		switch {
		case a.WarningKey != w.Key():
		case a.Verb == WarningTake:
			w.Taken = a
		case a.Verb == WarningSettle:
			w.Settled = a
		}
	}
}

// Level is how far behind its last day a limit is at now, and since when; -1 when that is not
// worth saying yet. It depends on nothing else: not on what was done with the task.
func (r WarningRules) Level(cal *calendar.Calendar, last village.Day, now time.Time) (level int, since time.Time, err error) {
	level = -1
	end, err := time.ParseInLocation(time.DateOnly, string(last), village.Zone)
	for n, l := range r.Levels {
		if err != nil {
			return -1, since, err
		}
		begin := end.AddDate(0, 0, 1)
		switch {
		case l.After > 0:
			begin, err = cal.AddWorkdays(end, l.After)
			begin = begin.AddDate(0, 0, 1)
		case l.After < 0:
			begin = before(cal, end, -l.After)
		}
		if err == nil && !now.Before(begin) {
			level, since = n, begin
		}
	}
	return level, since, err
}

// before is the day so many working days before another.
func before(cal *calendar.Calendar, day time.Time, workdays int) time.Time {
	for workdays > 0 {
		if day = day.AddDate(0, 0, -1); cal.IsWorkday(day) {
			workdays--
		}
	}
	return day
}

// Told reports whether somebody of a role is told of what stands on a level.
func (r WarningRules) Told(role Role, level int) bool {
	for n, l := range r.Levels {
		if n <= level && slices.Contains(l.Roles, role) {
			return true
		}
	}
	return false
}

// Act takes or settles a task in somebody's name. The errors are [village.Conflict] at "state":
// err.warning.gone when there is no such task any more, err.warning.done when somebody was first.
func (d *WarningDesk) Act(ctx context.Context, key WarningKey, verb Verb, by Account) error {
	if verb != WarningTake && verb != WarningSettle {
		return village.Refuse("verb", "err.case.verb")
	}
	list, err := d.List(ctx, by)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(w Warning) bool { return w.Key() == key })
	switch {
	case i < 0:
		return conflict("err.warning.gone")
	case list[i].Settled.Verb != "" || verb == WarningTake && list[i].Taken.Verb != "":
		return conflict("err.warning.done")
	}
	err = d.Book.KeepWarningAct(ctx, WarningAct{WarningKey: key, Verb: verb, Account: by.Name, Role: by.Role, At: d.Now(), Rules: d.Rules.Version})
	if village.KindOf(err) == village.Conflict && err != nil {
		return conflict("err.warning.done")
	}
	return err
}
