package screen

import (
	"strconv"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// NewLeave draws the question whether to leave for now, and then the code that
// leads back.
func NewLeave(st Stage) *Screen {
	le := st.Turn.Leave
	head := newHeader(st, head{Title: st.t("leave.title")})
	var home *touch.Button
	s := newScreen(st, head, func(sh *sheet) {
		home = nil
		cols := sh.columns(sh.readable(head))
		if !le.Gone() {
			sh.list(pager{}, cols, leaveBlocks(sh, le))
			leaveFoot(sh, le)
			return
		}
		sh.list(pager{}, cols, leftBlocks(sh, le))
		buttons := sh.foot(append(printSlip(sh, le),
			act{Name: "home", Words: sh.t("leave.home", "n", le.Seconds), Kind: touch.Primary, Tap: le.Home})...)
		home = buttons[len(buttons)-1]
	})
	s.tick = func() {
		if home != nil {
			home.SetWords(st.t("leave.home", "n", le.Seconds))
		}
	}
	return s
}

func leaveBlocks(sh *sheet, le *flow.Leave) []block {
	blocks := []block{sh.title(sh.t("leave.head"), le.Item.Name)}
	if le.Problem.Text != "" {
		blocks = append(blocks, sh.problem(le.Problem.Text))
	}
	if sh.stage.Turn.Pictures() > 0 {
		blocks = append(blocks, sh.told("camera", "leave.photos"))
	}
	return append(blocks, sh.told("clock", "leave.what"), sh.told("lock", "leave.who"), sh.told("warn", "leave.not"))
}

func leaveFoot(sh *sheet, le *flow.Leave) {
	keep := act{Name: "keep", Words: sh.t("leave.keep"), Kind: touch.Primary, Tap: func() { le.Keep(sh.stage.Ctx) }}
	if le.Busy {
		keep.Why = sh.t("leave.keep.busy")
	}
	sh.foot(
		act{Name: "stay", Words: sh.t("leave.stay"), Width: 220, Kind: touch.Secondary, Tap: le.Stay},
		act{Name: "drop", Words: sh.t("leave.drop"), Width: 340, Kind: touch.Danger, Tap: le.Home},
		keep,
	)
}

// printSlip prints again; a machine without a printer has no such button.
func printSlip(sh *sheet, le *flow.Leave) []act {
	if le.Paper == flow.NoPrinter || le.Paper == "" {
		return nil
	}
	return []act{{
		Name: "print", Words: sh.t("leave.print"), Icon: "printer", Width: 306, Kind: touch.Secondary,
		Tap: func() { le.Print(sh.stage.Ctx) },
	}}
}

func leftBlocks(sh *sheet, le *flow.Leave) []block {
	blocks := []block{sh.ticked(sh.t("leave.done")), resumeCard(sh, le), sh.note(touch.ToRead, "pen", sh.t("leave.copy"))}
	if words := slipWords(sh, le.Paper, le.Problem.Text); words != "" {
		blocks = append(blocks, sh.small("printer", words))
	}
	blocks = append(blocks, sh.heading(sh.t("leave.how")))
	for i, key := range []string{"leave.how.1", "leave.how.2", "leave.how.3"} {
		blocks = append(blocks, sh.numbered(strconv.Itoa(i+1), sh.t(key), sh.t(key+".note")))
	}
	return blocks
}

// slipWords say where a slip is, with the problem that kept it.
func slipWords(sh *sheet, paper flow.PrintState, problem string) string {
	switch paper {
	case flow.Printing, flow.Printed, flow.PrintUnsure:
		return sh.t("leave.print." + string(paper))
	}
	return problem
}

// resumeCard holds the code as large as it fits, for whom and until when.
func resumeCard(sh *sheet, le *flow.Leave) block {
	l := sh.look
	code := style.Type{Size: 132, Line: 148, Bold: true}
	name := style.NewText(l.Title, l.Ink, le.Item.Name).Limit(2)
	name.At(0, 0, sh.colWidth()-72)
	high := 32 + l.Small.Line + code.Line + name.Height() + l.Body.Line + 36
	return block{height: high + gap, draw: func(a area) {
		sh.box(l.Card, l.Ink, l.Border(3), style.RadiusCard, area{a.x, a.y, a.w, high})
		x, w := a.x+36, a.w-72
		y := sh.text(style.NewText(l.Small, l.Ink2, sh.t("leave.code")), area{x, a.y + 32, w, 0})
		for code.Width(le.Left.Code.Spaced()) > w {
			code.Size--
		}
		y = sh.text(style.NewText(code, l.Ink, le.Left.Code.Spaced()), area{x, y, w, 0})
		y = sh.text(name, area{x, y, w, 0})
		sh.text(style.NewText(l.Body, l.Ink2, untilWords(sh, le)).Limit(1), area{x, y + 4, w, 0})
	}}
}

// untilWords say the end of today as people say it.
func untilWords(sh *sheet, le *flow.Leave) string {
	until, now := le.Left.Until.In(village.Zone), le.Kiosk().Now().In(village.Zone)
	if midnight := until.AddDate(0, 0, -1); midnight.Day() == now.Day() && until.Hour() == 0 {
		return sh.t("leave.until.today")
	}
	return sh.t("leave.until", "day", le.Day(until), "clock", le.Clock(until))
}

// footOfTurn is the foot of a page that is filled in: back, away for now, on.
func (sh *sheet) footOfTurn(next act) {
	turn := sh.stage.Turn
	back := act{Name: "step.back", Words: sh.t("tool.step"), Width: 300, Kind: touch.Secondary, Tap: turn.Back}
	if !turn.CanLeave() {
		sh.foot(back, next)
		return
	}
	back.Width = 218
	sh.foot(back, act{Name: "leave", Words: sh.t("form.leave"), Width: 218, Kind: touch.Secondary, Tap: turn.LeaveForNow}, next)
}
