package flow_test

import (
	"strings"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

func TestTheHomePageSaysWhatHangsOnTheBoardAndTakesDownWhatIsOver(t *testing.T) {
	m := flowtest.New()
	m.At = time.Date(2026, 11, 27, 23, 59, 0, 0, village.Zone)
	turn := flow.NewTurn(m.Kiosk)
	if bill := turn.Home.Bill; !strings.Contains(bill.Title, "停电") || !strings.Contains(bill.Sub, "11月28日 星期六 9:00 开始服务") || !strings.Contains(bill.Sub, "江滨村民委员会 · ") || !strings.Contains(bill.Short, "11月27日") {
		t.Errorf("on the last evening: %+v", turn.Home.Bill)
	}
	drawn := 0
	turn.Home.Changed = func() { drawn++ }
	turn.Tick()
	m.At = m.At.Add(time.Minute)
	turn.Tick()
	turn.Tick()
	if strings.Contains(turn.Home.Bill.Title, "停电") || drawn != 1 {
		t.Errorf("after midnight: %+v, drawn %d times", turn.Home.Bill, drawn)
	}
	if !strings.Contains(turn.Home.Bill.Sub, "今天 9:00 开始服务") {
		t.Errorf("on Saturday: %q", turn.Home.Bill.Sub)
	}
}

func TestANoticeIsReadWithItsSignerAndItsDays(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	turn.Home.Board()
	turn.Board.Read("power")
	said := ""
	for _, p := range turn.Aloud() {
		said += p.Text + "\n"
	}
	for _, want := range []string{"周五下午停电，请改天再来", "江滨村民委员会", "11月27日 星期五，到期自动收起", "检修线路停电"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not read: %s", want, said)
		}
	}
	turn.Back()
	if turn.Route() != flow.RouteBoard || turn.Board.Notice != nil {
		t.Errorf("back from a notice: %s", turn.Route())
	}
	turn.Back()
	if turn.Route() != flow.RouteHome || len(turn.Board.Posted.Notices) != 0 {
		t.Errorf("back from the board: %s, %+v", turn.Route(), turn.Board.Posted)
	}
}

func TestHoursThatNobodyPublishedAreCalledADefault(t *testing.T) {
	m := flowtest.New()
	posted := m.Kiosk.Posted
	usual, timeless := true, false
	m.Kiosk.Posted = func() flow.Posted {
		p := posted()
		p.Usual, p.Timeless = usual, timeless
		return p
	}
	turn := flow.NewTurn(m.Kiosk)
	turn.Home.Board()
	if !strings.Contains(turn.Home.Bill.Sub, "默认") || !strings.Contains(turn.Board.HoursNote(), "以门口公示为准") {
		t.Errorf("%q, %q", turn.Home.Bill.Sub, turn.Board.HoursNote())
	}
	usual, timeless = false, true
	turn.Board.Posted = m.Kiosk.Posted()
	if now := turn.Board.Now(); strings.Contains(now, "现在") || !strings.Contains(now, "8:30–12:00") {
		t.Errorf("a machine that does not know the day says %q", now)
	}
	if turn.Board.HoursNote() == "" || strings.Contains(turn.Board.HoursNote(), "默认") {
		t.Errorf("published hours are called %q", turn.Board.HoursNote())
	}
}
