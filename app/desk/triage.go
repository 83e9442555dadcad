package desk

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"bianmin/app/village"
)

//go:embed triage.json
var triageJSON []byte

// Door is a matter that 12345 does not take (分流). Where it belongs is said in the texts
// of hotline.door. Words in a request let the counter name the door; nothing is refused for
// them.
type Door struct {
	ID      string   `json:"id"`
	Version int      `json:"version"`
	Phones  []string `json:"phones"` // to call instead, the first first
	Words   []string `json:"words"`
}

// triage is what triage.json says.
//
//nolint:gochecknoglobals // a constant that Go cannot express as one
var triage = sync.OnceValue(func() (file struct {
	Note  string `json:"note"`
	Basis string `json:"basis"`
	Rules []Door `json:"rules"`
}) {
	if err := (village.JSONRules{Depth: 8}).Decode(triageJSON, &file); err != nil {
		panic("triage.json: " + err.Error())
	}
	return file
})

// Doors are all of them, in the order in which they are shown, with what they stand on.
func Doors() (list []Door, basis string) { return triage().Rules, triage().Basis }

// Advise names the doors that the words of a request speak of.
func Advise(words string) (list []Door) {
	for _, d := range triage().Rules {
		if slices.ContainsFunc(d.Words, func(w string) bool { return strings.Contains(words, w) }) {
			list = append(list, d)
		}
	}
	return list
}

// AdviceBody is what is sealed of advice that was given: by which rule. Counties of earlier
// releases read it; those of today read what was decided.
type AdviceBody struct {
	Rule    string `json:"rule"`
	Version int    `json:"version"`
}

// advise warns of the doors that a request speaks of; it is taken in all the same.
func (c *checked) advise() {
	if c.item.Code.Kind() != village.RecordTicket {
		return
	}
	words, _ := c.form[village.TicketContent].(string)
	for _, d := range Advise(words) {
		c.advice = append(c.advice, AdviceBody{d.ID, d.Version})
		c.rules = append(c.rules, d.decided(words))
		c.warnings = append(c.warnings, Warning{Key: "warn.triage." + d.ID, Rule: d.ID, Version: d.Version})
	}
}
