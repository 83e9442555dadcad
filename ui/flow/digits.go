package flow

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"bianmin/app/village"
)

// Digits is a number as it is typed into cells.
type Digits struct {
	Groups []int // cells of each group
	Typed  string
}

// Cells are the cells of the question shown, and false when it is typed
// without: 6-8-4 for a citizen ID, 4-2-2 for a date.
func (f *Form) Cells() (Digits, bool) {
	switch f.Question().Type {
	case village.FieldID:
		return Digits{[]int{6, 8, 4}, f.Value()}, true
	case village.FieldDate:
		return Digits{[]int{4, 2, 2}, f.Value()}, true
	}
	return Digits{}, false
}

// Len is how many digits the number has when it is complete.
func (d Digits) Len() int {
	n := 0
	for _, g := range d.Groups {
		n += g
	}
	return n
}

// Left is how many are still to be typed.
func (d Digits) Left() int { return max(0, d.Len()-len(d.Typed)) }

// Digit types one key of the pad; what no longer fits is ignored.
func (f *Form) Digit(key string) {
	limit := 30
	if cells, ok := f.Cells(); ok {
		limit = cells.Len()
	}
	text := f.Value() + f.padded(key)
	if len(text) > limit || key == "." && (f.Value() == "" || strings.Contains(f.Value(), ".")) {
		return
	}
	if key == "X" && len(text) != limit {
		return // only the last character of a citizen ID can be X
	}
	f.Set(text)
	if cells, ok := f.Cells(); ok && cells.Left() == 0 {
		f.checkNow()
	}
}

// padded is key with the zero that people leave out of 3月 and 5日, where no other
// month or day can begin so.
func (f *Form) padded(key string) string {
	if f.Question().Type != village.FieldDate || len(key) != 1 {
		return key
	}
	switch at := len(f.Value()); {
	case at == 4 && key >= "2" && key <= "9", at == 6 && key >= "4" && key <= "9":
		return "0" + key
	}
	return key
}

// checkNow says what is wrong with a number as soon as it is complete.
func (f *Form) checkNow() {
	if err := f.kiosk.Check(f.checked(), f.Question().Field); err != nil {
		f.Problem = f.wrong(err)
		f.Changed()
	}
}

// wrong is what is wrong with the question shown. What is said of a person's
// name is said in other words of an organisation's.
func (f *Form) wrong(err error) Problem {
	p := f.problem(err, "form.wrong")
	if e, ok := errors.AsType[*village.Error](err); ok && f.kind == village.Organisation && f.Question().Field == FieldName {
		if key := "form.org." + e.Key; f.kiosk.Text.Has(key) {
			p.Text = f.T(key)
		}
	}
	p.Field = f.Question().Field
	return p
}

// numbered reports whether the question shown is the number of a document that
// is typed as text: small letters are as good as capitals.
func (f *Form) numbered() bool {
	q := f.Question()
	return q.Field == FieldID && q.Type == village.FieldText
}

// CreditLen is the length of a unified social credit code.
const CreditLen = 18

// CreditLeft is how many characters of a credit code are still to be typed;
// false when none is asked for here.
func (f *Form) CreditLeft() (int, bool) {
	return max(0, CreditLen-len(f.Value())), f.numbered() && f.document == village.IDCredit
}

// Erase takes the last digit back.
func (f *Form) Erase() {
	if v := []rune(f.Value()); len(v) > 0 {
		f.Set(string(v[:len(v)-1]))
	}
}

// Born is the birthday in the digits typed so far with the age, as soon as
// they are there; or the date typed. "" before that.
func (f *Form) Born() string {
	typed := f.Value()
	switch f.Question().Type {
	case village.FieldID:
		if len(typed) < 14 {
			return ""
		}
		id, now := village.ResidentID(typed[:14]+"0000"), f.kiosk.Now()
		born := id.Birth()
		if born.IsZero() || born.After(now) {
			return ""
		}
		return f.T("form.born", "day", f.fullDay(born), "age", id.Age(now))
	case village.FieldDate:
		if day, err := time.ParseInLocation("20060102", typed, village.Zone); err == nil {
			return f.fullDay(day)
		}
	}
	return ""
}

func (p page) fullDay(t time.Time) string {
	return p.T("clock.full", "year", t.Year(), "month", int(t.Month()), "day", t.Day())
}

// Day is a date without its year: 11月23日 星期一.
func (p page) Day(t time.Time) string {
	t = t.In(village.Zone)
	return p.T("clock.day", "month", p.T("clock.month."+strconv.Itoa(int(t.Month()))), "day", t.Day(),
		"weekday", p.T("clock.weekday."+strconv.Itoa(int(t.Weekday()))))
}

// ClockOf is the time of day in China: 9:42.
func ClockOf(t time.Time) string {
	t = t.In(village.Zone)
	return strconv.Itoa(t.Hour()) + t.Format(":04")
}

// Clock is a time of day: 9:42.
func (p page) Clock(t time.Time) string { return ClockOf(t) }

// grouped writes digits in groups with a space between: 138 0000 0000.
func grouped(digits string, groups ...int) string {
	var parts []string
	for _, n := range groups {
		if len(digits) <= n {
			break
		}
		parts, digits = append(parts, digits[:n]), digits[n:]
	}
	return strings.Join(append(parts, digits), " ")
}

// Written is a number as it is easiest to compare with the paper it is read
// from.
func Written(t village.FieldType, text string) string {
	switch {
	case t == village.FieldPhone && strings.HasPrefix(text, "1"):
		return grouped(text, 3, 4)
	case t == village.FieldPhone && len(text) > 4:
		return text[:4] + "-" + text[4:]
	case t == village.FieldBank:
		return grouped(text, 4, 4, 4, 4, 4, 4)
	}
	return text
}
