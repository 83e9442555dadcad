package office

import (
	"context"
	"time"

	"bianmin/app/village"
)

// Measure is what a unit does to get better (整改措施, 平台提升任务): on which basis, by when,
// and what came of it.
type Measure struct {
	Number  int64
	Title   string
	Basis   string // document with its number, or rule
	Unit    string // who does it, as the register of units writes it
	Due     village.Day
	Account string // who put it down; "" = by command on the county's machine
	At      time.Time
	Notes   []MeasureNote // the oldest first
}

// MeasureState is how far a measure is.
type MeasureState string

// States of a measure. The last two are final.
const (
	MeasureOpen    MeasureState = "open"
	MeasureDone    MeasureState = "done"
	MeasureDropped MeasureState = "dropped"
)

// MeasureStates are all of them.
func MeasureStates() []MeasureState {
	return []MeasureState{MeasureOpen, MeasureDone, MeasureDropped}
}

// MeasureNote is evidence of a measure, or its end.
type MeasureNote struct {
	State   MeasureState // after it
	Text    string       // what shows it: document, place, figure
	Account string
	At      time.Time
}

// State is that of the last note.
func (m Measure) State() MeasureState {
	if len(m.Notes) == 0 {
		return MeasureOpen
	}
	return m.Notes[len(m.Notes)-1].State
}

// Late reports whether it is open after its last day.
func (m Measure) Late(today village.Day) bool { return m.State() == MeasureOpen && m.Due < today }

// Check refuses a measure that says nothing, or is nobody's. The error is
// [village.Invalid] at "title", "basis", "unit" or "due".
func (m Measure) Check() error {
	switch {
	case !saysSomething(m.Title):
		return village.Refuse("title", "err.measure.title")
	case !saysSomething(m.Basis):
		return village.Refuse("basis", "err.measure.basis")
	case !saysSomething(m.Unit):
		return village.Refuse("unit", "err.measure.unit")
	case !m.Due.Real() || m.Due < village.DayOf(m.At):
		return village.Refuse("due", "err.measure.due")
	}
	return nil
}

// Check refuses a note that says nothing. The error is [village.Invalid] at "state" or "text".
func (n MeasureNote) Check() error {
	switch n.State {
	case MeasureOpen, MeasureDone, MeasureDropped:
	default:
		return village.Refuse("state", "err.measure.state")
	}
	if !saysSomething(n.Text) {
		return village.Refuse("text", "err.measure.text")
	}
	return nil
}

// MeasureBook keeps them.
type MeasureBook interface {
	// KeepMeasure keeps one under the next number.
	KeepMeasure(ctx context.Context, m Measure) (number int64, err error)

	// NoteMeasure adds a note. The errors are [village.NotFound] at "number" for one that is
	// not in the scope, and [village.Conflict], err.measure.over, for one that is over.
	NoteMeasure(ctx context.Context, number int64, s Scope, n MeasureNote) error

	// Measures are those of the unit of a scope, the newest first, at most limit.
	Measures(ctx context.Context, s Scope, limit int) ([]Measure, error)
}
