package screen

import (
	"bianmin/ui/flow"
	"bianmin/ui/touch"
)

// NewToday draws the day of who helps: its figures, then its lists.
func NewToday(st Stage) *Screen {
	d := st.Turn.Today
	head := newHeader(st, head{Title: st.t("today.title")})
	return newScreen(st, head, func(sh *sheet) {
		sh.list(pager{d.Pages, d.Down, d.Up}, sh.columns(sh.body(head)), todayBlocks(sh, d))
		sh.foot(
			act{Name: "previous", Words: sh.t("tool.back"), Width: 300, Kind: touch.Secondary, Tap: st.Turn.Back},
			act{Name: "again", Words: sh.t("today.again"), Kind: touch.Primary, Tap: func() { d.Look(st.Ctx) }},
		)
	})
}

func todayBlocks(sh *sheet, d *flow.Today) (blocks []block) {
	if d.Problem.Text != "" {
		blocks = append(blocks, sh.problem(d.Problem.Text))
	}
	if !d.Known {
		if d.Problem.Text == "" {
			blocks = append(blocks, sh.paragraph(sh.t("today.looking")))
		}
		return blocks
	}
	if l := sh.look; !l.Large { // there the headings say how many
		bars := []fyneColor{l.Ink, l.AmberMark, l.TealMark, l.RedMark}
		figures := d.Figures()
		if sh.stage.landscape() {
			blocks = append(blocks, sh.figures(figures[:2], bars[:2]), sh.figures(figures[2:], bars[2:]))
		} else {
			blocks = append(blocks, sh.figures(figures, bars))
		}
	}
	for _, section := range d.Sections() {
		blocks = append(blocks, sh.heading(section.Head))
		if len(section.Rows) == 0 {
			blocks = append(blocks, sh.paragraph(section.None))
		}
		for _, row := range section.Rows {
			blocks = append(blocks, todayCard(sh, d, row))
		}
	}
	return blocks
}

// todayCard is one case with the way to its page.
func todayCard(sh *sheet, d *flow.Today, row flow.TodayRow) block {
	l := sh.look
	c := card{title: row.Title, words: row.Words, edge: l.Hair, width: 2, most: 3, acts: []act{
		{Name: "see." + string(row.Code), Words: sh.t("today.see"), Kind: touch.Plain, Tap: func() { d.See(sh.stage.Ctx, row.Code) }},
	}}
	if row.Prints {
		again := act{Name: "print." + string(row.Code), Words: sh.t("today.print"), Icon: "printer", Kind: touch.Secondary, Tap: func() { d.Print(sh.stage.Ctx, row.Code) }}
		if d.Printing() {
			again.Why = sh.t("letters.printing")
		}
		c.acts = append([]act{again}, c.acts...)
	}
	if row.Urgent {
		c.edge, c.width = l.RedMark, 4
	}
	return sh.card(c)
}
