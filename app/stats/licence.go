package stats

import (
	"cmp"
	"slices"
	"time"

	"bianmin/app/village"
)

// LicenceUse is one paper of a case that the applicant agreed to have looked up instead of
// bringing it (免证办). Nothing in it is personal.
type LicenceUse struct {
	Item       village.ItemCode
	Centre     village.DivisionCode
	ReceivedAt time.Time // of the case, by the county's clock
	State      village.LicenceState
	Asked      bool // an officer asked for the paper all the same (补正)
}

// LicenceCount is how often licences replaced papers of an item, at a centre, in cases of a
// month. Replaced of Agreed is the share of papers that nobody had to bring.
type LicenceCount struct {
	Month     string               `json:"month"` // 2026-11, in the zone of the county
	Centre    village.DivisionCode `json:"centre"`
	Item      village.ItemCode     `json:"item"`
	Agreed    int                  `json:"agreed"`    // the denominator
	Found     int                  `json:"found"`     // a register knows a good one
	None      int                  `json:"none"`      // it knows none
	Open      int                  `json:"open"`      // nobody has answered
	Asked     int                  `json:"asked"`     // of those agreed, found or not
	Replaced  int                  `json:"replaced"`  // the numerator: found, and not asked for
	Displayed string               `json:"displayed"` // percent, cut after two decimals
}

// Licences counts rows by month, centre and item, in that order. A paper that is found and
// asked for all the same replaced nothing.
func Licences(rows []LicenceUse) []LicenceCount {
	type key struct {
		month  string
		centre village.DivisionCode
		item   village.ItemCode
	}
	counts := map[key]*LicenceCount{}
	for _, r := range rows {
		at := key{r.ReceivedAt.In(village.Zone).Format("2006-01"), r.Centre, r.Item}
		if counts[at] == nil {
			counts[at] = &LicenceCount{Month: at.month, Centre: at.centre, Item: at.item}
		}
		counts[at].add(r)
	}
	list := make([]LicenceCount, 0, len(counts))
	for _, c := range counts {
		c.Displayed = Percent(c.Replaced, c.Agreed)
		list = append(list, *c)
	}
	slices.SortFunc(list, func(a, b LicenceCount) int {
		return cmp.Or(cmp.Compare(a.Month, b.Month), cmp.Compare(a.Centre, b.Centre), cmp.Compare(a.Item, b.Item))
	})
	return list
}

func (c *LicenceCount) add(r LicenceUse) {
	c.Agreed++
	switch r.State {
	case village.LicenceFound:
		c.Found++
		if !r.Asked {
			c.Replaced++
		}
	case village.LicenceNone:
		c.None++
	default:
		c.Open++
	}
	if r.Asked {
		c.Asked++
	}
}
