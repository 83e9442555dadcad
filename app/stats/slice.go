package stats

import (
	"fmt"
	"slices"
	"time"

	"bianmin/app/village"
)

// Slice is a part of a county that figures are made of. What is "" leaves its side open.
type Slice struct {
	Unit    string               `json:"unit,omitempty"` // code or name
	Item    string               `json:"item,omitempty"`
	Channel string               `json:"channel,omitempty"`
	Town    village.DivisionCode `json:"town,omitempty"`
	Village village.DivisionCode `json:"village,omitempty"`
}

// Check is [village.Invalid] at a side that names what cannot be.
func (s Slice) Check() error {
	switch {
	case s.Channel != "" && !slices.Contains(Channels(), s.Channel):
		return village.Refuse("channel", "err.stats.channel")
	case s.Town != "" && s.Town.Town() != s.Town:
		return village.Refuse("town", "err.division.format")
	case s.Village != "" && (s.Village.Town() == "" || s.Village.Town() == s.Village):
		return village.Refuse("village", "err.division.format")
	}
	return nil
}

// Holds reports whether a place lies in the slice.
func (s Slice) Holds(place village.DivisionCode) bool {
	return (s.Town == "" || place.Town() == s.Town) && (s.Village == "" || place == s.Village)
}

// Among is how many villages lie in the slice, of places that are towns and villages.
func (s Slice) Among(places []village.DivisionCode) (n int) {
	for _, p := range places {
		if p != p.Town() && s.Holds(p) {
			n++
		}
	}
	return n
}

// Of is the data of a slice. A row that has no such side is in none of its slices: a ticket
// has no item and no channel, a spot check no unit. The registers of units and items are cut by
// unit and item alone. Centres are those that the caller counts in the slice.
func (d Data) Of(s Slice) Data {
	unit := func(code string) bool { return s.Unit == "" || code == s.Unit }
	if i := slices.IndexFunc(d.Units, func(u Unit) bool { return u.Code == s.Unit || u.Name == s.Unit }); i >= 0 && s.Unit != "" {
		u := d.Units[i]
		unit = func(code string) bool { return code == u.Code || code == u.Name }
	}
	d.Units = only(d.Units, func(u Unit) bool { return unit(u.Code) })
	d.Items = only(d.Items, func(i Item) bool { return unit(i.Unit) && (s.Item == "" || i.Code == s.Item) })
	d.Cases = only(d.Cases, func(c Case) bool {
		return unit(c.Unit) && s.Holds(c.Place) && (s.Item == "" || c.Item == s.Item) && (s.Channel == "" || c.Channel == s.Channel)
	})
	d.Tickets = only(d.Tickets, func(t Ticket) bool { return unit(t.Unit) && s.Holds(t.Place) && s.Item == "" && s.Channel == "" })
	ofCentre := s.Unit == "" && s.Item == "" && s.Channel == ""
	d.Visits = only(d.Visits, func(v Visit) bool { return ofCentre && s.Holds(village.DivisionCode(v.Centre)) })
	d.Told = only(d.Told, func(t Toll) bool { return ofCentre && s.Holds(village.DivisionCode(t.Centre)) })
	if !ofCentre {
		d.Centres = 0
	}
	return d
}

func only[T any](rows []T, in func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(rows), func(r T) bool { return !in(r) })
}

// Month is a month in the zone of the county, as 2026-11. The error is [village.Invalid] at
// "month".
func Month(text string) (Period, error) {
	first, err := time.ParseInLocation("2006-01", text, village.Zone)
	if err != nil || fmt.Sprintf("20%s", text[2:]) != text {
		return Period{}, village.Refuse("month", "err.stats.month")
	}
	return Period{From: first, To: first.AddDate(0, 1, 0)}, nil
}
