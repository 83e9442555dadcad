package stats

import (
	"reflect"
	"testing"
	"time"

	"bianmin/app/village"
)

// TestABulletinIsMadeOfItsOwnRowsAlone: a row of a later day, or of two quarters before, makes no
// other one; a row of the quarter before is one of its rows.
func TestABulletinIsMadeOfItsOwnRowsAlone(t *testing.T) {
	now := time.Date(2020, 6, 1, 0, 0, 0, 0, village.Zone)
	made := func(quarter string, more ...Ticket) Bulletin {
		t.Helper()
		d := demo()
		d.Tickets = append(d.Tickets, more...)
		b, err := NewBulletin(d, quarter, now)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	on := func(year int, month time.Month, day int) Ticket {
		return Ticket{ID: "X", Unit: "U01", DispatchedAt: time.Date(year, month, day, 12, 0, 0, 0, village.Zone)}
	}
	for quarter, others := range map[string][]Ticket{
		"2019Q3": {on(2019, 10, 1), on(2018, 12, 31)},
		"2019Q1": {on(2019, 4, 1), on(2018, 9, 30)},
	} {
		for _, other := range others {
			if !reflect.DeepEqual(made(quarter), made(quarter, other)) {
				t.Errorf("%s is another one by a ticket of %v", quarter, other.DispatchedAt)
			}
		}
	}
	if before := on(2018, 10, 1); made("2019Q1").Hash == made("2019Q1", before).Hash {
		t.Error("effects of measures are made of rows that the hash does not name")
	}
	if within := on(2019, 9, 30); made("2019Q3").Units[0] == made("2019Q3", within).Units[0] {
		t.Error("a ticket of its last day is none of its")
	}
}
