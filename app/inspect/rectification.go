package inspect

import (
	"time"

	"bianmin/app/calendar"
	"bianmin/app/village"
)

// Verb is an act on an order to put something right (整改单).
type Verb string

const (
	Opened   Verb = "open"   // 下达
	Replied  Verb = "reply"  // 回复整改情况
	Accepted Verb = "accept" // 复查通过, 销号
	Rejected Verb = "reject" // 复查不通过, 继续整改
	Struck   Verb = "strike" // 异议成立, 撤销
)

// Reason is why a reply did not do, as a word of this list: the centre's machines are told
// it, while what somebody typed stays with the county.
type Reason string

const (
	NotShown  Reason = "not_shown" // 照片看不出已经整改
	InPart    Reason = "in_part"   // 只整改了一部分
	BackAgain Reason = "back"      // 整改后又出现
	OtherWhy  Reason = "other"     // 其他, 区里另行告知
)

// Reasons are all of them.
func Reasons() []Reason { return []Reason{NotShown, InPart, BackAgain, OtherWhy} }

// RectState is where an order stands.
type RectState string

const (
	RectOpen    RectState = "open"    // 整改中
	RectReplied RectState = "replied" // 待复查
	RectClosed  RectState = "closed"  // 已销号
	RectStruck  RectState = "struck"  // 已撤销
)

// Over reports whether nothing more happens with an order.
func (s RectState) Over() bool { return s == RectClosed || s == RectStruck }

// RectAct is one act.
type RectAct struct {
	Verb Verb
	At   time.Time
}

// RectStanding is what an order's acts come to. The clock runs from the first act to
// the last one, whatever is replied and rejected between them: nothing starts it anew.
type RectStanding struct {
	State  RectState
	Rounds int         // times that a reply was rejected
	Due    village.Day // of the order; no act moves it
	Days   int         // working days used, from the day after it was opened
	Late   int         // working days behind Due; 0 = in time so far
	Level  int         // 0 in time, 1 to the town, 2 to the leading group, 3 named in the report
}

// Levels are from how many working days late an order is told to whom: a default of
// ours.
func Levels() [3]int { return [3]int{1, 6, 11} }

// Next is where an order stands after a verb; ok is false for one that is out of
// order.
func (s RectState) Next(v Verb) (next RectState, ok bool) {
	switch {
	case s == "" && v == Opened:
		return RectOpen, true
	case s == RectOpen && v == Replied:
		return RectReplied, true
	case s == RectReplied && v == Accepted, s == RectOpen && v == Accepted: // seen at a visit without a reply
		return RectClosed, true
	case s == RectReplied && v == Rejected:
		return RectOpen, true
	case (s == RectOpen || s == RectReplied) && v == Struck:
		return RectStruck, true
	}
	return s, false
}

// Stand folds the acts of an order that was due on a day, at a moment. Acts that are
// out of order change nothing.
func Stand(due village.Day, acts []RectAct, now time.Time, days *calendar.Calendar) RectStanding {
	s := RectStanding{Due: due}
	var opened time.Time
	end := now
	for _, a := range acts {
		next, ok := s.State.Next(a.Verb)
		if !ok {
			continue
		}
		s.State = next
		switch {
		case a.Verb == Opened:
			opened = a.At
		case a.Verb == Rejected:
			s.Rounds++
		case next.Over():
			end = a.At
		}
	}
	if opened.IsZero() {
		return s
	}
	s.Days = workdays(days, opened, end)
	if last, err := time.ParseInLocation(time.DateOnly, string(due), village.Zone); err == nil && s.State != RectStruck {
		s.Late = workdays(days, last, end)
	}
	for i, from := range Levels() {
		if s.Late >= from {
			s.Level = i + 1
		}
	}
	return s
}

// workdays are those behind the day of from up to the day of to.
func workdays(days *calendar.Calendar, from, to time.Time) (n int) {
	from, to = dayOf(from), dayOf(to)
	for day := from.AddDate(0, 0, 1); !day.After(to); day = day.AddDate(0, 0, 1) {
		if days.IsWorkday(day) {
			n++
		}
	}
	return n
}

func dayOf(t time.Time) time.Time {
	y, m, d := t.In(village.Zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, village.Zone)
}
