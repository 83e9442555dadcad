package shell

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
	"bianmin/ui/ime/imetest"
	"bianmin/ui/style"
	"bianmin/ui/touch/touchtest"
)

func TestMain(m *testing.M) {
	touchtest.Start(style.Default())
	os.Exit(m.Run())
}

// person presses what a person would press, at its real place.
type person struct {
	*testing.T
	shell   *Shell
	machine *flowtest.Machine
	size    fyne.Size
}

func newPerson(t *testing.T, size fyne.Size) *person {
	t.Helper()
	m := flowtest.New()
	s := New(t.Context(), m.Kiosk, Options{Look: style.Default(), Engine: imetest.Engine(t, "老人")})
	w := test.NewWindow(s.Content())
	t.Cleanup(w.Close)
	w.SetPadded(false)
	w.Resize(size)
	return &person{t, s, m, size}
}

// press taps the target with that name and checks the rules of the page that
// it stands on.
func (p *person) press(names ...string) {
	p.Helper()
	for _, name := range names {
		var root fyne.CanvasObject = p.shell
		switch {
		case p.shell.exit.Visible():
			root = p.shell.exit
		case p.shell.mark.Visible(): // it is read through, and no target
			root = p.shell.screens[p.shell.turn.Route()]
		case p.shell.signIn.Visible():
			root = p.shell.signIn
		case p.shell.idle.Visible():
			root = p.shell.idle.Dialog // lies over everything else
		case p.shell.calling.Visible():
			root = p.shell.calling
		}
		for _, problem := range touchtest.Problems(root, p.size, touchtest.RulesOf(p.shell.stage.Look)) {
			p.Error(problem)
		}
		x, y, ok := p.shell.Where(name)
		if !ok {
			p.Fatalf("%s has no %q, only %v", p.shell.Current(), name, p.shell.Names())
		}
		if !touchtest.TapAt(p.shell, x, y) {
			p.Fatalf("nothing to press at %g,%g for %q", x, y, name)
		}
	}
}

func (p *person) at(route Route) {
	p.Helper()
	if p.shell.Current() != string(route) {
		p.Fatalf("at %s, want %s", p.shell.Current(), route)
	}
}

// sees fails unless words stand on the screen.
func (p *person) sees(words string) {
	p.Helper()
	if !strings.Contains(said(p.shell), words) {
		p.Fatalf("%s does not say %q:\n%s", p.shell.Current(), words, said(p.shell))
	}
}

// said is all that stands on the screen.
func said(root fyne.CanvasObject) string {
	var b strings.Builder
	touchtest.Walk(root, func(o fyne.CanvasObject, _ fyne.Position) {
		if text, ok := o.(*canvas.Text); ok {
			b.WriteString(text.Text)
		}
	})
	return b.String()
}

func (p *person) keys(keys string) {
	p.Helper()
	if _, _, ok := p.shell.Where(keys[:1]); !ok {
		p.press("拼音")
	}
	for _, r := range keys {
		p.press(string(r))
	}
}

// sign draws two strokes on the pad.
func (p *person) sign() {
	p.Helper()
	x, y, ok := p.shell.Where("sign")
	if !ok {
		p.Fatal("no pad")
	}
	touchtest.Swipe(p.shell, fyne.NewPos(x-200, y-50), fyne.NewPos(x+100, y+40))
	touchtest.Swipe(p.shell, fyne.NewPos(x+50, y-60), fyne.NewPos(x+60, y+60))
}

func TestTheWholeWayByTaps(t *testing.T) {
	for name, size := range map[string]fyne.Size{"tall": {Width: 1080, Height: 1920}, "wide": {Width: 1920, Height: 1080}} {
		t.Run(name, func(t *testing.T) { wholeWay(newPerson(t, size)) })
	}
}

func wholeWay(p *person) {
	p.Helper()
	p.at(flow.RouteHome)
	p.press("tile.1")
	p.at(flow.RouteSearch)
	p.keys("laoren")
	p.press("老人")
	p.sees("80周岁以上老年人高龄津贴")
	p.press("result.0")
	p.at(flow.RouteGuide)
	p.press("start")
	p.at(flow.RouteNotice)
	p.press("agree")
	p.at(flow.RouteForm)
	answer(p)
	p.at(flow.RouteMaterials)
	p.press("material.sfz.licence", "material.hkb.licence", "material.cz.original")
	if _, _, ok := p.shell.Where("material.zp.later"); !ok {
		p.press("list.more")
	}
	p.press("material.zp.later", "next")
	p.at(flow.RoutePrecheck)
	p.press("next")
	p.at(flow.RouteConfirm)
	p.sees("445221 **** **** 0021")
	if _, _, ok := p.shell.Where("sign"); ok {
		p.Fatal("a signature is asked before all answers were on the screen")
	}
	p.press("more", "submit")
	p.at(flow.RouteConfirm)
	p.sign()
	p.press("submit")
	p.at(flow.RouteAccepted)
	p.sees("已收件，尚未受理")
	code := p.shell.Turn().Accepted.Accepted.ShortCode
	p.sees(code.Spaced())
	rateAndFind(p, code)
}

// answer fills the form, with a wrong number first.
func answer(p *person) {
	p.Helper()
	p.keys("laoren")
	p.press("老人", "next")
	p.sees("您的身份证号是多少")
	p.keys("44522119440312002")
	p.press("2")
	p.sees("身份证号有一位不对")
	p.press("next")
	p.sees("您的身份证号是多少")
	p.press("删一位", "1")
	p.sees("1944年3月12日")
	p.press("next")
	p.keys("13800000000")
	p.press("next", "place.445203104000", "place.445203104202", "next")
	p.keys("6230580000001234")
	p.press("next", "choice.0", "next")
	p.sees("代办人姓名")
	p.press("next")
}

func rateAndFind(p *person, code village.ShortCode) {
	p.Helper()
	p.press("rate")
	p.at(flow.RouteRating)
	p.press("face.2", "send")
	if len(p.machine.Store.Ratings) != 0 {
		p.Fatal("a poor grade without a reason was sent")
	}
	p.press("tag.202", "send")
	p.sees("评价收好了")
	p.press("home")
	p.at(flow.RouteHome)
	p.press("tile.2")
	for _, r := range string(code) {
		p.press("key." + string(r))
	}
	p.sees("存在这台机器里，等联网送到区里")
	p.press("done")
	p.at(flow.RouteHome)
	if n := p.machine.Store.Saved(); n != 2 {
		p.Errorf("%d records, want a case and a rating", n)
	}
}

func TestNothingTypedStaysInAnyWidget(t *testing.T) {
	p := newPerson(t, fyne.NewSize(1080, 1920))
	p.press("tile.1")
	p.keys("laoren")
	p.press("老人", "result.0", "start", "agree")
	for _, r := range "记号笔" {
		p.shell.TypedRune(r)
	}
	p.press("next")
	p.keys("4452211944")
	p.sees("1")
	p.shell.Turn().GoHome()
	for route, page := range p.shell.screens {
		if route == flow.RouteHome {
			continue
		}
		page.Show()
		for _, marker := range []string{"记号笔", "老人", "4452211944"} {
			if strings.Contains(said(page), marker) {
				t.Errorf("%s still shows %q", route, marker)
			}
		}
		page.Hide()
	}
	p.press("tile.1")
	if strings.Contains(said(p.shell), "清空") {
		t.Error("the next person finds a query")
	}
}

func TestIdleAsksOverThePage(t *testing.T) {
	for _, size := range []fyne.Size{{Width: 1080, Height: 1920}, {Width: 1920, Height: 1080}} {
		p := newPerson(t, size)
		p.press("tile.2", "key.K")
		wait := func(d time.Duration) {
			for range int(d / time.Second) {
				p.machine.At = p.machine.At.Add(time.Second)
				p.shell.Tick()
			}
		}
		wait(flow.IdleAfter)
		p.sees("您还在办吗")
		p.sees("45")
		p.press("idle.stay")
		if strings.Contains(said(p.shell), "您还在办吗") {
			t.Fatal("the question stays")
		}
		wait(flow.IdleAfter)
		p.press("idle.leave")
		p.at(flow.RouteHome)
		p.press("tile.2", "key.K")
		wait(flow.IdleAfter + flow.IdleWarning)
		p.at(flow.RouteHome)
		if strings.Contains(said(p.shell), "您还在办吗") {
			t.Error("the question lies over the home page")
		}
	}
}

// A finger reaches the buttons of the question although it moves on its way there:
// else it would press what lies below.
func TestAMovingFingerReachesTheButtonsOfTheQuestion(t *testing.T) {
	p := newPerson(t, fyne.NewSize(1080, 1920))
	p.press("tile.2", "key.K")
	p.machine.At = p.machine.At.Add(flow.IdleAfter)
	p.shell.Tick()
	x, y, ok := p.shell.Where("idle.leave")
	touchtest.MoveTo(p.shell, x, y)
	p.shell.o.Since = func() (time.Duration, error) { return 0, nil } // the system counts the move too
	p.shell.Tick()
	if !ok || !p.shell.Turn().Idle.Warning {
		t.Fatal("the question goes away under the finger")
	}
	touchtest.TapAt(p.shell, x, y)
	p.at(flow.RouteHome)
	if p.shell.Turn().Progress.Typed != "" {
		t.Error("what was typed is still there")
	}
}

func TestAFingerBesideEverythingIsAPerson(t *testing.T) {
	p := newPerson(t, fyne.NewSize(1080, 1920))
	p.press("tile.2")
	p.machine.At = p.machine.At.Add(flow.IdleAfter)
	p.shell.Tick()
	touchtest.TapAt(p.shell, 540, 20)
	if p.shell.Turn().Idle.Warning {
		t.Error("a touch beside the card does not go on")
	}
	p.machine.At = p.machine.At.Add(flow.IdleAfter - time.Second)
	p.shell.MouseMoved(nil)
	p.machine.At = p.machine.At.Add(2 * time.Second)
	p.shell.Tick()
	if p.shell.Turn().Idle.Warning {
		t.Error("a moving finger does not count")
	}
}

func TestClockAndLineMove(t *testing.T) {
	p := newPerson(t, fyne.NewSize(1080, 1920))
	for _, tile := range []string{"", "tile.2"} {
		if tile != "" {
			p.press(tile)
		}
		p.machine.Line.Online = false
		p.machine.At = flowtest.Monday()
		p.shell.Tick()
		p.sees("未联网，可以照常办理")
		p.sees("9:46")
		p.machine.At = p.machine.At.Add(time.Minute)
		p.machine.Line.Online = true
		p.shell.Tick()
		p.sees("9:47")
		if strings.Contains(said(p.shell), "未联网") {
			t.Error("the line is back and the screen does not say so")
		}
	}
}

func TestOnlyTheHomePageIsBuiltAtFirst(t *testing.T) {
	p := newPerson(t, fyne.NewSize(1080, 1920))
	if len(p.shell.screens) != 1 {
		t.Errorf("%d pages before the first idle moment", len(p.shell.screens))
	}
	p.press("tile.1", "back", "tile.1")
	if len(p.shell.screens) != 2 {
		t.Errorf("%d pages after one was opened twice", len(p.shell.screens))
	}
}

func TestTheShellEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := New(ctx, flowtest.New().Kiosk, Options{Look: style.Default()})
	s.Start()
	cancel()
	s.Wait()
}

func TestCallingSomebodyIsAnswered(t *testing.T) {
	p := newPerson(t, fyne.NewSize(1080, 1920))
	p.press("tile.2", "call")
	if p.machine.Called != 1 {
		t.Errorf("called %d times", p.machine.Called)
	}
	p.sees("铃响过了")
	p.press("call.again", "call.close")
	if p.machine.Called != 2 {
		t.Errorf("called %d times", p.machine.Called)
	}
	p.at(flow.RouteProgress)
	if strings.Contains(said(p.shell), "铃响过了") {
		t.Error("the page stays")
	}
}

func TestTheProbeTellsWhereThingsAre(t *testing.T) {
	p := newPerson(t, fyne.NewSize(1080, 1920))
	var out strings.Builder
	p.shell.Probe(strings.NewReader("current\nwhere tile.2\nwhere no such thing\nnames\nhello\nsay\n"), &out)
	lines := strings.Split(out.String(), "\n")
	if lines[0] != "home" || lines[2] != "none" || lines[3] != "board by.department by.theme call mark mode.contrast mode.language mode.large mode.low read tile.1 tile.2 tile.3 tile.4 tile.5" || lines[4] != "unknown" {
		t.Errorf("answers %q", lines)
	}
	if !strings.Contains(lines[5], "我要办事") {
		t.Errorf("says %q", lines[5])
	}
	var x, y float32
	if _, err := fmt.Sscan(lines[1], &x, &y); err != nil || !touchtest.TapAt(p.shell, x, y) {
		t.Fatalf("%q: %v", lines[1], err)
	}
	p.at(flow.RouteProgress)
}
