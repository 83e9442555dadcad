package screen

import (
	"strconv"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// NewMachine draws the maintainer's page.
func NewMachine(st Stage) *Screen {
	m := st.Turn.Machine
	head := newHeader(st, head{Title: st.t("machine.title")})
	s := newScreen(st, head, func(sh *sheet) {
		sh.list(pager{m.Pages, m.Down, m.Up}, sh.columns(sh.readable(head)), machineBlocks(sh, m))
		sh.foot(
			act{Name: "machine.quit", Words: sh.t("machine.quit"), Width: 330, Kind: touch.Danger, Tap: m.Quit},
			act{Name: "machine.try", Words: sh.t("machine.try"), Width: 220, Kind: touch.Secondary, Tap: m.Try},
			act{Name: "home", Words: sh.t("machine.home"), Kind: touch.Primary, Tap: m.Home},
		)
	})
	s.tick = func() { m.Look(st.Ctx) }
	return s
}

func machineBlocks(sh *sheet, m *flow.Machine) []block {
	var blocks []block
	if m.Problem.Text != "" {
		blocks = append(blocks, sh.problem(m.Problem.Text))
	}
	if !m.Known && m.Problem.Text != "" {
		return blocks
	}
	if !m.Known {
		return append(blocks, sh.paragraph(sh.t("machine.busy")))
	}
	l := sh.look
	figures := m.Figures()
	marks := []fyneColor{l.Ink, l.TealMark, l.AmberMark, l.RedMark}
	blocks = append(blocks, sh.figures(figures[:2], marks[:2]), sh.figures(figures[2:], marks[2:]))
	if len(m.Prints) > 0 { // somebody has to look
		blocks = append(blocks, sh.air(), sh.paragraph(sh.t("machine.prints", "n", len(m.Prints))))
	}
	for _, job := range m.Prints {
		blocks = append(blocks, printCard(sh, m, job))
	}
	for _, row := range m.Rows() {
		blocks = append(blocks, sh.fact(row.Label, row.Value))
	}
	return append(blocks, sh.air(), sh.paragraph(sh.t("machine.note")))
}

// printCard is a paper of which nobody knows whether it came out.
func printCard(sh *sheet, m *flow.Machine, job village.PrintJob) block {
	title, when := m.PrintText(job)
	id := strconv.FormatInt(job.ID, 10)
	word := func(came bool) func() { return func() { m.Came(sh.stage.Ctx, job.ID, came) } }
	return sh.card(card{title: title, words: when, edge: sh.look.AmberMark, width: 4, acts: []act{
		{Name: "lost." + id, Words: sh.t("machine.print.lost"), Kind: touch.Plain, Tap: word(false)},
		{Name: "came." + id, Words: sh.t("letters.came"), Kind: touch.Plain, Tap: word(true)},
	}})
}

// fact is a label with what stands for it beside it, or below in large letters.
func (sh *sheet) fact(label, value string) block {
	l, x := sh.look, sh.colWidth()*.42
	w := x - gap
	if l.Large {
		x, w = 0, sh.colWidth()
	}
	left, right := style.NewText(l.Body, l.Ink2, label), style.NewText(l.Body.B(), l.Ink, value)
	left.At(0, 0, w)
	right.At(0, 0, sh.colWidth()-x)
	high := max(left.Height(), right.Height())
	if l.Large {
		high = left.Height() + right.Height()
	}
	return block{height: high + 34, count: 1, draw: func(a area) {
		y := sh.text(left, area{a.x, a.y + 16, w, 0})
		if !l.Large {
			y = a.y + 16
		}
		sh.text(right, area{a.x + x, y, a.w - x, 0})
		sh.rule(a.x, a.y+high+32, a.w)
	}}
}
