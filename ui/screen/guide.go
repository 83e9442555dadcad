package screen

import (
	"slices"
	"strings"

	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// NewGuide draws what an item takes.
func NewGuide(st Stage) *Screen {
	g := st.Turn.Guide
	head := newHeader(st, head{Title: st.t("guide.title"), Step: 1})
	s := newScreen(st, head, func(sh *sheet) {
		cols := guideHome(sh, g, sh.columns(sh.readable(head)))
		sh.list(pager{g.Pages, g.Down, g.Up}, cols, guideBlocks(sh, g, cols))
		acts := []act{{Name: "back.foot", Words: sh.t("tool.step"), Width: 300, Kind: touch.Secondary, Tap: st.Turn.Back}}
		if st.Turn.Kiosk().Centre().Enrolled && !st.Turn.Kiosk().Line().Full && g.Unphotographed() == "" { // else nobody should fill in a form for nothing
			if g.CanBehalf() {
				acts[0].Width = 220
				acts = append(acts, act{Name: "start.for", Words: sh.t("guide.start.for"), Width: 280, Kind: touch.Secondary, Tap: g.StartFor})
			}
			acts = append(acts, act{Name: "start", Words: sh.t("guide.start"), Icon: "next", Kind: touch.Primary, Tap: g.Start})
		}
		sh.foot(acts...)
	})
	s.tick = s.whenFull
	return s
}

// guideBlocks are the page in the order in which a person asks: what it is, how
// much it takes, what to bring. By when it is done stands behind the papers; if
// that is another page, it moves up to the figures, because it explains them.
func guideBlocks(sh *sheet, g *flow.Guide, cols []area) []block {
	head, papers, due := guideHead(sh, g), guidePapers(sh, g), slices.Concat(deadline(sh, g), partLines(sh, sh.t("guide.parts", "n", len(g.Parts)), g.Parts))
	early := slices.Concat(head, papers, due)
	rest := append(guideRest(sh, g), sh.strip(g.Strip(), cols[0])...)
	room := float32(0)
	if len(rest) > 0 {
		room = pagerBar + 12
	}
	if layOut(cols, early, room, nil) == len(early) {
		return append(early, rest...)
	}
	return slices.Concat(head, due[1:], papers, rest)
}

// guideHead is the item itself with its figures.
func guideHead(sh *sheet, g *flow.Guide) []block {
	blocks := []block{sh.title(g.Item.Name, guideBy(sh, g))}
	if sh.stage.Turn.Kiosk().Centre().Example {
		blocks = append(blocks, sh.small("notice", sh.t("guide.example")))
	}
	if !sh.stage.Turn.Kiosk().Centre().Enrolled {
		blocks = append(blocks, sh.problem(sh.t("guide.unregistered")))
	} else if sh.stage.Turn.Kiosk().Line().Full {
		blocks = append(blocks, sh.problem(sh.t("guide.full")))
	} else if photo := g.Unphotographed(); photo != "" {
		blocks = append(blocks, sh.problem(sh.t("guide.no_camera", "photo", photo)))
	}
	if words, whole := guideWho(sh, g); whole {
		blocks = append(blocks, sh.small("staff", words))
	}
	return append(blocks, guideFigures(sh, g))
}

// guideWho says who can apply; whole reports whether it fits on two lines.
func guideWho(sh *sheet, g *flow.Guide) (words string, whole bool) {
	if len(g.Item.Conditions) == 0 {
		return "", false
	}
	words = sh.t("guide.who", "who", strings.Join(g.Item.Conditions, sh.t("list.semicolon")))
	text := style.NewText(sh.look.Small, sh.look.Ink2, words)
	text.At(0, 0, sh.colWidth()-52)
	return words, text.Height() <= 2*sh.look.Small.Line
}

// guidePapers are what to bring and what need not come.
func guidePapers(sh *sheet, g *flow.Guide) []block {
	blocks := needs(sh, sh.t("guide.bring", "n", len(g.Bring)), g.Bring)
	if len(g.Bring)+len(g.NotBring)+len(g.Sometimes) == 0 {
		blocks = append(blocks, sh.heading(sh.t("guide.bring.none")), sh.note(touch.Quiet, "idcard", sh.t("guide.bring.none.note")))
	}
	if len(g.NotBring) > 0 {
		blocks = append(blocks, sh.heading(sh.t("guide.not_bring", "n", len(g.NotBring))))
		for group := range slices.Chunk(g.NotBring, 4) {
			blocks = append(blocks, notBring(sh, group))
		}
	}
	return blocks
}

// guideRest is what only some people need to know, and what is too long for
// the top.
func guideRest(sh *sheet, g *flow.Guide) []block {
	var blocks []block
	if _, whole := guideWho(sh, g); !whole && len(g.Item.Conditions) > 0 {
		blocks = append(blocks, sh.heading(sh.t("guide.who.head")))
		for _, who := range g.Item.Conditions {
			blocks = append(blocks, sh.bullet(who))
		}
	}
	if fee := g.FeeText(); fee != "" {
		blocks = append(blocks, sh.heading(sh.t("guide.fee.title")), sh.paragraph(fee))
	}
	blocks = append(blocks, needs(sh, sh.t("guide.sometimes"), g.Sometimes)...)
	blocks = append(blocks, guideBook(sh, g)...)
	if g.CanBlank() {
		blocks = append(blocks, sh.card(card{
			title: sh.t("guide.blank"), words: sh.t("guide.blank.note"), edge: sh.look.Hair, width: 2,
			acts: []act{{Name: "letter.blank", Words: sh.t("letters.open"), Kind: touch.Plain, Tap: g.Blank}},
		}))
	}
	return slices.Concat(blocks, guideBasis(sh, g), guideOnline(sh, g))
}

// guideBook leads to a time at a window, or a visit, for the item. In low position it would
// stand out of reach: the home page leads there.
func guideBook(sh *sheet, g *flow.Guide) []block {
	if k := sh.stage.Turn.Kiosk(); !k.Centre().Enrolled || k.Line().Full || sh.stage.Low {
		return nil
	}
	return []block{sh.card(card{
		title: sh.t("guide.book"), words: sh.t("guide.book.note"), edge: sh.look.Hair, width: 2,
		acts: []act{{Name: "book", Words: sh.t("guide.book.open"), Kind: touch.Plain, Tap: g.Book}},
	})}
}

func guideBy(sh *sheet, g *flow.Guide) string {
	var parts []string
	if d := g.Item.Department; d != "" {
		parts = append(parts, sh.t("guide.by", "department", d))
	}
	if len(g.Item.Aliases) > 0 {
		names := g.Item.Aliases[:min(2, len(g.Item.Aliases))]
		parts = append(parts, sh.t("search.aka", "names", strings.Join(names, sh.t("confirm.between"))))
	}
	return sh.oneLine(parts)
}

func guideFigures(sh *sheet, g *flow.Guide) block {
	teal := sh.look.TealMark
	return sh.figures(g.Figures(), []fyneColor{teal, teal, teal})
}

// figures are large figures side by side, each with its bar; in large letters one
// below the other.
func (sh *sheet) figures(list []flow.Figure, bars []fyneColor) block {
	high := touch.FigureHeight(sh.look)
	rows := float32(1)
	if sh.look.Large {
		rows = float32(len(list))
	}
	return block{height: rows*(high+12) + 16, draw: func(a area) {
		at := area{a.x, a.y + 8, a.w, high}
		for i, f := range list {
			o := touch.NewFigure(sh.look, bars[i], touch.FigureWords{Label: f.Label, Number: f.Value, Unit: f.Unit, Note: f.Note})
			if sh.look.Large {
				style.Put(o, at.x, at.y, at.w, high)
				at.y += high + 12
			} else {
				w := a.w / float32(len(list))
				style.Put(o, at.x, at.y, w-12, high)
				at.x += w
			}
			sh.add(o)
		}
	}}
}

// needs are the rows of papers under one heading.
func needs(sh *sheet, heading string, list []flow.Need) []block {
	if len(list) == 0 {
		return nil
	}
	blocks := []block{sh.heading(heading)}
	for _, need := range list {
		blocks = append(blocks, needRow(sh, need))
	}
	return blocks
}

// needRow is one paper to bring, with all that is said of it: half of its name is
// another trip.
func needRow(sh *sheet, need flow.Need) block {
	l := sh.look
	width := sh.colWidth() - 116
	var chip *touch.Chip
	if need.MayFollow {
		chip = touch.NewChip(l, touch.Wait, "clock", sh.t("guide.may_follow"))
		width -= chip.Width() + 16
	}
	lines := 1
	if need.Why == "" {
		lines = 2
	}
	name := sh.whole(need.Name, lines, width, l.Title, l.Body.B(), l.Small.B())
	why := style.NewText(l.Small, l.Ink2, need.Why)
	high := name.Height()
	if need.Why != "" {
		why.At(0, 0, width)
		high += why.Height()
	}
	return block{height: max(sh.rowHigh(40), high+40), count: 1, draw: func(a area) {
		sh.needIcon(need, a)
		if chip != nil {
			chip.At(a.x+a.w-chip.Width(), a.y+1+(a.h-touch.ChipHeight(l))/2)
			sh.add(chip)
		}
		y := sh.text(name, area{a.x + 116, a.y + 2 + (a.h-2-high)/2, width, 0})
		if need.Why != "" {
			sh.text(why, area{a.x + 116, y, width, 0})
		}
	}}
}

// needIcon shows what kind of paper it is.
func (sh *sheet) needIcon(need flow.Need, a area) {
	l := sh.look
	sh.rule(a.x, a.y, a.w)
	top := a.y + 1 + (a.h-88)/2
	sh.box(l.Sunk, nil, 0, style.RadiusButton, area{a.x, top, 88, 88})
	img := style.Icon(flow.PaperIcon(need.Name), 56, l.Ink, l.Ink)
	style.Put(img, a.x+16, top+16, 56, 56)
	sh.add(img)
}

// twoLines centres a title and a small line in a; without the small line the
// title may take two.
func (sh *sheet) twoLines(title, sub string, a area) {
	l := sh.look
	lines := 2
	if sub != "" {
		lines = 1
	}
	text := sh.fit(title, lines, a.w, l.Title, l.Body.B(), l.Small.B())
	height := text.Height()
	if sub != "" {
		height += l.Small.Line
	}
	y := sh.text(text, area{a.x, a.y + (a.h-height)/2, a.w, 0})
	if sub != "" {
		sh.text(style.NewText(l.Small, l.Ink2, sub).Limit(1), area{a.x, y, a.w, 0})
	}
}

// notBring are rows on one ground of teal, which is never cut by a page.
func notBring(sh *sheet, group []flow.Need) block {
	row := max(76, sh.look.Title.Line+16)
	height := row * float32(len(group))
	return block{height: height + 16, count: len(group), draw: func(a area) {
		l := sh.look
		sh.box(l.TealTint, nil, 0, style.RadiusCard, area{a.x, a.y, a.w, height})
		for i, need := range group {
			y := a.y + row*float32(i)
			if i > 0 {
				sh.rule(a.x+28, y, a.w-56)
			}
			img := style.Icon("zero", 36, l.TealMark, l.TealMark)
			style.Put(img, a.x+30, y+(row-36)/2, 36, 36)
			sh.add(img)
			name := style.NewText(l.Title, l.Ink, need.Name).Limit(1)
			name.At(a.x+88, y+(row-l.Title.Line)/2, min(l.Title.Width(need.Name)+4, a.w*0.5))
			sh.add(name)
			x := max(a.x+298, a.x+88+name.InkWidth()+gap)
			why := style.NewText(l.Small, l.Ink, need.Why).Limit(1)
			sh.text(why, area{x, y + (row-l.Small.Line)/2, a.x + a.w - x - 20, 0})
		}
	}}
}

func deadline(sh *sheet, g *flow.Guide) []block {
	l := sh.look
	words := sh.t(g.NoDeadline())
	if g.Deadline.Known {
		words = g.Deadline.Sentence
		if g.Deadline.Strong != "" {
			words = strings.Replace(words, g.Deadline.Strong, "**"+g.Deadline.Strong+"**", 1)
		}
	}
	width := sh.colWidth() - 124 - 32
	text := style.NewMarked(l.Body, l.Ink, words)
	text.At(0, 0, width)
	note := style.NewText(l.Small, l.Ink2, sh.t("guide.received"))
	note.At(0, 0, width)
	height := text.Height() + note.Height() + 48
	return []block{sh.heading(sh.t("guide.how_long")), {height: height + 16, count: 1, draw: func(a area) {
		sh.box(l.Card, l.Hair, l.Border(2), style.RadiusCard, area{a.x, a.y, a.w, height})
		sh.icon("clock", 60, a.x+32, a.y+28)
		y := sh.text(text, area{a.x + 124, a.y + 24, width, 0})
		sh.text(note, area{a.x + 124, y, width, 0})
	}}}
}
