package screen

import (
	"testing"

	"bianmin/app/calendar"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

func boardCases() []picture {
	return []picture{
		walk("board", func(turn *flow.Turn) { turn.Home.Board() }),
		{"board-evening", func(_ *testing.T, m *flowtest.Machine, turn *flow.Turn) { m.At = evening(); turn.Home.Board() }},
		{"board-empty", func(_ *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			m.Notices = nil
			posted := turn.Kiosk().Posted
			turn.Kiosk().Posted = func() flow.Posted { p := posted(); p.Usual = true; return p }
			turn.Home.Board()
		}},
		{"board-error", func(_ *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			m.Notices, m.Hours = nil, calendar.Hours{Workdays: flowtest.Hours().Workdays}
			posted := turn.Kiosk().Posted
			turn.Kiosk().Posted = func() flow.Posted { p := posted(); p.Timeless = true; return p }
			turn.Home.Board()
		}},
		walk("board-notice", func(turn *flow.Turn) { turn.Home.Board(); turn.Board.Read("power") }),
		walk("board-longest", func(turn *flow.Turn) { turn.Home.Board(); turn.Board.Read("long") }),
		{"home-quiet", func(_ *testing.T, m *flowtest.Machine, turn *flow.Turn) { m.Notices = nil; turn.GoHome() }},
	}
}
