package screen

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
	"bianmin/ui/style"
	"bianmin/ui/touch/touchtest"
)

// cutTexts are the words on a page that end with an ellipsis.
func cutTexts(s shown) []*style.Text {
	var list []*style.Text
	touchtest.Walk(s.root(), func(o fyne.CanvasObject, _ fyne.Position) {
		if x, ok := o.(*style.Text); ok && x.Cut() {
			list = append(list, x)
		}
	})
	return list
}

// heads reports whether x is written as titles and questions are.
func heads(s shown, x *style.Text) bool {
	return x.Type().Bold && x.Type().Size >= s.page.stage.Look.Title.Size
}

// longNames are data that may be longer than any row, each with the page that says
// all of it.
func longNames(c flow.Centre) map[string]string {
	return map[string]string{
		flowtest.LongestName[:90]: "the guide writes the name of an item in as many lines as it needs",
		c.Name:                    "the receipt has the whole name of the centre",
	}
}

func isLongName(s shown, words string) bool {
	for name := range longNames(s.page.stage.Turn.Kiosk().Centre()) {
		if strings.Contains(words, name) {
			return true
		}
	}
	return false
}

// cutHeads are the titles, questions and refusals on a page that nobody can read to
// their end.
func cutHeads(s shown) []string {
	turn := s.page.stage.Turn
	refusals := []string{
		turn.Form.Problem.Text, turn.Progress.Problem.Text, turn.Resume.Problem.Text, turn.Confirm.Problem.Text, turn.Exit.Problem.Text, turn.Helper.Problem.Text,
		turn.Progress.Elsewhere.Problem.Text, turn.FollowUp.Problem.Text, turn.Accepted.Problem.Text, turn.Leave.Problem.Text, turn.Rating.Problem.Text,
		turn.Letters.Problem.Text, turn.Photo.Problem.Text, turn.Booking.Problem.Text,
	}
	var list []string
	for _, x := range cutTexts(s) {
		words := x.Text()
		if heads(s, x) && !isLongName(s, words) && !isPaper(turn, words) || slices.Contains(refusals, words) {
			list = append(list, fmt.Sprintf("%q is cut", words))
		}
	}
	return list
}

// isPaper reports whether words are the long name of a paper: cut in the rows of the
// page of the materials, whole in the guide and on the receipt.
func isPaper(turn *flow.Turn, words string) bool {
	for _, m := range turn.Guide.Item.Materials {
		if len(m.Name) > 60 && strings.Contains(words, m.Name) {
			return true
		}
	}
	return false
}

func TestNoTitleQuestionOrRefusalIsCut(t *testing.T) {
	for _, v := range views() {
		for _, language := range []string{"", "en"} {
			v.modes.Language = language
			for _, c := range cases() {
				for _, problem := range cutHeads(drawn(t, c, v)) {
					t.Errorf("%s-%s %s: %s", c.name, v.name, language, problem)
				}
			}
		}
	}
}

// In the machine's own language nothing that it says by itself ends in an ellipsis:
// only what a catalogue or a person wrote may be longer than its place.
func TestNoWordsOfTheProgramAreCut(t *testing.T) {
	for _, v := range views() {
		for _, c := range cases() {
			if strings.Contains(c.name, "longest") {
				continue
			}
			s := drawn(t, c, v)
			for _, x := range cutTexts(s) {
				if !isLongName(s, x.Text()) {
					t.Errorf("%s-%s: %q is cut", c.name, v.name, x.Text())
				}
			}
		}
	}
}

func TestTheGuideSaysTheLongestNameWhole(t *testing.T) {
	for _, v := range views() {
		turn := flow.NewTurn(flowtest.New().Kiosk)
		turn.SetModes(v.modes)
		open(turn, flowtest.Longest)
		s := pageOf(t, turn, v)
		if !slices.Contains(s.page.Said(), flowtest.LongestName) {
			t.Errorf("%s: %q", v.name, s.page.Said())
		}
		for _, x := range cutTexts(s) {
			if heads(s, x) && x.Text() == flowtest.LongestName {
				t.Errorf("%s: the name is cut after %d lines", v.name, x.LineCount())
			}
		}
	}
}

// The rule finds a question that is too long for the smallest of its types.
func TestTheRuleFindsAQuestionThatIsCut(t *testing.T) {
	v := views()[0]
	turn := flow.NewTurn(flowtest.New().Kiosk)
	item, _ := flowtest.Item(flowtest.Allowance)
	item.Fields = slices.Clone(item.Fields)
	item.Fields[3].Label = strings.Repeat("户籍所在村（社区）", 12)
	turn.Search.Chosen(item)
	turn.Guide.Start()
	turn.Notice.Agree()
	ask(turn, "form.home_division")
	if got := cutHeads(pageOf(t, turn, v)); len(got) == 0 {
		t.Error("a question of 108 characters is found whole")
	}
}

// Nobody is sent to nothing: a button to the rest of a list says how many entries are
// there, or no number at all.
func TestNoListSaysThatNothingIsBelow(t *testing.T) {
	for _, v := range views() {
		for _, c := range cases() {
			for _, words := range drawn(t, c, v).page.Said() {
				if words == "下面还有 0 项" || words == "上面 0 项" {
					t.Errorf("%s-%s: %s", c.name, v.name, words)
				}
			}
		}
	}
}
