package screen

import (
	"fmt"

	"bianmin/app/catalog"
	"bianmin/ui/flow"
	"bianmin/ui/touch"
)

// browseHigh is the height of a group to press.
const browseHigh = 104

// NewBrowse draws the themes or the departments, or the items of one of them.
func NewBrowse(st Stage) *Screen {
	b := st.Turn.Browse
	head := newHeader(st, head{Title: st.t("search.title")})
	return newScreen(st, head, func(sh *sheet) {
		blocks := browseGroups(sh, b)
		other := act{Name: "by." + string(b.Other()), Words: sh.t("browse." + string(b.Other())), Icon: "list", Kind: touch.Secondary, Tap: func() { b.Open(b.Other()) }}
		columns := sh.columns(sh.body(head))
		if b.Group != nil {
			blocks = browseItems(sh, b)
			if sh.look.Large { // a long name needs the width
				columns = []area{sh.body(head)}
			}
			other = act{Name: "groups", Words: sh.t("browse.all." + string(b.Way)), Icon: "list", Kind: touch.Primary, Tap: b.Close}
		}
		sh.list(pager{b.Pages, b.Down, b.Up}, columns, blocks)
		sh.foot(act{Name: "step.back", Words: sh.t("tool.back"), Width: 300, Kind: touch.Secondary, Tap: st.Turn.Back}, other)
	})
}

// browseGroups are two groups a row, or one where a name needs the width.
func browseGroups(sh *sheet, b *flow.Browse) []block {
	if len(b.Groups) == 0 {
		return []block{sh.title(sh.t("browse."+string(b.Way)), ""), sh.paragraph(sh.t("browse.none"))}
	}
	blocks := []block{sh.title(sh.t("browse."+string(b.Way)), sh.t("browse.note"))}
	half := (sh.colWidth() - 16) / 2
	for i := 0; i < len(b.Groups); {
		row := []*touch.Button{browseGroup(sh, b, i)}
		if next := i + 1; next < len(b.Groups) && row[0].Least() <= half {
			if beside := browseGroup(sh, b, next); beside.Least() <= half {
				row = append(row, beside)
			}
		}
		at := i
		blocks = append(blocks, block{height: browseHigh + 12, count: len(row), draw: func(a area) {
			w := a.w
			if row[0].Least() <= half {
				w = half
			}
			for n, button := range row {
				sh.target(fmt.Sprintf("group.%d", at+n), button, area{a.x + float32(n)*(half+16), a.y, w, browseHigh})
			}
		}})
		i += len(row)
	}
	return blocks
}

func browseGroup(sh *sheet, b *flow.Browse, i int) *touch.Button {
	g := b.Groups[i]
	words := sh.t("browse.group", "name", b.Name(g), "n", len(g.Items))
	return touch.NewButton(sh.look, touch.Plain, words, func() { b.Look(i) })
}

// browseItems are the items of a group, as a search lists them.
func browseItems(sh *sheet, b *flow.Browse) []block {
	blocks := []block{sh.title(b.Name(*b.Group), sh.t("search.tap"))}
	high := touch.RowHeight(sh.look)
	for i, it := range b.Group.Items {
		blocks = append(blocks, block{height: high, count: 1, draw: func(a area) {
			row := touch.NewRow(sh.look, func() { b.Choose(i) })
			row.Set(rowWords(sh, it))
			sh.target(fmt.Sprintf("result.%d", i), row, a)
		}})
	}
	return blocks
}

// searchWays are the ways to an item that need no word.
func searchWays(sh *sheet, s *flow.Search) (buttons []act, wide float32) {
	for _, way := range []catalog.Way{catalog.ByTheme, catalog.ByDepartment} {
		a := act{Name: "by." + string(way), Words: sh.t("search." + string(way)), Kind: touch.Plain, Tap: func() { s.Browse(way) }}
		buttons, wide = append(buttons, a), max(wide, 200, a.button(sh.look).Least())
	}
	return buttons, 2*wide + 12
}

// putWays draws those ways side by side over the whole of a.
func putWays(sh *sheet, s *flow.Search, a area) {
	buttons, _ := searchWays(sh, s)
	w := (a.w - 12) / 2
	for i, b := range buttons {
		sh.target(b.Name, b.button(sh.look), area{a.x + float32(i)*(w+12), a.y, w, a.h})
	}
}

// endWays draws them at the right end of a, and returns what is left of it.
func endWays(sh *sheet, s *flow.Search, a area) area {
	_, wide := searchWays(sh, s)
	putWays(sh, s, area{a.x + a.w - wide, a.y, wide, a.h})
	a.w -= wide + 12
	return a
}
