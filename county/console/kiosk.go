package console

import (
	"time"

	"bianmin/county/office"
)

type kiosksPage struct {
	Kiosks  []kioskRow
	Working int
	Aside   []asideRow
}

type kioskRow struct {
	ID, Place, Enrolled, Contact string
	Highest, Lifetime            int64
	Quarantine                   int
	Tally                        string // message key of what does not fit; ""
	State, Mark, Kind            string
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
func (c *Console) kiosks(v *visit) error {
	list, err := c.Book.Kiosks(v.Context())
	if err != nil {
		return err
	}
	aside, err := c.Book.Quarantine(v.Context(), office.Scope{Division: v.account.Scope.Division}, asideLimit)
	if err != nil {
		return err
	}
	now, text := c.Now(), v.view.text
	var page kiosksPage
	for _, k := range list {
		if !v.account.Scope.Holds(k.Village, v.account.Scope.Unit) {
			continue
		}
		row := kioskRow{
			ID: string(k.ID), Place: c.place(k.Village), Highest: k.Kept, Quarantine: k.Quarantine,
			Enrolled: v.view.moment(k.EnrolledAt, now), Contact: v.view.moment(k.ContactAt, now),
		}
		row.State, row.Mark, row.Kind = stateOf(k, now)
		if row.Lifetime = k.Said.Lifetime; k.Tally() != office.TallyFits {
			row.Tally = "county.tally." + string(k.Tally())
		}
		if row.Kind == "done" {
			page.Working++
		}
		page.Kiosks = append(page.Kiosks, row)
	}
	for _, q := range aside {
		page.Aside = append(page.Aside, asideRow{
			Kiosk: string(q.Kiosk), Seq: q.Seq, At: v.view.moment(q.ReceivedAt, now),
			Kind: v.view.known("county.record.", string(q.Kind)), Problem: v.view.known("", q.Problem),
		})
	}
	return c.show(v, "kiosks.html", frame{Active: "kiosks", Title: text.T("county.kiosks.title"), Page: page})
}

// stateOf is a machine's chip: message key, icon, colour.
func stateOf(k office.Kiosk, now time.Time) (key, mark, kind string) {
	switch {
	case k.Revoked():
		return "county.kiosk.revoked", "lock", "wrong"
	case k.Alarms > 0:
		return "county.kiosk.disagrees", "lock", "wrong"
	case k.ContactAt.IsZero():
		return "county.kiosk.never", "queue", "neutral"
	case now.Sub(k.ContactAt) > silentAfter:
		return "county.kiosk.silent", "offline", "wait"
	}
	return "county.kiosk.well", "check", "done"
}
