package escpos

import (
	"testing"

	"bianmin/device/printer"
)

// FuzzEar feeds anything: no byte makes a state that there is not, and noise alone
// never says that a job was printed unless it was asked.
func FuzzEar(f *testing.F) {
	f.Add([]byte{0x12, 0x12, 0x12, 0x12}, false)
	f.Add([]byte{0x16, 0x32, 0x12, 0x72, 0x18, 0x20, 0x0F, 0x00, 0x00}, true)
	f.Add([]byte{0x10, 0, 0x12, 0, 0}, true)
	f.Fuzz(func(t *testing.T, raw []byte, waiting bool) {
		e := ear{waiting: waiting}
		e.ask()
		for _, b := range raw {
			state, changed := e.hear(b)
			if changed && state.Worse(printer.Ready) != state {
				t.Fatalf("% x says %q", raw, state)
			}
		}
		if e.passed && !waiting {
			t.Fatal("an answer to what was not asked")
		}
		if _, all := e.told(); all && e.asked != replies {
			t.Fatalf("%d replies", e.asked)
		}
	})
}

// TestNewsBetweenRepliesIsBoth: a reply may come inside an automatic status.
func TestNewsBetweenRepliesIsBoth(t *testing.T) {
	e := ear{}
	e.ask()
	var news []printer.State
	for _, b := range []byte{0x12, 0x18, 0x00, 0x12, 0x0F, 0x00, 0x12, 0x72} {
		if state, changed := e.hear(b); changed {
			news = append(news, state)
		}
	}
	state, all := e.told()
	if !all || state != printer.NoPaper || len(news) != 2 || news[0] != printer.NoPaper {
		t.Errorf("%s, %t, news %v", state, all, news)
	}
}
