package console

import (
	"context"
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
	ListRequests(ctx context.Context, q office.RequestQuery) (office.RequestPage, error)
	Request(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (office.Request, error)
	RequestFile(ctx context.Context, kiosk seal.KioskID, id village.RecordID, p office.Part) ([]byte, error)
	Units(ctx context.Context) ([]string, error)
	DispatchTable(ctx context.Context) (office.DispatchTable, error)
}

type ticketsPage struct {
	Rows   []ticketRow
	States []choice
	Twins  bool // only those that are perhaps there twice
	Total  int
	Pager  pager
}

type ticketRow struct {
	Link, Code, Order, Type, Place, Unit, Received, Due string
	Chip                                                chip
	Twin                                                string // why it is perhaps there twice; ""
	Late                                                bool
}

// tickets serves GET /tickets: ?state= &twins=1 &page=.
func (c *Console) tickets(v *visit) error {
	state := village.CaseState(v.URL.Query().Get("state"))
	if !slices.Contains(ticketStates(), state) {
		state = ""
	}
	twins := v.URL.Query().Get("twins")
	q := office.RequestQuery{Twins: twins == "1", Scope: v.account.Scope, Kind: village.RecordTicket, State: state, Page: pageNumber(v.URL.Query().Get("page")), PerPage: perPage}
	found, err := c.Book.ListRequests(v.Context(), q)
	if err != nil {
		return err
	}
	page, now := ticketsPage{Total: found.Total, Twins: q.Twins, Pager: newPager(q.Page, found.Total, func(n int) string {
		return v.view.link("/tickets", "state", state, "twins", twins, "page", n)
	})}, c.Now()
	for _, r := range found.Requests {
		page.Rows = append(page.Rows, c.ticketRow(v.view, r, now))
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
		Place: c.place(r.Place), Unit: r.Unit, Received: v.moment(r.ReceivedAt, now), Chip: ticketChip(r.State), Twin: v.twinRules(r.Twin),
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
	Where, CallBack             string // the same
	Photos                      []file
	About                       choice // case that it is about, "" unless it is open: whose case it is names a person
	Co                          string
	Anonymous, Secret           bool
	MayLook, Open               bool
	Problem                     problem
	Lines                       []line
	Waits                       []string // what somebody waits for, in words
	Verbs                       []ticketForm
	Units                       []string
	Twins                       []twinCase // that may be about the same thing
	Advice                      []string   // doors that the machine named, by which rules; none unless it is open
	Over                        bool
	Giving                      giving
}

// ticket serves GET /tickets/{kiosk}/{id}.
func (c *Console) ticket(v *visit) error {
	r, err := scoped(v, c.requestOf(village.RecordTicket))
	if err != nil {
		return err
	}
	return c.showTicket(v, r, problem{})
}

// aboutCase is the case that a request is about; empty without one.
func (v *view) aboutCase(r office.Request) choice {
	code := village.ShortCode(r.Text(village.TicketAbout))
	if code == "" {
		return choice{}
	}
	return choice{Value: v.link("/cases", "q", code), Text: code.Spaced()}
}

// advice is what the machine said of where a request belongs, with the digest of what it looked
// at where it told one.
func (v *view) advice(r office.Request) (words []string) {
	for _, d := range r.Doors() {
		words = append(words, v.text.T("county.decided.said", "why", v.known("decided.", d.Rule+"."+d.Says), "by", v.decidedBy(d)))
	}
	if len(words) > 0 {
		return words
	}
	for _, a := range r.Advice {
		words = append(words, v.text.T("county.ticket.advice", "door", v.known("hotline.door.", a.Rule), "rule", a.Rule, "version", a.Version))
	}
	return words
}

func (c *Console) showTicket(v *visit, r office.Request, p problem) error {
	look, open, err := c.looking(v, office.Case{Kiosk: r.Kiosk, ID: r.ID})
	if err != nil {
		return err
	}
	now, path, text := c.Now(), ticketPath(r.RequestHead), v.view.text
	page := ticketPage{
		ticketRow: c.ticketRow(v.view, r.RequestHead, now), Action: v.view.link(path + "/act"), LookAction: v.view.link(path + "/look"), Problem: p,
		Anonymous: r.Anonymous, Secret: r.Confidential, MayLook: v.account.Role.May(office.SeePerson), Open: open,
		Co: strings.Join(r.Co, text.T("county.semicolon")), Over: r.State.Over(), Waits: c.ticketWaits(v.view, r),
	}
	if page.Units, err = c.Book.Units(v.Context()); err != nil {
		return err
	}
	if open { // what is compared is what people wrote
		if page.Twins, err = c.ticketTwins(v, r); err != nil {
			return err
		}
	}
	_, why := office.AboutTicket(r)
	if page.Giving, err = c.giving(v, path, r.Given, why); err != nil {
		return err
	}
	if page.Verbs, err = c.ticketForms(v, r, open); err != nil {
		return err
	}
	if open {
		page.Content, page.Name, page.Phone = r.Text(village.TicketContent), r.Text(village.TicketName), r.Text(village.TicketPhone)
		page.Where, page.CallBack = r.Text(village.TicketPlaceText), v.view.callBack(r)
		page.About = v.view.aboutCase(r)
		page.Advice = v.view.advice(r)
		page.Until = v.view.moment(look.At.Add(lookLasts), now)
	}
	page.Photos = v.view.ticketPhotos(r, open)
	for n, a := range r.Acts {
		l := c.requestLine(v.view, "county.ticket.", a, open)
		l.Files = v.view.replyFiles(r, n, open)
		page.Lines = append(page.Lines, l)
	}
	return c.show(v, "ticket.html", frame{Active: "tickets", Title: page.Type, Page: page})
}

// twinRules says why two requests are perhaps the same; "" for no rule.
func (v *view) twinRules(rules []string) string {
	var words []string
	for _, rule := range rules {
		words = append(words, v.text.T("county.ticket.twin."+rule, "days", office.TwinDays))
	}
	return strings.Join(words, v.text.T("county.semicolon"))
}

// ticketTwins leads to requests that may be about the same thing, as far as the account sees them.
func (c *Console) ticketTwins(v *visit, r office.Request) (list []twinCase, err error) {
	twins, err := c.Hotline.Twins(v.Context(), r)
	for _, twin := range twins {
		if twin.In(v.account.Scope) {
			list = append(list, twinCase{Link: v.view.link(ticketPath(twin.RequestHead)), Code: twin.ShortCode.Spaced(), Rule: v.view.decidedBy(twin.Decided)})
		}
	}
	return list, err
}

// callBack is whether the person wants to be called; "" where nobody was asked.
func (v *view) callBack(r office.Request) string {
	wanted, asked := r.Form[village.TicketCallBack].(bool)
	switch {
	case !asked:
		return ""
	case wanted:
		return v.text.T("county.ticket.call_back.yes")
	}
	return v.text.T("county.ticket.call_back.no")
}

// ticketLook serves POST /tickets/{kiosk}/{id}/look.
func (c *Console) ticketLook(v *visit) error {
	return c.requestLook(v, village.RecordTicket, ticketPath, c.showTicket)
}
