package tests

import (
	"strings"
	"testing"

	"bianmin/device/idcard/idcardtest"
	"bianmin/device/ptytest"
)

// atCardReader is a window at the first question, with a reader that waits for a card.
func atCardReader(t *testing.T) (*finger, *ptytest.Line, *idcardtest.Reader) {
	t.Helper()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	line, sim := ptytest.Open(t), &idcardtest.Reader{}
	go sim.Serve(line)
	f := newScreen(t, k, 1080, 1920)
	f.window, f.flags = "1080x1920", []string{"--card", line.Path}
	f.startWindow()
	f.toForm()
	f.until("the hint", func() bool { return strings.Contains(f.probe("say"), "读卡区") })
	return f, line, sim
}

// TestACardIsReadInTheRealWindow hands in with a card on the reader instead of
// typing: nothing of it is on the disk in clear, and it is not there for the next
// person.
func TestACardIsReadInTheRealWindow(t *testing.T) {
	f, _, sim := atCardReader(t)
	card := idcardtest.Citizen("陈𬱖妹", "445221194403120021", "长期")
	sim.Set(idcardtest.Answer{Card: &card, Piece: 37})
	f.until("the card", func() bool { return strings.Contains(f.probe("say"), "已读卡") })
	f.says("陈𬱖妹")
	f.picture("card-read")
	f.tap("next")
	f.until("the number", func() bool { return strings.Contains(f.probe("say"), "82岁") })
	sim.Set(idcardtest.Answer{})
	for range 5 { // name, notice, guide, search, home
		f.tap("back")
	}
	f.toForm()
	f.until("the hint again", func() bool { return strings.Contains(f.probe("say"), "读卡区") })
	if said := f.probe("say"); strings.Contains(said, "陈𬱖妹") {
		t.Errorf("the next person reads %q", said)
	}
}

// TestAPulledCardReaderLeavesTheWindowAlive pulls the reader's cable in the middle of
// a turn: the person is told to type, and can.
func TestAPulledCardReaderLeavesTheWindowAlive(t *testing.T) {
	f, line, _ := atCardReader(t)
	line.Pull()
	f.until("the sentence", func() bool { return strings.Contains(f.probe("say"), "读卡器没有接好") })
	f.picture("card-pulled")
	f.fill()
	f.screen("materials")
}

// toForm walks to the first question of an old-age allowance.
func (f *finger) toForm() {
	f.t.Helper()
	f.screen("home")
	f.tap("tile.1")
	f.screen("search")
	f.keys("laoren")
	f.tap("老人")
	f.tap("result.0")
	f.screen("guide")
	f.tap("start")
	f.screen("notice")
	f.tap("agree")
	f.screen("form")
}
