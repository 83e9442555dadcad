package screen

import (
	"strings"

	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// colWidth is the width of one column of a page.
func (sh *sheet) colWidth() float32 {
	w := sh.stage.Size.Width - 2*sh.margin()
	if sh.stage.landscape() {
		return (w - 2*gap) / 2
	}
	return w
}

// rowHigh is the height of a row with a title, a small line and room.
func (sh *sheet) rowHigh(room float32) float32 { return sh.look.Title.Line + sh.look.Small.Line + room }

// fit is words in the first of types in which they take at most lines lines of w
// px, in the last one cut if need be.
func (sh *sheet) fit(words string, lines int, w float32, types ...style.Type) *style.Text {
	var text *style.Text
	for _, typ := range types {
		text = style.NewText(typ, sh.look.Ink, words).Limit(lines)
		if text.At(0, 0, w); !text.Cut() {
			break
		}
	}
	return text
}

// whole is fit that is never cut: in the last of types it takes as many lines as
// it needs.
func (sh *sheet) whole(words string, lines int, w float32, types ...style.Type) *style.Text {
	text := sh.fit(words, lines, w, types...)
	if text.Cut() {
		text.Limit(0).At(0, 0, w)
	}
	return text
}

// oneLine is the parts on a small line, without those at the end that have no room
// on it.
func (sh *sheet) oneLine(parts []string) string {
	for n := len(parts); n > 1; n-- {
		if words := strings.Join(parts[:n], "　"); sh.look.Small.Width(words) <= sh.colWidth() {
			return words
		}
	}
	return strings.Join(parts[:min(1, len(parts))], "")
}

// headTypes are those of the words that a page begins with, the largest first.
func (sh *sheet) headTypes() []style.Type {
	l := sh.look
	return []style.Type{l.H1, l.Big, l.Head, l.Title.B()}
}

// title is the heading of a page, all of it: two lines, and more only in the
// smallest of its types. Below stands what is small, two lines at most.
func (sh *sheet) title(words, sub string) block {
	l := sh.look
	text := sh.whole(words, 2, sh.colWidth(), sh.headTypes()...)
	height := text.Height() + 16
	small := style.NewText(l.Small, l.Ink2, sub).Limit(2)
	if sub != "" {
		small.At(0, 0, sh.colWidth())
		height += small.Height()
	}
	return block{height: height, keep: true, reads: true, draw: func(a area) {
		y := sh.text(text, area{a.x, a.y, a.w, 0})
		if sub != "" {
			sh.text(small, area{a.x, y, a.w, 0})
		}
	}}
}

// heading stands over a list and never last on a page.
func (sh *sheet) heading(words string) block {
	l := sh.look
	return block{height: l.Head.Line + 28, keep: true, reads: true, draw: func(a area) {
		sh.text(style.NewText(l.Head, l.Ink, words).Limit(1), area{a.x, a.y + 14, a.w, 0})
	}}
}

// note is a notice as a block.
func (sh *sheet) note(tone touch.Tone, icon, words string) block {
	n := touch.NewNotice(sh.look, tone, icon, words)
	height := n.At(0, 0, sh.colWidth())
	return block{height: height + gap, reads: true, draw: func(a area) {
		n.At(a.x, a.y, a.w)
		sh.add(n)
	}}
}

// paragraph is body text.
func (sh *sheet) paragraph(words string) block {
	text := style.NewMarked(sh.look.Body, sh.look.Ink, words)
	text.At(0, 0, sh.colWidth())
	return block{height: text.Height() + 16, count: 1, reads: true, draw: func(a area) {
		sh.text(text, area{a.x, a.y, a.w, 0})
	}}
}

// bullet is one short phrase of a list.
func (sh *sheet) bullet(words string) block {
	l := sh.look
	text := style.NewText(l.Body, l.Ink, words)
	text.At(0, 0, sh.colWidth()-40)
	return block{height: text.Height() + 8, count: 1, reads: true, draw: func(a area) {
		sh.box(l.Ink, nil, 0, 5, area{a.x + 6, a.y + l.Body.Line/2 - 5, 10, 10})
		sh.text(text, area{a.x + 40, a.y, a.w - 40, 0})
	}}
}

// numbered is a step that follows: a number, what, and why.
func (sh *sheet) numbered(n, words, why string) block {
	l := sh.look
	return block{height: sh.rowHigh(8), count: 1, draw: func(a area) {
		sh.rule(a.x, a.y, a.w)
		top := a.y + 1 + (a.h-64)/2
		sh.box(l.Sunk, nil, 0, style.RadiusChip, area{a.x, top, 64, 64})
		digit := style.Type{Size: l.Body.Size, Line: 64, Bold: true}
		sh.text(style.NewText(digit, l.Ink, n).Align(centre), area{a.x, top, 64, 0})
		sh.twoLines(words, why, area{a.x + 88, a.y, a.w - 88, a.h})
	}}
}

// problem is what went wrong on a page, with the sentence that says what to do.
func (sh *sheet) problem(words string) block { return sh.note(touch.Warning, "warn", words) }

// small is a quiet sentence with a small icon before it, two lines at most.
func (sh *sheet) small(icon, words string) block {
	l := sh.look
	text := style.NewText(l.Small, l.Ink2, words).Limit(2)
	text.At(0, 0, sh.colWidth()-52)
	return block{height: text.Height() + 4, keep: true, reads: true, draw: func(a area) {
		img := style.Icon(icon, 36, l.Ink2, l.Ink2)
		style.Put(img, a.x, a.y+(l.Small.Line-36)/2, 36, 36)
		sh.add(img)
		sh.text(text, area{a.x + 52, a.y, a.w - 52, 0})
	}}
}

// ticked is what was done, with a tick before it.
func (sh *sheet) ticked(words string) block {
	l := sh.look
	return block{height: 136, keep: true, draw: func(a area) {
		sh.box(l.TealMark, nil, 0, 56, area{a.x, a.y, 112, 112})
		tick := style.Icon("check", 80, l.OnMark, l.OnMark)
		style.Put(tick, a.x+16, a.y+16, 80, 80)
		sh.add(tick)
		text := sh.fit(words, 1, a.w-140, sh.headTypes()...)
		sh.text(text, area{a.x + 140, a.y + (112-text.Height())/2, a.w - 140, 0})
	}}
}
