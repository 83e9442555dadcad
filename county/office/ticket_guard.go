package office

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"bianmin/app/village"
)

// ticketWeighing is what a guard of a request judges by.
type ticketWeighing struct {
	deed  TicketDeed
	verb  FlowVerb
	of    Request
	stand TicketStanding
	by    Account
	units []string       // that can be given something
	most  map[string]int // days, by their names
	now   time.Time
}

// ticketAsks are the guards about what somebody types or chooses; the others are about
// how far the request has come.
//
//nolint:gochecknoglobals // a table that never changes
var ticketAsks = map[string]bool{"unit": true, "next_unit": true, "reason": true, "words": true, "days": true, "reached": true, "answer": true, "survey": true, "day": true, "extension": true, "evidence": true}

// ticketGuards are the conditions that ticket.json names.
//
//nolint:gochecknoglobals // a table of functions that never changes
var ticketGuards = map[string]func(ticketWeighing) error{
	"unit":      ticketWeighing.givenTo,
	"next_unit": ticketWeighing.nextUnit,
	"answer":    ticketWeighing.answer,
	"evidence":  ticketWeighing.evidence,
	"survey": func(w ticketWeighing) error {
		return survey(w.deed.Reached, w.deed.Solved, w.deed.Pleased, w.deed.Words)
	},
	"reason": func(w ticketWeighing) error {
		return unless(slices.Contains(w.verb.Reasons, w.deed.Reason), village.Refuse("reason", "err.case.reason"))
	},
	"words": func(w ticketWeighing) error {
		return unless(wordsFit(w.deed.Words), village.Refuse("words", "err.ticket.words"))
	},
	"days": func(w ticketWeighing) error {
		return unless(w.deed.Days >= 1 && w.deed.Days <= w.most["extension"], village.Refuse("days", "err.case.days"))
	},
	"reached": func(w ticketWeighing) error {
		return unless(w.deed.Reached == SaidYes || w.deed.Reached == SaidNo, village.Refuse("survey", "err.ticket.survey"))
	},
	"own": func(w ticketWeighing) error { // who helps does not act for the unit that has it
		return unless(w.by.Scope.Unit == w.of.Unit, &village.Error{Kind: village.Denied, Field: "verb", Key: "err.case.role"})
	},
	"signed":         func(w ticketWeighing) error { return unless(!w.stand.SignedAt.IsZero(), conflict("err.ticket.signed")) },
	"signed_never":   func(w ticketWeighing) error { return unless(w.stand.SignedAt.IsZero(), conflict("err.ticket.order")) },
	"returned_never": func(w ticketWeighing) error { return unless(w.stand.Returned.Verb == "", conflict("err.ticket.order")) },
	"contacted": func(w ticketWeighing) error {
		return unless(w.stand.Contacts > 0 || w.of.Anonymous, conflict("err.ticket.contacted"))
	},
	"replied":      func(w ticketWeighing) error { return unless(w.stand.Replied.Verb != "", conflict("err.ticket.order")) },
	"not_replied":  func(w ticketWeighing) error { return unless(w.stand.Replied.Verb == "", conflict("err.ticket.order")) },
	"rework_never": func(w ticketWeighing) error { return unless(!w.of.Rework, conflict("err.ticket.order")) },
	"extended_never": func(w ticketWeighing) error {
		return unless(w.stand.Extended == 0 && w.stand.Requested.Days == 0, conflict("err.case.extended"))
	},
	"in_time": func(w ticketWeighing) error {
		return unless(w.of.Due != "" && village.DayOf(w.now) <= w.of.Due, conflict("err.case.in_time"))
	},
	"days_asked": func(w ticketWeighing) error {
		return unless(w.stand.Requested.Days > 0, conflict("err.case.days_asked"))
	},
	"another_person": func(w ticketWeighing) error {
		return unless(w.stand.Requested.Account != w.by.Name, conflict("err.case.another_person"))
	},
	"ticket": func(w ticketWeighing) error { // a visit is arranged and made: nobody answers it or reports on it
		return unless(w.of.Item.Kind() == village.RecordTicket, conflict("err.ticket.order"))
	},
	"booking": func(w ticketWeighing) error {
		return unless(w.of.Item.Kind() == village.RecordBooking, conflict("err.ticket.order"))
	},
	"meeting": func(w ticketWeighing) error { // hours that were granted stay noted
		return unless(w.of.Item == village.BookWindow || w.of.Item == village.BookHome, conflict("err.ticket.order"))
	},
	"appointment": func(w ticketWeighing) error {
		return unless(w.of.Item == village.BookWindow, conflict("err.ticket.order"))
	},
	"begun": func(w ticketWeighing) error { // nobody is late before that
		slot, ok := w.of.Slot.Slot()
		return unless(ok && !w.now.Before(slot.Starts()), conflict("err.book.not_begun"))
	},
	"longer": func(w ticketWeighing) error {
		return unless(w.of.Item == village.BookLonger, conflict("err.ticket.order"))
	},
	"extension": func(w ticketWeighing) error {
		return unless(w.deed.Longer != nil, village.Refuse("hours", "err.extension.hours"))
	},
	"visit": func(w ticketWeighing) error { // an appointment has its place and its time already
		return unless(w.of.Item == village.BookHome, conflict("err.ticket.order"))
	},
	"day": func(w ticketWeighing) error { // it may be named later
		switch day := w.deed.Day; {
		case day == "":
			return nil
		case !day.Real():
			return village.Refuse("day", "err.book.day")
		default:
			return unless(day >= village.DayOf(w.now), village.Refuse("day", "err.book.day_over"))
		}
	},
	"order_over":     func(w ticketWeighing) error { return w.of.Given.over() },
	"archived_never": func(w ticketWeighing) error { return unless(!w.stand.Archived, conflict("err.ticket.order")) },
}

// MaxCoUnits is how many units may help with one request. A default of ours.
const MaxCoUnits = 8

// evidence is what shows that something was done: photographs and PDF, as many as go with an
// act on an order.
func (w ticketWeighing) evidence() error {
	for _, f := range w.deed.Files {
		if p := f.part(); p.Type == "" || p.Bytes > MaxShotBytes {
			return village.Refuse("files", "err.ticket.files")
		}
	}
	return unless(len(w.deed.Files) <= MaxShots, village.Refuse("files", "err.ticket.files"))
}

// givenTo is who gets a request: a unit that there is, and others that help. The names
// lie on the kiosk in clear.
func (w ticketWeighing) givenTo() error {
	d := w.deed
	for _, u := range append([]string{d.Unit}, d.Co...) {
		if strings.TrimSpace(u) == "" || utf8.RuneCountInString(u) > 60 {
			return village.Refuse("unit", "err.ticket.unit")
		}
		if w.of.Item.Kind() == village.RecordTicket && !slices.Contains(w.units, u) {
			return village.Refuse("unit", "err.ticket.unit_unknown")
		}
	}
	all := append([]string{d.Unit}, d.Co...)
	slices.Sort(all)
	if len(slices.Compact(all)) < len(d.Co)+1 {
		return village.Refuse("unit", "err.ticket.unit_twice")
	}
	if len(d.Co) > MaxCoUnits {
		return village.Refuse("unit", "err.ticket.units_many")
	}
	return w.of.maySay("unit", d.Unit)
}

// nextUnit is who should have a request that a unit gives back: another one, always.
func (w ticketWeighing) nextUnit() error {
	good := w.deed.Unit != w.of.Unit && slices.Contains(w.units, w.deed.Unit)
	return unless(good, village.Refuse("unit", "err.ticket.next_unit"))
}

// answer is what whoever holds the paper may read; it may be empty.
func (w ticketWeighing) answer() error {
	if utf8.RuneCountInString(w.deed.Words) > village.MaxAnswer {
		return village.Refuse("answer", "err.ticket.answer")
	}
	return w.of.maySay("answer", w.deed.Words)
}
