package village

import "slices"

// ItemPart is what one unit does with a package (一件事): an item of the catalogue that is
// applied for with the others, on one form and one set of papers. Parts begin together,
// and one that needs the result of another names it.
type ItemPart struct {
	Item       ItemCode   `json:"item"`
	Name       string     `json:"name"`
	Department string     `json:"department"`
	Days       int        `json:"promised_days"`         // working days that the unit takes
	Materials  []string   `json:"materials,omitempty"`   // codes of the package's papers that it needs
	After      []ItemCode `json:"after,omitempty"`       // parts before it in the list whose result it needs
	AfterBasis string     `json:"after_basis,omitempty"` // why it does, as an article; needed with After
	When       *When      `json:"when,omitempty"`        // applied for only then; nil = always
}

// PartWay is a part that is applied for, on its way with the others that are.
type PartWay struct {
	N       int   // place in the package, from 1
	After   []int // places of those whose result it needs, rising
	EndDays int   // working days to its end, from the day on which all begin: its own after the longest of those that it waits for
}

// Ways are the parts that a form calls for, by key. What a part would wait for and nobody
// applied for takes no days, but what that one waits for is still waited for.
func (it ServiceItem) Ways(form map[string]any) []PartWay {
	return it.ways(func(p ItemPart) bool { return p.When == nil || p.When.Holds(form) })
}

// AllWays are those of somebody who applies for every part.
func (it ServiceItem) AllWays() []PartWay { return it.ways(func(ItemPart) bool { return true }) }

func (it ServiceItem) ways(called func(ItemPart) bool) (list []PartWay) {
	waits, ends := map[ItemCode][]int{}, map[int]int{} // what waiting for an item means; the end of a place
	for i, p := range it.Parts {
		way := PartWay{N: i + 1}
		for _, code := range p.After {
			way.After = append(way.After, waits[code]...)
		}
		slices.Sort(way.After)
		way.After = slices.Compact(way.After)
		if !called(p) {
			waits[p.Item] = append(waits[p.Item], way.After...)
			continue
		}
		for _, n := range way.After {
			way.EndDays = max(way.EndDays, ends[n])
		}
		way.EndDays += p.Days
		waits[p.Item], ends[way.N] = append(waits[p.Item], way.N), way.EndDays
		list = append(list, way)
	}
	return list
}

// PartsDays is in how many working days all parts of a package are done: the longest way
// and never the sum. An item without parts has 0.
func (it ServiceItem) PartsDays() (days int) {
	for _, way := range it.AllWays() {
		days = max(days, way.EndDays)
	}
	return days
}

// InTurn reports whether a part of the package waits for another.
func (it ServiceItem) InTurn() bool {
	return slices.ContainsFunc(it.Parts, func(p ItemPart) bool { return len(p.After) > 0 })
}

// LimitNote is the message key of why the limit of a package is what it is, and that it
// is of all parts where some are not always applied for; "" of an item without parts.
func (it ServiceItem) LimitNote() string {
	key := "receipt.time.parallel"
	switch {
	case len(it.Parts) == 0:
		return ""
	case it.InTurn():
		key = "receipt.time.in_turn"
	}
	if slices.ContainsFunc(it.Parts, func(p ItemPart) bool { return p.When != nil }) {
		key += ".all"
	}
	return key
}

// PartsNeeding are the numbers, from 1, of the parts that need a paper.
func (it ServiceItem) PartsNeeding(material string) (numbers []int) {
	for i, p := range it.Parts {
		if slices.Contains(p.Materials, material) {
			numbers = append(numbers, i+1)
		}
	}
	return numbers
}
