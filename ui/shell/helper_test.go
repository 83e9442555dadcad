package shell

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"bianmin/app/desk"
	"bianmin/app/inspect"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
	"bianmin/ui/touch/touchtest"
)

const badge = "BMT1:badge of B-1"

// hires lets B-1 help at the machine.
func (p *person) hires() {
	k := p.shell.Turn().Kiosk()
	k.Badge = func(text string) (bool, error) { return text == badge, nil }
	k.SignIn = func(context.Context, string, string) (string, error) { return "B-1", nil }
	k.SignOut = func() error { return nil }
	k.Helps = func() error { return nil }
}

// practises walks to the page that says what practice leaves out.
func (p *person) practises() {
	p.Helper()
	p.hires()
	p.shell.Turn().Scanned(p.Context(), badge)
	p.keys("830274")
	p.press("signin.try", "practice", "tile.2")
}

// ordered walks to the orders of the centre.
func (p *person) ordered() {
	p.Helper()
	p.machine.Told = []desk.CentreOrder{flowtest.Told(1, "环境卫生差", inspect.RectOpen, 2)}
	p.hires()
	p.shell.Turn().Scanned(p.Context(), badge)
	p.keys("830274")
	p.press("signin.try", "orders")
}

// today walks to the work of the day.
func (p *person) today() {
	p.Helper()
	p.hires()
	p.shell.Turn().Scanned(p.Context(), badge)
	p.keys("830274")
	p.press("signin.try", "today")
}

// helped is a machine at which B-1 has signed in while somebody typed a name.
func helped(t *testing.T, size fyne.Size, modes flow.Modes) *person {
	t.Helper()
	p := newPerson(t, size)
	p.hires()
	p.press("tile.1")
	p.keys("laoren")
	p.press("老人", "result.0", "start", "agree")
	p.keys("laoren")
	p.press("老人")
	p.shell.Turn().SetModes(modes)
	p.shell.Turn().Scanned(t.Context(), badge)
	p.keys("830274")
	p.press("signin.try")
	return p
}

// TestEveryPageOfPracticeIsMarked, over whatever is shown, and what is below the mark can
// be pressed.
func TestEveryPageOfPracticeIsMarked(t *testing.T) {
	p := helped(t, fyne.NewSize(1080, 1920), flow.Modes{})
	turn := p.shell.Turn()
	turn.GoHome()
	p.press("practice")
	if !turn.Practice.On {
		t.Fatal("no practice")
	}
	p.sees("练习中，不算数")
	x, y, _ := p.shell.Where("tile.1")
	for _, route := range []Route{flow.RouteSearch, flow.RouteHome} {
		if !p.shell.mark.Visible() || !strings.Contains(said(p.shell.mark), "练习") {
			t.Errorf("%s is not marked", p.shell.Current())
		}
		if route == flow.RouteSearch && !touchtest.TapAt(p.shell, x, y) {
			t.Error("the mark keeps the finger from the page")
		}
		if route == flow.RouteSearch {
			p.at(route)
		}
	}
	turn.GoHome()
	turn.Switch()
	if p.shell.mark.Visible() {
		t.Error("what counts is marked")
	}
}

// TestAHelperTakesOverInTheMiddleOfAPage in every window and mode: the name that was
// typed stays, and one touch hands the machine over, or signs out.
func TestAHelperTakesOverInTheMiddleOfAPage(t *testing.T) {
	for name, tt := range map[string]struct {
		size  fyne.Size
		modes flow.Modes
	}{
		"tall":       {fyne.NewSize(1080, 1920), flow.Modes{}},
		"wide":       {fyne.NewSize(1920, 1080), flow.Modes{}},
		"tall large": {fyne.NewSize(1080, 1920), flow.Modes{Large: true, Contrast: true, Low: true}},
		"english":    {fyne.NewSize(1920, 1080), flow.Modes{Large: true, Language: "en"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := helped(t, tt.size, tt.modes)
			p.at(flow.RouteForm)
			p.sees("B-1")
			p.sees("老人")
			p.press("next", "call") // 交本人
			if h := p.shell.Turn().Helper; !h.Handed || p.shell.Turn().Calling.Open {
				t.Errorf("one touch does not hand over: %+v", h)
			}
			p.keys("445221194403120021")
			p.shell.Turn().Scanned(t.Context(), badge)
			p.press("next", "mode.language") // 退帮办
			if h := p.shell.Turn().Helper; h.Badge != "" || p.shell.Turn().Modes().Language != tt.modes.Language {
				t.Errorf("one touch does not sign out: %+v", h)
			}
			p.at(flow.RouteForm)
			p.press("call")
			if !p.shell.Turn().Calling.Open {
				t.Error("nobody can be called")
			}
		})
	}
}
