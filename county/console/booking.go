package console

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

type bookingsPage struct {
	Rows   []bookingRow
	States []choice
	Total  int
	Pager  pager
	Slots  bool // the account sees them
}

type bookingRow struct {
	Link, Code, Kind, Place, When, Unit, Received string
	Chip                                          chip
	Late                                          bool // the day of a visit is over and nobody said that it took place
}

// bookings serves GET /bookings: ?state= &page=.
func (c *Console) bookings(v *visit) error {
	state := village.CaseState(v.URL.Query().Get("state"))
	if !slices.Contains(bookingStates(), state) {
		state = ""
	}
	q := office.RequestQuery{Scope: v.account.Scope, Kind: village.RecordBooking, State: state, Page: pageNumber(v.URL.Query().Get("page")), PerPage: perPage}
	found, err := c.Book.ListRequests(v.Context(), q)
	if err != nil {
		return err
	}
	page, now := bookingsPage{Total: found.Total, Slots: v.account.Role.May(office.SeeHours), Pager: newPager(q.Page, found.Total, func(n int) string {
		return v.view.link("/bookings", "state", state, "page", n)
	})}, c.Now()
	for _, r := range found.Requests {
		page.Rows = append(page.Rows, c.bookingRow(v.view, r, now))
	}
	for _, s := range bookingStates() {
		page.States = append(page.States, choice{Value: string(s), Text: v.view.text.T("county.booking.state." + string(s)), Chosen: s == state})
	}
	return c.show(v, "bookings.html", frame{Active: "bookings", Title: v.view.text.T("county.menu.bookings"), Page: page})
}

func bookingStates() []village.CaseState {
	return []village.CaseState{village.Received, village.Registered, village.Dispatched, village.Completed, village.Missed, village.Withdrawn, village.NotAccepted}
}

func bookingPath(r office.RequestHead) string {
	return "/bookings/" + string(r.Kiosk) + "/" + string(r.ID)
}

func (c *Console) bookingRow(v *view, r office.RequestHead, now time.Time) bookingRow {
	row := bookingRow{
		Link: v.link(bookingPath(r)), Code: r.ShortCode.Spaced(), Kind: v.text.T("county.request." + strings.TrimPrefix(string(r.Item), "book-")),
		Place: c.place(r.Place), Unit: r.Unit, Received: v.moment(r.ReceivedAt, now), Chip: bookingChip(r),
	}
	day := r.Due
	if r.Item == village.BookLonger { // of the day on which it was asked
		day = village.DayOf(r.FiledAt)
	}
	if slot, ok := r.Slot.Slot(); ok {
		row.When, _ = calendar.SlotWhen(v.text, village.Divisions{}, r.Slot)
		day = slot.Day
	} else if day != "" {
		row.When = v.dayText(day)
	}
	row.Late = day != "" && !r.State.Over() && village.DayOf(now) > day && (r.Item != village.BookLonger || r.State != village.Dispatched)
	return row
}

// bookingChip is where a booking stands in a word. An appointment is made when it has its
// number; somebody has yet to arrange a visit.
func bookingChip(r office.RequestHead) chip {
	k := chipOf(r.State)
	k.State = "county.booking.state." + string(r.State)
	if r.State == village.Registered && r.Item == village.BookWindow {
		k.State, k.Mark, k.Kind = "county.booking.booked", "check", "done"
	}
	if r.Item == village.BookLonger {
		k.State = r.Item.StateKey(r.State)
	}
	if r.State == village.Dispatched {
		k.Mark, k.Kind = "check", "done"
	}
	return k
}

type bookingPage struct {
	bookingRow
	Action, LookAction string
	Number             string
	Window             int           // of an appointment; 0 = another
	Longer             calendar.Span // that the window is asked to stay open; zero = nothing of the kind
	Said               []bookingFact // what the person wrote; none unless it is open
	Until              string
	MayLook, Open      bool
	Problem            problem
	Lines              []line
	Verbs              []ticketForm
	Units              []string
	Today              village.Day
	Over               bool
	NotShownYet        bool // the machines were not told of an extension that was kept just now
}

type bookingFact struct{ Name, Text string }

// booking serves GET /bookings/{kiosk}/{id}.
func (c *Console) booking(v *visit) error {
	r, err := scoped(v, c.requestOf(village.RecordBooking))
	if err != nil {
		return err
	}
	return c.showBooking(v, r, problem{})
}

// requestOf finds a request of a kind; one of another kind has another page.
func (c *Console) requestOf(kind village.RecordKind) func(context.Context, seal.KioskID, village.RecordID) (office.Request, error) {
	return func(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (office.Request, error) {
		r, err := c.Book.Request(ctx, kiosk, id)
		if err == nil && r.Item.Kind() != kind {
			err = &village.Error{Kind: village.NotFound}
		}
		return r, err
	}
}

func (c *Console) showBooking(v *visit, r office.Request, p problem) error {
	look, open, err := c.looking(v, office.Case{Kiosk: r.Kiosk, ID: r.ID})
	if err != nil {
		return err
	}
	now, path := c.Now(), bookingPath(r.RequestHead)
	page := bookingPage{
		bookingRow: c.bookingRow(v.view, r.RequestHead, now), Action: v.view.link(path + "/act"), LookAction: v.view.link(path + "/look"), Problem: p,
		Number: r.Order, MayLook: v.account.Role.May(office.SeePerson), Open: open, Over: r.State.Over(), Today: village.DayOf(now),
		NotShownYet: office.Showing(v.URL.Query().Get("noted")) == office.NotShownYet,
	}
	if page.Verbs, err = c.ticketForms(v, r, open); err != nil {
		return err
	}
	if slot, ok := r.Slot.Slot(); ok {
		page.Window = slot.Window
	}
	if _, page.Longer, _ = r.Until(); page.Longer != (calendar.Span{}) {
		page.When += " " + page.Longer.String()
	}
	if page.Units, err = c.Book.Units(v.Context()); err != nil {
		return err
	}
	if open {
		page.Said, page.Until = v.view.bookingFacts(r), v.view.moment(look.At.Add(lookLasts), now)
	}
	for _, a := range r.Acts {
		page.Lines = append(page.Lines, c.requestLine(v.view, "county.booking.", a, open))
	}
	return c.show(v, "booking.html", frame{Active: "bookings", Title: page.Kind, Page: page})
}

// bookingFacts is what the person wrote, in the order in which it is of use.
func (v *view) bookingFacts(r office.Request) (facts []bookingFact) {
	for _, key := range []string{
		village.TicketName, village.TicketPhone, village.BookFamily, village.BookMatter, village.BookItem, village.BookPriority, village.BookReason, village.BookAddress, village.BookAtHome,
	} {
		said := r.Text(key)
		if p := r.Priority; key == village.BookPriority && p != nil {
			_, approved := v.priority(p, true)
			said += v.text.T("county.semicolon") + v.text.T("county.priority.rule", "rule", string(p.Class), "version", p.Version) + v.text.T("county.semicolon") + approved
		}
		if said != "" {
			facts = append(facts, bookingFact{v.text.T("county.booking." + key), said})
		}
	}
	return facts
}

// bookingLook serves POST /bookings/{kiosk}/{id}/look.
func (c *Console) bookingLook(v *visit) error {
	return c.requestLook(v, village.RecordBooking, bookingPath, c.showBooking)
}

// requestLook keeps the reason to look at a request of a kind.
func (c *Console) requestLook(v *visit, kind village.RecordKind, path func(office.RequestHead) string, show func(*visit, office.Request, problem) error) error {
	r, err := scoped(v, c.requestOf(kind))
	if err != nil {
		return err
	}
	key, err := c.keepLook(v, r.Kiosk, r.ID)
	switch {
	case err != nil:
		return err
	case key != "":
		v.status = http.StatusBadRequest
		return show(v, r, problem{Look: key})
	}
	http.Redirect(v.w, v.Request, v.view.link(path(r.RequestHead)), http.StatusSeeOther)
	return nil
}

// bookingAct serves POST /bookings/{kiosk}/{id}/act.
func (c *Console) bookingAct(v *visit) error {
	r, err := scoped(v, c.requestOf(village.RecordBooking))
	if err != nil {
		return err
	}
	var shown office.Showing
	if office.Verb(v.PostFormValue("verb")) == office.VerbStay {
		shown, err = c.grant(v, r)
	} else {
		_, err = c.Hotline.Do(v.Context(), r.Kiosk, r.ID, v.ticketDeed(), v.account)
	}
	return v.acted(err, bookingPath(r.RequestHead), func(key string) error { return c.showBooking(v, r, problem{Act: key}) }, "noted", shown)
}

// grant lets the window stay open for who asked at the machine.
func (c *Console) grant(v *visit, r office.Request) (shown office.Showing, err error) {
	e, err := extensionOf(v.posted("from", "to", "basis", "reason", "badge"))
	if err != nil {
		return shown, err
	}
	_, shown, err = c.Hours.Grant(v.Context(), r, e, v.account)
	if k := village.Keyed(err); k.Kind == village.NotFound && k.Field == "badge" { // a slip of the form, no page that is not there
		return shown, village.Refuse(k.Field, k.Key)
	}
	return shown, err
}
