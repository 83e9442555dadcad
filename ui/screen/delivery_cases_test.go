package screen

import (
	"bianmin/app/desk"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// deliveryCases are the questions behind the address of a parcel.
func deliveryCases() []picture {
	sent := func(answers ...string) func(*flow.Turn) {
		return func(turn *flow.Turn) {
			toConfirm(turn, flowtest.Everything)
			turn.Confirm.Deliver(desk.Express)
			for _, answer := range answers {
				turn.Form.Set(answer)
				turn.Form.Next()
			}
		}
	}
	return []picture{
		walk("form-address", sent()),
		walk("form-receiver", sent("锡场镇江滨村 3 巷 2 号")),
		walk("form-receives", sent("锡场镇江滨村 3 巷 2 号", "陈阿明")),
		walk("form-payer", sent("锡场镇江滨村 3 巷 2 号", "陈阿明", "13900000000")),
		walk("form-receives-error", sent("锡场镇江滨村 3 巷 2 号", "陈阿明", "139")),
	}
}
