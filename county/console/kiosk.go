package console

import (
	"strconv"
	"time"

	"bianmin/app/village"
	"bianmin/county/office"
)

type kiosksPage struct {
	Kiosks  []kioskRow
	Working int
	Aside   []asideRow
	Places  []choice // where a machine can be enrolled
	Code    string   // that was just made; shown once
	Until   string
	Where   string
	Problem problem
}

type kioskRow struct {
	ID, Link, Place, Enrolled, Contact string
	Version                            string
	Waiting                            string // records that are not handed over, as the machine said; "" = not said
	Printer, Clock                     finding
	Highest, Lifetime                  int64
	Quarantine                         int
	Tally                              string // message key of what does not fit; ""
	State, Mark, Kind                  string
}

// finding is a state of something at a machine, in a word; the zero value was not said.
type finding struct {
	Check, State, Kind string
	Figure             int64
}

type asideRow struct {
	Kiosk, At, Kind, Problem string
	Seq                      int64
}

// silentAfter is when a machine is worth asking about; the line of a village
// is often down for hours.
const silentAfter = 24 * time.Hour

const asideLimit = 50

// kiosks serves GET /kiosks.
func (c *Console) kiosks(v *visit) error { return c.showKiosks(v, kiosksPage{}) }

func (c *Console) showKiosks(v *visit, page kiosksPage) error {
	list, err := c.Book.Kiosks(v.Context())
	if err != nil {
		return err
	}
	aside, err := c.Book.Quarantine(v.Context(), office.Scope{Division: v.account.Scope.Division}, asideLimit)
	if err != nil {
		return err
	}
	now, text := c.Now(), v.view.text
	for _, k := range list {
		if !v.account.Scope.Holds(k.Village, v.account.Scope.Unit) {
			continue
		}
		row := c.kioskRow(v.view, k, now)
		if row.Kind == "done" {
			page.Working++
		}
		page.Kiosks = append(page.Kiosks, row)
	}
	if v.account.Role.May(office.RunKiosks) {
		for _, code := range c.Names.Places() {
			page.Places = append(page.Places, choice{Value: string(code), Text: c.place(code)})
		}
	}
	for _, q := range aside {
		page.Aside = append(page.Aside, asideRow{
			Kiosk: string(q.Kiosk), Seq: q.Seq, At: v.view.moment(q.ReceivedAt, now),
			Kind: v.view.known("county.record.", string(q.Kind)), Problem: v.view.known("", q.Problem),
		})
	}
	return c.show(v, "kiosks.html", frame{Active: "kiosks", Title: text.T("county.kiosks.title"), Page: page})
}

func (c *Console) kioskRow(v *view, k office.Kiosk, now time.Time) kioskRow {
	row := kioskRow{
		ID: string(k.ID), Link: v.link("/kiosks/" + string(k.ID)), Place: c.place(k.Village), Highest: k.Kept, Quarantine: k.Quarantine,
		Enrolled: v.moment(k.EnrolledAt, now), Contact: v.moment(k.ContactAt, now), Lifetime: k.Said.Lifetime, Version: k.Health.Version,
	}
	row.State, row.Mark, row.Kind = stateOf(k, now)
	if k.Tally() != office.TallyFits {
		row.Tally = "county.tally." + string(k.Tally())
	}
	for _, f := range k.Health.Findings {
		switch f.Check {
		case "printer":
			row.Printer = v.finding(f)
		case "clock":
			row.Clock = v.finding(f)
		case "outbox":
			row.Waiting = strconv.FormatInt(f.Figure, 10)
		}
	}
	return row
}

// finding is what a machine said of a thing; what a later release looks at is named as
// it names it.
func (v *view) finding(f village.Finding) finding {
	kind := map[village.FindingState]string{village.FindingFine: "done", village.FindingUneasy: "wait", village.FindingBad: "wrong"}[f.State]
	return finding{Check: v.known("health.check.", f.Check), State: v.text.T("county.health." + string(f.State)), Kind: kind, Figure: f.Figure}
}

// stateOf is a machine's chip: message key, icon, colour.
func stateOf(k office.Kiosk, now time.Time) (key, mark, kind string) {
	switch {
	case k.Revoked():
		return "county.kiosk.revoked", "lock", "wrong"
	case k.Cloned:
		return "county.kiosks.cloned", "lock", "wrong"
	case k.Alarms > 0 || k.Tally() != office.TallyFits:
		return "county.kiosk.disagrees", "lock", "wrong"
	case k.ContactAt.IsZero():
		return "county.kiosk.never", "queue", "neutral"
	case now.Sub(k.ContactAt) > silentAfter:
		return "county.kiosk.silent", "offline", "wait"
	}
	return "county.kiosk.well", "check", "done"
}
