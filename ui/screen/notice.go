package screen

import (
	"fyne.io/fyne/v2"

	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

const centre = fyne.TextAlignCenter

// noticeIcons are the signs of the short layer.
func noticeIcons() map[string]string {
	return map[string]string{
		"notice.who": "staff", "notice.why": "apply", "notice.what": "box", "notice.keep": "clock", "notice.right": "agent",
	}
}

// NewNotice draws what a person is told before the first question: a short
// layer in large words, and the full text.
func NewNotice(st Stage) *Screen {
	n := st.Turn.Notice
	head := newHeader(st, head{Title: st.t("notice.title"), Step: 1})
	return newScreen(st, head, func(sh *sheet) {
		cols := sh.columns(sh.readable(head))
		blocks, more, full := shortNotice(sh, n, cols), sh.t("notice.more"), true
		if n.Full {
			blocks, more, full = fullNotice(sh, n), sh.t("notice.less"), false
		}
		sh.list(pager{n.Pages, n.Down, n.Up}, cols, blocks)
		sh.foot(
			act{Name: "refuse", Words: sh.t("notice.no"), Width: 200, Kind: touch.Secondary, Tap: n.Refuse},
			act{Name: "notice.full", Words: more, Width: 240, Kind: touch.Secondary, Tap: func() { n.Show(full) }},
			act{Name: "agree", Words: sh.t("notice.yes"), Icon: "next", Kind: touch.Primary, Tap: n.Agree},
		)
	})
}

// shortNotice is what can be read in ten seconds, in the largest words in which
// all of it fits into cols.
func shortNotice(sh *sheet, n *flow.Notice, cols []area) []block {
	l := sh.look
	var blocks []block
	for _, typ := range []style.Type{{Size: l.Title.Size, Line: l.Title.Line}, l.Body} {
		blocks = []block{sh.title(sh.t("notice.head"), noticeOf(sh, n))}
		for _, told := range n.Told() {
			blocks = append(blocks, sh.toldIn(typ, noticeIcons()[told.Key], told.Key, told.Text))
		}
		if layOut(cols, blocks, 0, nil) == len(blocks) {
			break
		}
	}
	return blocks
}

// noticeOf says which notice it is, and for what where the name has room; the
// full text has all of it.
func noticeOf(sh *sheet, n *flow.Notice) string {
	version := sh.t("notice.version", "version", n.Version())
	if words := version + "　" + n.Item.Name; sh.look.Small.Width(words) <= sh.colWidth() {
		return words
	}
	return version
}

// fullNotice is everything, with each question and its reason.
func fullNotice(sh *sheet, n *flow.Notice) []block {
	blocks := []block{sh.title(sh.t("notice.full.head"), sh.t("notice.version.kept", "version", n.Version()))}
	for _, told := range n.Told() {
		blocks = append(blocks, sh.heading(sh.t(told.Key)), sh.paragraph(told.Text))
	}
	blocks = append(blocks, sh.heading(sh.t("notice.asked", "n", len(n.Asked))))
	for _, asked := range n.Asked {
		blocks = append(blocks, sh.asked(asked))
	}
	return blocks
}

// asked is one question with its reason and what it is asked by, all in full.
func (sh *sheet) asked(q flow.Asked) block {
	l := sh.look
	texts := []*style.Text{style.NewText(l.Title, l.Ink, q.Label)}
	if q.Why != "" {
		texts = append(texts, style.NewText(l.Small, l.Ink, q.Why))
	}
	if q.Basis != "" {
		texts = append(texts, style.NewText(l.Small, l.Ink2, sh.t("notice.basis", "basis", q.Basis)))
	}
	height := float32(20)
	for _, text := range texts {
		text.At(0, 0, sh.colWidth())
		height += text.Height()
	}
	return block{height: height, count: 1, draw: func(a area) {
		sh.rule(a.x, a.y, a.w)
		y := a.y + 10
		for _, text := range texts {
			y = sh.text(text, area{a.x, y, a.w, 0})
		}
	}}
}

// told is one thing to know: icon, words and the sentence under key.text.
func (sh *sheet) told(icon, key string) block {
	return sh.toldIn(sh.look.Body, icon, key, sh.t(key+".text"))
}

// toldIn is told with sentence in typ.
func (sh *sheet) toldIn(typ style.Type, icon, key, sentence string) block {
	l := sh.look
	text := style.NewText(typ, l.Ink, sentence)
	width := sh.colWidth() - 132 - 32
	text.At(0, 0, width)
	height := l.Title.Line + text.Height() + 48
	return block{height: height + 16, draw: func(a area) {
		sh.box(l.Card, l.Hair, l.Border(2), style.RadiusCard, area{a.x, a.y, a.w, height})
		sh.icon(icon, 64, a.x+32, a.y+28)
		y := sh.text(style.NewText(l.Title, l.Ink, sh.t(key)).Limit(1), area{a.x + 132, a.y + 24, width, 0})
		sh.text(text, area{a.x + 132, y, width, 0})
	}}
}
