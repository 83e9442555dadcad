package office

import (
	"context"
	"time"

	"bianmin/app/village"
)

// UnitName says that a unit got another name (单位更名), or went into another unit: its
// figures of before and after stand under the name of today.
type UnitName struct {
	Old, New string
	Day      village.Day // from which the new name is used
	Basis    string
	Account  string // who noted it; "" = by command on the county's machine
	At       time.Time
}

// Check refuses what says nothing. The error is [village.Invalid] at "old", "new", "day" or
// "basis".
func (u UnitName) Check() error {
	switch {
	case !saysSomething(u.Old):
		return village.Refuse("old", "err.unit.old")
	case !saysSomething(u.New) || u.New == u.Old:
		return village.Refuse("new", "err.unit.new")
	case !u.Day.Real():
		return village.Refuse("day", "err.unit.day")
	case !saysSomething(u.Basis):
		return village.Refuse("basis", "err.measure.basis")
	}
	return nil
}

// UnitsToday turns names into those of today, over as many steps as there were. A name that is
// used from a later day on is none yet.
func UnitsToday(list []UnitName, today village.Day) func(string) string {
	next := map[string]string{}
	for _, u := range list {
		if u.Day <= today {
			next[u.Old] = u.New
		}
	}
	return func(name string) string {
		for range list { // no longer than there are names, whatever they say
			now, is := next[name]
			if !is {
				break
			}
			name = now
		}
		return name
	}
}

// KnownUnits are the units that a list may name: those that can be given a request, and those
// that got another name, by either.
func KnownUnits(ctx context.Context, book interface {
	UnitBook
	Units(ctx context.Context) ([]string, error)
},
) ([]string, error) {
	known, err := book.Units(ctx)
	if err != nil {
		return nil, err
	}
	names, err := book.UnitNames(ctx)
	for _, u := range names {
		known = append(known, u.Old, u.New)
	}
	return known, err
}

// UnitBook keeps the names that units had.
type UnitBook interface {
	// RenameUnit notes one. A unit that has another name already, and a circle, are a
	// [village.Conflict] at "old", err.unit.twice, and at "new", err.unit.circle.
	RenameUnit(ctx context.Context, u UnitName) error

	// UnitNames are all, the latest first.
	UnitNames(ctx context.Context) ([]UnitName, error)
}
