package screen

import (
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// behalf walks to the question of field, handing item in for somebody else.
func behalf(turn *flow.Turn, item village.ItemCode, field string, change map[string]string) {
	answers := map[string]string{
		flow.FieldName: "陈阿妹", flow.FieldID: validID, flow.FieldPhone: "13800000000",
		flow.FieldRelation: "child", flow.FieldAgent: "林秋霞", flow.FieldAgentID: "445221197003120026", flow.FieldAgentTel: "13900000000",
		flow.FieldPresent: "no", flow.FieldEntrust: "original", flow.FieldScope: "hand_in supplement receive", flow.FieldValidTo: "20261231",
	}
	for key, value := range change {
		answers[key] = value
	}
	open(turn, item)
	turn.Guide.StartFor()
	turn.Notice.Agree()
	for range 30 {
		q := turn.Form.Question()
		if q.Field == field || answers[q.Field] == "" {
			return
		}
		turn.Form.Choose(answers[q.Field])
		if turn.Route() != flow.RouteForm { // the camera
			return
		}
		if turn.Form.Next(); turn.Form.Problem.Text != "" {
			return
		}
	}
}

func behalfCases() []picture {
	to := func(field string) func(*flow.Turn) {
		return func(turn *flow.Turn) { behalf(turn, flowtest.Allowance, field, nil) }
	}
	wrong := func(field, value string) func(*flow.Turn) {
		return func(turn *flow.Turn) { behalf(turn, flowtest.Allowance, "", map[string]string{field: value}) }
	}
	return []picture{
		walk("form-for-name", to(flow.FieldName)),
		walk("form-relation", to(flow.FieldRelation)),
		walk("form-relation-error", wrong(flow.FieldRelation, string(village.OfStaff))),
		walk("form-agent-error", wrong(flow.FieldAgentID, validID)),
		walk("form-present", to(flow.FieldPresent)),
		walk("form-entrust", to(flow.FieldEntrust)),
		walk("form-entrust-error", wrong(flow.FieldEntrust, "none")),
		walk("form-scope", to(flow.FieldScope)),
		walk("form-scope-error", wrong(flow.FieldScope, "supplement receive")),
		walk("form-valid-error", wrong(flow.FieldValidTo, "20200101")),
		walk("confirm-agent", func(turn *flow.Turn) { to("form.home_division")(turn); fromForm(turn) }),
		walk("confirm-agent-longest", func(turn *flow.Turn) {
			behalf(turn, flowtest.Longest, "form.home_division", map[string]string{
				flow.FieldRelation: string(village.Neighbour), flow.FieldAgent: "阿卜杜热合曼·麦麦提图尔荪·依明尼亚孜·阿不都外力",
			})
			fromForm(turn)
		}),
		{"accepted-agent", func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			to("form.home_division")(turn)
			fromForm(turn)
			turn.Confirm.Sign(signature())
			turn.Confirm.Submit(t.Context())
			if turn.Route() != flow.RouteAccepted {
				t.Fatalf("at %s: %+v", turn.Route(), turn.Confirm.Problem)
			}
		}},
		{"form-entrust-photo", func(_ *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			m.Camera = sheetOfPaper()
			turn.Kiosk().Watch = m.Plug()
			to(flow.FieldEntrust)(turn)
		}},
		{"photo-entrust", func(_ *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			m.Camera = sheetOfPaper()
			turn.Kiosk().Watch = m.Plug()
			behalf(turn, flowtest.Allowance, "", map[string]string{flow.FieldEntrust: "photo"})
			turn.Photo.Shoot()
		}},
	}
}
