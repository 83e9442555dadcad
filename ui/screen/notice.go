package screen

import (
	"fyne.io/fyne/v2"

	"bianmin/ui/style"
	"bianmin/ui/touch"
)

const centre = fyne.TextAlignCenter

// NewNotice draws what a person is told before the first question.
func NewNotice(st Stage) *Screen {
	n := st.Turn.Notice
	head := newHeader(st, head{Title: st.t("notice.title"), Step: 1})
	return newScreen(st, head, func(sh *sheet) {
		blocks := []block{
			sh.title(sh.t("notice.head"), n.Item.Name),
			sh.told("lock", "notice.who"), sh.told("clock", "notice.keep"), sh.told("agent", "notice.right"),
			sh.heading(sh.t("notice.asked", "n", len(n.Asked))),
		}
		for _, asked := range n.Asked {
			blocks = append(blocks, block{height: sh.rowHigh(20), count: 1, draw: func(a area) {
				sh.rule(a.x, a.y, a.w)
				sh.twoLines(asked.Label, asked.Why, a)
			}})
		}
		sh.list(pager{n.Pages, n.Down, n.Up}, sh.columns(sh.body(head)), blocks)
		sh.foot(
			act{Name: "refuse", Words: sh.t("notice.no"), Width: 300, Kind: touch.Secondary, Tap: st.Turn.Back},
			act{Name: "agree", Words: sh.t("notice.yes"), Icon: "next", Kind: touch.Primary, Tap: n.Agree},
		)
	})
}

// told is one thing to know: icon, words and the sentence under key.text.
func (sh *sheet) told(icon, key string) block {
	l := sh.look
	text := style.NewText(l.Body, l.Ink, sh.t(key+".text"))
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
