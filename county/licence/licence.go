// Package licence is a register of electronic licences (电子证照) out of a list that the
// district gives: a reference for the adapter that asks a real one ([office.LicenceRegister]).
// It is no national or provincial platform, it knows what stands in the list and nothing
// else, and what it answers is no seal.
package licence

import (
	"context"
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"bianmin/app/catalog"
	"bianmin/app/village"
	"bianmin/county/office"
)

//go:embed columns.json
var columnsFile []byte

// columnNames are the names under which a list may have each column.
//
//nolint:gochecknoglobals // the embedded table, parsed once
var columnNames = sync.OnceValue(func() (c map[string][]string) {
	if err := village.DecodeJSON(columnsFile, &c); err != nil {
		panic(err) // a test reads it
	}
	return c
})

// Format names the JSON form of a list.
const Format = "bianmin-licences/1"

// Licence is one line of a list.
type Licence struct {
	Kind   string      `json:"kind"`   // its name, as catalogues have it: 居民身份证
	Holder string      `json:"holder"` // number of the holder's document
	Number string      `json:"number,omitempty"`
	Issuer string      `json:"issuer,omitempty"`
	From   village.Day `json:"valid_from,omitempty"` // "" = always
	To     village.Day `json:"valid_to,omitempty"`   // last day; "" = without end
}

// Register answers out of a list.
type Register struct {
	held map[held][]Licence
	size int
}

type held struct{ kind, holder string }

// FromRows reads a list out of a sheet. The error is [village.Invalid] at the row and column,
// as "row 12, holder".
func FromRows(rows []catalog.Row) (*Register, error) {
	list := make([]Licence, len(rows))
	for i, row := range rows {
		text := func(column string) string {
			for _, name := range columnNames()[column] {
				if cell, ok := row.Cells[name]; ok {
					return strings.TrimSpace(cell)
				}
			}
			return ""
		}
		list[i] = Licence{
			Kind: text("kind"), Holder: text("holder"), Number: text("number"), Issuer: text("issuer"),
			From: village.Day(text("valid_from")), To: village.Day(text("valid_to")),
		}
	}
	return newRegister(list, func(i int) int { return rows[i].Number })
}

// FromJSON reads a list in our own form. The error is [village.Invalid] at the licence and
// member, as "row 12, holder", counted from 1.
func FromJSON(raw []byte) (*Register, error) {
	var file struct {
		Format   string    `json:"format"`
		Licences []Licence `json:"licences"`
	}
	if err := (village.JSONRules{Depth: 4}).Decode(raw, &file); err != nil || file.Format != Format {
		return nil, &village.Error{Kind: village.Invalid, Field: "register", Key: "err.licence.format", Err: err}
	}
	return newRegister(file.Licences, func(i int) int { return i + 1 })
}

func newRegister(list []Licence, number func(i int) int) (*Register, error) {
	if len(list) == 0 {
		return nil, village.Refuse("register", "err.items.empty")
	}
	r := &Register{held: map[held][]Licence{}, size: len(list)}
	for i, l := range list {
		if column, key := l.fault(); key != "" {
			return nil, village.Refuse(fmt.Sprintf("row %d, %s", number(i), column), key)
		}
		at := held{l.Kind, holder(l.Holder)}
		r.held[at] = append(r.held[at], l)
	}
	return r, nil
}

// maxText is the longest text of a licence, in characters.
const maxText = 100

// fault is what is wrong with a licence, and in which column.
func (l Licence) fault() (column, key string) {
	for _, c := range []struct {
		name, text string
		must       bool
	}{{"kind", l.Kind, true}, {"holder", l.Holder, true}, {"number", l.Number, false}, {"issuer", l.Issuer, false}} {
		if utf8.RuneCountInString(c.text) > maxText || c.must && c.text == "" {
			return c.name, "err.licence." + c.name
		}
	}
	for _, d := range []struct {
		name string
		day  village.Day
	}{{"valid_from", l.From}, {"valid_to", l.To}} {
		if _, err := time.Parse(time.DateOnly, string(d.day)); d.day != "" && err != nil {
			return d.name, "err.licence.day"
		}
	}
	if l.To != "" && l.To < l.From {
		return "valid_to", "err.licence.order"
	}
	return "", ""
}

// holder is a number as numbers are compared.
func holder(s string) string { return strings.ToUpper(strings.TrimSpace(s)) }

// Name implements [office.LicenceRegister].
func (r *Register) Name() string { return "reference" }

// Len is how many licences the list has.
func (r *Register) Len() int { return r.size }

// Look implements [office.LicenceRegister]. Of several it answers with one that is good,
// else with the one that was so last.
func (r *Register) Look(_ context.Context, q office.LicenceQuestion) (office.LicenceAnswer, error) {
	answer := office.LicenceAnswer{Fault: office.LicenceUnknown}
	for _, l := range r.held[held{q.Licence, holder(q.Holder)}] {
		next := office.LicenceAnswer{Good: true, Number: masked(l.Number), Issuer: l.Issuer, From: l.From, To: l.To}
		switch {
		case q.Day < l.From:
			next.Good, next.Fault = false, office.LicenceEarly
		case l.To != "" && q.Day > l.To:
			next.Good, next.Fault = false, office.LicenceExpired
		}
		if next.Good {
			return next, nil
		}
		if answer.Fault == office.LicenceUnknown || next.To > answer.To {
			answer = next
		}
	}
	return answer, nil
}

// masked shows the last four of a number, and nothing of a short one.
func masked(number string) string {
	runes := []rune(number)
	if len(runes) == 0 {
		return ""
	}
	if len(runes) < 8 {
		return "****"
	}
	return "****" + string(runes[len(runes)-4:])
}
