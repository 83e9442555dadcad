package flow

import (
	"strconv"
	"strings"

	"bianmin/app/village"
)

// parts are what the units do with a package: one line each, with its limit and, of one
// that waits for another, why it does and when it is done at the latest.
func (g *Guide) parts() (lines []PartLine) {
	for n, way := range g.Item.AllWays() {
		p := g.Item.Parts[n]
		line := PartLine{Name: strconv.Itoa(n+1) + ". " + p.Name, Days: g.T("guide.parts.days", "days", p.Days)}
		notes := []string{p.Department}
		if p.When != nil {
			notes = append(notes, g.T("guide.parts.when"))
		}
		if len(p.After) > 0 {
			notes = append(notes, g.T("guide.parts.after", "parts", g.numbers(way.After), "basis", p.AfterBasis), g.T("guide.parts.end", "end", way.EndDays))
		}
		line.Note = strings.Join(notes, g.T("list.semicolon"))
		lines = append(lines, line)
	}
	return lines
}

// shared is what is said of a paper: of a package also which of its parts it serves.
func (g *Guide) shared(m village.Material) string {
	serves := g.Item.PartsNeeding(m.Code)
	if len(serves) < 2 {
		return m.Notes
	}
	words := g.T("guide.parts.shared", "parts", g.numbers(serves))
	if m.Notes != "" {
		words = m.Notes + g.T("list.semicolon") + words
	}
	return words
}

func (p page) numbers(list []int) string {
	var words []string
	for _, n := range list {
		words = append(words, strconv.Itoa(n))
	}
	return strings.Join(words, p.T("guide.parts.between"))
}
