package screen

import (
	"bianmin/ui/flow"
	"bianmin/ui/style"
)

// partLines are the units of a package under a heading, each with what it does and, at the
// right, its limit or where it stands.
func partLines(sh *sheet, heading string, lines []flow.PartLine) []block {
	if len(lines) == 0 {
		return nil
	}
	blocks := []block{sh.heading(heading)}
	for _, line := range lines {
		blocks = append(blocks, partLine(sh, line))
	}
	return blocks
}

// partLine is one row: the name in full, who does it, and the days at the right.
func partLine(sh *sheet, line flow.PartLine) block {
	l := sh.look
	days := style.NewText(l.Body.B(), l.Ink, line.Days).Limit(1)
	wide := l.Body.B().Width(line.Days) + 8
	width := sh.colWidth() - wide - 24
	name, note := style.NewText(l.Body.B(), l.Ink, line.Name), style.NewText(l.Small, l.Ink2, line.Note)
	name.At(0, 0, width)
	note.At(0, 0, sh.colWidth())
	high := name.Height() + note.Height() + 32
	return block{height: high, count: 1, draw: func(a area) {
		sh.rule(a.x, a.y, a.w)
		y := sh.text(name, area{a.x, a.y + 16, width, 0})
		sh.text(note, area{a.x, y, a.w, 0})
		sh.text(days, area{a.x + a.w - wide, a.y + 16, wide, 0})
	}}
}
