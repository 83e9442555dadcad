package keyboard

import (
	"time"

	"fyne.io/fyne/v2"

	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// page is rows of keys; each row fills the width by the weights of its keys.
type page struct {
	style.Part
	rows [][]key
}

type key struct {
	button *touch.Button
	weight float32 // in widths of one of ten keys; 0 is a gap of half a key
}

func newPage(rows ...[]key) *page {
	p := &page{rows: rows}
	var objects []fyne.CanvasObject
	for _, row := range rows {
		for _, k := range row {
			if k.button != nil {
				objects = append(objects, k.button)
			}
		}
	}
	p.Init(p, p.arrange, objects...)
	return p
}

// arrange gives a key of weight w the room of w keys and the gaps between them.
func (p *page) arrange(s fyne.Size) {
	n := float32(len(p.rows))
	h := (s.Height - (n-1)*keyGap) / n
	for i, row := range p.rows {
		var total float32
		for _, k := range row {
			total += k.weight
		}
		unit := (s.Width + keyGap) / total
		x := float32(0)
		for _, k := range row {
			if k.button != nil {
				k.button.Place(x, float32(i)*(h+keyGap), k.weight*unit-keyGap, h)
			}
			x += k.weight * unit
		}
	}
}

// letterRows are the rows of a typewriter.
func letterRows() [3]string { return [3]string{"qwertyuiop", "asdfghjkl", "zxcvbnm"} }

func (p *Panel) pinyinPage() *page {
	rows := letterRows()
	keys := func(s string) []key {
		var row []key
		for _, r := range s {
			label := string(r)
			row = append(row, key{p.plain(label, func() { p.letter(label) }), 1})
		}
		return row
	}
	second := append(append([]key{{nil, .5}}, keys(rows[1])...), key{nil, .5})
	third := append(keys(rows[2]), key{p.deleteKey(), 3})
	return newPage(keys(rows[0]), second, third, []key{
		{p.sign("，"), 1.5}, {p.sign("。"), 1.5}, {p.spaceKey(), 4}, {p.doneKey(), 3},
	})
}

func (p *Panel) letterPage() *page {
	upper := false
	var letters []*touch.Button
	keys := func(s string) []key {
		var row []key
		for _, r := range s {
			var b *touch.Button
			b = p.plain(string(r), func() { p.insert(b.Words()) })
			letters = append(letters, b)
			row = append(row, key{b, 1})
		}
		return row
	}
	rows := letterRows()
	first := keys(rows[0])
	second := append(append([]key{{nil, .5}}, keys(rows[1])...), key{nil, .5})
	third := keys(rows[2])
	var shift *touch.Button
	shift = p.word("keyboard.upper", func() {
		upper = !upper
		shift.SetWords(p.o.Text(map[bool]string{true: "keyboard.lower", false: "keyboard.upper"}[upper]))
		for _, b := range letters {
			b.SetWords(flip(b.Words()))
		}
	})
	third = append([]key{{shift, 1.5}}, append(third, key{p.deleteKey(), 1.5})...)
	return newPage(first, second, third, []key{
		{p.word("keyboard.signs", func() { p.pages[Signs].Hide(); p.signs.Show() }), 2},
		{p.sign("-"), 1}, {p.spaceKey(), 4}, {p.doneKey(), 3},
	})
}

func flip(s string) string { return string(rune(s[0]) ^ 0x20) }

func (p *Panel) signPage() *page {
	keys := func(s string) []key {
		var row []key
		for _, r := range s {
			row = append(row, key{p.sign(string(r)), 1})
		}
		return row
	}
	return newPage(keys("，。、；：？（）《"), keys("》“”·—…-_/@"), append(keys(".,:#*+%"), key{p.deleteKey(), 3}), []key{
		{p.word("keyboard.letters", func() { p.signs.Hide(); p.pages[Signs].Show() }), 2},
		{p.sign("～"), 1}, {p.spaceKey(), 4}, {p.doneKey(), 3},
	})
}

func (p *Panel) digitPage() *page {
	digit := func(label string) key {
		b := touch.NewButton(p.o.Look, touch.Plain, label, func() { p.insert(label) })
		return key{b.SetType(style.Type{Size: 60, Line: 76, Bold: true}), 1}
	}
	return newPage(
		[]key{digit("1"), digit("2"), digit("3"), {p.deleteKey(), 1}},
		[]key{digit("4"), digit("5"), digit("6"), digit("-")},
		[]key{digit("7"), digit("8"), digit("9"), digit(".")},
		[]key{digit("X"), digit("0"), {p.doneKey(), 2}},
	)
}

func (p *Panel) plain(label string, tap func()) *touch.Button {
	return touch.NewButton(p.o.Look, touch.Plain, label, tap).SetType(p.o.Look.Head.R())
}

func (p *Panel) sign(s string) *touch.Button { return p.plain(s, func() { p.insert(s) }) }

func (p *Panel) word(lang string, tap func()) *touch.Button {
	return touch.NewButton(p.o.Look, touch.Plain, p.o.Text(lang), tap)
}

func (p *Panel) spaceKey() *touch.Button {
	return p.word("keyboard.space", func() { p.TypedRune(' ') })
}

func (p *Panel) doneKey() *touch.Button {
	b := touch.NewButton(p.o.Look, touch.Primary, p.o.Text("keyboard.done"), func() {
		if !p.o.Raw {
			p.enter()
			return
		}
		if p.o.Done != nil {
			p.o.Done()
		}
		p.drop()
	})
	return b.SetType(p.o.Look.Body.B())
}

func (p *Panel) deleteKey() *touch.Button {
	return deleteKey(p.o, p.o.Text("keyboard.delete"), p.backspace)
}

// deleteAfter and deleteEvery time the one key that repeats.
const (
	deleteAfter = 5 // ticks before the first repeat
	deleteEvery = 110 * time.Millisecond
)

// deleteKey acts on release, and again and again while it is held.
func deleteKey(o Options, words string, act func()) *touch.Button {
	ticks := 0
	b := touch.NewButton(o.Look, touch.Sunken, words, func() {
		if ticks <= deleteAfter {
			act()
		}
	})
	b.SetIcon("bksp", false)
	if o.Every == nil {
		return b
	}
	var stop func()
	b.OnHold = func(down bool) {
		if !down {
			if stop != nil {
				stop()
				stop = nil
			}
			return
		}
		ticks = 0
		stop = o.Every(deleteEvery, func() {
			if ticks++; ticks > deleteAfter {
				act()
			}
		})
	}
	return b
}
