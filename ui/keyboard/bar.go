package keyboard

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"bianmin/ui/ime"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// composer holds the letters, or the strokes, that are not a word yet.
type composer struct {
	letters string
	found   []ime.Candidate
}

const (
	maxLetters = 30
	maxFound   = 60
)

func (p *Panel) letter(s string) {
	if len(p.compose.letters) < maxLetters {
		p.setLetters(p.compose.letters + s)
	}
}

func (p *Panel) setLetters(s string) {
	if s == "" && p.compose.letters == "" {
		return
	}
	p.compose.letters, p.compose.found = s, nil
	if s != "" && p.o.Engine != nil {
		p.compose.found = p.suggest(s)
	}
	p.bar.set(p.compose)
	if p.grid.Visible() {
		p.fold()
	}
	if p.o.Composing != nil {
		p.o.Composing(s)
	}
}

func (p *Panel) suggest(s string) []ime.Candidate {
	if p.tab == Pinyin {
		return p.o.Engine.Candidates(s, maxFound)
	}
	var found []ime.Candidate
	for _, text := range p.o.Engine.Strokes(s, maxFound) {
		found = append(found, ime.Candidate{Text: text, Consumed: len(s)})
	}
	return found
}

// pick types a candidate and keeps the letters that it did not use.
func (p *Panel) pick(c ime.Candidate) {
	p.insert(c.Text)
	p.setLetters(strings.TrimLeft(p.compose.letters[min(c.Consumed, len(p.compose.letters)):], "'"))
}

// bar is the row of candidates: the letters, up to five words, 更多.
type bar struct {
	style.Part
	look    style.Look
	text    func(string, ...any) string
	pick    func(ime.Candidate)
	say     func(letters string) string // as they are shown
	empty   string                      // words while nothing is typed
	none    string                      // words while nothing is found
	letters *style.Text
	hint    *style.Text
	cells   [5]*touch.Button
	more    *touch.Button
	found   []ime.Candidate
	first   int // of the candidates shown
	shown   int
	typed   string
}

const (
	moreWide    = 132
	lettersWide = 220
)

func newBar(o Options, pick func(ime.Candidate), all func()) *bar {
	b := &bar{look: o.Look, text: o.Text, pick: pick}
	b.letters = style.NewText(o.Look.Small.B(), o.Look.TealMark, "").Limit(1)
	b.hint = style.NewText(o.Look.Body, o.Look.Ink2, o.Text("keyboard.hint")).Limit(1)
	objects := []fyne.CanvasObject{b.letters, b.hint}
	for i := range b.cells {
		b.cells[i] = touch.NewButton(o.Look, touch.Plain, "", func() { b.tap(i) }).SetType(o.Look.Big.R())
		b.cells[i].Hide()
		objects = append(objects, b.cells[i])
	}
	b.more = touch.NewButton(o.Look, touch.Plain, o.Text("keyboard.more"), all)
	b.more.Hide()
	b.Init(b, func(fyne.Size) { b.fill() }, append(objects, b.more)...)
	return b
}

// name says what is typed in a tab.
func (b *bar) name(t Tab) {
	b.say, b.empty, b.none = func(s string) string { return s }, b.text("keyboard.hint"), b.text("keyboard.none")
	if t == Strokes {
		b.say, b.empty, b.none = strokeSigns(b.text), b.text("keyboard.strokes.hint"), b.text("keyboard.strokes.none")
	}
	b.set(composer{})
}

func (b *bar) set(c composer) {
	b.found, b.first, b.typed = c.found, 0, c.letters
	if c.letters != "" {
		b.typed = b.say(c.letters)
	}
	b.letters.SetText(b.tail(b.typed))
	b.hint.SetText(b.empty)
	if c.letters != "" {
		b.hint.SetText(b.none)
	}
	b.fill()
}

// tail is the end of letters that are too long to show whole.
func (b *bar) tail(letters string) string {
	t := b.look.Small.B()
	if t.Width(letters) <= lettersWide {
		return letters
	}
	for letters != "" && t.Width("…"+letters) > lettersWide {
		_, n := utf8.DecodeRuneInString(letters)
		letters = letters[n:]
	}
	return "…" + letters
}

// tap takes the i-th candidate in sight; out of sight there is none.
func (b *bar) tap(i int) {
	if i < b.shown {
		b.pick(b.found[b.first+i])
	}
}

// next shows the next candidates and comes back to the first.
func (b *bar) next() {
	if b.first += b.shown; b.first >= len(b.found) {
		b.first = 0
	}
	b.fill()
}

// fill places as many candidates as fit, each as wide as its words.
func (b *bar) fill() {
	if b.Size().Width == 0 {
		return
	}
	left := float32(12)
	if b.typed != "" {
		left += min(max(b.look.Small.B().Width(b.typed), 60), lettersWide) + 16
	}
	b.letters.At(12, (candHigh-b.look.Small.Line)/2, lettersWide+8)
	b.hint.At(left+36, (candHigh-b.look.Body.Line)/2, b.Size().Width-left-48)
	showPart(b.hint, len(b.found) == 0)
	right := b.Size().Width - moreWide - keyGap
	least := min((right-left-4*keyGap)/5, 200)
	b.shown = 0
	for i, cell := range b.cells {
		if b.first+i >= len(b.found) || b.shown < i {
			cell.Hide()
			continue
		}
		word := b.found[b.first+i].Text
		w := max(b.look.Big.R().Width(word)+44, least)
		if i > 0 && left+w > right+.5 {
			cell.Hide()
			continue
		}
		w = min(w, right-left)
		cell.SetWords(word)
		cell.Place(left, 0, w, candHigh)
		cell.SetFirst(b.first+i == 0)
		cell.Show()
		left += w + keyGap
		b.shown++
	}
	b.more.Place(b.Size().Width-moreWide, 0, moreWide, candHigh)
	showPart(b.more, len(b.found) > b.shown)
}
