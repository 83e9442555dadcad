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

// TicketBook lists and finds requests to 12345.
type TicketBook interface {
	ListRequests(ctx context.Context, kind village.RecordKind, state village.CaseState, limit int) ([]office.RequestHead, error)
	Request(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (office.Request, error)
	RequestSteps(ctx context.Context, kiosk seal.KioskID, id village.RecordID) ([]village.CaseStep, error)
}

type ticketsPage struct {
	Rows   []ticketRow
	States []choice
	Limit  int // how many are looked through
}

type ticketRow struct {
	Link, Code, Order, Type, Place, Unit, Received, Due string
	Chip                                                chip
	Late                                                bool
}

const ticketsShown = 500

// tickets serves GET /tickets: ?state=.
func (c *Console) tickets(v *visit) error {
	state := village.CaseState(v.URL.Query().Get("state"))
	if !slices.Contains(ticketStates(), state) {
		state = ""
	}
	list, err := c.Book.ListRequests(v.Context(), village.RecordTicket, state, ticketsShown)
	if err != nil {
		return err
	}
	page, now := ticketsPage{Limit: ticketsShown}, c.Now()
	for _, r := range list {
		if v.account.Scope.Holds(r.Place, r.Unit) {
			page.Rows = append(page.Rows, c.ticketRow(v.view, r, now))
		}
	}
	for _, s := range ticketStates() {
		page.States = append(page.States, choice{Value: string(s), Text: v.view.text.T("county.ticket.state." + string(s)), Chosen: s == state})
	}
	return c.show(v, "tickets.html", frame{Active: "tickets", Title: v.view.text.T("county.menu.tickets"), Page: page})
}

func ticketStates() []village.CaseState {
	return []village.CaseState{village.Received, village.Registered, village.Dispatched, village.Answered, village.Completed, village.NotAccepted}
}

func ticketPath(r office.RequestHead) string {
	return "/tickets/" + string(r.Kiosk) + "/" + string(r.ID)
}

func (c *Console) ticketRow(v *view, r office.RequestHead, now time.Time) ticketRow {
	kind, _ := r.Item.Ticket()
	row := ticketRow{
		Link: v.link(ticketPath(r)), Code: r.ShortCode.Spaced(), Order: r.Order, Type: v.text.T("hotline.type." + string(kind)),
		Place: c.place(r.Place), Unit: r.Unit, Received: v.moment(r.ReceivedAt, now), Chip: ticketChip(r.State),
	}
	if day, err := time.ParseInLocation(time.DateOnly, string(r.Due), village.Zone); err == nil {
		row.Due, row.Late = calendar.DateText(v.text, day), !r.State.Over() && !now.Before(day.AddDate(0, 0, 1))
	}
	return row
}

func ticketChip(state village.CaseState) chip {
	k := chipOf(state)
	k.State = "county.ticket.state." + string(state)
	if state == village.Answered || state == village.Dispatched {
		k.Mark, k.Kind = "check", "done"
	}
	return k
}

type ticketPage struct {
	ticketRow
	Action, LookAction          string
	Content, Name, Phone, Until string // "" unless it is open
	Anonymous, Secret           bool
	MayLook, Open               bool
	Problem                     problem
	Lines                       []line
	Can                         map[string]bool // by the state that it leads to
	Reasons                     []village.CaseReason
	Over                        bool
}

// ticket serves GET /tickets/{kiosk}/{id}.
func (c *Console) ticket(v *visit) error {
	r, err := c.scopedTicket(v)
	if err != nil {
		return err
	}
	return c.showTicket(v, r, problem{})
}

func (c *Console) scopedTicket(v *visit) (office.Request, error) {
	r, err := c.Book.Request(v.Context(), seal.KioskID(v.PathValue("kiosk")), village.RecordID(v.PathValue("id")))
	if err == nil && !v.account.Scope.Holds(r.Place, r.Unit) {
		err = &village.Error{Kind: village.NotFound}
	}
	return r, err
}

func (c *Console) showTicket(v *visit, r office.Request, p problem) error {
	look, open, err := c.looking(v, office.Case{Kiosk: r.Kiosk, ID: r.ID})
	if err != nil {
		return err
	}
	steps, err := c.Book.RequestSteps(v.Context(), r.Kiosk, r.ID)
	if err != nil {
		return err
	}
	now, path := c.Now(), ticketPath(r.RequestHead)
	page := ticketPage{
		ticketRow: c.ticketRow(v.view, r.RequestHead, now), Action: v.view.link(path + "/act"), LookAction: v.view.link(path + "/look"), Problem: p,
		Anonymous: r.Anonymous, Secret: r.Confidential, MayLook: v.account.Role.May(office.SeePerson), Open: open,
		Can: map[string]bool{}, Reasons: village.CaseReasons(), Over: r.State.Over(),
	}
	for state, may := range ticketActs(v.account, r.RequestHead) {
		if may {
			page.Can[string(state)] = true
		}
	}
	if open {
		page.Content, page.Name, page.Phone = r.Text(village.TicketContent), r.Text(village.TicketName), r.Text(village.TicketPhone)
		page.Until = v.view.moment(look.At.Add(lookLasts), now)
	}
	for _, s := range steps {
		l := line{What: v.view.text.T("county.ticket.state." + string(s.State)), When: v.view.moment(time.UnixMilli(s.AtMS), now), Who: s.Unit, More: s.Text}
		if s.Reason != "" {
			l.More = v.view.text.T("county.reason." + string(s.Reason))
		}
		page.Lines = append(page.Lines, l)
	}
	return c.show(v, "ticket.html", frame{Active: "tickets", Title: page.Type, Page: page})
}

// ticketActs are what the account may try: the county dispatches, answers and closes,
// a unit answers what it has. The office still refuses what is out of order.
func ticketActs(a office.Account, r office.RequestHead) map[village.CaseState]bool {
	given := r.State == village.Registered || r.State == village.Dispatched
	switch a.Role {
	case office.RoleCounty:
		return map[village.CaseState]bool{
			village.Dispatched: given || r.State == village.Answered && !r.Rework, village.Answered: given,
			village.Completed: r.State == village.Answered, village.NotAccepted: given,
		}
	case office.RoleUnit:
		return map[village.CaseState]bool{village.Answered: r.State == village.Dispatched}
	}
	return nil
}

// ticketAct serves POST /tickets/{kiosk}/{id}/act.
func (c *Console) ticketAct(v *visit) error {
	r, err := c.scopedTicket(v)
	if err != nil {
		return err
	}
	d := office.RequestDecision{
		Text: string(r.ShortCode), Kiosk: r.Kiosk, State: village.CaseState(v.PostFormValue("state")), Unit: strings.TrimSpace(v.PostFormValue("unit")),
		Answer: strings.TrimSpace(v.PostFormValue("answer")), Reason: village.CaseReason(v.PostFormValue("reason")),
	}
	err = &village.Error{Kind: village.Conflict, Field: "state", Key: "err.case.role"}
	if ticketActs(v.account, r.RequestHead)[d.State] {
		_, err = c.Hotline.Decide(v.Context(), d)
	}
	if err != nil {
		e := village.Keyed(err)
		if e.Kind == village.Internal || e.Kind == village.NotFound {
			return err
		}
		v.status = http.StatusConflict
		return c.showTicket(v, r, problem{Act: e.Key})
	}
	http.Redirect(v.w, v.Request, v.view.link(ticketPath(r.RequestHead)), http.StatusSeeOther)
	return nil
}

// ticketLook serves POST /tickets/{kiosk}/{id}/look.
func (c *Console) ticketLook(v *visit) error {
	r, err := c.scopedTicket(v)
	if err != nil {
		return err
	}
	key, err := c.keepLook(v, r.Kiosk, r.ID)
	switch {
	case err != nil:
		return err
	case key != "":
		v.status = http.StatusBadRequest
		return c.showTicket(v, r, problem{Look: key})
	}
	http.Redirect(v.w, v.Request, v.view.link(ticketPath(r.RequestHead)), http.StatusSeeOther)
	return nil
}
