package stats

import (
	"cmp"
	"slices"

	"bianmin/app/village"
)

// PriorityUse is one case, as figures of the green channel (绿色通道) count it. As who it was
// chosen is not in it: among few cases that would tell of somebody's health.
type PriorityUse struct {
	Centre village.DivisionCode
	Chosen bool
	First  bool   // it goes first: somebody agreed, or the number bears it out
	Helper string // badge of who helped and so agreed; of chosen ones only, "" = nobody
}

// PriorityCount is how often the channel was chosen at a centre, or with the help of a badge.
type PriorityCount struct {
	Centre    village.DivisionCode `json:"centre,omitempty"`
	Helper    string               `json:"helper,omitempty"`
	Cases     int                  `json:"cases,omitempty"` // of the centre: the denominator; a helper has none
	Chosen    int                  `json:"chosen"`
	First     int                  `json:"first"`               // of those chosen
	Displayed string               `json:"displayed,omitempty"` // chosen of all cases, percent, cut after two decimals
}

// Priorities counts rows by centre, then by helper, in the order of their codes. A centre is
// there though nobody chose the channel; a helper only with a case in which it was chosen.
func Priorities(rows []PriorityUse) (centres, helpers []PriorityCount) {
	byCentre, byHelper := map[village.DivisionCode]*PriorityCount{}, map[string]*PriorityCount{}
	for _, r := range rows {
		c := byCentre[r.Centre]
		if c == nil {
			c = &PriorityCount{Centre: r.Centre}
			byCentre[r.Centre] = c
		}
		c.Cases++
		c.add(r)
		if !r.Chosen || r.Helper == "" {
			continue
		}
		if byHelper[r.Helper] == nil {
			byHelper[r.Helper] = &PriorityCount{Helper: r.Helper}
		}
		byHelper[r.Helper].add(r)
	}
	for _, c := range byCentre {
		c.Displayed = Percent(c.Chosen, c.Cases)
		centres = append(centres, *c)
	}
	for _, c := range byHelper {
		helpers = append(helpers, *c)
	}
	slices.SortFunc(centres, func(a, b PriorityCount) int { return cmp.Compare(a.Centre, b.Centre) })
	slices.SortFunc(helpers, func(a, b PriorityCount) int { return cmp.Compare(a.Helper, b.Helper) })
	return centres, helpers
}

func (c *PriorityCount) add(r PriorityUse) {
	if r.Chosen {
		c.Chosen++
	}
	if r.Chosen && r.First {
		c.First++
	}
}
