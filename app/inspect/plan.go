// Package inspect draws the centres of a monthly spot check (每月抽查), so that
// nobody can steer the choice and anybody can make it again: docs/adr/0037.
package inspect

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"bianmin/app/village"
)

// Bounds of a plan. A public value of fewer than MinDigits digits has so few
// outcomes that whoever makes the seed could look for one that spares a centre in
// most of them.
const (
	MinDigits  = 5
	MaxDigits  = 20
	MaxCentres = 10_000
	maxSource  = 60 // characters
	maxMonths  = 120
)

const monthForm = "2006-01"

// Centre is one centre that can be drawn.
type Centre struct {
	Code village.DivisionCode `json:"code"`
	Last string               `json:"last"` // month of the last visit, as 2026-03; "" when never visited
}

// Plan is what is fixed before anybody can know the outcome.
type Plan struct {
	Month    string   `json:"month"`    // of the visits, as 2026-12
	Made     string   `json:"made"`     // day of the commitment, as 2026-11-28
	Count    int      `json:"count"`    // how many centres are drawn
	Patience int      `json:"patience"` // months: a centre not visited for as many comes first
	Source   string   `json:"source"`   // where the public value will come from, in words
	Day      string   `json:"day"`      // when it will be known, after Made
	Digits   int      `json:"digits"`   // how many digits it will have
	Centres  []Centre `json:"centres"`  // in the order of their codes, each once
}

// check refuses a plan that leaves room for choice or cannot be drawn.
func (p Plan) check() error {
	month, err := time.Parse(monthForm, p.Month)
	if err != nil {
		return village.Refuse("plan.month", "err.draw.month")
	}
	if err := p.checkDays(month); err != nil {
		return err
	}
	switch {
	case len(p.Centres) < 1 || len(p.Centres) > MaxCentres:
		return village.Refuse("plan.centres", "err.draw.centres")
	case p.Count < 1 || p.Count > len(p.Centres):
		return village.Refuse("plan.count", "err.draw.count")
	case p.Patience < 1 || p.Patience > maxMonths:
		return village.Refuse("plan.patience", "err.draw.patience")
	case p.Digits < MinDigits || p.Digits > MaxDigits:
		return village.Refuse("plan.digits", "err.draw.digits")
	case !oneLine(p.Source):
		return village.Refuse("plan.source", "err.draw.source")
	}
	return p.checkCentres()
}

// checkDays wants made < day <= last day of the month.
func (p Plan) checkDays(month time.Time) error {
	made, err := time.Parse(time.DateOnly, p.Made)
	if err != nil {
		return village.Refuse("plan.made", "err.draw.day")
	}
	day, err := time.Parse(time.DateOnly, p.Day)
	if err != nil || !day.After(made) || !day.Before(month.AddDate(0, 1, 0)) {
		return village.Refuse("plan.day", "err.draw.day")
	}
	return nil
}

func (p Plan) checkCentres() error {
	var before village.DivisionCode
	for i, c := range p.Centres {
		at := fmt.Sprintf("plan.centres[%d]", i)
		code, err := village.ParseDivisionCode(string(c.Code))
		if err != nil || code != c.Code || code.Town() == "" {
			return village.Refuse(at+".code", "err.division.format")
		}
		if code <= before {
			return village.Refuse(at+".code", "err.draw.order")
		}
		before = code
		if _, err := time.Parse(monthForm, c.Last); c.Last != "" && (err != nil || c.Last > p.Month) {
			return village.Refuse(at+".last", "err.draw.last")
		}
	}
	return nil
}

// oneLine reports whether s is one short line with something in it: a line break
// would let two plans have the same text.
func oneLine(s string) bool {
	return s != "" && s == strings.TrimSpace(s) && utf8.RuneCountInString(s) <= maxSource &&
		utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) })
}

// first reports whether a centre was not visited for the plan's patience. The plan
// is sound.
func (p Plan) first(c Centre) bool {
	return c.Last == "" || months(p.Month)-months(c.Last) >= p.Patience
}

// months counts from the year 0.
func months(month string) int {
	t, _ := time.Parse(monthForm, month)
	return t.Year()*12 + int(t.Month())
}

// commitment is the hash, in hex, of everything that is fixed, the seed's hash
// among it; what is hashed is written in docs/adr/0037.
func (p Plan) commitment(seedHash string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "bianmin draw 1\nmonth %s\nmade %s\ncount %d\npatience %d\nsource %s\nday %s\ndigits %d\nseed %s\n",
		p.Month, p.Made, p.Count, p.Patience, p.Source, p.Day, p.Digits, seedHash)
	for _, c := range p.Centres {
		last := c.Last
		if last == "" {
			last = "-"
		}
		fmt.Fprintf(&b, "centre %s %s\n", c.Code, last)
	}
	return hash([]byte(b.String()))
}

// towns are the centres town by town, in the order of the codes.
func (p Plan) towns() [][]Centre {
	var out [][]Centre
	for i, c := range p.Centres {
		if i == 0 || c.Code.Town() != p.Centres[i-1].Code.Town() {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], c)
	}
	return out
}

// Sorted puts the centres of a plan into the order that it has to have.
func Sorted(centres []Centre) []Centre {
	return slices.SortedFunc(slices.Values(centres), func(a, b Centre) int { return strings.Compare(string(a.Code), string(b.Code)) })
}

func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
