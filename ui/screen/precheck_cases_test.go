package screen

import (
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// toPrecheck says of each paper what how says, else that the original is here.
func toPrecheck(turn *flow.Turn, code village.ItemCode, how map[string]village.MaterialState) {
	toForm(turn, code)
	ask(turn, "form.witness_name")
	turn.Form.Next()
	for _, row := range turn.Materials.Rows {
		if row.Material.Necessity == village.Conditional {
			continue
		}
		answer := how[row.Material.Code]
		if answer == "" {
			answer = village.Original
		}
		turn.Materials.Choose(row.Material.Code, answer)
	}
	turn.Materials.Next()
}

// precheckCases are the check of papers and what is signed after it.
func precheckCases() []picture {
	later := func(codes ...string) map[string]village.MaterialState {
		how := map[string]village.MaterialState{}
		for _, code := range codes {
			how[code] = village.Later
		}
		return how
	}
	follow := func(code village.ItemCode) func(*testing.T, *flowtest.Machine, *flow.Turn) {
		return func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			toPrecheck(turn, code, later("zp"))
			turn.Precheck.Follow(t.Context())
		}
	}
	promise := func(turn *flow.Turn) {
		toPrecheck(turn, flowtest.Declared, map[string]village.MaterialState{"read": village.Promised})
		turn.Precheck.Next()
	}
	return []picture{
		walk("precheck", func(turn *flow.Turn) { toPrecheck(turn, flowtest.Allowance, later("zp")) }),
		walk("precheck-complete", func(turn *flow.Turn) { toPrecheck(turn, flowtest.Allowance, nil) }),
		walk("precheck-error", func(turn *flow.Turn) { toPrecheck(turn, flowtest.Allowance, later("zp", "cz", "hkb")) }),
		walk("precheck-longest", func(turn *flow.Turn) { toPrecheck(turn, flowtest.Longest, later("zp", "cz", "hkb", "sfz")) }),
		walk("materials-declared", func(turn *flow.Turn) {
			toForm(turn, flowtest.Declared)
			ask(turn, "form.witness_name")
			turn.Form.Next()
		}),
		{"tolerance", follow(flowtest.Allowance)},
		{"tolerance-longest", follow(flowtest.Longest)},
		walk("promise", promise),
		walk("promise-signed", func(turn *flow.Turn) { promise(turn); turn.Promise.Sign(signature()) }),
	}
}
