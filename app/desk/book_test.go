package desk_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/desk"
	"bianmin/app/village"
	"bianmin/storage/storetest"
)

const slot = village.SlotID("202612010930100044520310400001")

// bookable is a counter whose machine has seats 4 and 5 of a slot.
func bookable(t *testing.T) (*desk.Desk, *storetest.Memory) {
	t.Helper()
	d, store := hotline(t)
	at, err := store.MailState(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	letter, err := village.NewLetter(village.LetterSlot, monday, village.SlotLease{Epoch: 1, Slot: slot, Lo: 4, Hi: 5})
	if err != nil {
		t.Fatal(err)
	}
	letter.Head = make([]byte, 32)
	if err := store.TakeLetters(t.Context(), at, village.MailState{Seq: 1, Head: letter.Head}, []village.Letter{letter}); err != nil {
		t.Fatal(err)
	}
	return d, store
}

func booking() desk.BookInput {
	return desk.BookInput{Kind: desk.AtWindow, Slot: slot, Matter: "办津贴", Priority: "不用", Name: "陈阿婆", Phone: "13800000000", Consent: true}
}

func TestSeatsAreGivenInOrderAndThenTheSlotIsFull(t *testing.T) {
	d, store := bookable(t)
	for seat := 4; seat <= 5; seat++ {
		out, err := d.Book(t.Context(), booking())
		if err != nil || out.CaseNumber == nil || *out.CaseNumber != slot.Appointment(seat) {
			t.Fatalf("seat %d: %+v, %v", seat, out.CaseNumber, err)
		}
	}
	_, err := d.Book(t.Context(), booking())
	if e, ok := errors.AsType[*village.Error](err); !ok || e.Kind != village.Conflict || e.Field != "slot" || e.Key != "err.book.full" {
		t.Errorf("a third of two: %v", err)
	}
	records := pending(t, store)
	if len(records) != 2 || records[0].Kind != village.RecordBooking || body(t, store, 1).Number != slot.Appointment(5) {
		t.Errorf("%d records of %s", len(records), records[0].Kind)
	}
}

// TestM4AnItemIsBookedAtAWindowThatTakesIt: the matter is the item's name, and a window that
// is for other things is refused.
func TestM4AnItemIsBookedAtAWindowThatTakesIt(t *testing.T) {
	d, store := bookable(t)
	it := item
	here := calendar.Hours{Workdays: []calendar.Span{{From: 510, To: 720}}, Windows: []calendar.Window{{Window: 1, Departments: []string{"别的单位"}}}}
	d.Serves = func(id village.SlotID, it village.ServiceItem) bool {
		s, _ := id.Slot()
		return here.Serves(s.Window, it)
	}
	in := booking()
	in.Matter, in.Item = "", it.Code
	refused := func(field, key string) {
		t.Helper()
		_, err := d.Book(t.Context(), in)
		if e, ok := errors.AsType[*village.Error](err); !ok || e.Field != field || e.Key != key {
			t.Errorf("%v, want %s at %s", err, key, field)
		}
	}
	refused("slot", "err.book.window")
	if left, err := d.SlotsFor(t.Context(), it.Code); err != nil || len(left) != 0 {
		t.Errorf("for it there are %+v, %v", left, err)
	}
	here.Windows[0].Items = []village.ItemCode{it.Code}
	if left, err := d.SlotsFor(t.Context(), it.Code); err != nil || len(left) != 1 {
		t.Errorf("for it there are %+v, %v", left, err)
	}
	in.Item = "no-such-item"
	in.Matter = "办津贴"
	refused("item", "err.book.item")
	in.Matter, in.Item = "", it.Code
	if _, err := d.Book(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	if form := body(t, store, 0).Form; form[village.BookMatter] != it.Name || form[village.BookItem] != string(it.Code) {
		t.Errorf("sealed is %v", form)
	}
}

func TestNobodyBooksForADayThatHasCome(t *testing.T) {
	d, _ := bookable(t)
	for now, want := range map[string]int{"2026-11-30": 1, "2026-12-01": 0, "2026-12-02": 0} {
		day, err := time.ParseInLocation(time.DateOnly, now, village.Zone)
		if err != nil {
			t.Fatal(err)
		}
		d.Now = func() (time.Time, village.TimeTrust) { return day, village.TimeSynced }
		if left, err := d.Slots(t.Context()); err != nil || len(left) != want {
			t.Errorf("on %s: %v, %v", now, left, err)
		}
	}
	d.Now = func() (time.Time, village.TimeTrust) { return monday, village.TimeFloor }
	if left, err := d.Slots(t.Context()); err != nil || len(left) != 0 {
		t.Errorf("with a clock that knows no day: %v, %v", left, err)
	}
}

// TestAMachineThatMayHaveForgottenSeatsGivesNone: a disk that was put back has
// forgotten which of its seats are on somebody's paper.
func TestAMachineThatMayHaveForgottenSeatsGivesNone(t *testing.T) {
	d, store := bookable(t)
	may := false
	d.Numbers = func(context.Context) bool { return may }
	if left, err := d.Slots(t.Context()); err != nil || len(left) != 0 {
		t.Errorf("offered %v, %v", left, err)
	}
	if _, err := d.Book(t.Context(), booking()); village.Keyed(err).Key != "err.book.full" || len(pending(t, store)) != 0 {
		t.Errorf("error = %v", err)
	}
	may = true
	if out, err := d.Book(t.Context(), booking()); err != nil || out.CaseNumber == nil {
		t.Errorf("%v, %v", out.CaseNumber, err)
	}
}

func TestABookingIsRefusedAtItsField(t *testing.T) {
	for field, change := range map[string]func(*desk.BookInput){
		"kind": func(in *desk.BookInput) { in.Kind = "table" }, "slot": func(in *desk.BookInput) { in.Slot = "tomorrow" },
		"matter": func(in *desk.BookInput) { in.Matter = "" }, "priority": func(in *desk.BookInput) { in.Priority = "me first" },
		"phone": func(in *desk.BookInput) { in.Phone = "1" }, "address": func(in *desk.BookInput) { in.Address = "somewhere" },
		"name": func(in *desk.BookInput) { in.Name = strings.Repeat("阿", 501) }, "consent": func(in *desk.BookInput) { in.Consent = false },
	} {
		d, store := bookable(t)
		in := booking()
		change(&in)
		_, err := d.Book(t.Context(), in)
		if e, ok := errors.AsType[*village.Error](err); !ok || e.Kind != village.Invalid || e.Field != field {
			t.Errorf("%s: %v", field, err)
		}
		if len(pending(t, store)) != 0 {
			t.Errorf("%s: stored", field)
		}
	}
}

// TestM5AWindowIsAskedToStayOpenForWhatIsNotOver and outside its hours, by a clock that
// knows the day.
func TestM5AWindowIsAskedToStayOpenForWhatIsNotOver(t *testing.T) {
	d, store := hotline(t)
	d.Opening = func() calendar.Opening { return calendar.Opening{Today: []calendar.Span{{From: 510, To: 1050}}} } // 8:30 to 17:30
	now, trust := time.Date(2026, 11, 23, 17, 10, 0, 0, village.Zone), village.TimeSynced
	d.Now = func() (time.Time, village.TimeTrust) { return now, trust }
	in := desk.BookInput{Kind: desk.Longer, Hours: "17:30-18:00", Matter: "社保还没办完", Name: "陈阿婆", Phone: "13800000000", Consent: true}
	for name, tt := range map[string]struct {
		hours, key string
		at         int
		trust      village.TimeTrust
	}{
		"no span": {"18:00", "err.book.hours", 17, village.TimeSynced}, "within the hours": {"17:00-18:00", "err.book.inside", 17, village.TimeSynced},
		"over": {"17:30-18:00", "err.book.over", 18, village.TimeSynced}, "no day": {"17:30-18:00", "err.book.clock", 17, village.TimeFloor},
	} {
		wrong := in
		wrong.Hours, now, trust = tt.hours, time.Date(2026, 11, 23, tt.at, 10, 0, 0, village.Zone), tt.trust
		_, err := d.Book(t.Context(), wrong)
		if e, ok := errors.AsType[*village.Error](err); !ok || e.Field != "hours" || e.Key != tt.key {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := len(pending(t, store)); n != 0 {
		t.Fatalf("%d were kept", n)
	}
	now, trust = time.Date(2026, 11, 23, 17, 10, 0, 0, village.Zone), village.TimeSynced
	out, err := d.Book(t.Context(), in)
	if err != nil || out.CaseNumber != nil {
		t.Fatalf("%+v, %v", out, err)
	}
	if r := pending(t, store); len(r) != 1 || r[0].Kind != village.RecordBooking || body(t, store, 0).Form[village.BookHours] != in.Hours {
		t.Errorf("kept %d records", len(r))
	}
}

// TestM7AnAppointmentThatGoesFirstNamesItsRule: the rule with its version and who saw why
// are sealed with it; each answer of the form but “no” has one.
func TestM7AnAppointmentThatGoesFirstNamesItsRule(t *testing.T) {
	d, store := bookable(t)
	it, _ := d.Item(village.BookWindow)
	for _, f := range it.Fields {
		for _, choice := range f.Choices {
			if f.Key != village.BookPriority {
				continue
			}
			in := booking()
			in.Priority, in.Helper = choice, "B-017"
			out, err := d.Book(t.Context(), in)
			if err != nil {
				t.Fatal(err)
			}
			sealed := body(t, store, len(pending(t, store))-1).Priority
			if plain := choice == "不用"; plain != (sealed == nil) || !plain && (sealed.Version != 1 || sealed.Approved != "B-017") {
				t.Errorf("%s is kept as %+v", choice, sealed)
			}
			if _, err := d.Withdraw(t.Context(), desk.WithdrawInput{Code: string(out.ShortCode)}); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestM6AHomeVisitMayNameAPhoneOfTheFamily, which is checked and may be left out.
func TestM6AHomeVisitMayNameAPhoneOfTheFamily(t *testing.T) {
	for phone, want := range map[string]string{"": "", "13900000007": "", "12": "family_phone"} {
		d, store := bookable(t)
		in := desk.BookInput{
			Kind: desk.AtHome, Reason: "生病", Place: "445203104202", Address: "一巷2号", Matter: "领津贴", Name: "陈惜娟", Phone: "13800000000", Family: phone, Consent: true,
		}
		_, err := d.Book(t.Context(), in)
		if got := village.Keyed(err).Field; err != nil && got != want || err == nil && want != "" {
			t.Errorf("%q: %v, want %q", phone, err, want)
		}
		if err != nil {
			continue
		}
		if said, _ := body(t, store, 0).Form[village.BookFamily].(string); said != phone {
			t.Errorf("sealed is %q, want %q", said, phone)
		}
	}
}
