package screen

import (
	"errors"
	"testing"
	"time"

	"bianmin/app/desk"
	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// toPhone walks to the question after that for the phone: a turn that can be kept.
func toPhone(turn *flow.Turn, code village.ItemCode) {
	toForm(turn, code)
	ask(turn, "form.home_division")
}

// afterCrash is turn at a kiosk where a crash ended another turn.
func afterCrash(m *flowtest.Machine, turn *flow.Turn, code village.ItemCode) {
	other := flow.NewTurn(m.Kiosk)
	toPhone(other, code)
	other.Tick()
	m.At = m.At.Add(3 * time.Minute)
	m.Crash()
	turn.GoHome()
}

// leave leaves a turn for later and goes home.
func leave(t *testing.T, turn *flow.Turn) {
	t.Helper()
	toPhone(turn, flowtest.Allowance)
	turn.LeaveForNow()
	turn.Leave.Keep(t.Context())
	turn.GoHome()
}

func leaveCases() []picture {
	return []picture{
		walk("leave", func(turn *flow.Turn) { toPhone(turn, flowtest.Allowance); turn.LeaveForNow() }),
		walk("leave-longest", func(turn *flow.Turn) { toPhone(turn, flowtest.Longest); turn.LeaveForNow() }),
		{"leave-error", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			toPhone(turn, flowtest.Allowance)
			turn.LeaveForNow()
			m.Kiosk.Drafts.Shelf = full{m.Shelf}
			turn.Leave.Keep(t.Context())
		}},
		{"left", func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			toPhone(turn, flowtest.Allowance)
			turn.LeaveForNow()
			turn.Leave.Keep(t.Context())
		}},
		{"left-error", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			m.Paper = errors.New("no paper")
			toPhone(turn, flowtest.Longest)
			turn.LeaveForNow()
			turn.Leave.Keep(t.Context())
		}},
		walk("form-leave", func(turn *flow.Turn) {
			toForm(turn, flowtest.Allowance)
			ask(turn, flow.FieldPhone)
		}),
		walk("materials-leave", func(turn *flow.Turn) {
			toForm(turn, flowtest.Allowance)
			ask(turn, "form.witness_name")
			turn.Form.Next()
		}),
	}
}

func resumeCases() []picture {
	return []picture{
		{"home-wait", func(_ *testing.T, m *flowtest.Machine, turn *flow.Turn) { afterCrash(m, turn, flowtest.Allowance) }},
		{"home-wait-longest", func(_ *testing.T, m *flowtest.Machine, turn *flow.Turn) { afterCrash(m, turn, flowtest.Longest) }},
		{"home-wait-code", func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) { leave(t, turn) }},
		{"resume-code", func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			leave(t, turn)
			turn.Home.Resume()
			turn.Resume.Insert("K")
		}},
		{"resume-code-error", func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			leave(t, turn)
			turn.Home.Resume()
			prove(turn, "K7M4TA")
		}},
		{"resume", func(_ *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			afterCrash(m, turn, flowtest.Allowance)
			turn.Home.Resume()
			turn.Resume.Insert("0")
		}},
		{"resume-error", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			leave(t, turn)
			afterCrash(m, turn, flowtest.Longest)
			turn.Home.Resume()
			prove(turn, "1234", "1234")
		}},
		{"resume-phone", func(_ *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			afterCrash(m, turn, flowtest.Longest)
			turn.Home.Resume()
			prove(turn, "0021")
		}},
		{"resume-over", func(_ *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			afterCrash(m, turn, flowtest.Allowance)
			turn.Home.Resume()
			for range desk.DraftTries {
				prove(turn, "1234", "1234")
			}
		}},
	}
}

// prove answers the questions of the proof.
func prove(turn *flow.Turn, answers ...string) {
	for _, answer := range answers {
		for _, r := range answer {
			turn.Resume.Insert(string(r))
		}
		turn.Resume.Next()
	}
}

// full is a shelf without room.
type full struct{ desk.DraftShelf }

func (full) Put(village.RecordID, []byte) error { return errors.New("no room") }
