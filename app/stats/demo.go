package stats

import (
	"fmt"
	"time"

	"bianmin/app/village"
)

// The totals of the district's report of 2019. Which unit, item, day and channel they
// fall on is invented, and so is the number of licences: 122 of 225 is one of several
// fractions that are printed as 54.22 %.
const (
	demoUnits     = 30
	demoItems     = 877
	demoOnline    = 614
	demoLicences  = 225
	demoNoVisit   = 122
	demoCases     = 16_516
	demoTickets   = 3_617
	demoClosed    = 2_823
	demoSatisfied = 1_350
	demoPerfect   = 3 // units
)

// Demo is data with the figures of the report of 2019, always the same. name gives the
// words of what has a name: "unit" and "category" with a number from 1.
func Demo(name func(kind string, n int) string) Data {
	d := Data{Centres: 217}
	for n := range demoUnits {
		d.Units = append(d.Units, Unit{Code: fmt.Sprintf("U%02d", n+1), Name: name("unit", n+1)})
	}
	for n := range demoItems {
		i := Item{
			Code: fmt.Sprintf("D%03d", n+1), Unit: d.Units[n%demoUnits].Code, Type: "20", Visits: 1, Online: n < demoOnline,
			OneWindow: n%4 == 0, MustEnter: n%3 != 0, Exempt: n%30 == 1, Enter: n%9 != 4,
		}
		if n < demoLicences {
			i.Type = licence
		}
		if n < demoNoVisit {
			i.Visits = 0
		}
		d.Items = append(d.Items, i)
	}
	for n := range demoCases {
		i := d.Items[n*n%demoItems]
		d.Cases = append(d.Cases, Case{
			ID: fmt.Sprintf("C%05d", n+1), Unit: i.Unit, Item: i.Code, Channel: demoChannel(n), AcceptedAt: demoDay(n, demoCases),
			Came: n%3 - 1, Steps: 3 + n%4, HandOvers: n % 3, OneWindow: n%5 < 2,
		})
	}
	d.Tickets = demoTicketRows(d.Units, name)
	for n := range 180 { // of 217 centres
		d.Visits = append(d.Visits, Visit{Centre: fmt.Sprintf("Z%03d", n+1), At: demoDay(n, 180), Points: 10 * (78 + n%20), Full: 1000})
	}
	return d
}

func demoChannel(n int) string {
	if n%10 < 6 {
		return "gdzwfw"
	}
	return "window"
}

// demoDay spreads n of total over the year, in working hours.
func demoDay(n, total int) time.Time {
	first := time.Date(2019, time.January, 2, 9, 0, 0, 0, village.Zone)
	return first.AddDate(0, 0, n*362/total).Add(time.Duration(n%8) * time.Hour)
}

// demoTicketRows gives three units everything closed and satisfied, and lets no other
// one get there.
func demoTicketRows(units []Unit, name func(string, int) string) []Ticket {
	var rows []Ticket
	add := func(unit, n, closed, satisfied int) {
		for k := range n {
			at := demoDay(len(rows)*2557%demoTickets, demoTickets)
			t := Ticket{
				ID: fmt.Sprintf("T%04d", len(rows)+1), Unit: units[unit].Code, Category: name("category", 1+(k*k+unit)%6),
				DispatchedAt: at, SignedAt: at.Add(time.Duration(2+(k+unit)%30) * time.Hour), DueAt: at.AddDate(0, 0, 14),
			}
			if k < closed {
				t.ClosedAt = at.AddDate(0, 0, 2+(k+unit)%15)
				t.Satisfied = k < satisfied
				t.Surveyed = t.Satisfied || k%4 != 0
			}
			if k%40 == 7 {
				t.Returns = 1
			}
			if k%60 == 9 && k < closed {
				t.Reopens = 1
			}
			rows = append(rows, t)
		}
	}
	left := [3]int{demoTickets, demoClosed, demoSatisfied}
	for u := range demoPerfect {
		n := 6 + 3*u
		add(u, n, n, n)
		for i := range left {
			left[i] -= n
		}
	}
	others := len(units) - demoPerfect
	for u := range others { // what is left, as evenly as whole numbers go
		share := func(total int) int { return total*(u+1)/others - total*u/others }
		add(demoPerfect+u, share(left[0]), share(left[1]), share(left[2]))
	}
	return rows
}
