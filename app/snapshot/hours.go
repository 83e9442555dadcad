package snapshot

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"bianmin/app/calendar"
	"bianmin/app/village"
)

const (
	hoursFormat = "bianmin-hours/1"
	maxCentres  = 2000
)

// CentreHours are the service hours of the centres of one place.
type CentreHours struct {
	Area village.DivisionCode `json:"area"` // a village, a town or the county
	calendar.Hours
}

// ServiceHours are the hours of a county's centres, by place.
type ServiceHours map[village.DivisionCode]calendar.Hours

// ParseHours reads a file of service hours. The error is [village.Invalid],
// err.snapshot.hours.
func ParseHours(plain []byte) (ServiceHours, error) {
	var f struct {
		Format  string        `json:"format"`
		Centres []CentreHours `json:"centres"`
	}
	if err := village.DecodeJSON(plain, &f); err != nil {
		return nil, unfit("err.snapshot.hours", err)
	}
	if f.Format != hoursFormat || len(f.Centres) > maxCentres {
		return nil, unfit("err.snapshot.hours", fmt.Errorf("format %q, %d places", f.Format, len(f.Centres)))
	}
	all := ServiceHours{}
	for _, c := range f.Centres {
		_, twice := all[c.Area]
		if area, err := village.ParseDivisionCode(string(c.Area)); err != nil || area != c.Area || twice {
			return nil, unfit("err.snapshot.hours", fmt.Errorf("place %.40q is none, or there twice", c.Area))
		}
		if err := c.Check(); err != nil {
			return nil, unfit("err.snapshot.hours", fmt.Errorf("place %s: %w", c.Area, err))
		}
		all[c.Area] = c.Hours
	}
	return all, nil
}

// By are the hours by the codes that places have today; what was published for that code
// itself goes before what was for an earlier one.
func (all ServiceHours) By(today func(village.DivisionCode) village.DivisionCode) ServiceHours {
	by := ServiceHours{}
	for _, area := range slices.Sorted(maps.Keys(all)) {
		now := today(area)
		if _, own := all[now]; now == area || !own {
			by[now] = all[area]
		}
	}
	return by
}

// EncodeHours writes hours in the order of the places: the same hours are the same bytes.
func EncodeHours(all ServiceHours) ([]byte, error) {
	centres := []CentreHours{}
	for _, area := range slices.Sorted(maps.Keys(all)) {
		centres = append(centres, CentreHours{Area: area, Hours: all[area]})
	}
	raw, err := json.Marshal(map[string]any{"format": hoursFormat, "centres": centres})
	if err != nil {
		return nil, village.Failed("write service hours", err)
	}
	return raw, nil
}

// Serves reports whether the window of a slot takes applications for it: what the centre of
// the slot itself says of its windows counts, never that of a larger place.
func (s ServiceHours) Serves(id village.SlotID, it village.ServiceItem) bool {
	slot, ok := id.Slot()
	return !ok || s[slot.Area].Serves(slot.Window, it)
}

// Of are the hours of a centre in place: its own, or those of its town, or of its
// county. ok is false when nobody published any.
func (s ServiceHours) Of(place village.DivisionCode) (h calendar.Hours, ok bool) {
	for _, c := range reach(place) {
		if h, ok = s[c]; ok {
			return h, true
		}
	}
	return calendar.Hours{}, false
}
