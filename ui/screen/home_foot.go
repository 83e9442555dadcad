package screen

import (
	"fyne.io/fyne/v2"

	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// homeBoardHigh is the height of what hangs on the board; 0 when nothing does.
func homeBoardHigh(st Stage) float32 {
	if st.Turn.Home.Bill == (flow.Bill{}) {
		return 0
	}
	return touch.BillHeight(st.Look)
}

// homeBoard is the way to the notices and the service hours.
func homeBoard(sh *sheet, a area) {
	home := sh.stage.Turn.Home
	sh.target("board", touch.NewBill(sh.look, "notice", home.Bill.Title, home.Board, home.Bill.Sub, home.Bill.Short, home.Bill.Shortest), a)
}

// homeFootHigh is the height of the foot; in low position the board stands in it.
func homeFootHigh(st Stage) float32 {
	high := max(132, 2*st.Look.Caption.Line+28)
	if board := homeBoardHigh(st); st.Low && board > 0 {
		high = max(high, board+16)
	}
	return high
}

func homeFoot(sh *sheet) {
	l, w, m := sh.look, sh.stage.Size.Width, sh.margin()
	high := homeFootHigh(sh.stage)
	y := sh.stage.Size.Height - high
	sh.box(l.Card, nil, 0, 0, area{0, y, w, high})
	sh.rule(0, y, w)
	left := homeLanguage(sh, area{m, y + (high-104)/2 + 1, 0, 104})
	if board := homeBoardHigh(sh.stage); sh.stage.Low && board > 0 { // the lines stand above, see homeTall
		homeBoard(sh, area{left, y + 2 + (high-2-board)/2, w - m - left, board})
		return
	}
	homeLines(sh, area{left, y + 2, w - m - left, high - 2})
}

// homeLines say that nothing is lost and whom to call, in the middle of a.
func homeLines(sh *sheet, a area) {
	l := sh.look
	lines := []string{}
	switch k := sh.stage.Turn.Kiosk(); {
	case sh.stage.Turn.Helper.Acting() != "": // paper, machine and county can be compared
		lines = append(lines, sh.t("home.lifetime", "n", k.Line().Lifetime, "waiting", k.Line().Waiting))
	case k.Centre().Enrolled && !k.Line().Full:
		lines = append(lines, sh.t("home.safe"))
	}
	if phone := sh.stage.Turn.Kiosk().Centre().Phone; phone != "" {
		lines = append(lines, sh.t("home.phone", "phone", phone))
	}
	y := a.y + (a.h-l.Caption.Line*float32(len(lines)))/2
	for _, line := range lines {
		text := style.NewText(l.Caption, l.Ink2, line).Limit(1).Align(fyne.TextAlignTrailing)
		y = sh.text(text, area{a.x, y, a.w, 0})
	}
}

// homeLanguage is the way to the other language, in its own words, at the left
// of a; the edge from which on there is room is returned.
func homeLanguage(sh *sheet, a area) float32 {
	if len(sh.stage.Turn.Languages()) < 2 {
		return a.x
	}
	b := touch.NewButton(sh.look, touch.Plain, sh.t("tool.language"), sh.stage.speakOrLeave).SetIcon("globe", false)
	width := max(b.Least(), 160)
	sh.target(languageTool, b, area{a.x, a.y, width, a.h})
	return a.x + width + gap
}
