package desk_test

import (
	"slices"
	"testing"
	"time"

	"bianmin/app/desk"
	"bianmin/app/village"
)

const later = village.SlotID("202612021400143044520310400001")

// TestM4AnAppointmentIsMovedByItsPaper: the paper says the new time at once, and the seat
// that was left is the next that is given.
func TestM4AnAppointmentIsMovedByItsPaper(t *testing.T) {
	d, store := bookable(t)
	at, err := store.MailState(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	letter, err := village.NewLetter(village.LetterSlot, monday, village.SlotLease{Epoch: 1, Slot: later, Lo: 1, Hi: 1})
	if err != nil {
		t.Fatal(err)
	}
	letter.Head = make([]byte, 32)
	letter.Head[0] = 2
	if err := store.TakeLetters(t.Context(), at, village.MailState{Seq: 2, Head: letter.Head}, []village.Letter{letter}); err != nil {
		t.Fatal(err)
	}
	booked, err := d.Book(t.Context(), booking())
	if err != nil {
		t.Fatal(err)
	}
	code := string(booked.ShortCode)
	for field, in := range map[string]desk.MoveInput{"slot": {Code: code, Slot: slot}, "code": {Code: "nothing", Slot: later}} {
		if _, err := d.Move(t.Context(), in); village.Keyed(err).Field != field {
			t.Errorf("%+v: %v", in, err)
		}
	}
	moved, err := d.Move(t.Context(), desk.MoveInput{Code: code, Slot: later, Helper: "B-017"})
	if err != nil || moved.Number != later.Appointment(1) || moved.QR == "" || moved.FollowUp.Left != slot.Appointment(4) {
		t.Fatalf("%+v, %v", moved, err)
	}
	if moved.FollowUp.Helper != "B-017" {
		t.Errorf("helped by %q", moved.FollowUp.Helper)
	}
	status, err := d.Status(t.Context(), code)
	if err != nil || status.Case.Number != later.Appointment(1) {
		t.Errorf("the paper says %s, %v", status.Case.Number, err)
	}
	next, err := d.Book(t.Context(), booking())
	if err != nil || *next.CaseNumber != slot.Appointment(4) {
		t.Errorf("%v, %v", next.CaseNumber, err)
	}
	if _, err := d.Move(t.Context(), desk.MoveInput{Code: string(next.ShortCode), Slot: later}); village.Keyed(err).Key != "err.book.full" || village.Keyed(err).Field != "slot" {
		t.Errorf("into a full slot: %v", err)
	}
	if acts := status.Acts(); !slices.Equal(acts, []string{desk.ActReceive}) {
		t.Errorf("to be rated are %v", acts)
	}
}

// TestM4AnAppointmentGoesBackByItsPaperAlone, once, until its time comes.
func TestM4AnAppointmentGoesBackByItsPaperAlone(t *testing.T) {
	d, _ := bookable(t)
	booked, err := d.Book(t.Context(), booking())
	if err != nil {
		t.Fatal(err)
	}
	in := desk.WithdrawInput{Code: string(booked.ShortCode)}
	id := slot
	at, _ := id.Slot()
	d.Now = func() (time.Time, village.TimeTrust) { return at.Starts(), village.TimeSynced }
	if _, err := d.Withdraw(t.Context(), in); village.Keyed(err).Key != "err.follow.begun" {
		t.Errorf("when its time has come: %v", err)
	}
	d.Now = func() (time.Time, village.TimeTrust) { return monday, village.TimeSynced }
	in.LastFour = "002X"
	if _, err := d.Withdraw(t.Context(), in); village.Keyed(err).Field != "last_four" {
		t.Errorf("with digits that nobody compares: %v", err)
	}
	in.LastFour = ""
	if out, err := d.Withdraw(t.Context(), in); err != nil || out.FollowUp.Left != slot.Appointment(4) {
		t.Fatalf("%+v, %v", out, err)
	}
	if _, err := d.Withdraw(t.Context(), in); village.Keyed(err).Key != "err.follow.given_back" {
		t.Errorf("a second time: %v", err)
	}
	if _, err := d.Move(t.Context(), desk.MoveInput{Code: in.Code, Slot: later}); village.Keyed(err).Key != "err.follow.given_back" {
		t.Errorf("moved after that: %v", err)
	}
	if left, err := d.Slots(t.Context()); err != nil || len(left) != 1 || left[0].Left != 2 {
		t.Errorf("free are %+v, %v", left, err)
	}
}
