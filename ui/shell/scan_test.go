package shell

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"bianmin/app/village"
	"bianmin/ui/flow"
)

// types sends keys with a gap between them, as a hand or a scanner does.
func (p *person) types(text string, gap time.Duration) {
	for _, r := range text {
		p.machine.At = p.machine.At.Add(gap)
		p.shell.TypedRune(r)
	}
	p.machine.At = p.machine.At.Add(gap)
}

func TestAScannerThatTypesOpensTheReceipt(t *testing.T) {
	p := newPerson(t, fyne.NewSize(1080, 1920))
	got := ""
	p.shell.turn.Kiosk().ReadCode = func(text string) (village.ShortCode, error) {
		got = text
		return "", village.Refuse("receipt", "err.receipt.unreadable")
	}
	p.types("BM1:K7M49TA2 ABC", 4*time.Millisecond)
	p.shell.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if got != "BM1:K7M49TA2 ABC" {
		t.Errorf("read %q", got)
	}
	p.at(flow.RouteProgress)
}

func TestAScannerWritesIntoNoAnswer(t *testing.T) {
	p := newPerson(t, fyne.NewSize(1080, 1920))
	p.after(flow.RouteNotice, "agree")
	p.types("BM1:K7M49TA2 ABC", 4*time.Millisecond)
	p.shell.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if v := p.shell.turn.Form.Value(); v != "" {
		t.Errorf("the name is %q", v)
	}
}
