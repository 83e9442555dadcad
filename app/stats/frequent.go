package stats

// FrequentRule is how the list of frequent items is made (百项高频事项清单): the 100 items with
// most accepted cases of a period, equals by their code; one visit at most is what the
// register of items promises of them.
const FrequentRule = "frequent/1"

// Frequent is an item of the list of frequent ones.
type Frequent struct {
	Rank       int
	Item, Unit string // Unit is "" of an item that is not in the register
	Cases      int
	Visits     int // as promised; -1 = not known
}

// Once reports whether one visit at most is promised (最多跑一次).
func (f Frequent) Once() bool { return f.Visits >= 0 && f.Visits <= 1 }

// Frequents are the items with most cases, the most frequent first, at most 100.
func (d Data) Frequents() []Frequent {
	known := map[string]Item{}
	for _, i := range d.Items {
		known[i.Code] = i
	}
	var list []Frequent
	for n, c := range frequent(d) {
		f := Frequent{Rank: n + 1, Item: c.Name, Cases: c.N, Visits: -1}
		if i, is := known[c.Name]; is {
			f.Unit, f.Visits = i.Unit, i.Visits
		}
		list = append(list, f)
	}
	return list
}
