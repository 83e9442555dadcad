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

func TestGaugesCountNoTaskOfACaseThatIsClosed(t *testing.T) {
	db := openNew(t)
	k := db.know(t, 1)
	countytest.Unlock(t, db)
	db.hand(t, k, nil, countytest.Cases(1, 2)...)
	for seq := range int64(2) {
		act := office.WarningAct{WarningKey: office.WarningKey{Kiosk: k.ID, ID: countytest.ID(seq + 1), What: office.EndsLimit, Last: "2026-12-01"}, Verb: office.WarningTake, At: countytest.At}
		if err := db.KeepWarningAct(t.Context(), act); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.changedOne(t.Context(), "close", `UPDATE office_case SET state = 'completed' WHERE id = $1`, countytest.ID(1)); err != nil {
		t.Fatal(err)
	}
	if g, err := db.Gauges(t.Context(), countytest.At); err != nil || g.WarningsTaken != 1 {
		t.Errorf("%d tasks are taken, %v", g.WarningsTaken, err)
	}
}
