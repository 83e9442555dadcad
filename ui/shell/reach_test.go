package shell

import (
	"context"
	"image"
	"testing"

	"fyne.io/fyne/v2"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// ways lead from the home page to every other page, by nothing but targets that a
// finger can press; only what would be typed is put into the view-models.
func ways() map[Route]func(*person) {
	return map[Route]func(*person){
		flow.RouteHome:      func(*person) {},
		flow.RouteSearch:    func(p *person) { p.press("tile.1") },
		flow.RouteBrowse:    func(p *person) { p.press("tile.1", "by.theme") },
		flow.RouteGuide:     func(p *person) { p.after(flow.RouteSearch, "result.0") },
		flow.RouteNotice:    func(p *person) { p.after(flow.RouteGuide, "start") },
		flow.RouteForm:      func(p *person) { p.after(flow.RouteNotice, "agree") },
		flow.RouteMaterials: func(p *person) { p.after(flow.RouteForm); p.answers() },
		flow.RoutePrecheck:  func(p *person) { p.after(flow.RouteMaterials); p.papers() },
		flow.RouteTolerance: func(p *person) { p.after(flow.RouteMaterials); p.mainPapers(); p.press("follow") },
		flow.RoutePromise:   func(p *person) { p.declares() },
		flow.RouteConfirm:   func(p *person) { p.after(flow.RoutePrecheck); p.press("next") },
		flow.RouteAccepted:  func(p *person) { p.after(flow.RouteConfirm); p.handsIn() },
		flow.RouteRating:    func(p *person) { p.press("tile.3") },
		flow.RouteProgress:  func(p *person) { p.press("tile.2") },
		flow.RouteHotline:   func(p *person) { p.press("tile.4") },
		flow.RoutePhoto:     (*person).photographs,
		flow.RouteBooking:   func(p *person) { p.press("tile.5") },
		flow.RouteBoard:     func(p *person) { p.press("board") },
		flow.RouteLeave:     func(p *person) { p.after(flow.RouteForm); p.answer(2); p.press("leave") },
		flow.RouteMachine:   (*person).unlocks,
		flow.RoutePractice:  (*person).practises,
		flow.RouteDevices:   func(p *person) { p.after(flow.RouteMachine, "machine.try") },
		flow.RouteLetters:   (*person).prints,
		flow.RouteFollowUp:  (*person).comesBack,
		flow.RouteResume:    func(p *person) { p.after(flow.RouteLeave, "keep", "home", "resume") },
		flow.RouteVisit:     func(p *person) { p.inspects() },
		flow.RouteChecklist: func(p *person) { p.after(flow.RouteVisit, "go") },
		flow.RouteFinding:   func(p *person) { p.after(flow.RouteChecklist, "break.veto.fake") },
		flow.RouteVerdict:   (*person).judges,
		flow.RoutePresence:  func(p *person) { p.shell.Turn().Scanned(p.Context(), flowtest.Challenge()) },
		flow.RouteOrders:    (*person).ordered,
		flow.RouteRectify:   func(p *person) { p.after(flow.RouteOrders, "reply."+flowtest.OrderNumber(1)) },
		flow.RouteToday:     (*person).today,
	}
}

// after goes to a page and presses what leads on from it.
func (p *person) after(to Route, names ...string) {
	p.Helper()
	ways()[to](p)
	p.at(to)
	p.press(names...)
}

func (p *person) has(name string) bool {
	_, _, ok := p.shell.Where(name)
	return ok
}

// unlocks goes to the maintainer's page.
func (p *person) unlocks() {
	p.Helper()
	p.shell.Turn().Kiosk().Unlock = func(context.Context, string) error { return nil }
	p.press("mark", "mark", "mark", "mark", "mark")
	p.keys("830274")
	p.press("exit.try")
}

// prints goes to the letters of a case on a machine that has a printer for A4 alone.
func (p *person) prints() {
	p.Helper()
	flowtest.PlugOffice(p.shell.Turn(), "receipt")
	p.machine.Paper = &village.Error{Kind: village.Internal, Key: "err.printer.none"}
	p.after(flow.RouteAccepted, "letters")
}

// comesBack goes with the paper of a case to what it is good for.
func (p *person) comesBack() {
	p.Helper()
	p.after(flow.RouteAccepted)
	code := string(p.shell.Turn().Accepted.Accepted.ShortCode)
	p.press("home", "tile.2")
	for _, r := range code {
		p.press("key." + string(r))
	}
	for !p.has("withdraw") {
		p.press("list.more")
	}
	p.press("withdraw")
}

// photographs goes to the camera's page on a machine whose camera sees something.
func (p *person) photographs() {
	p.Helper()
	p.machine.Camera = image.NewGray(image.Rect(0, 0, 64, 48))
	p.shell.Turn().Kiosk().Watch = p.machine.Plug()
	p.after(flow.RouteMaterials)
	for !p.has("material.sfz.file") {
		p.press("list.more")
	}
	p.press("material.sfz.file")
}

// inspects shows the badge of an inspector and the order of the day.
func (p *person) inspects() {
	p.Helper()
	p.machine.Camera = image.NewGray(image.Rect(0, 0, 64, 48))
	p.shell.Turn().Kiosk().Watch = p.machine.Plug()
	p.shell.Turn().Scanned(p.Context(), flowtest.Paper(nil))
	p.shell.Turn().Scanned(p.Context(), flowtest.Order())
}

// judges goes through the checklist, where all is as it should be, to the result.
func (p *person) judges() {
	p.Helper()
	p.after(flow.RouteChecklist)
	for p.shell.Current() == string(flow.RouteChecklist) {
		p.press("rest", "next")
	}
}

// answer answers n questions of the form.
func (p *person) answer(n int) {
	p.Helper()
	answers := map[string]string{
		flow.FieldName: "陈阿妹", flow.FieldID: "445221194403120021", flow.FieldPhone: "13800000000",
		"form.home_division": "445203104202", "form.bank_account": "6230580000001234", "form.pay_mode": "首次申领",
	}
	form := p.shell.Turn().Form
	for range n {
		form.Set(answers[form.Question().Field])
		p.press("next")
	}
}

// answers answers all questions of the form.
func (p *person) answers() {
	p.Helper()
	p.answer(p.shell.Turn().Form.Count())
}

// papers says of each paper that it comes later.
func (p *person) papers() {
	p.Helper()
	m := p.shell.Turn().Materials
	for _, row := range m.Rows {
		if row.How == "" && row.Material.Necessity != village.Conditional {
			m.Choose(row.Material.Code, row.Options[len(row.Options)-1])
		}
	}
	p.press("next")
}

// mainPapers says that all are there but those that may follow.
func (p *person) mainPapers() {
	p.Helper()
	m := p.shell.Turn().Materials
	for _, row := range m.Rows {
		if row.How == "" && row.Material.Necessity == village.Required {
			m.Choose(row.Material.Code, village.Original)
		}
	}
	p.papers()
}

// declares opens an item of which a paper can be declared, and declares it.
func (p *person) declares() {
	p.Helper()
	item, _ := flowtest.Item(flowtest.Declared)
	p.after(flow.RouteSearch)
	p.shell.Turn().Search.Chosen(item)
	p.press("start", "agree")
	p.answers()
	p.press("material.read.promise", "next")
	p.at(flow.RoutePrecheck)
	p.press("next")
}

// handsIn reads the summary to its end, signs and submits.
func (p *person) handsIn() {
	p.Helper()
	for p.has("more") {
		p.press("more")
	}
	p.sign()
	p.press("submit")
}

// leaves goes home by the way back alone.
func (p *person) leaves() {
	p.Helper()
	from := p.shell.Current()
	for range 20 {
		switch {
		case p.shell.Current() == string(flow.RouteHome):
			return
		case p.has("back"):
			p.press("back")
		case p.has("home"):
			p.press("home")
		default:
			p.Fatalf("%s has no way back, only %v", p.shell.Current(), p.shell.Names())
		}
	}
	p.Fatalf("from %s twenty steps back do not lead home", from)
}

func TestEveryPageCanBeReachedAndLeftByTouch(t *testing.T) {
	for name, v := range map[string]struct {
		size  fyne.Size
		modes []string
	}{
		"tall":           {fyne.NewSize(1080, 1920), nil},
		"wide":           {fyne.NewSize(1920, 1080), nil},
		"tall-large-low": {fyne.NewSize(1080, 1920), []string{"mode.large", "mode.low"}},
		"wide-large":     {fyne.NewSize(1920, 1080), []string{"mode.large"}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, route := range flow.Routes() {
				p := newPerson(t, v.size)
				way := ways()[route]
				if way == nil {
					t.Errorf("no way leads to %s", route)
					continue
				}
				p.press(v.modes...)
				way(p)
				p.at(route)
				p.leaves()
			}
		})
	}
}

// One touch speaks the other language on every page, and the same touch goes back;
// the person stays where they were.
func TestTheLanguageIsOneTouchAwayOnEveryPage(t *testing.T) {
	for route, way := range ways() {
		if route == flow.RoutePractice || route == flow.RouteOrders || route == flow.RouteRectify || route == flow.RouteToday { // of who helps, whose touch there signs out
			continue
		}
		t.Run(string(route), func(t *testing.T) {
			p := newPerson(t, fyne.NewSize(1080, 1920))
			way(p)
			p.press("mode.language")
			p.at(route)
			if got := p.shell.Turn().Modes().Language; got != "en" {
				t.Fatalf("it speaks %q", got)
			}
			p.press("mode.language")
			p.at(route)
			if got := p.shell.Turn().Modes(); got != (flow.Modes{}) {
				t.Errorf("after two touches the modes are %+v", got)
			}
		})
	}
}
