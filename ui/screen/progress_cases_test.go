package screen

import (
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

func progressCases() []picture {
	return []picture{
		walk("progress-empty", func(turn *flow.Turn) { turn.Home.Choose(2) }),
		{"progress-error", func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) { find(t, turn, "K7M49TA2") }},
		{"progress", func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			toAccepted(t, turn, flowtest.Allowance)
			find(t, turn, turn.Accepted.Accepted.ShortCode)
		}},
		{"progress-supplement", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			m.Store.State, m.Store.Number = village.RecordDurable, "12441500196720244T3442199806003202611230017"
			m.Store.Steps = []village.CaseStep{{
				State: village.SupplementAsked, AtMS: flowtest.Monday().Add(3 * time.Hour).UnixMilli(), Materials: []string{"hkb", "cz"},
			}}
			toAccepted(t, turn, flowtest.Allowance)
			find(t, turn, turn.Accepted.Accepted.ShortCode)
		}},
		{"progress-decided", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			m.Store.State = village.RecordDurable
			m.Store.Steps = []village.CaseStep{{State: village.CaseAccepted, AtMS: time.Date(2026, 9, 24, 9, 0, 0, 0, village.Zone).UnixMilli(), Unit: "锡场镇社会事务办", Due: "2026-10-15"}}
			m.At = time.Date(2026, 9, 23, 10, 42, 0, 0, village.Zone)
			toAccepted(t, turn, flowtest.Allowance)
			m.At = time.Date(2026, 10, 9, 10, 26, 0, 0, village.Zone)
			find(t, turn, turn.Accepted.Accepted.ShortCode)
		}},
		{"progress-delivery", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) { // a no, with the longest way
			m.Store.State = village.RecordDurable
			toAccepted(t, turn, flowtest.Allowance)
			ms := m.At.UnixMilli()
			m.Store.Steps = []village.CaseStep{{State: village.CaseAccepted, AtMS: ms}, {State: village.Refused, AtMS: ms + 1}, {State: village.Delivery, AtMS: ms + 2}}
			m.Store.Deliveries = []village.DeliveryWord{
				{State: village.DeliverySent, AtMS: ms + 3, Carrier: "ems", Waybill: "EA123456789CN"}, {State: village.DeliveryReturned, AtMS: ms + 4},
				{State: village.DeliverySent, AtMS: ms + 5, Carrier: "other", Waybill: "1234567890ABCDEFGHIJ"},
			}
			find(t, turn, turn.Accepted.Accepted.ShortCode)
		}},
		{"progress-make-up", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			m.Store.State = village.RecordDurable
			m.Store.Steps = []village.CaseStep{{State: village.CaseAccepted, AtMS: flowtest.Monday().UnixMilli()}}
			toPrecheck(turn, flowtest.Allowance, map[string]village.MaterialState{"zp": village.Later})
			turn.Precheck.Follow(t.Context())
			turn.Tolerance.Sign(signature())
			turn.Tolerance.Next()
			turn.Confirm.Sign(signature())
			turn.Confirm.Submit(t.Context())
			find(t, turn, turn.Accepted.Accepted.ShortCode)
		}},
		{"progress-not-accepted", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			m.Store.State = village.RecordDurable
			m.Store.Steps = []village.CaseStep{
				{State: village.SupplementAsked, AtMS: flowtest.Monday().Add(3 * time.Hour).UnixMilli(), Materials: []string{"hkb"}},
				{State: village.NotAccepted, AtMS: flowtest.Monday().Add(99 * time.Hour).UnixMilli(), Reason: village.ReasonNotBrought},
			}
			toAccepted(t, turn, flowtest.Allowance)
			find(t, turn, turn.Accepted.Accepted.ShortCode)
		}},
		{"progress-replied", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			m.Store.State = village.RecordDurable
			m.Store.Steps = []village.CaseStep{
				{State: village.CaseAccepted, AtMS: flowtest.Monday().Add(3 * time.Hour).UnixMilli()},
				{State: village.Completed, AtMS: flowtest.Monday().Add(99 * time.Hour).UnixMilli()},
			}
			m.Store.Replies = []village.Reply{
				{State: village.ReplyExplained, AtMS: flowtest.Monday().Add(150 * time.Hour).UnixMilli(), Told: village.ToldByPhone},
			}
			toAccepted(t, turn, flowtest.Allowance)
			find(t, turn, turn.Accepted.Accepted.ShortCode)
		}},
		{"progress-package", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			m.Store.State = village.RecordDurable
			toAccepted(t, turn, flowtest.Allowance)
			at := flowtest.Monday().UnixMilli()
			m.Store.Steps = []village.CaseStep{{Record: "r", State: village.CaseAccepted, AtMS: at}, {Record: "r", State: village.UnderReview, AtMS: at}}
			decisions := []village.CaseState{village.Approved, village.Refused, ""}
			for n, state := range []village.CaseState{village.Approved, village.Delivery, village.UnderReview} {
				p := []string{"存量房买卖合同网签备案", "契税申报缴纳", "房屋所有权转移登记"}[n]
				u := []string{"区住房和城乡建设局", "区税务局", "区自然资源局（不动产登记中心）"}[n]
				w := village.PartWord{Record: "r", N: n + 1, Name: p, Unit: u, State: state, AtMS: at}
				m.Store.Parts = append(m.Store.Parts, village.PartStanding{PartWord: w, Decision: decisions[n]})
			}
			find(t, turn, turn.Accepted.Accepted.ShortCode)
		}},
		{"progress-licence", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			m.Store.State = village.RecordDurable
			toAccepted(t, turn, flowtest.Allowance)
			for i, h := range turn.Accepted.Accepted.Case.Materials {
				if h.How == village.ByLicence {
					m.Store.Licences = append(m.Store.Licences, village.LicenceWord{Record: "r", Paper: i + 1, State: village.LicenceNone})
				}
			}
			if len(m.Store.Licences) == 0 {
				t.Fatal("no paper is looked up")
			}
			m.Store.Licences[0].State = village.LicenceFound
			find(t, turn, turn.Accepted.Accepted.ShortCode)
		}},
		{"progress-longest", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			m.Store.State = village.RecordNeedsAttention
			toAccepted(t, turn, flowtest.Longest)
			find(t, turn, turn.Accepted.Accepted.ShortCode)
		}},
	}
}
