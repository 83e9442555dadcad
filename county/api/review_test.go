package api_test

import (
	"bytes"
	"net/http"
	"testing"

	"bianmin/app/village"
	"bianmin/county/api"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/sync/wire"
)

// carry imports a stick and returns what its answer says.
func (r *rig) carry(raw []byte) (out api.Imported, ack wire.Ack) {
	r.t.Helper()
	var back bytes.Buffer
	out, err := r.server.Import(r.t.Context(), bytes.NewReader(raw), &back)
	if err == nil {
		err = wire.ReadBundle(&back, func(f wire.Frame) (err error) {
			if f.Kind == wire.FrameAnswer {
				ack, err = countytest.ReadAck(f.Bytes, r.signer.Public())
			}
			return err
		})
	}
	if err != nil {
		r.t.Fatal(err)
	}
	return out, ack
}

// cases are how many cases officers see.
func (r *rig) cases() int {
	r.t.Helper()
	page, err := r.db.Cases(r.t.Context(), office.CaseQuery{PerPage: 10})
	if err != nil {
		r.t.Fatal(err)
	}
	return page.All
}

// TestWhatARevokedMachineStillHeldWaitsForAPerson: the stick was made before or
// after the machine was revoked; nothing of it is lost, and nothing counts by itself.
func TestWhatARevokedMachineStillHeldWaitsForAPerson(t *testing.T) {
	r := newRig(t)
	kiosk := r.enrolled(1)
	r.taken(kiosk, countytest.Case(1, nil))
	r.open()
	before := stick(t, countytest.Push(kiosk, countytest.Cases(1, 3)...), countytest.Case(2, nil).Parts[0].Data, countytest.Case(3, nil).Parts[0].Data)
	if err := r.db.Revoke(t.Context(), kiosk.ID); err != nil {
		t.Fatal(err)
	}
	for range 2 { // and once more, as nobody knows whether it was
		out, ack := r.carry(before)
		if !out.Revoked || out.Records != 3 || ack.WantSeq != 4 || len(ack.Rejects) != 2 || ack.Rejects[0].Key != "err.county.review" {
			t.Fatalf("import %+v, answer %+v", out, ack)
		}
	}
	r.open()
	list, err := r.db.UnderReview(t.Context())
	if err != nil || len(list) != 2 || r.cases() != 1 || len(r.stored()) != 3 {
		t.Fatalf("%d wait, %d cases, %d stored, %v", len(list), r.cases(), len(r.stored()), err)
	}
	if err := r.db.Review(t.Context(), kiosk.ID, countytest.ID(2), office.Released); err != nil {
		t.Fatal(err)
	}
	if err := r.db.Review(t.Context(), kiosk.ID, countytest.ID(3), office.Rejected); err != nil {
		t.Fatal(err)
	}
	r.open()
	list, err = r.db.UnderReview(t.Context())
	if err != nil || len(list) != 1 || !list[0].Rejected() || r.cases() != 2 {
		t.Errorf("%+v wait, %d cases, %v", list, r.cases(), err)
	}
	r.carry(before)
	if err := r.db.Review(t.Context(), kiosk.ID, countytest.ID(3), office.Released); err != nil {
		t.Errorf("a mistake cannot be mended: %v", err)
	}
	if r.open(); r.cases() != 3 {
		t.Errorf("%d cases", r.cases())
	}
	for _, id := range []village.RecordID{countytest.ID(1), countytest.ID(2), countytest.ID(99)} {
		if err := r.db.Review(t.Context(), kiosk.ID, id, office.Rejected); village.KindOf(err) != village.NotFound {
			t.Errorf("%s is not under review: %v", id, err)
		}
	}
}

// TestAThiefWithTheKeyMakesNothingCount: not on the line, not on a stick, not with
// records that he dates before the theft, not in a new epoch, not under another's name.
func TestAThiefWithTheKeyMakesNothingCount(t *testing.T) {
	r := newRig(t)
	kiosk := r.enrolled(1)
	r.taken(kiosk, countytest.Case(1, nil))
	r.open()
	if err := r.db.Revoke(t.Context(), kiosk.ID); err != nil {
		t.Fatal(err)
	}
	old := countytest.Case(2, nil)
	old.CreatedAt = countytest.At.AddDate(0, 0, -30)
	other := countytest.Case(1, func(b map[string]any) { b["delivery"] = map[string]any{"mode": "pickup"} })
	epoch := again(kiosk.ID, 2, countytest.Case(1, nil), old)
	renamed := again(kiosk.ID, 3, other, old)
	if status, key, _ := r.push(kiosk, countytest.Case(1, nil), old); status != http.StatusForbidden || key != "err.county.kiosk" {
		t.Errorf("on the line: %d %s", status, key)
	}
	for name, raw := range map[string][]byte{
		"dated before":         countytest.Push(kiosk, countytest.Case(1, nil), old),
		"in a new epoch":       countytest.Envelope(kiosk, epoch),
		"under another's name": countytest.Envelope(kiosk, renamed),
	} {
		r.carry(stick(t, raw))
		if r.open(); r.cases() != 1 {
			t.Errorf("%s: %d cases", name, r.cases())
		}
	}
	kept, err := r.db.Case(t.Context(), kiosk.ID, countytest.ID(1))
	if err != nil || kept.Delivery != "express" {
		t.Errorf("the first case is now %+v, %v", kept, err)
	}
}
