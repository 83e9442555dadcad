package screen

import (
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// atLetters shows what can be printed about a case of an item.
func atLetters(item village.ItemCode, then func(*testing.T, *flow.Turn, *flowtest.Office)) func(*testing.T, *flowtest.Machine, *flow.Turn) {
	return func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
		o := flowtest.PlugOffice(turn, "receipt", "acceptance", "supplement", "deferred", "entrust")
		toAccepted(t, turn, item)
		turn.Accepted.PrintA4(t.Context())
		then(t, turn, o)
	}
}

// atBlank asks whether the empty letter of entrustment for an item came out.
func atBlank(item village.ItemCode) func(*testing.T, *flowtest.Machine, *flow.Turn) {
	return func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
		flowtest.PlugOffice(turn)
		open(turn, item)
		turn.Guide.Blank()
		turn.Letters.Print(t.Context(), "entrust")
	}
}

func letterCases() []picture {
	empty := &village.Error{Kind: village.Internal, Key: "printer.state.no_paper"}
	return []picture{
		{"letters", atLetters(flowtest.Allowance, func(*testing.T, *flow.Turn, *flowtest.Office) {})},
		{"letters-asked", atLetters(flowtest.Allowance, func(t *testing.T, turn *flow.Turn, _ *flowtest.Office) {
			turn.Letters.Print(t.Context(), "receipt")
			turn.Letters.Came(t.Context(), true)
			turn.Letters.Print(t.Context(), "acceptance")
		})},
		{"letters-error", atLetters(flowtest.Allowance, func(t *testing.T, turn *flow.Turn, o *flowtest.Office) {
			o.Fails = empty
			turn.Letters.Print(t.Context(), "receipt")
		})},
		{"letters-empty", atLetters(flowtest.Allowance, func(_ *testing.T, turn *flow.Turn, _ *flowtest.Office) { turn.Letters.List = nil })},
		{"letters-longest", atLetters(flowtest.Longest, func(t *testing.T, turn *flow.Turn, o *flowtest.Office) {
			o.Fails = &village.Error{Kind: village.Internal, Key: "err.letter.unsure"}
			turn.Letters.Print(t.Context(), "supplement")
		})},
		{"letters-blank", atBlank(flowtest.Longest)},
		{"guide-blank", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			flowtest.PlugOffice(turn)
			open(turn, flowtest.Plain)
		}},
		{"accepted-a4", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			flowtest.PlugOffice(turn, "receipt")
			m.Paper = &village.Error{Kind: village.Internal, Key: "err.printer.none"}
			toAccepted(t, turn, flowtest.Allowance)
		}},
		{"progress-a4", func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			flowtest.PlugOffice(turn, "receipt")
			toAccepted(t, turn, flowtest.Allowance)
			find(t, turn, turn.Accepted.Accepted.ShortCode)
		}},
	}
}
