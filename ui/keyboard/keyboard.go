// Package keyboard is the on-screen keyboard: handwriting, pinyin, the order of
// strokes, digits, letters and signs. It types into a [Target] and never takes the focus of the canvas; a
// physical keyboard lands in the same target through TypedRune and TypedKey.
package keyboard

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/ime"
	"bianmin/ui/ime/ink"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// Target is the field that is being filled.
type Target interface {
	Insert(text string)
	Backspace()
	Clear()
}

// Suggester finds texts for what fingers do; [ime.Engine] is one. Each answers at
// most limit texts, the likeliest first.
type Suggester interface {
	Candidates(letters string, limit int) []ime.Candidate
	Drawn(d ink.Drawing, limit int) []string
	Strokes(typed string, limit int) []string
	Forget()
}

// Options is what a keyboard is made of.
type Options struct {
	Look   style.Look
	Text   func(key string, pairs ...any) string // words of assets/lang
	Engine Suggester
	Done   func() // the key 填好了
	// Composing hears the letters that are no word yet, each time they change;
	// may be nil.
	Composing func(letters string)
	// Raw says that such letters are as good as words: Done acts on them. Without
	// it the key 填好了 takes the first word instead, so that nothing typed is
	// lost without a sign.
	Raw bool
	// Every calls f again and again on the UI goroutine until stop, for the key
	// 删 that is held. nil: it does not repeat.
	Every func(d time.Duration, f func()) (stop func())
}

// Tab is one way to type.
type Tab int

// The tabs from left to right.
const (
	Writing Tab = iota // 手写
	Pinyin
	Strokes // 笔画
	Digits
	Signs
	tabs
)

// composes reports whether a tab turns keys into candidates.
func (t Tab) composes() bool { return t == Pinyin || t == Strokes }

// Panel is the keyboard on its sunk ground, as wide as the screen.
type Panel struct {
	style.Part
	o       Options
	target  Target
	tab     Tab
	compose composer
	ground  *canvas.Rectangle
	rule    *canvas.Rectangle
	tabKeys [tabs]*touch.Button
	bar     *bar
	grid    *grid // all candidates, over the keys
	writing *writing
	pages   [tabs]*page // nil where the tab has no keys
	signs   *page       // second page of the tab Signs
}

const (
	keyGap   = 12
	keySide  = 6 // left and right of ten keys of 96 in 1080
	tabHigh  = 96
	candHigh = 104
)

// New is a panel without a target, with the tab 手写 open.
func New(o Options) *Panel {
	p := &Panel{o: o}
	p.ground = canvas.NewRectangle(o.Look.Sunk)
	p.rule = canvas.NewRectangle(o.Look.Hair)
	objects := []fyne.CanvasObject{p.ground, p.rule}
	for t, key := range [tabs]string{"writing", "pinyin", "strokes", "digits", "signs"} {
		p.tabKeys[t] = touch.NewButton(o.Look, touch.Tab, o.Text("keyboard.tab."+key), func() { p.SetTab(Tab(t)) })
		objects = append(objects, p.tabKeys[t])
	}
	p.bar, p.grid, p.writing = newBar(o, p.pick, p.expand), newGrid(o, p.pick, p.fold), newWriting(p)
	p.pages = [tabs]*page{Pinyin: p.pinyinPage(), Strokes: p.strokePage(), Digits: p.digitPage(), Signs: p.letterPage()}
	p.signs = p.signPage()
	objects = append(objects, p.bar, p.writing, p.pages[Pinyin], p.pages[Strokes], p.pages[Digits], p.pages[Signs], p.signs, p.grid)
	p.Init(p, p.arrange, objects...)
	p.SetTab(Writing)
	return p
}

// Height is the height that the panel wants at a width: four rows of keys under
// the tabs and the candidates.
func Height(width float32) float32 {
	return rowsTop(width) + 4*rowHigh(width) + 3*keyGap + 16
}

// wide screens are low: tabs and candidates share a row.
func wide(width float32) bool { return width > 1400 }

func rowHigh(width float32) float32 {
	if wide(width) {
		return 96
	}
	return 108
}

func rowsTop(width float32) float32 {
	if wide(width) {
		return 16 + candHigh + keyGap
	}
	return 16 + tabHigh + keyGap + candHigh + keyGap
}

// SetTarget changes what the keyboard types into and drops what is not a word
// yet; nil is nothing.
func (p *Panel) SetTarget(t Target) {
	p.target = t
	p.drop()
}

// SetEngine changes where words come from.
func (p *Panel) SetEngine(s Suggester) { p.o.Engine = s }

// drop forgets letters and ink that are no word yet.
func (p *Panel) drop() {
	p.setLetters("")
	p.writing.pad.Clear()
	if p.o.Engine != nil {
		p.o.Engine.Forget()
	}
}

// Tab is the tab that is open.
func (p *Panel) Tab() Tab { return p.tab }

// SetTab opens a tab.
func (p *Panel) SetTab(t Tab) {
	p.tab = t
	p.drop()
	for i, key := range p.tabKeys {
		key.SetChosen(Tab(i) == t)
	}
	p.bar.name(t)
	p.fold()
}

// fold shows the keys of the tab instead of all candidates.
func (p *Panel) fold() {
	p.grid.Hide()
	for i, page := range p.pages {
		if page != nil {
			showPart(page, Tab(i) == p.tab)
		}
	}
	showPart(p.writing, p.tab == Writing)
	showPart(p.bar, p.tab.composes())
	p.signs.Hide()
}

// expand shows all candidates instead of the keys.
func (p *Panel) expand() {
	p.pages[p.tab].Hide()
	p.grid.set(p.compose.found)
	p.grid.Show()
}

func showPart(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

// TypedRune takes a key of a physical keyboard. Letters are pinyin also where the
// pad is open.
func (p *Panel) TypedRune(r rune) {
	letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '\''
	if letter && p.tab == Writing {
		p.SetTab(Pinyin)
	}
	composing := p.tab.composes() && p.compose.letters != ""
	switch {
	case letter && p.tab == Pinyin:
		p.letter(string(r | 0x20))
	case composing && r >= '1' && r <= '5':
		p.bar.tap(int(r - '1'))
	case composing && r == ' ':
		p.bar.tap(0)
	default:
		p.insert(string(r))
	}
}

// TypedKey takes a key without a character: backspace, escape, page down and
// enter.
func (p *Panel) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyBackspace:
		p.backspace()
	case fyne.KeyEscape:
		p.drop()
	case fyne.KeyPageDown:
		p.bar.next()
	case fyne.KeyReturn, fyne.KeyEnter:
		p.enter()
	}
}

// enter takes the first candidate while there are letters or ink; else it is
// 填好了.
func (p *Panel) enter() {
	switch {
	case p.compose.letters != "":
		p.bar.tap(0)
	case !p.writing.pad.Empty():
		p.writing.tap(0)
	case p.o.Done != nil:
		p.o.Done()
	}
}

func (p *Panel) insert(s string) {
	if p.target != nil {
		p.target.Insert(s)
	}
}

// backspace takes back what is nearest: a letter, the ink, a character.
func (p *Panel) backspace() {
	switch {
	case p.compose.letters != "":
		p.setLetters(p.compose.letters[:len(p.compose.letters)-1])
	case !p.writing.pad.Empty():
		p.writing.pad.Clear()
	case p.target != nil:
		p.target.Backspace()
	}
}

func (p *Panel) arrange(s fyne.Size) {
	style.Put(p.ground, 0, 0, s.Width, s.Height)
	style.Put(p.rule, 0, 0, s.Width, 2)
	side := (s.Width - p.keysWidth(s.Width)) / 2
	x := max(side, 48)
	p.arrangeTabs(x, side, s.Width)
	top := rowsTop(s.Width)
	p.grid.Place(side, top, s.Width-2*side, s.Height-16-top)
	for _, page := range []*page{p.pages[Pinyin], p.pages[Strokes]} {
		page.Place(side, top, s.Width-2*side, s.Height-16-top)
	}
	if !wide(s.Width) { // no candidates: higher keys
		top = 16 + tabHigh + keyGap
	}
	p.writing.Place(x, top, s.Width-2*x, s.Height-16-top)
	p.pages[Digits].Place(x, top, s.Width-2*x, s.Height-16-top)
	for _, page := range []*page{p.pages[Signs], p.signs} {
		page.Place(side, top, s.Width-2*side, s.Height-16-top)
	}
}

// arrangeTabs puts the candidates beside the tabs, or below them.
func (p *Panel) arrangeTabs(x, side, width float32) {
	w := (width - 2*x - (float32(tabs)-1)*keyGap) / float32(tabs)
	if wide(width) {
		w = 148
		for _, key := range p.tabKeys {
			w = max(w, key.Least())
		}
		used := float32(tabs) * (w + keyGap)
		p.bar.Place(x+used, 16, width-2*x-used, candHigh)
	} else {
		p.bar.Place(side, 16+tabHigh+keyGap, width-2*side, candHigh)
	}
	for i, key := range p.tabKeys {
		key.Place(x+float32(i)*(w+keyGap), 16, w, tabHigh)
	}
}

func (p *Panel) keysWidth(width float32) float32 {
	if wide(width) {
		return width - 112
	}
	return width - 2*keySide
}
