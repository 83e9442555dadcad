package keyboard

import (
	"strings"

	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// strokeLetters name the strokes as [ime.Strokes] reads them: 横 竖 撇 捺 折, and *
// for one that the person is not sure of.
const strokeLetters = "hspnz*"

// strokeSigns shows such letters as strokes; keyboard.strokes has one sign each.
func strokeSigns(text func(string, ...any) string) func(string) string {
	signs := []rune(text("keyboard.strokes"))
	return func(letters string) string {
		var b strings.Builder
		for _, l := range letters {
			if i := strings.IndexRune(strokeLetters, l); i >= 0 && i < len(signs) {
				b.WriteRune(signs[i])
			}
		}
		return b.String()
	}
}

// strokePage has the five strokes, large.
func (p *Panel) strokePage() *page {
	stroke := func(letter string) key {
		name := letter
		if letter == "*" {
			name = "any"
		}
		b := touch.NewButton(p.o.Look, touch.Plain, p.o.Text("keyboard.stroke."+name), func() { p.letter(letter) })
		return key{b.SetType(style.Type{Size: 48, Line: 62}), 1}
	}
	return newPage(
		[]key{stroke("h"), stroke("s"), stroke("p")},
		[]key{stroke("n"), stroke("z"), stroke("*")},
		[]key{{p.word("keyboard.again", p.drop), 1}, {p.deleteKey(), 1}, {p.spaceKey(), 1}},
		[]key{{p.sign("，"), 1}, {p.sign("。"), 1}, {p.doneKey(), 2}},
	)
}
