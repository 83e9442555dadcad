package flow

import (
	"slices"
	"strings"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/snapshot"
	"bianmin/app/village"
)

// Posted is what hangs on the board of the centre now.
type Posted struct {
	Notices  []snapshot.Notice // of today and of this place, the latest first
	Hours    calendar.Hours
	Usual    bool // nobody published Hours: they are our default
	Opening  calendar.Opening
	Timeless bool // the machine does not know what day it is
}

// Bill is what the home page says of the board: Short and then Shortest where Sub has no room.
type Bill struct{ Title, Sub, Short, Shortest string }

// Board is the page with the public notices (公告) and the service hours (服务时间).
type Board struct {
	page
	Posted Posted
	Notice *snapshot.Notice // the one that is read; nil: the list
	Pages  Pages

	Ask func() // leads to the page on which the window is asked to stay open

	list Pages // where the person stood in the list
}

// Board opens the board.
func (h *Home) Board() { h.Go(RouteBoard) }

// bill is what the home page says of the board; the zero Bill when there is none.
func (p page) bill() Bill {
	if p.kiosk.Posted == nil {
		return Bill{}
	}
	o := p.kiosk.Posted()
	hours := p.now(o)
	if o.Usual {
		hours = p.T("board.default", "hours", hours)
	}
	if len(o.Notices) == 0 {
		return Bill{hours, p.T("board.sub"), p.T("board.sub"), p.T("board.sub")}
	}
	n := o.Notices[0]
	until := p.Until(n)
	issued := p.Signer(n) + p.T("board.stop") + until
	return Bill{n.Title, issued + p.T("board.stop") + hours, issued, until}
}

// now says whether it is a service hour, and until when. Where the machine does not
// know the time it says the hours of a working day.
func (p page) now(o Posted) string {
	at := o.Opening
	switch {
	case o.Timeless:
		return p.T("board.workdays") + p.T("confirm.colon") + p.spans(o.Hours.Workdays)
	case at.Open:
		return p.T("board.open", "clock", p.Clock(at.Turns))
	case at.Turns.IsZero():
		return p.T("board.closed")
	case p.sameDay(at.Turns, p.kiosk.Now()):
		return p.T("board.closed.today", "clock", p.Clock(at.Turns))
	}
	return p.T("board.closed.until", "day", p.Day(at.Turns), "clock", p.Clock(at.Turns))
}

// asks are the stretches for which the window can be asked to stay open. A machine that
// does not know the time has none.
func (p page) asks() []calendar.Span {
	if p.kiosk.Posted == nil {
		return nil
	}
	posted := p.kiosk.Posted()
	if posted.Timeless {
		return nil
	}
	return posted.Opening.Longer(p.kiosk.Now())
}

func (p page) sameDay(a, b time.Time) bool {
	return a.In(village.Zone).Format(time.DateOnly) == b.In(village.Zone).Format(time.DateOnly)
}

// spans are hours as people read them: 8:30–12:00、14:30–17:30.
func (p page) spans(list []calendar.Span) string {
	if len(list) == 0 {
		return p.T("board.rest")
	}
	var words []string
	for _, s := range list {
		day := time.Date(2000, 1, 1, 0, 0, 0, 0, village.Zone)
		from, to := day.Add(time.Duration(s.From)*time.Minute), day.Add(time.Duration(s.To)*time.Minute)
		until := p.Clock(to)
		if s.To == 24*60 {
			until = "24:00"
		}
		words = append(words, p.Clock(from)+"–"+until)
	}
	return strings.Join(words, p.T("confirm.between"))
}

func (b *Board) open() {
	b.wipe()
	if b.kiosk.Posted != nil {
		b.Posted = b.kiosk.Posted()
	}
}

// Read opens one notice of the list.
func (b *Board) Read(id string) {
	if i := slices.IndexFunc(b.Posted.Notices, func(n snapshot.Notice) bool { return n.ID == id }); i >= 0 {
		b.hush()
		b.Notice, b.list, b.Pages = &b.Posted.Notices[i], b.Pages, Pages{}
		b.Changed()
	}
}

// Close goes back to the list, to where the person stood in it.
func (b *Board) Close() {
	b.hush()
	b.Notice, b.Pages = nil, b.list
	b.Changed()
}

// Down goes on to the page that starts at next.
func (b *Board) Down(next int) { b.Pages.Down(next); b.Changed() }

// Up goes back one page.
func (b *Board) Up() { b.Pages.Up(); b.Changed() }

// Now says whether it is a service hour.
func (b *Board) Now() string { return b.now(b.Posted) }

// HoursRow is one line of the service hours.
type HoursRow struct{ Label, Value string }

// HoursRows are the hours by kind of day, and the days to come that differ.
func (b *Board) HoursRows() []HoursRow {
	h := b.Posted.Hours
	rows := []HoursRow{
		{b.T("board.workdays"), b.spans(h.Workdays)},
		{b.T("board.others"), b.spans(h.Others)},
	}
	today := b.kiosk.Now().In(village.Zone).Format(time.DateOnly)
	special := slices.DeleteFunc(slices.Clone(h.Special), func(s calendar.SpecialDay) bool { return s.Day < today })
	slices.SortFunc(special, func(x, y calendar.SpecialDay) int { return strings.Compare(x.Day, y.Day) })
	for _, s := range special[:min(len(special), 3)] {
		rows = append(rows, HoursRow{b.published(s.Day), b.spans(s.Hours) + b.T("board.why", "why", s.Why)})
	}
	return rows
}

// HoursNote says where the hours come from when nobody published them, and that the
// machine works all the same.
func (b *Board) HoursNote() string {
	if b.Posted.Usual {
		return b.T("board.usual")
	}
	return b.T("board.always")
}

// News says when the county was heard last: notices may be older than that, never
// newer.
func (b *Board) News() string {
	last := b.kiosk.Line().LastContact
	if last.IsZero() {
		return b.T("board.news.never")
	}
	return b.T("board.news", "day", b.Day(last), "clock", b.Clock(last))
}

// Signer is who issued a notice.
func (p page) Signer(n snapshot.Notice) string {
	if n.Signer == "" {
		return p.T("board.county", "district", p.kiosk.Centre().District)
	}
	return n.Signer
}

// Valid says until when a notice hangs.
func (b *Board) Valid(n snapshot.Notice) string {
	return b.T("board.valid", "from", b.published(n.From), "to", b.published(n.To))
}

// Until is the last day of a notice, where there is a line for it.
func (p page) Until(n snapshot.Notice) string { return p.T("board.until", "to", p.published(n.To)) }

// published is a day of a publication in words: those of this year without it.
func (p page) published(written string) string {
	at, err := time.ParseInLocation(time.DateOnly, written, village.Zone)
	switch {
	case err != nil:
		return written
	case at.Year() != p.kiosk.Now().In(village.Zone).Year():
		return p.fullDay(at)
	}
	return p.Day(at)
}

func (b *Board) aloud() []Phrase {
	s := b.script("board.title")
	if n := b.Notice; n != nil {
		s.speak(n.Title, b.Signer(*n), b.Valid(*n))
		s.speak(strings.Split(n.Text, "\n")...)
		s.say("voice.next.board.read")
		return s.phrases
	}
	s.speak(b.Now())
	for _, row := range b.HoursRows() {
		s.speak(row.Label + b.T("confirm.colon") + row.Value)
	}
	s.speak(b.HoursNote())
	if b.CanAsk() {
		s.say("booking.longer", "booking.longer.note")
	}
	if len(b.Posted.Notices) == 0 {
		s.say("board.none")
	} else {
		s.speak(b.T("board.head", "n", len(b.Posted.Notices)))
	}
	for _, n := range first(b.Posted.Notices) {
		s.speak(n.Title)
	}
	s.say("voice.next.board")
	return s.phrases
}

// CanAsk reports whether the window can be asked now to stay open.
func (b *Board) CanAsk() bool { return len(b.asks()) > 0 }

func (b *Board) wipe() { *b = Board{page: b.page, Ask: b.Ask} }
