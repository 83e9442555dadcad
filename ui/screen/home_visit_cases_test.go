package screen

import (
	"context"
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// atHome is a helper with a camera at the guide of an item, whose second person is B-2.
func atHome(t *testing.T, m *flowtest.Machine, turn *flow.Turn, item village.ItemCode) {
	badged(turn)
	turn.Helper.Insert("8")
	turn.Helper.Try(t.Context())
	m.Camera = sheetOfPaper()
	k := turn.Kiosk()
	k.Watch = m.Plug()
	k.SignSecond = func(context.Context, string, string) (string, error) { return "JD-0018", nil }
	open(turn, item)
}

// visiting walks to the question of field of a home visit.
func visiting(field string, answers map[string]string) func(*testing.T, *flowtest.Machine, *flow.Turn) {
	return func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
		atHome(t, m, turn, flowtest.Allowance)
		turn.Guide.StartHome()
		turn.Notice.Agree()
		for _, asked := range []string{flow.FieldVisitSecond, flow.FieldVisitBooking, flow.FieldVisitReason, flow.FieldVisitAddress} {
			if turn.Form.Question().Field != field && turn.Form.Question().Field == asked {
				turn.Form.Choose(map[string]string{flow.FieldVisitSecond: "JD-0018", flow.FieldVisitReason: "年纪大，走不动", flow.FieldVisitAddress: "江滨村一巷2号"}[asked])
				turn.Form.Next()
			}
		}
		if said, ok := answers[field]; ok {
			turn.Form.Choose(said)
			turn.Form.Next()
		}
	}
}

// shotAtHome stands at the question for one more picture.
func shotAtHome(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
	visiting(flow.FieldVisitPhotos, nil)(t, m, turn)
	turn.Form.Choose(turn.Form.Question().Choices[0].Value)
	turn.Photo.Shoot()
	turn.Photo.Use()
}

func homeVisitCases() []picture {
	return []picture{
		{"guide-home", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) { atHome(t, m, turn, flowtest.Allowance) }},
		{"guide-home-longest", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) { atHome(t, m, turn, flowtest.Longest) }},
		{"form-home-second", visiting(flow.FieldVisitSecond, nil)},
		{"form-home-second-error", visiting(flow.FieldVisitSecond, map[string]string{flow.FieldVisitSecond: "JD-0017"})},
		{"form-home-booking", visiting(flow.FieldVisitBooking, nil)},
		{"form-home-booking-error", visiting(flow.FieldVisitBooking, map[string]string{flow.FieldVisitBooking: "K7M49TA2"})},
		{"form-home-reason", visiting(flow.FieldVisitReason, nil)},
		{"form-home-address", visiting(flow.FieldVisitAddress, nil)},
		{"form-home-photos", visiting(flow.FieldVisitPhotos, nil)},
		{"form-home-photos-more", shotAtHome},
		{"form-home-behalf", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			shotAtHome(t, m, turn)
			turn.Form.Next()
		}},
		{"photo-home", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			visiting(flow.FieldVisitPhotos, nil)(t, m, turn)
			turn.Form.Choose(turn.Form.Question().Choices[0].Value)
		}},
	}
}
