package flow_test

import (
	"strings"
	"testing"

	"bianmin/app/desk"
	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// booked is a person at the progress of an appointment, with another slot free.
func booked(t *testing.T) (*flowtest.Machine, *flow.Turn) {
	t.Helper()
	m := flowtest.New()
	m.Store.Free = []village.SlotLeft{
		{Slot: "202612010930100044520310400001", Next: 2, Left: 3}, {Slot: "202612021430150044520310400001", Next: 1, Left: 1},
	}
	turn := flow.NewTurn(m.Kiosk)
	turn.Home.Choose(5)
	turn.Booking.InOwnWords()
	turn.Booking.Window()
	turn.Notice.Agree()
	answers := map[string]string{
		"form.slot": "202612010930100044520310400001", "form.matter": "办津贴", "form.priority": "不用", "form.name": "陈阿妹", "form.phone": "13800000000",
	}
	for turn.Route() == flow.RouteForm {
		turn.Form.Set(answers[turn.Form.Question().Field])
		turn.Form.Next()
	}
	turn.Confirm.Submit(t.Context())
	code := string(turn.Accepted.Accepted.ShortCode)
	turn.Finish()
	turn.Home.Choose(2)
	for _, r := range code {
		turn.Progress.Type(t.Context(), string(r))
	}
	if !turn.Progress.Found || !turn.Progress.Can(village.Move) || !turn.Progress.Can(village.Withdraw) {
		t.Fatalf("found %v, %+v", turn.Progress.Found, turn.Progress.Problem)
	}
	return m, turn
}

// again types the code of the paper that was followed up.
func again(t *testing.T, turn *flow.Turn) {
	t.Helper()
	code := string(turn.FollowUp.Handed.ShortCode)
	turn.Finish()
	turn.Home.Choose(2)
	for _, r := range code {
		turn.Progress.Type(t.Context(), string(r))
	}
}

// TestM4AMovedAppointmentSaysTheNewTimeAtComingBack, and its slip is printed; the slot that
// it has is not offered.
func TestM4AMovedAppointmentSaysTheNewTimeAtComingBack(t *testing.T) {
	m, turn := booked(t)
	turn.Progress.FollowUp(village.Move)
	f := turn.FollowUp
	if len(f.Slots) != 1 || f.Slots[0].Slot != "202612021430150044520310400001" {
		t.Fatalf("offered are %+v", f.Slots)
	}
	if f.Submit(t.Context()); f.Done() || f.Lacks() != "follow.lacks.slot" {
		t.Error("moved to no time")
	}
	f.Choose(f.Slots[0].Slot)
	f.Submit(t.Context())
	if !f.Done() || m.FollowSlips != 1 || !strings.Contains(f.Time(), "14:30") {
		t.Fatalf("%+v, %d slips, %s", f.Problem, m.FollowSlips, f.Time())
	}
	again(t, turn)
	stages := turn.Progress.Stages()
	if last := stages[len(stages)-1]; !strings.Contains(last.Name, "14:30") {
		t.Errorf("the page says %+v", last)
	}
}

// TestM4AnAppointmentIsTakenBackWithoutDigits: the page says so at once, and its time is
// no longer to come.
func TestM4AnAppointmentIsTakenBackWithoutDigits(t *testing.T) {
	_, turn := booked(t)
	turn.Progress.FollowUp(village.Withdraw)
	if turn.FollowUp.AsksFour() || turn.FollowUp.Lacks() != "" {
		t.Fatal("it asks for digits")
	}
	turn.FollowUp.Submit(t.Context())
	if !turn.FollowUp.Done() {
		t.Fatalf("%+v", turn.FollowUp.Problem)
	}
	again(t, turn)
	state, _, ok := turn.Progress.Decided()
	if !ok || state != "预约已取消" || turn.Progress.Can(village.Move) || turn.Progress.Can(village.Withdraw) {
		t.Errorf("the page says %q", state)
	}
	for _, s := range turn.Progress.Stages() {
		if strings.Contains(s.Name, "9:30") {
			t.Errorf("still to come: %+v", s)
		}
	}
}

// followUps does with a paper what it is good for, and hears each page before and after.
func followUps(t *testing.T) []heard {
	t.Helper()
	_, supplement := cameBack(t, "hkb", "cz")
	_, withdraw := cameBack(t)
	_, move := booked(t)
	_, giveBack := booked(t)
	_, survey, _ := answered(t)
	_, collect := fetches(t)
	var pages []heard
	for verb, turn := range map[village.FollowVerb][]*flow.Turn{
		village.Supplement: {supplement}, village.Withdraw: {withdraw, giveBack}, village.Move: {move}, village.Survey: {survey}, village.Collect: {collect},
	} {
		for _, turn := range turn {
			l := &listener{t: t, turn: turn}
			turn.Progress.FollowUp(verb)
			f := turn.FollowUp
			l.hear("follow "+f.Words(), "follow.title", "voice.next.follow."+f.Words())
			f.Papers.Choose("hkb", village.Original)
			if f.AsksFour() {
				f.Digits = "002X"
			}
			f.Say(&f.Solved, true)
			f.Say(&f.Pleased, false)
			if verb == village.Move {
				f.Choose(f.Slots[0].Slot)
			}
			if f.ToSign(); f.Signing {
				l.hear("follow collect sign", "follow.title", "voice.next.follow.collect.sign")
				f.Sign([]byte("\x89PNG\r\n\x1a\n"))
			}
			if f.Submit(t.Context()); !f.Done() {
				t.Fatalf("%s: %+v", verb, f.Problem)
			}
			l.hear("follow done "+f.Words(), "follow.title", "voice.next.follow.done")
			pages = append(pages, l.pages...)
		}
	}
	return pages
}

// TestWhatAPaperIsGoodForIsReadInWordsWithWhatCanBeChosen: the time that stands and those
// that are free, and both questions about an answer; no message key is read.
func TestWhatAPaperIsGoodForIsReadInWordsWithWhatCanBeChosen(t *testing.T) {
	words := map[string]string{}
	for _, h := range followUps(t) {
		words[h.page] = said(h.phrases)
		if strings.Contains(words[h.page], "follow.") {
			t.Errorf("%s reads a key: %s", h.page, words[h.page])
		}
	}
	for page, want := range map[string][]string{
		"follow move": {"现在约的是", "9:30", "14:30"}, "follow give_back": {"现在约的是", "9:30"},
		"follow survey": {"事情解决了吗", "没有解决", "您满意吗", "不满意"}, "follow supplement": {"居民户口簿"},
	} {
		for _, part := range want {
			if !strings.Contains(words[page], part) {
				t.Errorf("%s does not say %s: %s", page, part, words[page])
			}
		}
	}
}

// TestM4TheStaffPageSaysThatAnAppointmentWasGivenBack, as the page of its paper does.
func TestM4TheStaffPageSaysThatAnAppointmentWasGivenBack(t *testing.T) {
	_, turn := booked(t)
	turn.Progress.FollowUp(village.Withdraw)
	turn.FollowUp.Submit(t.Context())
	again(t, turn)
	turn.Today.Work.Cases = []desk.Status{turn.Progress.Status}
	rows := turn.Today.Sections()[0].Rows
	if len(rows) != 1 || !strings.Contains(rows[0].Words, "预约已取消") {
		t.Errorf("it says %+v", rows)
	}
}
