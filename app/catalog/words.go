package catalog

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/width"

	"bianmin/app/village"
)

//go:embed words.json
var wordsJSON []byte

// words is the vocabulary of the lists that districts have: what their columns,
// types and ways of delivery are called, and the standard applicant fields.
type words struct {
	Columns        map[string][]string `json:"columns"`
	ItemTypes      map[string][]string `json:"item_types"`
	Delivery       map[string][]string `json:"delivery"`
	Cards          []string            `json:"cards"` // what stands in the names of cards and IDs
	Instant        []string            `json:"instant"`
	CalendarDays   []string            `json:"calendar_days"`
	Units          []string            `json:"units"` // what may follow a number of days or visits
	StandardFields []village.FormField `json:"standard_fields"`
}

// vocabulary is words.json. It is part of the program, so a fault in it is a
// fault of the program.
//
//nolint:gochecknoglobals // a constant that Go cannot express as one
var vocabulary = sync.OnceValue(func() words {
	var w words
	if err := json.Unmarshal(wordsJSON, &w); err != nil {
		panic("words.json: " + err.Error())
	}
	return w
})

// column is our name for a column as a list calls it; "" when unknown.
func (w words) column(name string) string {
	return lookup(w.Columns, name)
}

// itemType is the two digits of a type given as a number or a word; a text that
// is neither stays as it is, for [Lint] to name.
func (w words) itemType(text string) string {
	text = strings.TrimSpace(text)
	if len(text) == 1 && text[0] >= '0' && text[0] <= '9' {
		text = "0" + text
	}
	if digits := lookup(w.ItemTypes, text); digits != "" {
		return digits
	}
	return text
}

// deliveries turns words into pickup, express and village; an unknown word
// stays, for [Lint] to name.
func (w words) deliveries(list []string) []string {
	var out []string
	for _, word := range list {
		mode := lookup(w.Delivery, word)
		if mode == "" {
			mode = word
		}
		if !slices.Contains(out, mode) {
			out = append(out, mode)
		}
	}
	return out
}

// number is the whole number that text is, in wide digits or narrow, with or
// without a unit. Months, years and ranges are no number.
func (w words) number(text string) (int, bool) {
	text = plain(text)
	digits := text[:len(text)-len(strings.TrimLeft(text, "0123456789"))]
	n, err := strconv.Atoi(digits)
	unit := text[len(digits):]
	return n, err == nil && slices.ContainsFunc(w.Units, func(u string) bool { return plain(u) == unit })
}

// card reports whether a paper is, by its name, a card or an ID.
func (w words) card(name string) bool {
	return slices.ContainsFunc(w.Cards, func(s string) bool { return strings.Contains(plain(name), s) })
}

// lookup is the key whose list holds text, compared without width, case and
// spaces.
func lookup(table map[string][]string, text string) string {
	want := plain(text)
	for key, list := range table {
		if want == key || slices.ContainsFunc(list, func(s string) bool { return plain(s) == want }) {
			return key
		}
	}
	return ""
}

func plain(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(width.Fold.String(s)), ""))
}

// Standard gives an item without fields of its own the three that every
// application needs: name, document number and phone. It is applied by every
// loader, so a [Catalogue] never holds an item without fields. Materials stay
// as they are: an item without any takes whatever papers the person brings.
func Standard(it village.ServiceItem) village.ServiceItem {
	if len(it.Fields) == 0 {
		it.Fields = slices.Clone(vocabulary().StandardFields)
	}
	return it
}
