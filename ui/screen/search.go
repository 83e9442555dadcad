package screen

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/keyboard"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// searchPage is the page with the parts that stay from key to key.
type searchPage struct {
	head  *header
	field *touch.Field
	panel *keyboard.Panel
	rows  []*touch.Row
}

// NewSearch draws the query, what it finds, and the keyboard.
func NewSearch(st Stage) *Screen {
	p := &searchPage{head: newHeader(st, head{Title: st.t("search.title"), Bare: true})}
	p.field = touch.NewField(st.Look, "", st.t("search.hint"), nil).SetIcon("search")
	p.field.SetActive(true)
	search := st.Turn.Search
	p.panel = st.panel(search, typing{
		Words: st.t("search.open"), Done: func() { search.Choose(search.Pages.First()) }, Composing: search.Compose, Raw: true,
	})
	s := newScreen(st, p.head, p.draw)
	s.keys = func() keyer { return p.panel }
	s.reset = func() { p.panel.SetTarget(st.Turn.Search); p.panel.SetTab(keyboard.Writing) }
	return s
}

func (p *searchPage) draw(sh *sheet) {
	s := sh.stage.Turn.Search
	top := sh.addPanel(p.panel, sh.stage.Size.Height)
	m := sh.margin()
	w := sh.stage.Size.Width - 2*m
	y := p.head.bottom + 24
	under := p.field.Height() + 12 // of the field
	if sh.stage.Low {
		top -= p.head.lowHigh()
		y = sh.stage.Size.Height*lowFrom - under
	}
	p.field.SetValue(s.Query + s.Letters)
	p.field.SetHelp(sh.t("search.tap"))
	cols := []area{{m, y + under, w, top - 16 - y - under}}
	fieldWidth := w
	if sh.stage.landscape() { // the field at the left, the list at the right
		fieldWidth = 700
		cols = []area{{m + 724, y, w - 724, top - 16 - y}}
	}
	switch {
	case s.Empty() && !sh.stage.landscape() && !sh.stage.Low:
		fieldWidth = endWays(sh, s, area{m, y, w, 120}).w
	case !s.Empty() && !sh.stage.Low: // there the key 删 is nearer
		clear := touch.NewButton(sh.look, touch.Plain, sh.t("search.clear"), func() { p.panel.SetTarget(s); s.Clear() }).SetIcon("close", false)
		wide := max(200, clear.Least())
		fieldWidth -= wide + 12
		sh.target("search.clear", clear, area{m + fieldWidth + 12, y, wide, 120})
	}
	sh.target("search.field", p.field, area{m, y, fieldWidth, p.field.Height()})
	p.count(sh, s, area{m, y + 128, w, 0})
	if len(s.Results) == 0 {
		none(sh, s, cols[0])
		return
	}
	sh.rule(cols[0].x, cols[0].y, cols[0].w)
	p.list(sh, s, cols, area{m, y + under, fieldWidth, pagerBar})
}

// list draws what is found in cols. In landscape two rows fit, and the buttons stand
// under the field, or where the ways without a word stand there, below the row; in low
// position those ways stand beside the buttons, within reach.
func (p *searchPage) list(sh *sheet, s *flow.Search, cols []area, under area) {
	place, blocks := pager{s.Pages, s.Down, s.Up}, p.blocks(sh, s)
	switch {
	case s.Empty() && sh.stage.landscape():
		putWays(sh, s, under)
		sh.list(place, cols, blocks)
	case s.Empty() && sh.stage.Low:
		bar := endWays(sh, s, area{cols[0].x, cols[0].bottom() - pagerBar, cols[0].w, pagerBar})
		sh.listBeside(place, cols, blocks, bar)
	case sh.stage.landscape():
		under.w = 700
		sh.listBeside(place, cols, blocks, under)
	default:
		sh.list(place, cols, blocks)
	}
}

// count says how much was found.
func (p *searchPage) count(sh *sheet, s *flow.Search, a area) {
	words := sh.t("search.count", "n", len(s.Results))
	switch {
	case len(s.Results) == 0 || sh.stage.landscape() || sh.look.Large:
		return
	case s.Frequent() > 0:
		words = sh.t("search.frequent", "n", s.Frequent())
	case !s.Asks():
		words = sh.t("search.most")
	case s.Capped():
		words = sh.t("search.many", "n", len(s.Results))
	}
	sh.text(style.NewText(sh.look.Small, sh.look.Ink2, words).Limit(1).Align(trailing), area{a.x + a.w/2, a.y, a.w / 2, 0})
}

func (p *searchPage) blocks(sh *sheet, s *flow.Search) []block {
	h := touch.RowHeight(sh.look)
	var blocks []block
	for i, it := range s.Results {
		blocks = append(blocks, block{height: h, count: 1, draw: func(a area) {
			row := p.row(sh, i-s.Pages.First())
			row.OnTap = func() { s.Choose(i) }
			row.Set(rowWords(sh, it))
			sh.target(fmt.Sprintf("result.%d", i), row, a)
		}})
	}
	return blocks
}

// row is the n-th row of the pool.
func (p *searchPage) row(sh *sheet, n int) *touch.Row {
	for len(p.rows) <= n {
		p.rows = append(p.rows, touch.NewRow(sh.look, nil))
	}
	return p.rows[n]
}

func rowWords(sh *sheet, it village.ServiceItem) touch.RowWords {
	words := touch.RowWords{Title: it.Name, Sub: rowNames(sh, it)}
	if it.Visits != nil && !sh.stage.Turn.Kiosk().Contradicted(it) {
		words.Chip, words.Icon, words.State = sh.t("search.visits", "n", *it.Visits), "pin", touch.Neutral
		if *it.Visits == 0 {
			words.Icon, words.State = "check", touch.Done
		}
	}
	return words
}

// rowNames are what people call an item and who decides it: as much of it as the line of
// a row holds.
func rowNames(sh *sheet, it village.ServiceItem) (words string) {
	room := 22 // characters beside the chip
	if sh.look.Large {
		room = 15
	}
	for n := min(2, len(it.Aliases)); n >= 0; n-- {
		var said []string
		if n > 0 {
			said = append(said, sh.t("search.aka", "names", strings.Join(it.Aliases[:n], sh.t("confirm.between"))))
		}
		if it.Department != "" && !(n > 0 && sh.look.Large && sh.stage.landscape()) {
			said = append(said, it.Department)
		}
		if words = strings.Join(said, "　"); utf8.RuneCountInString(words) <= room {
			break
		}
	}
	return words
}

func none(sh *sheet, s *flow.Search, a area) {
	y := sh.text(style.NewText(sh.look.Big, sh.look.Ink, sh.t("search.none", "query", s.Query+s.Letters)).Limit(1), area{a.x, a.y + gap, a.w, 0})
	sh.text(style.NewText(sh.look.Body, sh.look.Ink2, sh.t("search.none.note")), area{a.x, y + 8, a.w, 0})
}
