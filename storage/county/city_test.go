package county

import (
	"testing"
	"time"

	"bianmin/county/countytest"
	"bianmin/county/office"
)

func TestWhatTheCityRefusedIsLeftOutUntilItIsTaken(t *testing.T) {
	db := openNew(t)
	k := db.know(t, 1)
	countytest.Unlock(t, db)
	db.hand(t, k, nil, countytest.Cases(1, 3)...)
	for _, statement := range []string{
		`UPDATE office_case SET number = 'no' || id`,
		`INSERT INTO case_step (kiosk, id, step, state, at_ms, reason, materials) SELECT kiosk, id, 1, 'accepted', received_ms + 1, '', '[]' FROM office_case`,
	} {
		if err := db.exec(t, statement); err != nil {
			t.Fatal(err)
		}
	}
	told := func() (list []office.CityEvent) {
		t.Helper()
		if _, err := db.EachCityEvent(t.Context(), time.Time{}, false, func(e office.CityEvent) error { list = append(list, e); return nil }); err != nil {
			t.Fatal(err)
		}
		return list
	}
	all := told()
	if len(all) != 6 {
		t.Fatalf("%d events", len(all))
	}
	refused := []office.CityEvent{all[0], all[4]}
	for _, e := range append(refused, all[4]) {
		if err := db.SetCityEventAside(t.Context(), e, "已有"); err != nil {
			t.Fatal(err)
		}
	}
	aside, err := db.CityAsides(t.Context())
	if err != nil || len(aside) != 2 || aside[0].Event != all[0] || aside[1].Event != all[4] || aside[1].Tries != 2 || aside[0].Reason != "已有" || aside[0].FirstAt.IsZero() {
		t.Errorf("set aside %+v, %v", aside, err)
	}
	if g, err := db.Gauges(t.Context(), countytest.At); err != nil || g.CityAside != 2 {
		t.Errorf("gauge %d, %v", g.CityAside, err)
	}
	if left := told(); len(left) != 4 || left[0] != all[1] {
		t.Errorf("told %+v", left)
	}
	if err := db.CityEventTaken(t.Context(), all[0]); err != nil {
		t.Fatal(err)
	}
	if left := told(); len(left) != 5 || left[0] != all[0] {
		t.Errorf("told %+v", left)
	}
}

func TestWhatTheCityTookIsLeftOutAndItsFirstNumberStays(t *testing.T) {
	db := openNew(t)
	k := db.know(t, 1)
	countytest.Unlock(t, db)
	db.hand(t, k, nil, countytest.Cases(1, 3)...)
	if err := db.exec(t, `UPDATE office_case SET number = 'no' || id`); err != nil {
		t.Fatal(err)
	}
	told := func(again bool) (list []office.CityEvent) {
		t.Helper()
		if _, err := db.EachCityEvent(t.Context(), time.Time{}, again, func(e office.CityEvent) error { list = append(list, e); return nil }); err != nil {
			t.Fatal(err)
		}
		return list
	}
	all := told(false)
	for _, ack := range []string{"JY1", "JY2"} {
		if err := db.CityTook(t.Context(), all[:2], ack); err != nil {
			t.Fatal(err)
		}
	}
	if left := told(false); len(left) != 1 || left[0] != all[2] {
		t.Errorf("told %+v", left)
	}
	if again := told(true); len(again) != 3 {
		t.Errorf("told again %+v", again)
	}
	var took []office.CityTold
	err := db.EachCityTold(t.Context(), time.Time{}, func(c office.CityTold) error { took = append(took, c); return nil })
	if err != nil || len(took) != 2 || took[0].Event != all[0] || took[0].Ack != "JY1" || !took[0].ToldAt.Equal(countytest.At) {
		t.Errorf("took %+v, %v", took, err)
	}
	if err := db.EachCityTold(t.Context(), countytest.At.Add(time.Second), func(office.CityTold) error { t.Error("it was earlier"); return nil }); err != nil {
		t.Error(err)
	}
}

func TestTheCityIsToldOfMoreThanAPageAndNothingIsHeldOpenMeanwhile(t *testing.T) {
	db := openNew(t)
	k := db.know(t, 1)
	countytest.Unlock(t, db)
	db.hand(t, k, nil, countytest.Cases(1, 3)...)
	for _, statement := range []string{
		`UPDATE office_case SET number = 'no' || id`,
		`INSERT INTO case_step (kiosk, id, step, state, at_ms, reason, materials)
			WITH RECURSIVE n (step) AS (SELECT 1 UNION ALL SELECT step + 1 FROM n WHERE step < 400)
			SELECT kiosk, id, step, 'accepted', received_ms + step, '', '[]' FROM office_case, n`,
	} {
		if err := db.exec(t, statement); err != nil {
			t.Fatal(err)
		}
	}
	seen, held := map[string]bool{}, 0
	_, err := db.EachCityEvent(t.Context(), time.Time{}, true, func(e office.CityEvent) error {
		seen[e.Key] = true
		held = max(held, db.db.Read().Stats().InUse)
		return nil
	})
	if err != nil || len(seen) != 3*401 || held != 0 {
		t.Errorf("%d events, %d connections held while the city is told, %v", len(seen), held, err)
	}
}
