package screen

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"bianmin/app/village"
	"bianmin/assets/lang"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
	"bianmin/ui/ime/imetest"
	"bianmin/ui/style"
	"bianmin/ui/touch"
	"bianmin/ui/touch/touchtest"
)

// stand is a page of a turn in the tall window.
type stand struct {
	turn    *flow.Turn
	machine *flowtest.Machine
	page    *Screen
}

func standAt(t *testing.T, size fyne.Size, route flow.Route, walk func(*flow.Turn)) *stand {
	t.Helper()
	m := flowtest.New()
	s := &stand{turn: flow.NewTurn(m.Kiosk), machine: m}
	walk(s.turn)
	if s.turn.Route() != route {
		t.Fatalf("at %s, want %s", s.turn.Route(), route)
	}
	s.page = New(Stage{Ctx: t.Context(), Turn: s.turn, Look: style.Default(), Size: size, Engine: imetest.Engine(t)}, route)
	s.page.Resize(size)
	s.page.Draw()
	return s
}

func (s *stand) says(words string) bool {
	return slices.ContainsFunc(s.page.Said(), func(said string) bool { return strings.Contains(said, words) })
}

func (s *stand) pad() *touch.SignaturePad {
	for _, o := range s.page.Objects() {
		if pad, ok := o.(*touch.SignaturePad); ok {
			return pad
		}
	}
	return nil
}

// press presses a button of the page by its words.
func (s *stand) press(t *testing.T, words string) {
	t.Helper()
	var button *touch.Button
	touchtest.Walk(s.page, func(o fyne.CanvasObject, _ fyne.Position) {
		if b, ok := o.(*touch.Button); ok && b.Words() == words {
			button = b
		}
	})
	if button == nil {
		t.Fatalf("no button says %q: %q", words, s.page.Said())
	}
	button.Tap()
	s.page.Draw()
}

func TestNobodySignsWhatWasNotOnTheScreen(t *testing.T) {
	for window, size := range sizes() {
		t.Run(window, func(t *testing.T) {
			s := standAt(t, size, flow.RouteConfirm, func(turn *flow.Turn) { toConfirm(turn, flowtest.Allowance) })
			labels := map[string]bool{}
			for range 10 {
				for _, said := range s.page.Said() {
					labels[said] = true
				}
				if s.pad() != nil {
					break
				}
				if !s.page.names["more"].Visible() {
					t.Fatal("neither a pad nor a way on")
				}
				s.page.names["more"].(*touch.Button).Tap()
				s.page.Draw()
			}
			for _, row := range s.turn.Confirm.Rows {
				if !labels[row.Value] {
					t.Errorf("%s was never on the screen before the pad", row.Label)
				}
			}
		})
	}
}

func TestTheEndOfATurnWipesThePad(t *testing.T) {
	size := sizes()["tall"]
	s := standAt(t, size, flow.RouteConfirm, func(turn *flow.Turn) { toConfirm(turn, flowtest.Allowance); turn.Confirm.Down(10) })
	pad := s.pad()
	x, y, _ := s.page.Where("sign")
	touchtest.Swipe(s.page, fyne.NewPos(x-100, y), fyne.NewPos(x+100, y))
	if pad.Empty() || len(s.turn.Confirm.Signature) == 0 {
		t.Fatal("the pad took no stroke")
	}
	s.turn.GoHome()
	s.page.Clear()
	if !pad.Empty() {
		t.Error("the strokes outlive the turn")
	}
}

func TestPinyinFindsItemsWhileItIsTyped(t *testing.T) {
	s := standAt(t, sizes()["tall"], flow.RouteSearch, func(turn *flow.Turn) { turn.Home.Choose(1) })
	s.press(t, "拼音")
	s.press(t, "q")
	if s.turn.Search.Letters != "q" {
		t.Errorf("the search knows the letters %q", s.turn.Search.Letters)
	}
	s.press(t, "清空")
	if s.turn.Search.Letters != "" {
		t.Errorf("after 清空 the letters are %q", s.turn.Search.Letters)
	}
}

func TestLettersOfAnotherItemAreForgotten(t *testing.T) {
	s := standAt(t, sizes()["tall"], flow.RouteForm, func(turn *flow.Turn) { toForm(turn, flowtest.Allowance) })
	s.press(t, "拼音")
	s.press(t, "q")
	for s.turn.Route() != flow.RouteSearch {
		s.turn.Back()
	}
	toForm(s.turn, flowtest.Plain)
	s.page.Draw()
	s.press(t, "拼音")
	s.press(t, "a")
	if s.turn.Form.Letters != "a" {
		t.Errorf("the letters are %q", s.turn.Form.Letters)
	}
}

func TestANameIsOfferedWhereANameIsAsked(t *testing.T) {
	s := standAt(t, sizes()["tall"], flow.RouteForm, func(turn *flow.Turn) { toForm(turn, flowtest.Allowance) })
	for _, key := range []string{"拼音", "s", "h", "e", "n"} {
		s.press(t, key)
	}
	s.press(t, "填好了") // takes the first word and stays
	if s.turn.Form.Value() != "沈" || s.turn.Form.At != 0 {
		t.Errorf("the field holds %q, question %d", s.turn.Form.Value(), s.turn.Form.At)
	}
}

func TestAMachineWithoutAPrinterOffersNoPrinting(t *testing.T) {
	s := standAt(t, sizes()["tall"], flow.RouteAccepted, func(turn *flow.Turn) {
		none := village.Refuse("printer", "err.printer.none")
		turn.Kiosk().Print = func(context.Context, village.ShortCode) (bool, error) { return false, none }
		toAccepted(t, turn, flowtest.Allowance)
	})
	if s.page.names["print"] != nil {
		t.Error("a button for printing")
	}
	if s.says("请拿走") || s.says("下面还有") {
		t.Errorf("the page says %q", s.page.Said())
	}
}

func TestTheGuideSaysByWhenOnItsFirstPage(t *testing.T) {
	for window, size := range sizes() {
		for _, code := range []village.ItemCode{flowtest.Allowance, flowtest.Longest} {
			s := standAt(t, size, flow.RouteGuide, func(turn *flow.Turn) { open(turn, code) })
			if !s.says("12月8日") {
				t.Errorf("%s, %s: no deadline on the first page", window, code)
			}
		}
	}
}

func TestConditionsAreNeverCut(t *testing.T) {
	s := standAt(t, sizes()["tall"], flow.RouteSearch, func(turn *flow.Turn) { turn.Home.Choose(1) })
	it, _ := flowtest.Item(flowtest.Allowance)
	last := "本人来不了的可以委托亲属或者村里的工作人员来办"
	it.Conditions = []string{strings.Repeat("没有劳动能力", 4), strings.Repeat("没有生活来源", 4), last}
	s.turn.Search.Chosen(it)
	page := New(s.page.stage, flow.RouteGuide)
	page.Resize(s.page.stage.Size)
	for range 5 {
		page.Draw()
		if slices.Contains(page.Said(), last) {
			return
		}
		more, ok := page.names["list.more"].(*touch.Button)
		if !ok {
			break
		}
		more.Tap()
	}
	t.Errorf("%q is nowhere: %q", last, page.Said())
}

func TestAHeadingNeverStandsLastInAColumn(t *testing.T) {
	cols := []area{{0, 0, 100, 100}, {100, 0, 100, 100}}
	blocks := []block{{height: 70, count: 1}, {height: 20, keep: true}, {height: 50, count: 1}}
	var at []area
	for i := range blocks {
		blocks[i].draw = func(a area) { at = append(at, a) }
	}
	if n := layOut(cols, blocks, 0, drawBlock); n != 3 || at[1].x != 100 || at[2].y != 20 {
		t.Errorf("%d blocks at %v", n, at)
	}
}

func TestTheLandscapeHomeHasItsFoot(t *testing.T) {
	s := standAt(t, sizes()["wide"], flow.RouteHome, func(*flow.Turn) {})
	for _, words := range []string{"没联网也能办", "0663-0000000"} {
		if !s.says(words) {
			t.Errorf("no %q", words)
		}
	}
}

func TestALongTitleEndsBeforeTheSteps(t *testing.T) {
	size := sizes()["wide"]
	st := Stage{Ctx: t.Context(), Turn: flow.NewTurn(flowtest.New().Kiosk), Look: style.Default(), Size: size}
	h := newHeader(st, head{Title: strings.Repeat("核对签名", 3), Step: 1})
	page := newScreen(st, h, func(*sheet) {})
	page.Draw()
	for _, problem := range overlaps(page) {
		t.Error(problem)
	}
}

// TestEnglishPagesKeepTheRules draws every page in the longer language.
func TestEnglishPagesKeepTheRules(t *testing.T) {
	text, err := lang.Load("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range views() {
		for _, c := range cases() {
			t.Run(c.name+"-"+v.name, func(t *testing.T) {
				m := flowtest.New()
				m.Kiosk.Text = text
				turn := flow.NewTurn(m.Kiosk)
				turn.SetModes(v.modes)
				c.walk(t, m, turn)
				for _, problem := range problems(pageOf(t, turn, v), v) {
					t.Error(problem)
				}
			})
		}
	}
}

// TestAPageBuiltForACaseHasTheStepsOfTheBookingAfterIt: a page outlives the person before it.
func TestAPageBuiltForACaseHasTheStepsOfTheBookingAfterIt(t *testing.T) {
	s := standAt(t, sizes()["tall"], flow.RouteConfirm, func(turn *flow.Turn) { toConfirm(turn, flowtest.Allowance) })
	if !s.says("填材料") || !s.says("核对签名") {
		t.Fatalf("a case says %q", s.page.Said())
	}
	s.turn.GoHome()
	toBooking(s.machine, s.turn, "")
	s.page.Draw()
	if s.says("填材料") || s.says("签名") || !s.says("核对") {
		t.Errorf("a booking says %q", s.page.Said())
	}
}
