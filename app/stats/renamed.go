package stats

import "slices"

// Renamed is the data with every unit under its name of today: a unit that got another name
// stands with its figures of before and after. Two that are one now are one in the register.
func (d Data) Renamed(today func(string) string) Data {
	before, units := d.Units, []Unit(nil)
	seen := map[string]bool{}
	for _, u := range before {
		if now := today(u.Name); now != u.Name {
			u.Code, u.Name = codeOf(before, now), now
		}
		if !seen[u.Code] {
			seen[u.Code] = true
			units = append(units, u)
		}
	}
	unit := func(code string) string {
		name := code
		if i := slices.IndexFunc(before, func(u Unit) bool { return u.Code == code }); i >= 0 {
			name = before[i].Name
		}
		if now := today(name); now != name {
			return codeOf(before, now)
		}
		return code
	}
	d.Units, d.Items, d.Cases, d.Tickets = units, slices.Clone(d.Items), slices.Clone(d.Cases), slices.Clone(d.Tickets)
	for i := range d.Items {
		d.Items[i].Unit = unit(d.Items[i].Unit)
	}
	for i := range d.Cases {
		d.Cases[i].Unit = unit(d.Cases[i].Unit)
	}
	for i := range d.Tickets {
		d.Tickets[i].Unit = unit(d.Tickets[i].Unit)
	}
	return d
}

// codeOf is the code of a unit's name: the name itself where the register does not know it.
func codeOf(units []Unit, name string) string {
	if i := slices.IndexFunc(units, func(u Unit) bool { return u.Name == name }); i >= 0 {
		return units[i].Code
	}
	return name
}
