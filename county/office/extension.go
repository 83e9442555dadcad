package office

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"time"
	"unicode"

	"bianmin/app/calendar"
	"bianmin/app/seal"
	"bianmin/app/snapshot"
	"bianmin/app/village"
)

// Extension is a stretch of a day in which a centre was, or will be, open outside its
// hours (延时服务).
type Extension struct {
	Number  int64
	Centre  village.DivisionCode
	Day     village.Day
	Span    calendar.Span
	Basis   string // rule or order
	Reason  string
	Badge   string            // of who was there
	Case    village.ShortCode // that it was for; "" = none
	Account string            // who noted it; "" = by command on the county's machine
	At      time.Time
}

// Minutes is how long it is.
func (e Extension) Minutes() int { return e.Span.To - e.Span.From }

// Until is the day and the span that a person asked a window to stay open; ok is false
// when r asks nothing of the kind.
func (r Request) Until() (day village.Day, span calendar.Span, ok bool) {
	if r.Item != village.BookLonger || span.UnmarshalText([]byte(r.Text(village.BookHours))) != nil {
		return "", span, false
	}
	return village.DayOf(r.FiledAt), span, true
}

// HoursCount is how often the windows of a centre were asked to stay open, and did, in a
// time.
type HoursCount struct {
	Centre   village.DivisionCode
	Asked    int // at its machines, by the day of the machine
	Granted  int // of Asked
	Declined int // of Asked; the rest waits
	Noted    int // extensions, asked for or not
	Minutes  int // of Noted
}

// ExtensionBook keeps them.
type ExtensionBook interface {
	// KeepExtension keeps e under the next number. One that overlaps another of the same
	// centre is a [village.Conflict], err.extension.twice.
	KeepExtension(ctx context.Context, e Extension) (number int64, err error)

	// Extensions are those of a scope, the latest first, at most limit.
	Extensions(ctx context.Context, s Scope, limit int) ([]Extension, error)

	// CountHours are the counts of the days from to to, by centre; a centre without any is
	// left out.
	CountHours(ctx context.Context, s Scope, from, to village.Day) ([]HoursCount, error)
}

// HoursDesk notes longer hours and puts them up at the centre.
type HoursDesk struct {
	Book  ExtensionBook
	Staff StaffList
	Asked interface {
		Do(ctx context.Context, kiosk seal.KioskID, id village.RecordID, d TicketDeed, by Account) (RequestHead, error)
	}
	Cases interface {
		FindCases(ctx context.Context, text string) ([]CaseHead, error)
	}
	Known  func(village.DivisionCode) bool // centres
	Newest Snapshots
	Unpack func([]byte) ([]byte, error)
	Usual  calendar.Hours // where none are published
	Days   Calendars
	Today  village.Today // of places that hours were published for
	Why    string        // what machines say of such a day
	// Publish publishes hours that were made of content number last, see
	// [Publisher.PublishAfter]; nil: nobody can here.
	Publish func(ctx context.Context, plain []byte, last int64) error
	Now     func() time.Time
	Log     *slog.Logger
}

// Showing is what machines are told of an extension that was kept.
type Showing string

const (
	NotShown    Showing = "kept"  // the day is over, or no hours of the centre are published
	Shown       Showing = "shown" // the machines get it
	NotShownYet Showing = "later" // it could not be published: somebody has to do that again
)

// Bounds of what is noted. Defaults of ours.
const (
	extensionBack  = 31 // days
	extensionAhead = 7  // days
	maxExtended    = 60 // characters of basis and reason
)

// Extend notes an extension in a scope. Where the hours of the centre are published and
// the day is not over, its machines are told; shown says what became of that, which is no
// error of what was kept. The errors are [village.Invalid] at the field that is wrong,
// [village.NotFound] at "badge" or "case", and [village.Conflict].
func (d *HoursDesk) Extend(ctx context.Context, e Extension, s Scope) (kept Extension, shown Showing, err error) {
	e.Basis, e.Reason, e.At = strings.TrimSpace(e.Basis), strings.TrimSpace(e.Reason), d.Now()
	if err := d.check(ctx, e, s); err != nil {
		return e, NotShown, err
	}
	if err := d.checkCase(ctx, e.Case); err != nil {
		return e, NotShown, err
	}
	if _, _, _, err := d.extended(ctx, e); err != nil {
		return e, NotShown, err
	}
	if e.Number, err = d.Book.KeepExtension(ctx, e); err != nil {
		return e, NotShown, err
	}
	return e, d.show(ctx, e), nil
}

// Grant says yes to a person who asked at a machine that the window stays open: the answer
// and the extension are kept together or not at all, then the machines are told as by
// [HoursDesk.Extend]. Of e, centre, day and code are those of r. The errors are those of
// Extend and of [Hotline.Do].
func (d *HoursDesk) Grant(ctx context.Context, r Request, e Extension, by Account) (kept Extension, shown Showing, err error) {
	day, _, ok := r.Until()
	if !ok {
		return e, NotShown, conflict("err.ticket.order")
	}
	e.Centre, e.Day, e.Case, e.Account, e.At = r.Place, day, r.ShortCode, by.Name, d.Now()
	e.Basis, e.Reason = strings.TrimSpace(e.Basis), strings.TrimSpace(e.Reason)
	if e.Day < village.DayOf(e.At) {
		return e, NotShown, conflict("err.extension.late")
	}
	if err := d.check(ctx, e, by.Scope); err != nil {
		return e, NotShown, err
	}
	if _, _, _, err := d.extended(ctx, e); err != nil {
		return e, NotShown, err
	}
	if _, err := d.Asked.Do(ctx, r.Kiosk, r.ID, TicketDeed{Verb: VerbStay, Longer: &e}, by); err != nil {
		return e, NotShown, err
	}
	return e, d.show(ctx, e), nil
}

// show puts an extension that was kept up where that is possible and of use.
func (d *HoursDesk) show(ctx context.Context, e Extension) Showing {
	if d.Publish == nil || e.Day < village.DayOf(e.At) {
		return NotShown
	}
	shown, err := d.putUp(ctx, e)
	switch {
	case err != nil:
		d.Log.ErrorContext(ctx, "an extension is kept and not published", "number", e.Number, "centre", e.Centre, "day", e.Day, "err", err)
		return NotShownYet
	case !shown:
		return NotShown
	}
	return Shown
}

// putUp tells the machines. When somebody published other hours meanwhile, the extension is
// added to those, a few times: who publishes again and again is at fault, and it says so.
func (d *HoursDesk) putUp(ctx context.Context, e Extension) (shown bool, err error) {
	for try := 1; ; try++ {
		all, last, shown, err := d.extended(ctx, e)
		if err != nil || !shown {
			return false, err
		}
		plain, err := snapshot.EncodeHours(all)
		if err == nil {
			err = d.Publish(ctx, plain, last)
		}
		if err == nil || village.KindOf(err) != village.Conflict || try == 5 {
			return err == nil, err
		}
	}
}

// extended are the published hours of all centres, content number last, with the extension;
// shown reports whether those of its centre are published.
func (d *HoursDesk) extended(ctx context.Context, e Extension) (all snapshot.ServiceHours, last int64, shown bool, err error) {
	if all, last, err = d.Published(ctx); err != nil {
		return all, last, false, err
	}
	hours, shown := all.By(d.Today.Of).Of(e.Centre) // what stands under an earlier code stays there too
	if !shown {
		hours = d.Usual
	}
	all[e.Centre], err = d.longer(hours, e)
	return all, last, shown, err
}

// check refuses what cannot be noted.
func (d *HoursDesk) check(ctx context.Context, e Extension, s Scope) error {
	today := village.DayOf(e.At)
	switch {
	case !d.Known(e.Centre) || !s.Holds(e.Centre, s.Unit):
		return village.Refuse("centre", "err.extension.centre")
	case !e.Day.Real() || e.Day < today.Add(-extensionBack) || e.Day > today.Add(extensionAhead):
		return village.Refuse("day", "err.extension.day")
	case e.Span.From >= e.Span.To || e.Span.From < 0 || e.Span.To > 24*60:
		return village.Refuse("hours", "err.extension.hours")
	case !saysSomething(e.Basis):
		return village.Refuse("basis", "err.extension.basis")
	case !saysSomething(e.Reason):
		return village.Refuse("reason", "err.extension.reason")
	}
	members, err := d.Staff.Members(ctx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(members, func(m Member) bool { return m.Badge == e.Badge }) {
		return &village.Error{Kind: village.NotFound, Field: "badge", Key: "err.staff.unknown"}
	}
	return nil
}

func (d *HoursDesk) checkCase(ctx context.Context, code village.ShortCode) error {
	if code == "" {
		return nil
	}
	found, err := d.Cases.FindCases(ctx, string(code))
	if err == nil && len(found) == 0 {
		err = &village.Error{Kind: village.NotFound, Field: "case", Key: "err.case.unknown"}
	}
	return err
}

func saysSomething(s string) bool {
	return s != "" && len([]rune(s)) <= maxExtended && !strings.ContainsFunc(s, unicode.IsControl)
}

// Published are the hours of all centres that machines have now, content number last; 0 when
// there are none.
func (d *HoursDesk) Published(ctx context.Context) (all snapshot.ServiceHours, last int64, err error) {
	last, plain, err := inUse(ctx, d.Newest, d.Unpack, snapshot.Hours)
	if err != nil || last == 0 {
		return snapshot.ServiceHours{}, last, err
	}
	all, err = snapshot.ParseHours(plain)
	return all, last, err
}

// longer are hours with the extension; the days that are over are left out. What lies
// within the hours is no extension.
func (d *HoursDesk) longer(hours calendar.Hours, e Extension) (calendar.Hours, error) {
	day, err := time.ParseInLocation(time.DateOnly, string(e.Day), village.Zone)
	if err != nil {
		return hours, village.Refuse("day", "err.extension.day")
	}
	spans, why := d.Days.Calendar().HoursOf(hours, day)
	if spans, err = calendar.Longer(spans, e.Span); err != nil {
		return hours, &village.Error{Kind: village.Invalid, Field: "hours", Key: "err.extension.inside", Err: err}
	}
	if why == "" {
		why = d.Why
	}
	today := string(village.DayOf(e.At))
	hours.Special = slices.DeleteFunc(slices.Clone(hours.Special), func(s calendar.SpecialDay) bool { return s.Day == string(e.Day) || s.Day < today })
	hours.Special = append(hours.Special, calendar.SpecialDay{Day: string(e.Day), Hours: spans, Why: why})
	slices.SortFunc(hours.Special, func(a, b calendar.SpecialDay) int { return strings.Compare(a.Day, b.Day) })
	return hours, nil
}
