package calendar

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"bianmin/app/village"
)

// Hours are the service hours of a centre (服务时间): when somebody is there. The
// machine itself works at any time.
type Hours struct {
	Workdays []Span       `json:"workdays"`          // on days that offices work
	Others   []Span       `json:"others,omitempty"`  // on weekends and holidays; none: closed
	Special  []SpecialDay `json:"special,omitempty"` // days that differ
	Windows  []Window     `json:"windows,omitempty"` // what each is for, of those that are not for everything
}

// SpecialDay is a day with hours of its own; none: closed.
type SpecialDay struct {
	Day   string `json:"day"` // as 2026-12-31
	Hours []Span `json:"hours,omitempty"`
	Why   string `json:"why"` // as people read it
}

// Span is a stretch of one day, written as 08:30-12:00.
type Span struct {
	From, To int // minutes after 00:00; To is not in it
}

const (
	maxSpans   = 4
	maxSpecial = 60
	maxWhy     = 20 // characters
)

// UnmarshalText reads the written form.
func (s *Span) UnmarshalText(raw []byte) error {
	var h, m, toH, toM int
	text := string(raw)
	if n, err := fmt.Sscanf(text, "%02d:%02d-%02d:%02d", &h, &m, &toH, &toM); n != 4 || err != nil {
		return fmt.Errorf("%q is no span of a day", text)
	}
	read := Span{h*60 + m, toH*60 + toM}
	if m > 59 || toM > 59 || read.To > 24*60 || read.From >= read.To || read.written() != text {
		return fmt.Errorf("%q is no span of a day", text)
	}
	*s = read
	return nil
}

// MarshalText is the written form.
func (s Span) MarshalText() ([]byte, error) { return []byte(s.written()), nil }

// String is the written form.
func (s Span) String() string { return s.written() }

func (s Span) written() string { return s.Clock(s.From) + "-" + s.Clock(s.To) }

// Clock is a time of the day, in minutes after 00:00, as a span writes it.
func (Span) Clock(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

// Check refuses hours that overlap or are not in order, days that are none or
// stand there twice, and a day that differs without a reason.
func (h Hours) Check() error {
	if len(h.Workdays)+len(h.Others) == 0 {
		return errors.New("no hours at all")
	}
	lists := [][]Span{h.Workdays, h.Others}
	seen := map[string]bool{}
	for _, d := range h.Special {
		_, err := parseDay(d.Day)
		if why := len([]rune(d.Why)); err != nil || seen[d.Day] || why == 0 || why > maxWhy {
			return fmt.Errorf("special day %q is none, there twice, or has no reason of at most %d characters", d.Day, maxWhy)
		}
		seen[d.Day] = true
		lists = append(lists, d.Hours)
	}
	if len(h.Special) > maxSpecial {
		return errors.New("too many special days")
	}
	for _, list := range lists {
		if err := ordered(list); err != nil {
			return err
		}
	}
	return h.checkWindows()
}

func ordered(list []Span) error {
	for i, s := range list {
		if i >= maxSpans || i > 0 && s.From < list[i-1].To {
			return fmt.Errorf("%s is one too many or begins before the one before it ends", s.written())
		}
	}
	return nil
}

// Opening is what Hours mean at one moment.
type Opening struct {
	Today []Span
	Why   string    // why today differs; "" when it does not
	Open  bool      // somebody is there
	Turns time.Time // when that ends, or begins next; zero: not within [lookAhead] days
}

// lookAhead covers the longest holiday with weekends at both ends.
const lookAhead = 15

// Opening says whether somebody is there at now, and when that changes.
func (c *Calendar) Opening(h Hours, now time.Time) Opening {
	now = now.In(village.Zone)
	start := date(now)
	var o Opening
	for n := range lookAhead {
		day := start.AddDate(0, 0, n)
		spans, why := c.HoursOf(h, day)
		if n == 0 {
			o.Today, o.Why = spans, why
		}
		for _, s := range spans {
			from, to := clockOf(day, s.From), clockOf(day, s.To)
			switch {
			case !now.Before(from) && now.Before(to):
				o.Open, o.Turns = true, to
				return o
			case now.Before(from):
				o.Turns = from
				return o
			}
		}
	}
	return o
}

// HoursOf are the hours of one day, and why they differ; "" when they do not.
func (c *Calendar) HoursOf(h Hours, day time.Time) (spans []Span, why string) {
	written := day.Format(time.DateOnly)
	if i := slices.IndexFunc(h.Special, func(s SpecialDay) bool { return s.Day == written }); i >= 0 {
		return h.Special[i].Hours, h.Special[i].Why
	}
	if c.IsWorkday(day) {
		return h.Workdays, ""
	}
	return h.Others, ""
}

// Longer are the spans of a day with one more, which lies outside all of them; what
// meets becomes one. The error names the span that it overlaps, or that there are too
// many.
func Longer(spans []Span, more Span) ([]Span, error) {
	all := append(slices.Clone(spans), more)
	slices.SortFunc(all, func(a, b Span) int { return a.From - b.From })
	joined := all[:1]
	for _, s := range all[1:] {
		last := &joined[len(joined)-1]
		switch {
		case s.From < last.To:
			return nil, fmt.Errorf("%s overlaps %s", s.written(), last.written())
		case s.From == last.To:
			last.To = s.To
		default:
			joined = append(joined, s)
		}
	}
	return joined, ordered(joined)
}

// For how long before and after the end of its hours a window can be asked to stay open,
// in steps of how much, and for how long at most; in minutes. Defaults of ours.
const (
	askBefore = 60
	askAfter  = 30
	askStep   = 30
	askMost   = 120
)

// Longer are the stretches for which the window can be asked now to stay open (延时): from
// the end of the hours that end soon or ended just now, each longer than the one before,
// none over yet or reaching into the next hours. None at other times.
func (o Opening) Longer(now time.Time) (list []Span) {
	now = now.In(village.Zone)
	minute := now.Hour()*60 + now.Minute()
	for i, s := range o.Today {
		if minute < s.From || minute < s.To-askBefore || minute >= s.To+askAfter {
			continue
		}
		most := min(s.To+askMost, 24*60)
		if i+1 < len(o.Today) {
			most = min(most, o.Today[i+1].From)
		}
		for to := s.To + askStep; to <= most; to += askStep {
			if to > minute {
				list = append(list, Span{s.To, to})
			}
		}
	}
	return list
}

func clockOf(day time.Time, minutes int) time.Time {
	return day.Add(time.Duration(minutes) * time.Minute)
}
