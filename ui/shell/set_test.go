package shell

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"bianmin/ui/flow"
	"bianmin/ui/style"
)

func TestAModeIsOneTouchAwayOnEveryPage(t *testing.T) {
	p := newPerson(t, fyne.NewSize(1080, 1920))
	for _, press := range []string{"", "tile.1", "老人", "result.0", "start", "agree"} {
		switch press {
		case "":
		case "老人":
			p.keys("laoren")
			p.press("老人")
		default:
			p.press(press)
		}
		p.press("mode.large", "mode.contrast", "mode.low")
		look := p.shell.stage.Look
		if !look.Large || look.Paper != style.HighContrast().Paper || !p.shell.stage.Low {
			t.Fatalf("%s is drawn in %+v", p.shell.Current(), p.shell.Turn().Modes())
		}
		p.sees("换好了")
		p.press("mode.low", "mode.contrast", "mode.large")
		if p.shell.Turn().Modes() != (flow.Modes{}) {
			t.Fatalf("%s has no way back from %+v", p.shell.Current(), p.shell.Turn().Modes())
		}
	}
	p.at(flow.RouteForm)
	p.sees("您叫什么名字")
}

func TestTheWholeWayInLargeLettersAndLowPosition(t *testing.T) {
	p := newPerson(t, fyne.NewSize(1080, 1920))
	p.press("mode.large", "mode.contrast", "mode.low", "tile.1")
	p.keys("laoren")
	p.press("老人", "result.0", "start", "agree")
	p.keys("laoren")
	p.press("老人", "next")
	p.keys("445221194403120021")
	p.press("next")
	p.sees("电话")
}

func TestThePagesAtRestAreNotBuiltAgain(t *testing.T) {
	p := newPerson(t, fyne.NewSize(1080, 1920))
	p.press("tile.2")
	before := p.shell.screens[flow.RouteProgress]
	p.press("mode.large")
	if p.shell.screens[flow.RouteProgress] == before {
		t.Fatal("large letters change nothing")
	}
	p.press("mode.contrast", "mode.contrast", "mode.large")
	if p.shell.screens[flow.RouteProgress] != before {
		t.Error("a page is built again for the kiosk at rest")
	}
}

func TestOtherModesKeepNothingOfTheLastPerson(t *testing.T) {
	p := newPerson(t, fyne.NewSize(1080, 1920))
	p.press("tile.2", "key.K", "mode.large", "key.M")
	p.sees("M")
	p.shell.Turn().Finish()
	for route, page := range p.shell.screens {
		page.Show()
		if text := said(page); route != flow.RouteHome && text != "" {
			t.Errorf("%s still says %q", route, text)
		}
		page.Hide()
	}
	p.press("tile.2")
	if strings.Contains(said(p.shell), "还差 6 个字") {
		t.Error("the next person finds two characters typed")
	}
}

func TestTheOtherLanguageIsOneTouchAwayAndEndsWithThePerson(t *testing.T) {
	p := newPerson(t, fyne.NewSize(1080, 1920))
	p.press("mode.language")
	p.sees("Apply")
	p.press("tile.2")
	p.sees("Progress")
	p.shell.Turn().Finish()
	p.sees("我要办事")
}
