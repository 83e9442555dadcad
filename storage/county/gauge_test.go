package county

import (
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

func TestGaugesCountWhatIsOpenAndWhatIsLate(t *testing.T) {
	db, _, hotline := requestRig(t) // five requests, one record set aside
	if err := hotline.Register(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := hotline.Do(t.Context(), countytest.Identity(1).ID, countytest.ID(1), office.TicketDeed{Verb: office.VerbRefuse, Reason: village.ReasonTwice},
		office.Account{Name: "chen", Role: office.RoleCounty}); err != nil {
		t.Fatal(err)
	}
	g, err := db.Gauges(t.Context(), countytest.At)
	if err != nil || g.Records != 6 || g.Kiosks != 1 || g.Silent != 0 || g.Quarantine != 1 || g.TicketsOpen != 4 || g.TicketsOverdue != 0 || !g.BackupVerified.IsZero() {
		t.Errorf("%+v, %v", g, err)
	}
	g, err = db.Gauges(t.Context(), countytest.At.Add(20*24*time.Hour))
	if err != nil || g.Silent != 1 || g.TicketsOverdue != 4 {
		t.Errorf("later %+v, %v", g, err)
	}
}
