package office

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"time"

	"bianmin/app/catalog"
	"bianmin/app/village"
)

//go:embed intake_columns.json
var intakeColumnsFile []byte

// intakeColumns are the names of columns of lists of intakes and closures, and the words for
// channels.
//
//nolint:gochecknoglobals // the embedded table, parsed once
var intakeColumns = sync.OnceValue(func() (c struct {
	catalog.Columns
	Channels map[string][]string `json:"channels"`
},
) {
	if err := village.DecodeJSON(intakeColumnsFile, &c); err != nil {
		panic(err) // a test reads it
	}
	return c
})

// IntakeList is a list of intakes as another system has them, and what its rows may name: a cell
// that names neither unit nor place could name a person.
type IntakeList struct {
	Rows    []catalog.Row
	Unit    string                              // whose list it is; "" = its rows say
	Units   []string                            // see [KnownUnits]
	Place   func(c village.DivisionCode) string // name of a place of the district; "" = it has none
	Account string
	At      time.Time
}

// IntakesFromRows reads a list. The error is [village.Invalid] at the row and column.
func IntakesFromRows(l IntakeList) ([]Intake, error) {
	if l.Unit != "" && !slices.Contains(l.Units, l.Unit) {
		return nil, &village.Error{Kind: village.Invalid, Field: "unit", Key: "err.intake.list.unit", Args: map[string]any{"text": l.Unit}}
	}
	var list []Intake
	for _, row := range l.Rows {
		r := intakeColumns().Of(row)
		i := Intake{
			Channel: channelOf(r.Must("channel")), Unit: unitOf(r, l.Unit), Item: village.ItemCode(r.Must("item")), Place: village.DivisionCode(r.Text("place")),
			Day: r.Day("day"), OneWindow: r.Yes("one_window"), Listed: true, Account: l.Account, At: l.At,
		}
		l.known(r, i)
		var err error
		if i.Outside, err = OutsideNumber(r.Must("outside")); err == nil && r.Err == nil {
			err = i.Check()
		}
		if err = wrongRow(r, err); err != nil {
			return nil, err
		}
		list = append(list, i)
	}
	return list, emptyList(len(list))
}

// known refuses a unit and a place that nobody knows.
func (l IntakeList) known(r *catalog.Cells, i Intake) {
	if !slices.Contains(l.Units, i.Unit) {
		r.Refuse("unit", "err.intake.list.unit")
	}
	if i.Place != "" && (i.Place.Town() == "" || l.Place(i.Place) == "") {
		r.Refuse("place", "err.intake.list.place")
	}
}

// ClosuresFromRows reads a list of what a unit's own system closed.
func ClosuresFromRows(rows []catalog.Row, unit string, today village.Day) ([]Closure, error) {
	var list []Closure
	for _, row := range rows {
		r := intakeColumns().Of(row)
		c := Closure{Unit: unitOf(r, unit), Item: village.ItemCode(r.Text("item")), Day: r.Day("closed")}
		var err error
		if c.Number, err = OutsideNumber(r.Must("outside")); err == nil && r.Err == nil {
			err = c.Check(today)
		}
		if err = wrongRow(r, err); err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, emptyList(len(list))
}

// unitOf is whose row it is: that of the list where it is whole a unit's.
func unitOf(r *catalog.Cells, unit string) string {
	if unit != "" {
		return unit
	}
	return r.Must("unit")
}

// wrongRow names the row and column of what is wrong.
func wrongRow(r *catalog.Cells, err error) error {
	if r.Err != nil || err == nil {
		return r.Err
	}
	k := village.Keyed(err)
	return r.Wrong(k.Field, k.Key)
}

func emptyList(n int) error {
	if n == 0 {
		return village.Refuse("file", "err.items.empty")
	}
	return nil
}

// channelOf is a channel by our name or a list's word; what nobody knows stays as it is and
// is refused.
func channelOf(text string) string {
	for channel, words := range intakeColumns().Channels {
		for _, word := range words {
			if strings.EqualFold(text, word) {
				return channel
			}
		}
	}
	return text
}
