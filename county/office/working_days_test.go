package office

import (
	"context"
	"crypto/sha256"
	"strings"
	"testing"
	"time"

	"bianmin/app/snapshot"
	"bianmin/app/village"
	days "bianmin/assets/calendar"
)

// calendarShelf is a county that published one calendar.
type calendarShelf struct {
	plain  []byte
	number int64
	noted  [32]byte
}

func (s *calendarShelf) Newest(context.Context) ([]byte, []snapshot.Manifest, error) {
	if s.plain == nil {
		return nil, nil, nil
	}
	return nil, []snapshot.Manifest{{Stream: snapshot.Calendar, Version: s.number, SHA256: sha256.Sum256(s.plain)}}, nil
}

func (s *calendarShelf) Publish(context.Context, snapshot.Stream, []byte, func(int64) snapshot.Manifest) (m snapshot.Manifest, err error) {
	return m, nil
}

func (s *calendarShelf) Content(context.Context, [32]byte) ([]byte, error) { return s.plain, nil }

func (s *calendarShelf) CountedBy(_ context.Context, sum [32]byte) error { s.noted = sum; return nil }

// moved is the calendar of the program where a Monday is off, too.
func moved() []byte {
	s := strings.Replace(string(days.WorkingDays()), `"version": "`, `"version": "moved-`, 1)
	return []byte(strings.Replace(s, `"holidays": [`, `"holidays": [{"name": "假日", "from": "2026-11-30", "to": "2026-11-30"},`, 1))
}

// TestM13TheCountyCountsByTheCalendarThatItPublishedToItsMachines, and by the last good one.
func TestM13TheCountyCountsByTheCalendarThatItPublishedToItsMachines(t *testing.T) {
	shelf := &calendarShelf{}
	d := &WorkingDays{Book: shelf, Unpack: func(b []byte) ([]byte, error) { return b, nil }}
	due := func(want village.Day) {
		t.Helper()
		err := d.Refresh(t.Context())
		last, err2 := d.Calendar().AddWorkdays(at("11-23 10:00"), 10)
		if err != nil && shelf.number < 3 || err2 != nil || village.DayOf(last) != want {
			t.Errorf("due %s, want %s, %v", last.Format(time.DateOnly), want, err)
		}
	}
	due("2026-12-07")
	shelf.plain, shelf.number = moved(), 1
	due("2026-12-08")
	if shelf.noted != sha256.Sum256(shelf.plain) {
		t.Error("nobody notes by what is counted")
	}
	shelf.plain, shelf.number = []byte(`{}`), 3
	due("2026-12-08")
	if err := d.Refresh(t.Context()); err == nil {
		t.Error("a calendar that nobody can read is no fault")
	}
}

// TestM13ADayThatWasCountedByAnOlderCalendarSaysSo and stays.
func TestM13ADayThatWasCountedByAnOlderCalendarSaysSo(t *testing.T) {
	g, shelf := newTicketRig(t), &calendarShelf{}
	d := &WorkingDays{Book: shelf, Unpack: func(b []byte) ([]byte, error) { return b, nil }}
	g.h.Days = d
	g.r.Acts = append(g.r.Acts, TicketAct{State: village.Registered, Due: g.r.Due, Calendar: g.h.countedBy()})
	if _, _, older := g.h.OlderCalendar(g.r); older {
		t.Error("it is older than itself")
	}
	shelf.plain, shelf.number = moved(), 1
	if err := d.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if then, now, older := g.h.OlderCalendar(g.r); !older || then == now || !strings.HasPrefix(now, "moved-") || g.r.Due != "2026-12-07" {
		t.Errorf("counted by %s, now %s, %v, due %s", then, now, older, g.r.Due)
	}
}
