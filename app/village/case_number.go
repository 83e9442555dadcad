package village

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// CaseNumber is the official number of a case (办件编号): the 31 characters of
// the item's code, the day as yyyyMMdd and a serial of four digits, 0001 to 9999,
// which is counted for each item and day. A kiosk takes serials only out of a
// [Lease] of its county. "" until there is one.
type CaseNumber string

// Serials of one item and day.
const (
	MinSerial = 1
	MaxSerial = 9999
)

// NewCaseNumber is the number of a case of item on day; ok is false for an item
// without an official code, or a serial that four digits cannot say.
func NewCaseNumber(item ItemCode, day Day, serial int) (number CaseNumber, ok bool) {
	date, err := time.Parse(time.DateOnly, string(day))
	if !item.Official() || err != nil || serial < MinSerial || serial > MaxSerial {
		return "", false
	}
	return CaseNumber(fmt.Sprintf("%s%s%04d", item, date.Format("20060102"), serial)), true
}

// Parts are what n is made of; ok is false for what is no case number.
func (n CaseNumber) Parts() (item ItemCode, day Day, serial int, ok bool) {
	if len(n) != 43 {
		return "", "", 0, false
	}
	item = ItemCode(n[:31])
	date, err := time.Parse("20060102", string(n[31:39]))
	serial, err2 := strconv.Atoi(string(n[39:]))
	if err != nil || err2 != nil {
		return "", "", 0, false
	}
	day = Day(date.Format(time.DateOnly))
	again, ok := NewCaseNumber(item, day, serial)
	return item, day, serial, ok && again == n
}

// Official reports whether c is a whole 实施编码, which a case number needs: the
// credit code of the unit, the level 1 to 6 at which it acts, and the basic code,
// eleven digits and a digit or Y.
//
// Source: GB/T 39554.1-2020.
func (c ItemCode) Official() bool {
	if len(c) != 31 || c[18] < '1' || c[18] > '6' {
		return false
	}
	unit, err := ParseCreditCode(string(c[:18]))
	basic := string(c[19:])
	return err == nil && string(unit) == string(c[:18]) && strings.Trim(basic[:11], "0123456789") == "" &&
		strings.Trim(basic[11:], "0123456789Y") == ""
}

// Day is a date in the zone of the centres, as 2026-11-28. Days compare as text.
type Day string

// DayOf is the day in which t lies.
func DayOf(t time.Time) Day { return Day(t.In(Zone).Format(time.DateOnly)) }

// Real reports whether d is a day of the calendar, as [DayOf] writes it.
func (d Day) Real() bool {
	t, err := time.Parse(time.DateOnly, string(d))
	return err == nil && Day(t.Format(time.DateOnly)) == d
}

// Begins is the moment at which d begins; zero for a text that is no day.
func (d Day) Begins() time.Time {
	t, err := time.ParseInLocation(time.DateOnly, string(d), Zone)
	if err != nil {
		return time.Time{}
	}
	return t
}

// Add is the day n days later; a text that is no day stays.
func (d Day) Add(n int) Day {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return d
	}
	return Day(t.AddDate(0, 0, n).Format(time.DateOnly))
}

// Lease lets one kiosk give out the serials Lo to Hi of every item on the days
// From to To, as long as it is in Epoch. The county gives no serial of a day to
// two lives of kiosks, so that the number is the only one whatever clocks say.
type Lease struct {
	Epoch int64 `json:"epoch"`
	Lo    int   `json:"lo"`
	Hi    int   `json:"hi"`
	From  Day   `json:"from"`
	To    Day   `json:"to"`
}

// Covers reports whether numbers of day may be taken from l.
func (l Lease) Covers(day Day) bool { return l.From <= day && day <= l.To }

func (l Lease) valid() bool {
	return l.Epoch >= 1 && l.Lo >= MinSerial && l.Hi >= l.Lo && l.Hi <= MaxSerial && l.From.Real() && l.To.Real() && l.From <= l.To
}
