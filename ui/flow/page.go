package flow

import (
	"errors"
	"maps"
	"time"

	"bianmin/app/village"
)

// page is what every view-model has: the machine, and how to be drawn again.
type page struct {
	kiosk   *Kiosk
	Changed func() // the screen redraws
	run     func(work, then func())
	hush    func() // the page says something else: what is read of it ends
}

// T is the text of key in the language of the turn.
func (p page) T(key string, pairs ...any) string { return p.kiosk.Text.T(key, pairs...) }

// Of is the key of what is said of the item with that code: one with the code behind it, or
// with its kind as village.RecordTicket, where there is such a text, else key itself.
func (p page) Of(code village.ItemCode, key string) string {
	for _, own := range []string{string(code), string(code.Kind())} {
		if p.kiosk.Text.Has(key + "." + own) {
			return key + "." + own
		}
	}
	return key
}

// Kiosk is the machine behind the page.
func (p page) Kiosk() *Kiosk { return p.kiosk }

// DayText is a day as people say it.
func (p page) DayText(day village.Day) string {
	at, err := time.ParseInLocation(time.DateOnly, string(day), village.Zone)
	if err != nil {
		return string(day)
	}
	return p.Day(at)
}

// Problem is what is wrong with an answer, as the visitor reads it.
type Problem struct {
	Field string // as in "applicant.id"; "" when it is nobody's field
	Text  string // "" when nothing is wrong

	err error  // what it says, to be said again in another language
	key string // said where err has no words of its own
}

// problem says err in the visitor's words; fallback is used for an error that
// has none.
func (p page) problem(err error, fallback string) Problem {
	if err == nil {
		return Problem{}
	}
	e, ok := errors.AsType[*village.Error](err)
	if !ok {
		return Problem{Text: p.T(fallback), err: err, key: fallback}
	}
	if e.Key == "" || !p.kiosk.Text.Has(e.Key) {
		return Problem{Field: e.Field, Text: p.T(fallback), err: err, key: fallback}
	}
	return Problem{Field: e.Field, Text: p.kiosk.Text.Map(e.Key, maps.Clone(e.Args)), err: err, key: fallback}
}

// told is a problem that is one sentence and no error.
func (p page) told(key string) Problem { return Problem{Text: p.T(key), key: key} }

// again says a problem once more, in the language that the turn has now.
func (p page) again(was Problem) Problem {
	switch {
	case was.err != nil:
		now := p.problem(was.err, was.key)
		now.Field = was.Field
		return now
	case was.key != "":
		return p.told(was.key)
	}
	return was
}

// Pages is where a person stands in a list that is shown a page at a time.
// How much fits, only the screen knows.
type Pages struct {
	starts []int
}

// First is the index of the first entry shown.
func (p Pages) First() int {
	if len(p.starts) == 0 {
		return 0
	}
	return p.starts[len(p.starts)-1]
}

// Down goes on to the page that starts at next.
func (p *Pages) Down(next int) { p.starts = append(p.starts, next) }

// Up goes back one page.
func (p *Pages) Up() {
	if len(p.starts) > 0 {
		p.starts = p.starts[:len(p.starts)-1]
	}
}
