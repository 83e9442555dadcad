package flow

import (
	"strconv"
	"strings"
	"time"
)

// Parts are where the units of a package stand, as the county told last: what was decided
// goes before what became of it.
func (p *Progress) Parts() (lines []PartLine) {
	for _, w := range p.Status.Parts {
		state, note := w.State, []string{w.Unit}
		if w.Decision != "" && w.Decision != w.State {
			state, note = w.Decision, append(note, p.T("progress.part."+string(w.State)))
		}
		note = append(note, p.Day(time.UnixMilli(w.AtMS)))
		lines = append(lines, PartLine{
			Name: strconv.Itoa(w.N) + ". " + w.Name, Days: p.T("progress.part." + string(state)), Note: strings.Join(note, p.T("list.semicolon")),
		})
	}
	return lines
}
