package county

import (
	"database/sql"
	"slices"
	"testing"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// Test24RequestsThatArePerhapsTheSameAreFlaggedAndStayTwo, by the telephone and by the words;
// the telephone of who asked to be kept secret is compared with nobody's.
func Test24RequestsThatArePerhapsTheSameAreFlaggedAndStayTwo(t *testing.T) {
	db := openNew(t)
	k := db.know(t, 1)
	countytest.Unlock(t, db)
	said := func(seq int64, words, phone string, secret bool) village.Record {
		return countytest.Ticket(seq, func(b map[string]any) {
			form := b["form"].(map[string]any)
			form["content"], form["phone"], form["confidential"] = words, phone, secret
		})
	}
	_, err := db.take(t, handed(k.ID, nil, said(1, "路灯坏了", "13800000000", false), said(2, "路灯又不亮", "13800000000", false),
		said(3, " 路灯坏了", "13900000000", false), said(4, "别的事", "13800000000", true), said(5, "谁也没提过的事", "13700000000", false)))
	if err != nil {
		t.Fatal(err)
	}
	if err := (&office.Opener{Log: db}).Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	all, err := db.ListRequests(t.Context(), office.RequestQuery{Kind: village.RecordTicket, PerPage: 9})
	if err != nil || all.Total != 5 {
		t.Fatalf("%d requests, %v", all.Total, err)
	}
	want := map[village.RecordID][]string{
		countytest.ID(1): {office.TwinPhone, office.TwinWords}, countytest.ID(2): {office.TwinPhone}, countytest.ID(3): {office.TwinWords},
	}
	for _, r := range all.Requests {
		if !slices.Equal(r.Twin, want[r.ID]) {
			t.Errorf("%s is perhaps there twice by %v, want %v", r.ID, r.Twin, want[r.ID])
		}
		if r.State == village.Completed {
			t.Errorf("%s was merged", r.ID)
		}
	}
	only, err := db.ListRequests(t.Context(), office.RequestQuery{Kind: village.RecordTicket, Twins: true, PerPage: 9})
	if err != nil || only.Total != 3 || len(only.Requests) != 3 {
		t.Errorf("alone %d, %v", only.Total, err)
	}
	first, err := db.Request(t.Context(), k.ID, countytest.ID(1))
	if err != nil {
		t.Fatal(err)
	}
	twins, err := (&office.Hotline{Store: db}).Twins(t.Context(), first)
	if err != nil || len(twins) != 2 {
		t.Errorf("on the page %+v, %v", twins, err)
	}
}

// Test24RequestsOfAnEarlierReleaseAreComparedOnce, as when they were new.
func Test24RequestsOfAnEarlierReleaseAreComparedOnce(t *testing.T) {
	db := openNew(t)
	k := db.know(t, 1)
	countytest.Unlock(t, db)
	db.hand(t, k, nil, countytest.Ticket(1, nil), countytest.Ticket(2, nil))
	if err := db.db.Write(t.Context(), "forget what was compared", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(t.Context(), `DELETE FROM request_twin`)
		if err == nil {
			_, err = tx.ExecContext(t.Context(), `DELETE FROM request_same`)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for range 2 { // a second start compares nothing again
		if err := db.MatchEarlier(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	only, err := db.ListRequests(t.Context(), office.RequestQuery{Kind: village.RecordTicket, Twins: true, PerPage: 9})
	if err != nil || only.Total != 2 {
		t.Errorf("%d requests are perhaps the same, %v", only.Total, err)
	}
}
