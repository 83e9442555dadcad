package screen

import (
	"strings"
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// toTicket walks to the question of a 12345 request.
func toTicket(turn *flow.Turn, field string) {
	toTicketAbout(turn, field, "路灯坏了三天，晚上老人走路看不见，请修一修")
}

// toTicketAbout is toTicket of a request that says content.
func toTicketAbout(turn *flow.Turn, field, content string) {
	turn.Home.Choose(4)
	turn.Hotline.Choose(village.TicketComplain)
	turn.Notice.Agree()
	answers := map[string]string{
		"form.place": "445203104202", "form.place_text": "村口大榕树旁边第三根电线杆", "form.content": content,
		"form.anonymous": "no", "form.name": "陈阿妹", "form.phone": "13800000000", "form.confidential": "no", "form.call_back": "yes",
	}
	for turn.Route() == flow.RouteForm && turn.Form.Question().Field != field {
		turn.Form.Set(answers[turn.Form.Question().Field])
		turn.Form.Next()
	}
}

// seenByTicket is a machine with a camera, at the pictures of a 12345 request.
func seenByTicket(then func(*flow.Turn)) func(*testing.T, *flowtest.Machine, *flow.Turn) {
	return func(_ *testing.T, m *flowtest.Machine, turn *flow.Turn) {
		m.Camera = sheetOfPaper()
		turn.Kiosk().Watch = m.Plug()
		toTicket(turn, "")
		then(turn)
	}
}

// hotlineCases are the pages of a 12345 request.
func hotlineCases() []picture {
	return []picture{
		walk("hotline", func(turn *flow.Turn) { turn.Home.Choose(4) }),
		walk("hotline-doors", func(turn *flow.Turn) { turn.Home.Choose(4); turn.Hotline.Show(true) }),
		{"hotline-error", func(_ *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			centre := turn.Kiosk().Centre()
			centre.Enrolled = false
			turn.Kiosk().Centre = func() flow.Centre { return centre }
			turn.Home.Choose(4)
		}},
		walk("hotline-notice", func(turn *flow.Turn) { turn.Home.Choose(4); turn.Hotline.Choose(village.TicketReport) }),
		walk("hotline-content", func(turn *flow.Turn) { toTicket(turn, "form.content") }),
		walk("hotline-anonymous", func(turn *flow.Turn) { toTicket(turn, "form.anonymous") }),
		walk("hotline-phone", func(turn *flow.Turn) { toTicket(turn, "form.phone") }),
		{"hotline-photos", seenByTicket(func(turn *flow.Turn) {
			turn.Materials.Choose("photo#1", village.Photographed)
			turn.Photo.Shoot()
			turn.Photo.Use()
		})},
		{"hotline-photos-empty", seenByTicket(func(*flow.Turn) {})},
		walk("hotline-confirm", func(turn *flow.Turn) { toTicket(turn, "") }),
		walk("hotline-advice", func(turn *flow.Turn) { toTicketAbout(turn, "", "隔壁仓库着火了，法院判过的那一间。") }),
		walk("hotline-longest", func(turn *flow.Turn) {
			toTicketAbout(turn, "", strings.Repeat("路灯坏了三天，晚上老人走路看不见。", 25))
		}),
		{"hotline-answered-longest", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			toTicket(turn, "")
			turn.Confirm.Submit(t.Context())
			code := turn.Accepted.Accepted.ShortCode
			at := flowtest.Monday().UnixMilli()
			m.Store.State = village.RecordStored
			m.Store.Steps = []village.CaseStep{
				{State: village.Registered, AtMS: at, Order: "2026112344520300001", Due: "2026-12-14"},
				{State: village.Dispatched, AtMS: at, Unit: "双江拉祜族佤族布朗族傣族自治县住房和城乡建设局市政公用事业服务中心"},
				{State: village.Answered, AtMS: at, Text: strings.Repeat("路灯11月25日修好了，另外两盏也换了新灯泡。", 20)},
			}
			find(t, turn, code)
			turn.Progress.Down(4) // to the answer
		}},
		{"hotline-accepted", func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			toTicket(turn, "")
			turn.Confirm.Submit(t.Context())
		}},
		{"hotline-answered", answeredTicket},
		{"follow-survey", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			answeredTicket(t, m, turn)
			turn.Progress.FollowUp(village.Survey)
			turn.FollowUp.Say(&turn.FollowUp.Solved, true)
		}},
		{"follow-survey-done", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			answeredTicket(t, m, turn)
			turn.Progress.FollowUp(village.Survey)
			turn.FollowUp.Say(&turn.FollowUp.Solved, true)
			turn.FollowUp.Say(&turn.FollowUp.Pleased, false)
			turn.FollowUp.Submit(t.Context())
		}},
	}
}

// answeredTicket is the page of a request that was answered.
func answeredTicket(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
	toTicket(turn, "")
	turn.Confirm.Submit(t.Context())
	code := turn.Accepted.Accepted.ShortCode
	at := flowtest.Monday().UnixMilli()
	m.Store.State = village.RecordStored
	m.Store.Steps = []village.CaseStep{
		{State: village.Registered, AtMS: at, Order: "2026112344520300001", Due: "2026-12-14"},
		{State: village.Dispatched, AtMS: at, Unit: "锡场镇人民政府"},
		{State: village.Answered, AtMS: at, Text: "路灯11月25日修好了，另外两盏也换了新灯泡。"},
	}
	find(t, turn, code)
}
