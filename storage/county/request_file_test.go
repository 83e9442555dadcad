package county

import (
	"testing"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// TestAFileOfAReplyOpensInItsOwnPlaceOnly, and one that was refused is not kept.
func TestAFileOfAReplyOpensInItsOwnPlaceOnly(t *testing.T) {
	db, k, hotline := requestRig(t)
	if err := hotline.Register(t.Context()); err != nil {
		t.Fatal(err)
	}
	db.units(t, "甲局")
	chen, unit := office.Account{Name: "chen", Role: office.RoleCounty}, office.Account{Name: "u0", Role: office.RoleUnit, Scope: office.Scope{Unit: "甲局"}}
	reply := func(id village.RecordID, files ...office.Shot) error {
		_, err := hotline.Do(t.Context(), k.ID, id, office.TicketDeed{Verb: office.VerbReply, Words: "好了", Files: files}, unit)
		return err
	}
	for n := range int64(2) {
		id := countytest.ID(n + 1)
		if _, err := hotline.Do(t.Context(), k.ID, id, office.TicketDeed{Verb: office.VerbDispatch, Unit: "甲局"}, chen); err != nil {
			t.Fatal(err)
		}
		if err := reply(id, office.Shot{Data: []byte("%PDF-early")}); err == nil {
			t.Error("a reply before it was signed for")
		}
		for _, d := range []office.TicketDeed{{Verb: office.VerbSign}, {Verb: office.VerbContact, Reached: office.SaidYes, Words: "说了"}} {
			if _, err := hotline.Do(t.Context(), k.ID, id, d, unit); err != nil {
				t.Fatal(err)
			}
		}
	}
	data := []byte("%PDF-" + string(countytest.ID(1)))
	if err := reply(countytest.ID(1), office.Shot{Data: data}); err != nil {
		t.Fatal(err)
	}
	if err := reply(countytest.ID(2), office.Shot{Data: []byte("%PDF-another")}); err != nil {
		t.Fatal(err)
	}
	r, err := db.Request(t.Context(), k.ID, countytest.ID(1))
	if err != nil || len(r.Standing().Replied.Parts) != 1 {
		t.Fatalf("%+v, %v", r.Standing(), err)
	}
	part := r.Standing().Replied.Parts[0]
	if got, err := db.RequestFile(t.Context(), k.ID, countytest.ID(1), part); err != nil || string(got) != string(data) {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := db.RequestFile(t.Context(), k.ID, countytest.ID(2), part); village.KindOf(err) != village.NotFound {
		t.Errorf("of another request: %v", err)
	}
	var kept int
	if err := db.db.Read().QueryRowContext(t.Context(), `SELECT COUNT(*) FROM request_file`).Scan(&kept); err != nil || kept != 2 {
		t.Errorf("%d files kept, %v", kept, err)
	}
	db.change(t, `UPDATE request_file SET hidden = (SELECT f.hidden FROM request_file f WHERE f.id = '`+string(countytest.ID(2))+`')`)
	if _, err := db.RequestFile(t.Context(), k.ID, countytest.ID(1), part); err == nil {
		t.Error("a file of another request is opened in its place")
	}
}
