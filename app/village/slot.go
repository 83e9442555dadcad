package village

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Slot is a part of a day on which a window serves people who made an appointment
// (预约时段).
type Slot struct {
	Area   DivisionCode // whose service centre it is
	Window int          // 1 to 99
	Day    Day
	From   string // 0930, of the area's clock
	To     string // 1000, later than From
}

// SlotID names a slot for ever and says all of it: day, from, to, area, window, as
// in 20261201 0930 1000 445203104000 01 without the blanks.
type SlotID string

// Lengths of names in digits, and the most seats of a slot.
const (
	slotDigits = 30
	seatDigits = 3
	MaxSeats   = 999
)

var (
	slotForm  = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})(\d{4})(\d{4})(\d{12})(\d{2})$`)
	clockForm = regexp.MustCompile(`^([01]\d|2[0-3])[0-5]\d$`)
)

// ID is the name of s. A slot that cannot be is [Invalid] at "area", "window", "day",
// "from" or "to", err.slot.part.
func (s Slot) ID() (SlotID, error) {
	for _, part := range []struct {
		field string
		ok    bool
	}{
		{"area", len(s.Area) == 12 && digitsOnly(string(s.Area))}, {"window", s.Window >= 1 && s.Window <= 99}, {"day", s.Day.Real()},
		{"from", clockForm.MatchString(s.From)}, {"to", clockForm.MatchString(s.To) && s.To > s.From},
	} {
		if !part.ok {
			return "", Refuse(part.field, "err.slot.part")
		}
	}
	return SlotID(strings.ReplaceAll(string(s.Day), "-", "") + s.From + s.To + string(s.Area) + fmt.Sprintf("%02d", s.Window)), nil
}

// Slot is what id names; ok is false for what is no name of a slot.
func (id SlotID) Slot() (s Slot, ok bool) {
	m := slotForm.FindStringSubmatch(string(id))
	if m == nil {
		return Slot{}, false
	}
	window, _ := strconv.Atoi(m[7]) // two digits
	s = Slot{Area: DivisionCode(m[6]), Window: window, Day: Day(m[1] + "-" + m[2] + "-" + m[3]), From: m[4], To: m[5]}
	again, err := s.ID()
	return s, err == nil && again == id
}

// Starts is the moment at which s begins.
func (s Slot) Starts() time.Time {
	t, err := time.ParseInLocation("2006-01-02 1504", string(s.Day)+" "+s.From, Zone)
	if err != nil {
		return time.Time{}
	}
	return t
}

// Appointment is the number of the person in one seat of a slot (预约号), 1 to
// [MaxSeats].
func (id SlotID) Appointment(seat int) CaseNumber { return CaseNumber(fmt.Sprintf("%s%03d", id, seat)) }

// Seat is the slot and the seat that n stands for; ok is false for what is no number
// of an appointment.
func (n CaseNumber) Seat() (id SlotID, seat int, ok bool) {
	if len(n) != slotDigits+seatDigits {
		return "", 0, false
	}
	id = SlotID(n[:slotDigits])
	_, known := id.Slot()
	seat, err := strconv.Atoi(string(n[slotDigits:]))
	return id, seat, known && err == nil && seat >= 1 && id.Appointment(seat) == n // Atoi takes +01 for 1
}

// SlotLease lets one kiosk give out the seats Lo to Hi of a slot, as long as it is in
// Epoch. The county gives no seat to two lives of kiosks.
type SlotLease struct {
	Epoch int64  `json:"epoch"`
	Slot  SlotID `json:"slot"`
	Lo    int    `json:"lo"`
	Hi    int    `json:"hi"`
}

func (l SlotLease) valid() bool {
	_, ok := l.Slot.Slot()
	return ok && l.Epoch >= 1 && l.Lo >= 1 && l.Hi >= l.Lo && l.Hi <= MaxSeats
}

// SlotLeft is a slot in which this machine can still give out seats.
type SlotLeft struct {
	Slot SlotID
	Next int // the seat that is given next
	Left int // how many are left here, at least 1
}

// SlotLease is what a letter of kind slot says.
func (l Letter) SlotLease() (lease SlotLease, err error) {
	if err = l.read(&lease); err == nil && !lease.valid() {
		err = fmt.Errorf("letter leases seats that cannot be")
	}
	return lease, err
}
