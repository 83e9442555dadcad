package console

import (
	"context"
	"time"

	"bianmin/app/village"
	"bianmin/county/office"
)

type cityPage struct {
	Rows    []cityRow
	Line    bool   // this program tells the city
	Problem string // message key of why the last try was not made; ""
}

// cityRow is an event that the city's platform refused.
type cityRow struct {
	Event, Link, Number, Item, Unit, Place string
	Chip                                   chip
	At, Reason, First, Last                string
	Tries                                  int
}

// city serves GET /city: what the city's platform refused, the first first.
func (c *Console) city(v *visit) error { return c.showCity(v, "") }

func (c *Console) showCity(v *visit, problem string) error {
	list, err := c.Book.CityAsides(v.Context())
	if err != nil {
		return err
	}
	now := c.Now()
	page := cityPage{Line: c.City != nil, Problem: problem}
	for _, a := range list {
		e := a.Event
		row := cityRow{
			Event: e.Key, Link: v.view.link(casePath(e.Kiosk, e.ID)), Number: string(e.CaseNo), Item: e.ItemName, Unit: e.Department, Place: c.place(e.AreaCode),
			Chip: chipOf(e.State), At: e.At, Reason: a.Reason, Tries: a.Tries, First: v.view.moment(a.FirstAt, now), Last: v.view.moment(a.LastAt, now),
		}
		page.Rows = append(page.Rows, row)
	}
	return c.show(v, "city.html", frame{Active: "city", Title: v.view.text.T("county.menu.city"), Page: page})
}

// refusedByCity is how many events wait for who looks; nobody else has to act.
func (c *Console) refusedByCity(v *visit) (int, error) {
	if !v.account.Role.May(office.RunCity) {
		return 0, nil
	}
	list, err := c.Book.CityAsides(v.Context())
	return len(list), err
}

// cityTime is how long a page waits for the city.
const cityTime = 20 * time.Second

// retryCity serves POST /city/retry: one event is told again, once that is settled with the
// city. What the city refuses again stays, with what it says now.
func (c *Console) retryCity(v *visit) error {
	again := func(problem string) error { return c.showCity(v, problem) }
	if c.City == nil {
		return v.acted(&village.Error{Kind: village.Offline, Key: "county.city.no_line"}, "/city", again)
	}
	ctx, cancel := context.WithTimeout(v.Context(), cityTime)
	defer cancel()
	key := v.PostFormValue("event")
	done, err := office.RetryCity(ctx, c.Book, c.City, key)
	if err == nil && done.Aside > 0 {
		err = &village.Error{Kind: village.Conflict, Key: "county.city.again"}
	}
	if village.KindOf(err) != village.NotFound { // then nothing was told, and whoever asked named it
		c.Log.InfoContext(v.Context(), "an event is told to the city again", "event", key, "account", v.account.Name, "err", err)
	}
	return v.acted(err, "/city", again)
}
