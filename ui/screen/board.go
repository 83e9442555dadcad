package screen

import (
	"strings"

	"bianmin/app/snapshot"
	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// NewBoard draws the public notices and the service hours, or one notice.
func NewBoard(st Stage) *Screen {
	b := st.Turn.Board
	head := newHeader(st, head{Title: st.t("board.title")})
	return newScreen(st, head, func(sh *sheet) {
		area, blocks := sh.body(head), board(sh, b)
		back := act{Name: "step.back", Words: sh.t("tool.back"), Kind: touch.Secondary, Tap: st.Turn.Back}
		if b.Notice != nil {
			area, blocks = sh.readable(head), notice(sh, b, *b.Notice)
			back = act{Name: "notices", Words: sh.t("board.all"), Kind: touch.Primary, Tap: b.Close}
		}
		sh.list(pager{b.Pages, b.Down, b.Up}, sh.columns(area), blocks)
		sh.foot(back)
	})
}

// board is the list of notices with the hours below.
func board(sh *sheet, b *flow.Board) []block {
	head := sh.t("board.none")
	if n := len(b.Posted.Notices); n > 0 {
		head = sh.t("board.head", "n", n)
	}
	blocks := []block{sh.title(head, "")}
	for _, n := range b.Posted.Notices {
		say := touch.RowWords{Title: n.Title, Sub: b.Until(n)}
		if both := b.Until(n) + sh.t("board.stop") + b.Signer(n); sh.look.Small.Width(both) <= sh.colWidth()-64 {
			say.Sub = both // else who issued it stands on its own page
		}
		blocks = append(blocks, block{height: touch.RowHeight(sh.look), count: 1, draw: func(a area) {
			row := touch.NewRow(sh.look, func() { b.Read(n.ID) })
			row.Set(say)
			sh.target("notice."+n.ID, row, a)
		}})
	}
	blocks = append(blocks, sh.heading(sh.t("board.hours")), sh.paragraph("**"+b.Now()+"**"))
	if b.CanAsk() {
		blocks = append(blocks, sh.card(card{
			title: sh.t("booking.longer"), words: sh.t("booking.longer.note"), edge: fyneColor(sh.look.Hair), width: 2,
			acts: []act{{Name: "longer", Words: sh.t("board.longer"), Kind: touch.Plain, Tap: b.Ask}},
		}))
	}
	for _, row := range b.HoursRows() {
		blocks = append(blocks, sh.fact(row.Label, row.Value))
	}
	return append(blocks, sh.air(), sh.paragraph(b.HoursNote()), sh.small("sync", b.News()))
}

// air is room between two parts of a page.
func (sh *sheet) air() block { return block{height: gap, reads: true, draw: func(area) {}} }

// notice is one notice: what it says, line by line so that a long one goes over
// pages, who issued it and how long it hangs.
func notice(sh *sheet, b *flow.Board, n snapshot.Notice) []block {
	blocks := []block{sh.title(n.Title, ""), sh.small("staff", b.Signer(n)), sh.small("book", b.Valid(n)), sh.air()}
	return append(blocks, sh.long(n.Text)...)
}

// long is text that somebody else wrote, of any length.
func (sh *sheet) long(words string) (blocks []block) {
	for part := range strings.SplitSeq(words, "\n") {
		blocks = append(blocks, sh.lines(part)...)
		blocks = append(blocks, block{height: 12, reads: true, draw: func(area) {}})
	}
	return blocks
}

// lines is body text that may be broken over pages after every line.
func (sh *sheet) lines(words string) []block {
	typ := sh.look.Body
	text := style.NewText(typ, sh.look.Ink, words)
	text.At(0, 0, sh.colWidth())
	var blocks []block
	for _, line := range text.Lines() {
		blocks = append(blocks, block{height: typ.Line, reads: true, draw: func(a area) {
			sh.text(style.NewText(typ, sh.look.Ink, line), area{a.x, a.y, a.w, 0})
		}})
	}
	return blocks
}
