package screen

import (
	"strings"

	"bianmin/app/inspect"
	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// NewChecklist draws the rules of one section of a visit.
func NewChecklist(st Stage) *Screen {
	c := st.Turn.Checklist
	head := newHeader(st, head{Title: st.t("visit.title")})
	return newScreen(st, head, func(sh *sheet) {
		part := c.Part()
		sub := sh.t("visit.part.sub", "left", part.Section.Max-part.Taken, "max", part.Section.Max)
		if part.Section.Kind == inspect.Veto {
			sub = sh.t("visit.part.veto")
		}
		blocks := []block{sh.title(part.Section.Name, sub)}
		for _, row := range c.Rows() {
			blocks = append(blocks, ruleCard(sh, c, row))
		}
		sh.list(pager{c.Pages, c.Down, c.Up}, sh.columns(sh.body(head)), blocks)
		checklistFoot(sh, c)
	})
}

// ruleCard is one rule: what it says, what it takes, what the machine knows of it, and
// the two answers.
func ruleCard(sh *sheet, c *flow.Checklist, row flow.Row) block {
	l, w := sh.look, sh.colWidth()-48
	rule := sh.whole(row.Rule.Text, 2, w, l.Title.B(), l.Body.B())
	small := style.NewText(l.Small, l.Ink2, ruleLine(sh, c, row))
	small.At(0, 0, w)
	said, tone := ruleSaid(sh, c, row)
	note := style.NewText(l.Small.B(), tone, said)
	note.At(0, 0, w)
	buttons := max(104, l.Title.Line+44)
	high := 20 + rule.Height() + 4 + small.Height() + note.Height() + 16 + buttons + 24
	return block{height: high + 16, count: 1, draw: func(a area) {
		edge, width := fyneColor(l.Hair), l.Border(2)
		if row.Broken {
			edge, width = l.RedMark, l.Border(4)
		}
		sh.box(l.Card, edge, width, style.RadiusCard, area{a.x, a.y, a.w, high})
		y := sh.text(rule, area{a.x + 24, a.y + 20, w, 0})
		y = sh.text(small, area{a.x + 24, y + 4, w, 0})
		if said != "" {
			sh.text(note, area{a.x + 24, y, w, 0})
		}
		half := (w - 16) / 2
		at := area{a.x + 24, a.y + high - 24 - buttons, half, buttons}
		sh.target("comply."+string(row.ID), newPick(l, touch.Plain, sh.t("checklist.comply"), row.Seen && !row.Broken, func() { c.Comply(row.ID) }), at)
		at.x += half + 16
		broken := newBroken(l, sh.t("checklist.break"), row.Broken, func() { c.Break(row.ID) })
		sh.target("break."+string(row.ID), broken, at)
	}}
}

// newBroken is 不符合: chosen it stands on red, with another icon than what complies.
func newBroken(look style.Look, words string, chosen bool, tap func()) *touch.Button {
	if !chosen {
		return touch.NewButton(look, touch.Plain, words, tap)
	}
	red := look
	red.Card, red.Edge, red.Ink = look.RedTint, look.RedMark, look.RedMark
	return touch.NewButton(red, touch.Plain, words, tap).SetIcon("close", false)
}

// ruleLine says what a rule takes, whether it wants a photograph, and its basis.
func ruleLine(sh *sheet, c *flow.Checklist, row flow.Row) string {
	parts := []string{rulePoints(sh, c, row)}
	if row.Rule.Photo {
		parts = append(parts, sh.t("checklist.photo"))
	}
	return strings.Join(append(parts, sh.t("checklist.basis", "basis", row.Basis)), "　")
}

func rulePoints(sh *sheet, c *flow.Checklist, row flow.Row) string {
	points := c.Takes(row, 1)
	switch kind := c.Part().Section.Kind; {
	case kind == inspect.Veto:
		return sh.t("checklist.points.veto")
	case kind == inspect.Bonus:
		return sh.t("checklist.points.bonus", "points", points)
	case row.Rule.Times > 1:
		return sh.t("checklist.points.each", "points", points, "n", row.Rule.Times)
	}
	return sh.t("checklist.points", "points", points)
}

// ruleSaid is what was found, or what the machine knows before anybody has looked.
func ruleSaid(sh *sheet, c *flow.Checklist, row flow.Row) (string, fyneColor) {
	l := sh.look
	switch {
	case row.Broken && row.Lacks():
		return sh.t("checklist.broken.photo"), l.RedMark
	case row.Broken && c.Part().Section.Kind == inspect.Veto:
		return sh.t("checklist.broken.veto", "photos", len(row.Photos)), l.RedMark
	case row.Broken:
		return sh.t("checklist.broken", "points", c.Takes(row, row.Times), "photos", len(row.Photos)), l.RedMark
	}
	if fact := c.Fact(row); fact != "" {
		return sh.t("checklist.facts") + fact, l.Ink
	}
	return "", l.Ink
}

func checklistFoot(sh *sheet, c *flow.Checklist) {
	back := act{Name: "parts", Words: sh.t("checklist.back"), Width: 260, Kind: touch.Secondary, Tap: c.Leave}
	if n := c.Open(); n > 0 {
		sh.foot(back, act{Name: "rest", Words: sh.t("checklist.rest", "n", n), Icon: "check", Kind: touch.Primary, Tap: c.RestComplies})
		return
	}
	next := act{Name: "next", Words: sh.t("checklist.next"), Icon: "next", Kind: touch.Primary, Tap: c.Next}
	if c.Last() {
		next.Words = sh.t("visit.end")
	}
	if key := c.Lacks(); key != "" {
		next.Why = sh.t(key)
	}
	sh.foot(back, next)
}
