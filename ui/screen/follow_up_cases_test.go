package screen

import (
	"context"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// asked is a person who came back with the paper of a case for which the county wants
// papers.
func asked(t *testing.T, m *flowtest.Machine, turn *flow.Turn, item village.ItemCode) {
	t.Helper()
	m.Store.State = village.RecordDurable
	m.Store.Steps = []village.CaseStep{{
		State: village.SupplementAsked, AtMS: flowtest.Monday().Add(3 * time.Hour).UnixMilli(), Materials: []string{"hkb", "cz"},
	}}
	toAccepted(t, turn, item)
	m.At = flowtest.Monday().Add(26 * time.Hour)
	find(t, turn, turn.Accepted.Accepted.ShortCode)
}

func followUpCases() []picture {
	supplement := func(item village.ItemCode, then func(t *testing.T, m *flowtest.Machine, turn *flow.Turn)) func(*testing.T, *flowtest.Machine, *flow.Turn) {
		return func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			m.Camera = sheetOfPaper()
			turn.Kiosk().Watch = m.Plug()
			asked(t, m, turn, item)
			turn.Progress.FollowUp(village.Supplement)
			if turn.Route() != flow.RouteFollowUp {
				t.Fatalf("at %s", turn.Route())
			}
			then(t, m, turn)
		}
	}
	withdraw := func(item village.ItemCode, four string) func(*testing.T, *flowtest.Machine, *flow.Turn) {
		return func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			toAccepted(t, turn, item)
			find(t, turn, turn.Accepted.Accepted.ShortCode)
			turn.Progress.FollowUp(village.Withdraw)
			for _, r := range four {
				turn.FollowUp.Insert(string(r))
			}
			turn.FollowUp.Submit(t.Context())
		}
	}
	photographed := func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
		turn.FollowUp.Papers.Choose("hkb", village.Photographed)
		turn.Photo.Shoot()
		turn.Photo.Use()
		if turn.Route() != flow.RouteFollowUp || turn.FollowUp.Brought() != 1 {
			t.Fatalf("at %s with %d papers", turn.Route(), turn.FollowUp.Brought())
		}
	}
	return []picture{
		{"follow-supplement", supplement(flowtest.Allowance, photographed)},
		{"follow-supplement-longest", supplement(flowtest.Longest, func(*testing.T, *flowtest.Machine, *flow.Turn) {})},
		{"follow-supplement-error", supplement(flowtest.Allowance, func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			turn.FollowUp.Papers.Choose("cz", village.Original)
			m.Store.Err = &village.Error{Kind: village.Internal, Key: "err.store.full"}
			turn.FollowUp.Submit(t.Context())
		})},
		{"follow-supplement-done", supplement(flowtest.Allowance, func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			photographed(t, m, turn)
			turn.FollowUp.Submit(t.Context())
		})},
		{"follow-withdraw", withdraw(flowtest.Allowance, "00")},
		{"follow-by", by(village.MakeUp, false)},
		{"follow-by-error", by(village.Withdraw, true)},
		{"follow-withdraw-longest", withdraw(flowtest.Longest, "")},
		{"follow-withdraw-done", withdraw(flowtest.Allowance, "0021")},
		{"follow-make-up", func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			toAccepted(t, turn, flowtest.Allowance)
			find(t, turn, turn.Accepted.Accepted.ShortCode)
			turn.Progress.FollowUp(village.MakeUp)
		}},
		{"elsewhere", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) { elsewhere(t, m, turn, "") }},
		{"elsewhere-error", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) { elsewhere(t, m, turn, "1234") }},
		{"elsewhere-place", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) { elsewhere(t, m, turn, "0000") }},
		{"elsewhere-place-village", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			elsewhere(t, m, turn, "0000")
			turn.Progress.Elsewhere.Pick("445203104000")
			turn.Progress.Elsewhere.Pick("445203104202")
		}},
		{"elsewhere-place-error", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			elsewhere(t, m, turn, "0000")
			turn.Progress.Elsewhere.Pick("445203104000")
			turn.Progress.Elsewhere.Pick("445203104203")
			turn.Progress.Elsewhere.Ask(t.Context())
		}},
		{"elsewhere-supplement", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) { elsewhere(t, m, turn, "0031") }},
		{"elsewhere-request", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) { elsewhere(t, m, turn, "5678") }},
		{"progress-ask", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) { ownCase(t, m, turn) }},
		{"elsewhere-own", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			ownCase(t, m, turn)
			turn.Progress.AskDistrict()
			for _, r := range "0031" {
				turn.Progress.Elsewhere.Insert(string(r))
			}
			turn.Progress.Elsewhere.Ask(t.Context())
		}},
		{"elsewhere-told", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) { elsewhere(t, m, turn, "002X") }},
		{"progress-followed", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			asked(t, m, turn, flowtest.Allowance)
			turn.Progress.FollowUp(village.Supplement)
			turn.FollowUp.Papers.Choose("hkb", village.Original)
			turn.FollowUp.Papers.Choose("cz", village.Original)
			turn.FollowUp.Submit(t.Context())
			m.Store.FollowUps[0].Outcome = village.Outcome{State: village.OutcomeTaken}
			find(t, turn, turn.FollowUp.Handed.ShortCode)
		}},
	}
}

// by is somebody who comes back with the paper of a case that an agent handed in.
func by(verb village.FollowVerb, alone bool) func(*testing.T, *flowtest.Machine, *flow.Turn) {
	return func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
		toAccepted(t, turn, flowtest.Allowance)
		find(t, turn, turn.Accepted.Accepted.ShortCode)
		turn.Progress.Status.Case.Behalf = true
		turn.Progress.Status.Case.Entrust = &village.Entrustment{Scope: village.EntrustScopes(), ValidTo: "2027-03-31"}
		turn.Progress.FollowUp(verb)
		if alone {
			turn.FollowUp.ComesAs(village.ComerAgent)
		}
	}
}

// ownCase is a person with the paper of a case of this machine, which has a line.
func ownCase(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
	t.Helper()
	toAccepted(t, turn, flowtest.Allowance)
	code := turn.Accepted.Accepted.ShortCode
	elsewhere(t, m, turn, "")
	find(t, turn, code)
}

// elsewhere is a person with the paper of another machine who types four characters.
func elsewhere(t *testing.T, m *flowtest.Machine, turn *flow.Turn, four string) {
	t.Helper()
	m.Line.Online = true
	turn.Kiosk().AskCounty = func(_ context.Context, _, four string, place village.DivisionCode) (flow.CountyTold, error) {
		if key := "err.ask.several"; four == "0000" && place != "445203104202" {
			if place != "" {
				key = "err.ask.place"
			}
			return flow.CountyTold{}, &village.Error{Kind: village.Conflict, Field: "village", Key: key}
		}
		if four == "0031" {
			return flow.CountyTold{
				Item: "80周岁以上老年人高龄津贴", Place: "锡场镇江滨村", State: village.SupplementAsked, FiledAt: flowtest.Monday(), Number: "312026112300012345", Phone: "138****5678", Wanted: []string{"身份证", "户口簿"},
				Steps: []village.CaseStep{{State: village.SupplementAsked, AtMS: flowtest.Monday().Add(26 * time.Hour).UnixMilli(), Materials: []string{"sfz", "hkb"}}},
			}, nil
		}
		if four == "5678" {
			at := flowtest.Monday().Add(26 * time.Hour)
			return flow.CountyTold{
				Code: "12345-help", Item: "12345 求助", Place: "锡场镇江滨村", State: village.Answered, FiledAt: flowtest.Monday(), Number: "2026112344520300001", Phone: "138****5678",
				Steps: []village.CaseStep{
					{State: village.Registered, AtMS: at.UnixMilli(), Order: "2026112344520300001"}, {State: village.Dispatched, AtMS: at.UnixMilli(), Unit: "锡场镇人民政府"},
					{State: village.Answered, AtMS: at.Add(24 * time.Hour).UnixMilli(), Text: "您反映的路灯已经修好，灯杆也查过一遍。再有不亮的，请打 12345，或在这台机器上再写一次。"},
				},
			}, nil
		}
		if four != "002X" {
			return flow.CountyTold{}, village.Refuse("code", "err.ask.no_match")
		}
		return flow.CountyTold{
			Item: "80周岁以上老年人高龄津贴", Place: "锡场镇江滨村", State: village.CaseAccepted, FiledAt: flowtest.Monday(),
			Steps: []village.CaseStep{{State: village.CaseAccepted, AtMS: flowtest.Monday().Add(26 * time.Hour).UnixMilli()}},
		}, nil
	}
	find(t, turn, "H6FAJ7HN")
	turn.Progress.Elsewhere.Start()
	for _, r := range four {
		turn.Progress.Elsewhere.Insert(string(r))
	}
	turn.Progress.Elsewhere.Ask(t.Context())
}
