package desk_test

import (
	"encoding/json"
	"testing"

	"bianmin/app/desk"
	"bianmin/app/seal/sealtest"
	"bianmin/app/village"
)

// TestM11WhoHelpedWithATakingBackAndARatingIsSealed, and the rows of the log name the badge.
func TestM11WhoHelpedWithATakingBackAndARatingIsSealed(t *testing.T) {
	d, store := bookable(t)
	booked, err := d.Book(t.Context(), booking())
	if err != nil {
		t.Fatal(err)
	}
	taken, err := d.Accept(t.Context(), application())
	if err != nil {
		t.Fatal(err)
	}
	in := desk.WithdrawInput{Code: string(booked.ShortCode), Coming: desk.Coming{Helper: "B-017"}}
	if _, err := d.Withdraw(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Rate(t.Context(), desk.RatingInput{Target: string(taken.ShortCode), Grade: 5, Helper: "B-017"}); err != nil {
		t.Fatal(err)
	}
	records := pending(t, store)
	for _, r := range records[len(records)-2:] {
		var sealed struct{ Helper string }
		text, err := sealtest.Text("K1", r)
		if err == nil {
			err = json.Unmarshal(text, &sealed)
		}
		if err != nil || sealed.Helper != "B-017" {
			t.Errorf("sealed in a %s is %+v, %v", r.Kind, sealed, err)
		}
	}
	helped := 0
	err = store.AuditRows(t.Context(), func(r village.AuditRow) error {
		if r.Kind == village.AuditHelped {
			helped++
		}
		return nil
	})
	if err != nil || helped != 2 {
		t.Errorf("%d rows of the log name who helped, %v", helped, err)
	}
}
