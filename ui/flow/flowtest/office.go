package flowtest

import (
	"context"

	"bianmin/app/village"
	"bianmin/ui/flow"
)

// Office is a printer for A4 that a test turns.
type Office struct {
	Kinds   []string // that can be printed
	Fails   error    // what it answers
	Printed map[string]int
	Unsure  map[string]bool // of which nobody said whether it came out
	Blanks  int             // empty letters that were printed
	Came    []bool          // what persons said of papers
}

// PlugOffice gives a turn a printer for A4.
func PlugOffice(turn *flow.Turn, kinds ...string) *Office {
	o := &Office{Kinds: kinds, Printed: map[string]int{}, Unsure: map[string]bool{}}
	turn.Kiosk().Office = &flow.Office{
		List: func(context.Context, village.ShortCode) (list []flow.Letter, err error) {
			for _, kind := range o.Kinds {
				list = append(list, flow.Letter{Kind: kind, Printed: o.Printed[kind], Unsure: o.Unsure[kind]})
			}
			return list, nil
		},
		Print: func(_ context.Context, _ village.ShortCode, kind string) error {
			if o.Fails == nil {
				o.Printed[kind]++
				o.Unsure[kind] = true
			}
			return o.Fails
		},
		Blank: func(context.Context, village.ItemCode) error {
			if o.Fails == nil {
				o.Blanks++
			}
			return o.Fails
		},
		Came: func(_ context.Context, _ village.ShortCode, kind string, came bool) error {
			o.Unsure[kind] = false
			o.Came = append(o.Came, came)
			return nil
		},
	}
	return o
}
