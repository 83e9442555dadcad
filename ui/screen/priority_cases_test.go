package screen

import (
	"testing"

	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// priorityCases are the choice of the green channel, from the summary and back.
func priorityCases() []picture {
	to := func(turn *flow.Turn) {
		toConfirm(turn, flowtest.Allowance)
		turn.Confirm.Correct(flow.FieldPriority)
	}
	urgent := func(turn *flow.Turn) { to(turn); turn.Form.Choose("urgent"); turn.Form.Next() }
	return []picture{
		walk("form-priority", to),
		walk("form-priority-chosen", func(turn *flow.Turn) { to(turn); turn.Form.Choose("elder") }),
		{"form-priority-helped", func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			badged(turn)
			turn.Helper.Insert("8")
			turn.Helper.Try(t.Context())
			to(turn)
		}},
		walk("form-urgent", urgent),
		walk("form-urgent-error", func(turn *flow.Turn) { urgent(turn); turn.Form.Next() }),
		walk("confirm-priority", func(turn *flow.Turn) {
			urgent(turn)
			turn.Form.Set("明天要住院做手术，医院要先看到这张证明，家里没有别人可以跑这一趟")
			turn.Form.Next()
		}),
	}
}
