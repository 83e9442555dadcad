package screen

import (
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// freeSlots are two windows of the town.
func freeSlots() []village.SlotLeft {
	return []village.SlotLeft{
		{Slot: "202612010930100044520310400001", Next: 2, Left: 3}, {Slot: "202612011000103044520310400001", Next: 1, Left: 2},
		{Slot: "202612021430150044520310400012", Next: 1, Left: 1},
	}
}

// toBooking walks to a question of an appointment.
func toBooking(m *flowtest.Machine, turn *flow.Turn, field string) {
	m.Store.Free = freeSlots()
	turn.Home.Choose(5)
	turn.Booking.InOwnWords()
	turn.Booking.Window()
	turn.Notice.Agree()
	answers := map[string]string{
		"form.slot": string(freeSlots()[0].Slot), "form.matter": "办高龄津贴，顺便问医保", "form.priority": "65岁以上", "form.name": "陈阿妹", "form.phone": "13800000000",
	}
	for turn.Route() == flow.RouteForm && turn.Form.Question().Field != field {
		turn.Form.Set(answers[turn.Form.Question().Field])
		turn.Form.Next()
	}
}

// evening is shortly before the window closes.
func evening() time.Time { return flowtest.Monday().Add(7*time.Hour + 19*time.Minute) }

// toLonger walks to a question of who asks the window to stay open.
func toLonger(m *flowtest.Machine, turn *flow.Turn, field string) {
	m.At = evening()
	turn.Home.Choose(5)
	turn.Booking.InOwnWords()
	turn.Booking.Longer()
	turn.Notice.Agree()
	answers := map[string]string{"form.hours": "17:30-18:30", "form.matter": "社保还没办完", "form.name": "陈阿妹", "form.phone": "13800000000"}
	for turn.Route() == flow.RouteForm && turn.Form.Question().Field != field {
		turn.Form.Set(answers[turn.Form.Question().Field])
		turn.Form.Next()
	}
}

// bookingCases are the pages of a booking.
func bookingCases() []picture {
	return []picture{
		{"booking", func(_ *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			m.Store.Free = freeSlots()
			turn.Home.Choose(5)
		}},
		{"booking-matter", func(_ *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			m.Store.Free = freeSlots()
			turn.Home.Choose(5)
			item, _ := flowtest.Item(flowtest.Longest)
			turn.Booking.Pick()
			turn.Search.Chosen(item)
		}},
		walk("booking-empty", func(turn *flow.Turn) { turn.Home.Choose(5) }),
		{"booking-error", func(_ *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			m.Store.Err = &village.Error{Kind: village.Internal}
			turn.Home.Choose(5)
		}},
		{"booking-slot", func(_ *testing.T, m *flowtest.Machine, turn *flow.Turn) { toBooking(m, turn, "form.slot") }},
		{"booking-confirm", func(_ *testing.T, m *flowtest.Machine, turn *flow.Turn) { toBooking(m, turn, "") }},
		{"booking-full", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			toBooking(m, turn, "")
			m.Store.Free = nil
			turn.Confirm.Submit(t.Context())
		}},
		{"booking-accepted", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			toBooking(m, turn, "")
			turn.Confirm.Submit(t.Context())
		}},
		{"booking-longer", func(_ *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			m.Store.Free, m.At = freeSlots(), evening()
			turn.Home.Choose(5)
		}},
		{"booking-hours", func(_ *testing.T, m *flowtest.Machine, turn *flow.Turn) { toLonger(m, turn, "form.hours") }},
		{"booking-granted", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			toLonger(m, turn, "")
			turn.Confirm.Submit(t.Context())
			m.Store.Steps = []village.CaseStep{
				{State: village.Registered, AtMS: m.At.UnixMilli(), Order: "445203-20261123-0007"},
				{State: village.Dispatched, AtMS: m.At.UnixMilli(), Hours: "17:30-18:30"},
			}
			find(t, turn, turn.Accepted.Accepted.ShortCode)
		}},
		{"booking-progress", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			toBooking(m, turn, "")
			turn.Confirm.Submit(t.Context())
			find(t, turn, turn.Accepted.Accepted.ShortCode)
		}},
		{"booking-move", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			toBooked(t, m, turn)
			turn.Progress.FollowUp(village.Move)
			turn.FollowUp.Choose(freeSlots()[2].Slot)
		}},
		{"booking-move-done", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			toBooked(t, m, turn)
			turn.Progress.FollowUp(village.Move)
			turn.FollowUp.Choose(freeSlots()[2].Slot)
			turn.FollowUp.Submit(t.Context())
		}},
		{"booking-moved", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			toBooked(t, m, turn)
			turn.Progress.FollowUp(village.Move)
			turn.FollowUp.Choose(freeSlots()[2].Slot)
			turn.FollowUp.Submit(t.Context())
			find(t, turn, turn.FollowUp.Handed.ShortCode)
		}},
		{"booking-give-back", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			toBooked(t, m, turn)
			turn.Progress.FollowUp(village.Withdraw)
		}},
		{"booking-given-back", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			toBooked(t, m, turn)
			turn.Progress.FollowUp(village.Withdraw)
			turn.FollowUp.Submit(t.Context())
			find(t, turn, turn.FollowUp.Handed.ShortCode)
		}},
	}
}

// toBooked comes back with the paper of an appointment.
func toBooked(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
	t.Helper()
	toBooking(m, turn, "")
	turn.Confirm.Submit(t.Context())
	find(t, turn, turn.Accepted.Accepted.ShortCode)
}
