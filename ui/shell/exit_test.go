package shell

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"bianmin/app/village"
	"bianmin/ui/flow"
)

// guarded is a person at a machine whose PIN is 830274; tries is what was tried.
func guarded(t *testing.T) (p *person, tries *[]string, closed *bool) {
	t.Helper()
	p = newPerson(t, fyne.NewSize(1080, 1920))
	tries, closed = new([]string), new(bool)
	p.shell.Turn().Kiosk().Unlock = func(_ context.Context, pin string) error {
		*tries = append(*tries, pin)
		if pin != "830274" {
			return village.Refuse("pin", "err.pin.wrong")
		}
		return nil
	}
	p.shell.Turn().Machine.Quit = func() { *closed = true }
	return p, tries, closed
}

func TestFiveTouchesOfTheMarkAskForThePIN(t *testing.T) {
	p, tries, closed := guarded(t)
	for range 4 {
		p.press("mark")
	}
	p.machine.At = p.machine.At.Add(5 * time.Second)
	p.press("mark", "mark", "mark", "mark")
	if p.shell.Turn().Exit.Open {
		t.Fatal("slow touches ask for the PIN")
	}
	p.press("mark")
	p.sees("请输入 PIN")
	p.keys("1112")
	p.sees("•")
	if strings.Contains(said(p.shell.exit), "1112") {
		t.Error("the digits can be read over a shoulder")
	}
	p.press("exit.try")
	p.sees("PIN 不对")
	p.keys("830274")
	p.press("exit.try")
	p.at(flow.RouteMachine)
	p.press("machine.quit")
	if !*closed || len(*tries) != 2 {
		t.Errorf("closed %t after %q", *closed, *tries)
	}
	if p.shell.Turn().Exit.Typed != "" {
		t.Error("the PIN stays in memory")
	}
}

func TestTheQuestionForThePINGoesAwayByItself(t *testing.T) {
	p, _, _ := guarded(t)
	p.shell.Turn().Exit.Ask()
	p.keys("83")
	for range 60 {
		p.machine.At = p.machine.At.Add(time.Second)
		p.shell.Tick()
	}
	if p.shell.exit.Visible() || p.shell.Turn().Exit.Typed != "" {
		t.Error("a maintainer who was called away leaves the question open")
	}
}

func TestAFingerThatNoPageHeardOfIsAPerson(t *testing.T) {
	p := newPerson(t, fyne.NewSize(1080, 1920))
	since := time.Duration(0)
	p.shell.o.Since = func() (time.Duration, error) { return since, nil }
	p.press("tile.2")
	wait := func(d time.Duration) {
		for range int(d / time.Second) {
			p.machine.At = p.machine.At.Add(time.Second)
			p.shell.Tick()
		}
	}
	wait(2 * flow.IdleAfter)
	if p.shell.Turn().Idle.Warning {
		t.Error("the system heard a finger each second and the machine asks")
	}
	since = time.Hour
	wait(flow.IdleAfter)
	if !p.shell.Turn().Idle.Warning {
		t.Error("nobody is there and the machine does not ask")
	}
}
