package screen

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/assets/font/rare"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
	"bianmin/ui/touch/touchtest"
)

// strangers are the characters of a page that no face of the program draws, or that
// are given to a face which does not have them: the toolkit would look for them in
// the fonts of the machine.
func strangers(root fyne.CanvasObject) []string {
	var list []string
	touchtest.Walk(root, func(o fyne.CanvasObject, _ fyne.Position) {
		text, ok := o.(*canvas.Text)
		if !ok || text.Text == "" {
			return
		}
		if text.FontSource == nil {
			list = append(list, text.Text+" names no face")
			return
		}
		for _, r := range text.Text {
			face, found := rare.Find(r)
			if !found && !rare.Plain(r) || found && text.FontSource.Name() != face.Name+".ttf" {
				list = append(list, string(r)+" is drawn by "+text.FontSource.Name())
			}
		}
	})
	return list
}

func TestEveryCharacterOfEveryPageIsDrawnByAFaceOfTheProgram(t *testing.T) {
	v := views()[0]
	for _, c := range cases() {
		s := drawn(t, c, v)
		for _, stranger := range strangers(s.root()) {
			t.Errorf("%s: %s", c.name, stranger)
		}
	}
	planted := canvas.NewText("𠮷", nil)
	if len(strangers(planted)) != 1 {
		t.Error("a text without a face is not seen")
	}
	planted.FontSource = fyne.NewStaticResource("regular.ttf", nil)
	if len(strangers(planted)) != 1 {
		t.Error("a character in a face that lacks it is not seen")
	}
}

// From the question to the receipt number, in every mode: 𠮷 by its own face, what
// nobody has as its number, and every rule of a page kept.
func TestARareNameIsShownFromTheQuestionToTheSummary(t *testing.T) {
	const name = "陈𠮷\U00030C30"
	pages := map[string]func(*testing.T, *flow.Turn){
		"question": func(_ *testing.T, turn *flow.Turn) {
			toForm(turn, flowtest.Everything)
			turn.Form.Set(name)
		},
		"summary": func(_ *testing.T, turn *flow.Turn) {
			toForm(turn, flowtest.Allowance)
			turn.Form.Set(name)
			turn.Form.Next()
			fromForm(turn)
		},
	}
	for page, walk := range pages {
		for _, v := range views() {
			c := picture{page, func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) { walk(t, turn) }}
			s := drawn(t, c, v)
			var seen strings.Builder
			for _, l := range texts(s.page) {
				seen.WriteString(l.words)
			}
			if !strings.Contains(seen.String(), "𠮷[30C30]") {
				t.Errorf("%s %s does not show the name", page, v.name)
			}
			for _, wrong := range append(problems(s, v), strangers(s.page)...) {
				t.Errorf("%s %s: %s", page, v.name, wrong)
			}
		}
	}
}
