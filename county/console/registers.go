package console

import (
	"slices"
	"strings"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/office"
)

// registers are all of them, by their name in the address. Cases have a list of their own, which the
// database pages through ([Console.cases]).
func registers() map[string]table {
	day := func(key string) head { return head{Name: "at", Key: key} }
	place, state := head{Name: "place", Key: "county.case.village", pick: true}, head{Name: "state", Key: "county.cases.state", pick: true}
	due, unit := head{Name: "due", Key: "county.cases.due"}, head{Name: "unit", Key: "bulletin.unit", pick: true}
	return map[string]table{
		"tickets": {"county.menu.tickets", office.SeeCases, "/tickets", []head{
			{Name: "code", Key: "county.case.code"}, {Name: "number", Key: "county.ticket.order"}, {Name: "type", Key: "county.ticket.type", pick: true}, place, unit, state, day("county.case.received"), due,
		}, (*Console).ticketEntries},
		"ratings": {"county.ratings.title", office.SeeRatings, "/ratings", []head{
			{Name: "grade", Key: "county.rating.grade", pick: true}, state, {Name: "target", Key: "county.rating.target"}, {Name: "act", Key: "county.register.act", pick: true}, {Name: "why", Key: "county.rating.why"}, place, day("county.rating.at"),
		}, (*Console).ratingEntries},
		"orders": {"county.menu.orders", office.SeeOrders, "/orders", []head{
			{Name: "number", Key: "county.rectify.number"}, place, {Name: "what", Key: "county.rectify.what"}, {Name: "source", Key: "county.rectify.source", pick: true}, state, day("county.register.opened"), due, {Name: "late", Key: "county.rectify.late_head", Number: true},
		}, (*Console).orderEntries},
		"kiosks": {"county.kiosks.title", office.SeeKiosks, "/kiosks", []head{
			place, {Name: "id", Key: "county.kiosk.id"}, state, {Name: "at", Key: "county.kiosk.contact"}, {Name: "version", Key: "county.kiosk.version", pick: true}, {Name: "printer", Key: "county.kiosk.paper", pick: true},
			{Name: "kept", Key: "county.kiosk.kept", Number: true}, {Name: "aside", Key: "county.kiosk.aside", Number: true},
		}, (*Console).kioskEntries},
		"inspections": {"county.menu.inspections", office.SeeInspections, "/inspections", []head{
			day("county.register.visited"), place, {Name: "points", Key: "county.league.points", Number: true}, {Name: "band", Key: "county.league.band", pick: true}, {Name: "found", Key: "county.register.found", Number: true}, {Name: "who", Key: "county.flagged.who"}, {Name: "why", Key: "county.flagged.why"},
		}, (*Console).visitEntries},
		"sites": {"county.sites.title", office.SeeInspections, "/sites", []head{
			{Name: "name", Key: "county.sites.name"}, {Name: "sponsor", Key: "county.register.sponsor", pick: true}, {Name: "kind", Key: "county.sites.kind", pick: true}, {Name: "points", Key: "county.league.points", Number: true},
			{Name: "band", Key: "county.league.band", pick: true}, {Name: "at", Key: "county.sites.last"}, {Name: "looks", Key: "county.register.looks", Number: true}, {Name: "left", Key: "county.sites.left"},
		}, (*Console).siteEntries},
		"looks": {"county.looks.title", office.SeeLooks, "/looks", []head{
			day("county.look.at"), {Name: "account", Key: "county.look.account", pick: true}, {Name: "what", Key: "county.look.what", pick: true}, {Name: "reason", Key: "county.look.reason", pick: true}, {Name: "of", Key: "county.look.of"},
		}, (*Console).lookEntries},
		"documents": {"document.register", office.SeeLooks, "/looks", []head{
			{Name: "number", Key: "document.verify.number"}, {Name: "kind", Key: "document.verify.kind", pick: true}, day("document.verify.issued"), state, {Name: "account", Key: "county.look.account", pick: true},
		}, (*Console).documentEntries},
	}
}

func (c *Console) ticketEntries(v *visit) (all []entry, err error) {
	found, err := c.Book.ListRequests(v.Context(), office.RequestQuery{Scope: v.account.Scope, Kind: village.RecordTicket, Page: 1, PerPage: office.MaxListed + 1, Bare: true})
	now := c.Now()
	for _, r := range found.Requests {
		row := c.ticketRow(v.view, r, now)
		all = append(all, entry{linked(row.Code, row.Link), text(row.Order), text(row.Type), text(row.Place), text(row.Unit), text(v.view.text.T(row.Chip.State)), timed(row.Received, r.ReceivedAt), dated(row.Due, r.Due)})
	}
	return all, err
}

// ratingEntries have no minute for who is near the people who were rated, in their order neither.
func (c *Console) ratingEntries(v *visit) (all []entry, err error) {
	found, err := c.Book.Ratings(v.Context(), office.RatingQuery{Scope: v.account.Scope, Now: c.Now(), Page: 1, PerPage: office.MaxListed + 1})
	for _, r := range found.Ratings {
		row, t := c.ratingRow(v, r), v.view.text.T
		grade := cell{Text: t("county.grade." + string(rune('0'+r.Grade))), sort: string(rune('0' + r.Grade)), Link: row.Open}
		at := timed(row.At, r.RatedAt)
		if v.account.Scope.Near() {
			at = dated(row.At, village.DayOf(r.RatedAt))
		}
		all = append(all, entry{grade, text(t(row.Chip.State)), linked(row.Target, row.Link), text(row.Act), text(strings.Join(row.Tags, t("county.semicolon"))), text(row.Place), at})
	}
	return all, err
}

func (c *Console) orderEntries(v *visit) (all []entry, err error) {
	templates, err := c.Inspectorate.Templates.All(v.Context())
	if err != nil {
		return nil, err
	}
	orders, err := c.orders(v)
	for _, r := range orders {
		row := c.orderRow(v.view, r, templates)
		all = append(all, entry{linked(row.Number, row.Link), text(row.Place), text(row.What), text(row.Source), text(v.view.text.T(row.Chip.State)), timed(v.view.day(village.DayOf(r.OpenedAt)), r.OpenedAt), dated(row.Due, r.Due), counted(row.Late)})
	}
	return all, err
}

func (c *Console) kioskEntries(v *visit) (all []entry, err error) {
	list, err := c.Book.Kiosks(v.Context())
	now := c.Now()
	for _, k := range list {
		if !v.account.Scope.Holds(k.Village, v.account.Scope.Unit) {
			continue
		}
		row := c.kioskRow(v.view, k, now)
		all = append(all, entry{linked(row.Place, row.Link), text(row.ID), text(v.view.text.T(row.State)), timed(row.Contact, k.ContactAt), text(row.Version), text(row.Printer.State), counted(row.Highest), counted(row.Quarantine)})
	}
	return all, err
}

func (c *Console) visitEntries(v *visit) (all []entry, err error) {
	_, scored, err := c.Inspectorate.Visits(v.Context())
	t := v.view.text.T
	for _, one := range slices.Backward(scored) {
		if !v.account.Scope.Holds(one.Centre, "") {
			continue
		}
		var why []string
		if one.OwnWork {
			why = append(why, t("county.flagged.own_work"))
		}
		if one.Alone {
			why = append(why, t("county.flagged.alone"))
		}
		all = append(all, entry{
			timed(v.view.day(village.DayOf(one.At)), one.At), text(c.place(one.Centre)), pointed(&one.Score), text(t("check.band." + string(one.Score.Band))), counted(len(one.Found)),
			text(strings.Join(one.Inspectors, t("county.comma"))), text(strings.Join(why, t("county.semicolon"))),
		})
	}
	return all, err
}

// pointed are points, those that nobody gave first.
func pointed(s *inspect.Score) cell {
	if s == nil {
		return cell{Text: "–", sort: "0"}
	}
	c := counted(int64(s.Points))
	c.Text, c.n = s.Points.String(), nil
	return c
}

func (c *Console) siteEntries(v *visit) (all []entry, err error) {
	list, err := c.Book.Sites(v.Context())
	for _, s := range list {
		row, left := c.siteRow(v.view, s, nil), ""
		e := entry{text(s.Name), text(s.Sponsor), text(row.Kind), pointed(nil), text(v.view.text.T("county.sites.unseen")), cell{Text: row.Last, sort: "0"}, counted(s.Looks)}
		if s.Last != nil {
			e[3], e[4], e[5] = pointed(s.Last.Score), text(v.view.text.T(row.Chip.State)), timed(row.Last, s.Last.At)
		}
		if !s.Left.IsZero() {
			left = v.view.day(village.DayOf(s.Left))
		}
		all = append(all, append(e, timed(left, s.Left)))
	}
	return all, err
}

// lookEntries leave out what somebody typed as a reason: it may name a person, and stays on its page.
func (c *Console) lookEntries(v *visit) (all []entry, err error) {
	list, err := c.Book.Looks(v.Context(), office.MaxListed+1)
	for _, l := range list {
		row := c.lookRow(v.view, l)
		all = append(all, entry{timed(row.At, l.At), text(l.Account), text(row.What), text(v.view.text.T("county.look.reason." + string(l.Reason))), text(row.Link)})
	}
	return all, err
}

func (c *Console) documentEntries(v *visit) (all []entry, err error) {
	if c.Documents == nil {
		return nil, nil
	}
	list, err := c.Documents.Book.Documents(v.Context(), office.MaxListed+1)
	now := c.Now()
	for _, d := range list {
		state := "document.stands"
		if s := d.Verdict().State; s != office.DocumentGenuine {
			state = "document.state." + string(s)
		}
		all = append(all, entry{text(d.Number), text(documentKind(v.view, d.Kind)), timed(v.view.moment(d.At, now), d.At), text(v.view.text.T(state)), text(d.Account)})
	}
	return all, err
}
