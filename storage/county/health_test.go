package county

import (
	"reflect"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/countytest"
)

func TestTheCountyKeepsWhatAMachineSaidLast(t *testing.T) {
	db := openNew(t)
	k := db.know(t, 1)
	other := db.know(t, 2)
	say := func(id seal.KioskID, minute int, findings ...village.Finding) {
		t.Helper()
		h := village.Health{SentAt: countytest.At.Add(time.Duration(minute) * time.Minute), Version: "0.1.0", Findings: findings}
		if err := db.SaveHealth(t.Context(), id, h); err != nil {
			t.Fatal(err)
		}
	}
	say(k.ID, 1, village.Finding{Check: "printer", State: village.FindingBad}, village.Finding{Check: "disk", State: village.FindingFine, Figure: 900})
	say(other.ID, 1, village.Finding{Check: "disk", State: village.FindingFine, Figure: 7})
	say(k.ID, 0, village.Finding{Check: "disk", State: village.FindingUneasy, Figure: 120}) // its clock was set back
	all, err := db.Healths(t.Context())
	if err != nil || len(all) != 2 {
		t.Fatal(all, err)
	}
	got := all[k.ID]
	if want := []village.Finding{{Check: "disk", State: village.FindingUneasy, Figure: 120}}; !reflect.DeepEqual(got.Findings, want) || got.Version != "0.1.0" {
		t.Errorf("kept %+v", got)
	}
	if !got.SentAt.Equal(countytest.At) {
		t.Errorf("sent at %s", got.SentAt)
	}
	kiosks, err := db.Kiosks(t.Context())
	if err != nil || kiosks[0].ContactAt.IsZero() || len(kiosks[0].Health.Findings) != 1 {
		t.Errorf("%+v, %v", kiosks, err)
	}
}

func TestAStrangersHealthIsNotKept(t *testing.T) {
	db := openNew(t)
	k := db.know(t, 1)
	if err := db.Revoke(t.Context(), k.ID); err != nil {
		t.Fatal(err)
	}
	for _, id := range []seal.KioskID{k.ID, countytest.Identity(9).ID} {
		if err := db.SaveHealth(t.Context(), id, village.Health{}); village.KindOf(err) != village.Denied {
			t.Errorf("%s: %v", id, err)
		}
	}
}
