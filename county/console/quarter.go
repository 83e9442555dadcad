package console

import (
	"sync"
	"time"

	"bianmin/app/stats"
)

// figuresLast is how long the figures of a quarter are shown before they are made anew: a
// quarter of a large district is read in longer than a visit may take. The page says of
// when they are. A default of ours.
const figuresLast = time.Minute

// quartered is the head of a page about one quarter.
type quartered struct {
	Quarter, Before, Behind string // Before and Behind are links; Behind "" leads nowhere
}

// quartered is the quarter that a visit asks for, this one where it names none, with the ways
// to those beside it on a path.
func (c *Console) quartered(v *visit, path string) (quartered, stats.Period, error) {
	name := v.URL.Query().Get("quarter")
	if name == "" {
		name = quarterOf(c.Now())
	}
	of, _, err := stats.Quarter(name)
	if err != nil {
		return quartered{}, of, err
	}
	q := quartered{Quarter: name, Before: v.view.link(path, "quarter", quarterOf(of.From.AddDate(0, -1, 0)))}
	if of.To.Before(c.Now()) {
		q.Behind = v.view.link(path, "quarter", quarterOf(of.To))
	}
	return q, of, nil
}

// quarter are the figures of a quarter as they were made at a moment.
type quarter struct {
	at      time.Time
	figures []stats.Figure
	units   []stats.UnitRow
	names   []string // of the units of the register
	hash    string
	ways    map[wayIn]int // accepted cases
}

// quarters keeps what was made last. Of several who ask at once one makes it.
type quarters struct {
	mu   sync.Mutex
	made map[string]quarter // by name: some hundreds at most
}

// quarter is the quarter of a name, of figuresLast ago at most.
func (c *Console) quarter(name string, p stats.Period) (quarter, error) {
	c.quarters.mu.Lock()
	defer c.quarters.mu.Unlock()
	now := c.Now()
	made, known := c.quarters.made[name]
	if age := now.Sub(made.at); known && age >= 0 && age < figuresLast {
		return made, nil
	}
	data, err := c.Figures(p)
	if err != nil {
		return quarter{}, err
	}
	of := data.In(p)
	made = quarter{at: now, names: unitNames(of.Units), figures: of.Figures(), units: of.UnitTable(now), hash: of.Hash(), ways: waysIn(of)}
	if c.quarters.made == nil {
		c.quarters.made = map[string]quarter{}
	}
	c.quarters.made[name] = made
	return made, nil
}

// forget lets the next visit see what was noted just now.
func (q *quarters) forget() {
	q.mu.Lock()
	defer q.mu.Unlock()
	clear(q.made)
}
