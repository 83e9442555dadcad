package shell

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"bianmin/ui/flow"
)

// TestNothingOfALeftTurnStaysInAnyWidget, nor of the proof that leads back.
func TestNothingOfALeftTurnStaysInAnyWidget(t *testing.T) {
	p := newPerson(t, fyne.NewSize(1080, 1920))
	p.press("tile.1")
	p.keys("laoren")
	p.press("老人", "result.0", "start", "agree")
	for _, r := range "记号笔" {
		p.shell.TypedRune(r)
	}
	p.press("next")
	p.keys("445221194403120021")
	p.press("next")
	p.keys("13877778888")
	p.press("leave", "stay")
	p.sees("138 7777 8888")
	p.press("leave", "keep")
	p.at(flow.RouteLeave)
	code := p.shell.Turn().Leave.Left.Code
	p.sees(code.Spaced())
	p.nowhere("记号笔", "老人", "120021", "7777", "0021")
	p.press("home")
	p.nowhere(code.Spaced())
	p.press("resume")
	p.keys(string(code))
	p.press("next")
	p.keys("0021")
	p.press("back", "back")
	p.at(flow.RouteHome)
	p.nowhere(code.Spaced(), string(code), "0021")
	p.press("resume")
	p.keys(string(code))
	p.press("next")
	p.keys("0021")
	p.press("next")
	p.at(flow.RouteForm)
	p.sees("138 7777 8888")
}

// nowhere fails if any page that is built says one of the words.
func (p *person) nowhere(words ...string) {
	p.Helper()
	for route, page := range p.shell.screens {
		shown := page.Visible()
		page.Show()
		for _, w := range words {
			if strings.Contains(said(page), w) {
				p.Errorf("%s says %q", route, w)
			}
		}
		if !shown {
			page.Hide()
		}
	}
}
