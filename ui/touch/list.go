package touch

import (
	"fyne.io/fyne/v2"

	"bianmin/ui/style"
)

// List is a Scroll of equal rows. It keeps only as many as are in sight and
// gives them new words when they move.
type List struct {
	*Scroll
	look  style.Look
	words func(i int) RowWords
	tap   func(i int)
	count int
	rows  []*Row
	index []int // what each row shows now
	sheet *sheet
}

// sheet is the moving content of a list.
type sheet struct{ style.Part }

// NewList shows count rows; words gives what row i says and tap acts on it.
func NewList(look style.Look, words func(i int) RowWords, tap func(i int)) *List {
	l := &List{look: look, words: words, tap: tap, sheet: &sheet{}}
	l.sheet.Init(l.sheet, nil)
	l.Scroll = NewScroll(l.sheet, 0)
	l.Scroll.resized = l.fill
	return l
}

// SetCount says that there are n rows now, with new words, and shows the first.
func (l *List) SetCount(n int) {
	l.count = n
	for k := range l.index {
		l.index[k] = -1
	}
	l.stop()
	l.height = float32(n) * RowHeight(l.look)
	l.offset = 0
	l.place()
	l.Repaint()
	if l.Moved != nil {
		l.Moved()
	}
}

// Count is the number of rows.
func (l *List) Count() int { return l.count }

// Below is the number of rows that are not whole in sight further down: for
// 下面还有 n 项.
func (l *List) Below() int {
	seen := int((l.offset + l.Size().Height + 1) / RowHeight(l.look))
	return max(l.count-seen, 0)
}

// Page moves by as many whole rows as are in sight.
func (l *List) Page(direction float32) {
	l.stop()
	h := RowHeight(l.look)
	rows := max(float32(int(l.Size().Height/h)), 1)
	top := float32(int(l.offset/h + .5))
	l.ScrollTo((top + direction*rows) * h)
}

// fill gives every row in sight its place and its words.
func (l *List) fill() {
	h := RowHeight(l.look)
	need := min(int(l.Size().Height/h)+2, l.count)
	for len(l.rows) < need {
		l.addRow()
	}
	first := int(l.offset / h)
	for k, row := range l.rows {
		// row k shows the one index ≡ k that is in sight, so a scroll by one
		// row changes one row
		i := first + ((k-first)%len(l.rows)+len(l.rows))%len(l.rows)
		if i >= l.count {
			row.Hide()
			l.index[k] = -1
			continue
		}
		row.Show()
		row.Place(0, float32(i)*h, l.Size().Width, h)
		if l.index[k] != i {
			l.index[k] = i
			row.Set(l.words(i))
		}
	}
}

func (l *List) addRow() {
	k := len(l.rows)
	row := NewRow(l.look, func() {
		if l.tap != nil && l.index[k] >= 0 {
			l.tap(l.index[k])
		}
	})
	row.setScroller(l.Scroll)
	l.rows, l.index = append(l.rows, row), append(l.index, -1)
	objects := make([]fyne.CanvasObject, 0, len(l.rows))
	for _, r := range l.rows {
		objects = append(objects, r)
	}
	l.sheet.SetObjects(objects...)
}
