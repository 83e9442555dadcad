package county

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

func TestARatingOfACaseIsExportedWithTheNumberOfItsCase(t *testing.T) {
	db := openNew(t)
	k := db.know(t, 1)
	countytest.Unlock(t, db)
	one := countytest.Case(1, nil)
	var body struct {
		ShortCode string `json:"short_code"`
	}
	if err := json.Unmarshal(one.Body, &body); err != nil {
		t.Fatal(err)
	}
	rating := countytest.Rating(2, func(b map[string]any) { b["target"], b["act"] = body.ShortCode, "receive" })
	if _, err := db.take(t, handed(k.ID, nil, one, rating, countytest.Rating(3, nil))); err != nil {
		t.Fatal(err)
	}
	if err := (&office.Opener{Log: db}).Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := db.changedOne(t.Context(), "number", `UPDATE office_case SET number = $1`, "A1"); err != nil {
		t.Fatal(err)
	}
	desk := office.RatingDesk{Store: db, Now: db.now}
	if err := desk.Do(t.Context(), k.ID, countytest.ID(2), office.RatingDeed{Verb: office.VerbSign}, office.Account{Name: "chen", Role: office.RoleCounty}); err != nil {
		t.Fatal(err)
	}
	var got []office.RatedCase
	err := db.EachRatedCase(context.Background(), func(r office.RatedCase) error { got = append(got, r); return nil })
	if err != nil || len(got) != 1 || got[0].Number != "A1" || got[0].Text != "来了三趟" || got[0].State != "checking" || got[0].Department != "区民政局" {
		t.Errorf("exported %+v, %v", got, err)
	}
	var told []office.CityEvent
	left, err := db.EachCityEvent(context.Background(), countytest.At.Add(-time.Hour), false, func(e office.CityEvent) error { told = append(told, e); return nil })
	if err != nil || left != 0 || len(told) != 1 || told[0].CaseNo != "A1" || told[0].State != village.Received || !strings.HasSuffix(told[0].Key, "/0") {
		t.Errorf("the city is told %+v, %d, %v", told, left, err)
	}
	var kind village.LetterKind
	if err := db.db.Read().QueryRow(`SELECT kind FROM letter WHERE kiosk = $1`, k.ID).Scan(&kind); err != nil || kind != village.LetterReply {
		t.Errorf("the machine is told by %q, %v", kind, err)
	}
}

// Test21AServiceActIsRatedOnceAtTheCountyToo, each time that papers came for itself; what a
// machine sends again that forgot is set aside, and a default stands in nobody's way.
func Test21AServiceActIsRatedOnceAtTheCountyToo(t *testing.T) {
	db := openNew(t)
	k := db.know(t, 1)
	countytest.Unlock(t, db)
	rated := func(seq int64, act string, more map[string]any) village.Record {
		return countytest.Rating(seq, func(b map[string]any) {
			b["target"], b["act"] = "H6FAJ7HN", act
			for key, value := range more {
				b[key] = value
			}
		})
	}
	second := map[string]any{"nth": 2}
	db.hand(t, k, nil,
		rated(1, "supplement", map[string]any{"default": true}), rated(2, "supplement", nil), rated(3, "supplement", second), rated(4, "receive", nil),
		rated(5, "supplement", nil), rated(6, "supplement", second),
		countytest.Rating(7, nil), countytest.Rating(8, nil)) // the centre, as often as people come
	page, err := db.Ratings(t.Context(), office.RatingQuery{Page: 1, PerPage: 20, Now: countytest.At})
	acts := map[string]int{}
	for _, r := range page.Ratings {
		acts[r.Act]++
	}
	if err != nil || len(page.Ratings) != 6 || acts["supplement"] != 2 || acts["supplement.2"] != 1 || acts["visit"] != 2 {
		t.Errorf("rated %v, %v", acts, err)
	}
	aside, err := db.Quarantine(t.Context(), office.Scope{}, 10)
	if err != nil || len(aside) != 2 || aside[0].Problem != "err.rating.twice" || aside[1].Problem != "err.rating.twice" {
		t.Errorf("set aside %+v, %v", aside, err)
	}
}
