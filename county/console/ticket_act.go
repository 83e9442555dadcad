package console

import (
	"slices"
	"strconv"
	"strings"

	"bianmin/app/village"
	"bianmin/county/office"
)

// ticketForm is one thing that can be done with a request, and what it asks for.
type ticketForm struct {
	office.FlowVerb
	Fields []string
	Words  string   // that stand in the form at first
	Unit   string   // the same
	Co     []string // the same
	Row    string   // of the table of units that named them, in words; ""
	Brings bool     // files
}

// ticketForms are what the account may try. The office still refuses what is out of
// order. What a unit replied stands in the answer once its words may be read.
func (c *Console) ticketForms(v *visit, r office.Request, open bool) (forms []ticketForm, err error) {
	stand := r.Standing()
	for _, verb := range c.Hotline.Open(r, v.account) {
		f := ticketForm{FlowVerb: verb, Unit: stand.Returned.Unit}
		for _, g := range verb.Guards {
			switch g {
			case "unit", "day", "next_unit", "reason", "words", "days", "reached", "survey", "answer", "extension", "evidence":
				f.Fields, f.Brings = append(f.Fields, g), f.Brings || g == evidence
			}
		}
		if verb.Name == office.VerbReply || verb.Name == office.VerbAnswer && !r.Confidential {
			f.Words = result(v.account, r.Given)
		}
		if verb.Name == office.VerbAnswer && open && stand.Replied.Words != "" {
			f.Words = stand.Replied.Words
		}
		if verb.Name == office.VerbDispatch && f.Unit == "" {
			if err := c.proposeUnits(v, r, &f); err != nil {
				return nil, err
			}
		}
		// Who answers or dispatches first says so by pressing: a reply that waits is the usual next thing.
		if stand.Replied.Verb != "" {
			f.Main = verb.Name == office.VerbAnswer
		}
		forms = append(forms, f)
	}
	slices.SortStableFunc(forms, func(a, b ticketForm) int {
		return (verbForm{FlowVerb: a.FlowVerb}).place() - (verbForm{FlowVerb: b.FlowVerb}).place()
	})
	return forms, nil
}

// proposeUnits fills in who usually gets such a request, and names the row that says so. A
// request that was given back goes where its unit said.
func (c *Console) proposeUnits(v *visit, r office.Request, f *ticketForm) error {
	table, err := c.Book.DispatchTable(v.Context())
	if err != nil {
		return err
	}
	kind, _ := r.Item.Ticket()
	if n, row := table.For(kind, r.Place); n > 0 {
		f.Unit, f.Co = row.Unit, row.Co
		f.Row = v.view.text.T("county.dispatch.row", "version", table.Version, "document", table.Document, "row", n)
	}
	return nil
}

// Helps reports whether a unit is chosen in the form to help.
func (f ticketForm) Helps(form typed, unit string) bool {
	if form.Tried(f.Name) {
		return form.Has(f.Name, "co", unit)
	}
	return slices.Contains(f.Co, unit)
}

// ticketWaits says what somebody waits for.
func (c *Console) ticketWaits(v *view, r office.Request) (waits []string) {
	s := r.Standing()
	if a := s.Returned; a.Verb != "" && r.State == village.Dispatched {
		key := "county.ticket.waits.returned"
		if c.Hotline.LateReturn(r) {
			key += "_late"
		}
		waits = append(waits, v.text.T(key, "unit", r.Unit, "next", a.Unit, "reason", v.text.T("county.reason."+string(a.Reason))))
	}
	if then, now, older := c.Hotline.OlderCalendar(r); older && !r.State.Over() {
		waits = append(waits, v.text.T("county.ticket.calendar", "day", v.dayText(r.Due), "then", then, "now", now))
	}
	if c.Hotline.LateSign(r) {
		waits = append(waits, v.text.T("county.ticket.waits.unsigned", "unit", r.Unit, "days", office.TicketFlow().Days["sign"]))
	}
	if s.Requested.Days > 0 {
		waits = append(waits, v.text.T("county.act.requested", "account", s.Requested.Account, "days", s.Requested.Days))
	}
	if s.Replied.Verb != "" && r.State == village.Dispatched {
		waits = append(waits, v.text.T("county.ticket.waits.replied", "unit", r.Unit))
	}
	if s.Archived {
		waits = append(waits, v.text.T("county.ticket.archived"))
	}
	return waits
}

// asked is what a person said when somebody called: reached, solved, pleased.
func (v *view) asked(reached, solved, pleased office.Yes) (words []string) {
	if reached != office.NotAsked {
		words = append(words, v.text.T("county.ticket.reached."+string(reached)))
	}
	if solved != office.NotAsked {
		words = append(words, v.text.T("county.ticket.solved."+string(solved)), v.text.T("county.ticket.pleased."+string(pleased)))
	}
	return words
}

// requestLine is one entry of the timeline, in the words whose keys begin so. What
// somebody typed about a person opens for a reason; the answer is on the machine anyway.
func (c *Console) requestLine(v *view, keys string, a office.TicketAct, open bool) line {
	t := v.text.T
	l := line{What: t(keys + "state." + string(a.State)), When: v.moment(a.At, c.Now())}
	if a.Verb != "" {
		l.What = t(keys + "verb." + string(a.Verb))
	}
	switch {
	case a.Account == "countyd":
		l.Who = t("county.act.command")
	case a.Account != "":
		l.Who = t("county.act.by", "who", a.Account, "role", t("county.role."+string(a.Role)))
	}
	more := append([]string{a.Unit}, a.Co...)
	if a.Helper != "" {
		more = append(more, t("county.helped", "badge", a.Helper))
	}
	if a.Verb == office.VerbArrange && a.Due != "" {
		more = append(more, v.dayText(a.Due))
	}
	if a.Longer != nil {
		more = append(more, a.Longer.Span.String(), t("county.extension.badge")+" "+a.Longer.Badge)
	}
	if a.Reason != "" {
		more = append(more, t("county.reason."+string(a.Reason)))
	}
	if a.Days > 0 {
		more = append(more, t("calendar.limit.workdays", "days", a.Days))
	}
	more = append(more, v.asked(a.Reached, a.Solved, a.Pleased)...)
	if open || a.State == village.Answered && a.Tell {
		more = append(more, a.Words)
	}
	l.More = v.joined(more)
	return l
}

// evidence is the field of the files that show what was done.
const evidence = "evidence"

// ticketAct serves POST /tickets/{kiosk}/{id}/act.
func (c *Console) ticketAct(v *visit) error {
	r, err := scoped(v, c.requestOf(village.RecordTicket))
	if err != nil {
		return err
	}
	files, err := v.readForm(evidence)
	if err == nil {
		deed := v.ticketDeed()
		deed.Files = files
		_, err = c.Hotline.Do(v.Context(), r.Kiosk, r.ID, deed, v.account)
	}
	return v.acted(err, ticketPath(r.RequestHead), func(key string) error { return c.showTicket(v, r, problem{Act: key}) })
}

// ticketDeed is what a form wants to be done with a request.
func (v *visit) ticketDeed() office.TicketDeed {
	text := func(name string) string { return strings.TrimSpace(v.PostFormValue(name)) }
	d := office.TicketDeed{
		Verb: office.Verb(text("verb")), Unit: text("unit"), Day: village.Day(text("day")), Reason: village.CaseReason(text("reason")), Words: text("words"),
		Reached: office.Yes(text("reached")), Solved: office.Yes(text("solved")), Pleased: office.Yes(text("pleased")),
	}
	for _, u := range v.PostForm["co"] {
		if u != "" {
			d.Co = append(d.Co, u)
		}
	}
	if days := text("days"); days != "" {
		var err error
		if d.Days, err = strconv.Atoi(days); err != nil {
			d.Days = -1 // no number of days that anybody may ask for
		}
	}
	return d
}
