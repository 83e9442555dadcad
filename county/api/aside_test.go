package api_test

import (
	"slices"
	"testing"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/sync/wire"
)

func Test34RecordThatNobodyUnderstandsIsSetAsideAndBlocksNothing(t *testing.T) {
	newer := countytest.Case(2, nil)
	newer.Schema = 3
	moved := countytest.Sealed(countytest.Identity(1).ID, countytest.Case(7, nil))
	moved.Seq, moved.ID = 2, countytest.ID(2)
	drop := func(key string) village.Record {
		return countytest.Case(2, func(b map[string]any) { delete(b, key) })
	}
	tests := []struct {
		name, key string
		record    village.Record
	}{
		{"no JSON", "err.county.body", countytest.Raw(2, village.RecordCase, []byte("\x00\xff{"))},
		{"empty", "err.county.body", countytest.Raw(2, village.RecordCase, nil)},
		{"no short code", "err.county.body", drop("short_code")},
		{"no item", "err.county.body", drop("item")},
		{"no such form of a village", "err.county.body", countytest.Case(2, func(b map[string]any) { b["village"] = "江滨村" })},
		{"another id inside", "err.county.body", countytest.Case(2, func(b map[string]any) { b["id"] = countytest.ID(7) })},
		{"grade 9", "err.county.body", countytest.Rating(2, func(b map[string]any) { b["grade"] = 9 })},
		{"a NUL in a rating", "err.county.body", countytest.Rating(2, func(b map[string]any) { b["act"] = "visit\x00" })},
		{"a NUL in a case", "err.county.body", countytest.Case(2, func(b map[string]any) { b["catalogue"] = "demo\x00" })},
		{"kind of tomorrow", "err.county.kind", countytest.Raw(2, "hotline", []byte("{}"))},
		{"form of tomorrow", "err.county.schema", newer},
		{"sealed as another record", "err.county.sealed", moved},
		{"sealed by another kiosk", "err.county.sealed", countytest.Sealed(countytest.Identity(2).ID, countytest.Case(2, nil))},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			kiosk := r.enrolled(1)
			r.taken(kiosk, countytest.Case(1, nil), tt.record, countytest.Case(3, nil))
			r.open()
			for range 2 { // as after a lost answer
				ack := r.taken(kiosk, countytest.Case(1, nil), tt.record, countytest.Case(3, nil))
				if ack.WantSeq != 4 || len(ack.Rejects) != 1 || ack.Rejects[0] != (wire.Reject{Number: 1, ID: countytest.ID(2), Key: tt.key}) {
					t.Errorf("ack %+v, want %s at 2", ack, tt.key)
				}
			}
			aside, err := r.db.Quarantine(t.Context(), office.Scope{}, 10)
			if err != nil || len(aside) != 1 || len(r.stored()) != 3 {
				t.Errorf("aside %v, %d stored, %v", aside, len(r.stored()), err)
			}
		})
	}
}

// TestRejectsOfAnEarlierLifeOfTheCountyDoNotCountAsTold: after the county came
// back from a backup it numbers anew.
func TestRejectsOfAnEarlierLifeOfTheCountyDoNotCountAsTold(t *testing.T) {
	r := newRig(t)
	kiosk := r.enrolled(1)
	bad := countytest.Raw(2, village.RecordCase, nil)
	ack := r.taken(kiosk, countytest.Case(1, nil), bad)
	r.open()
	told := func(incarnation []byte) int {
		p := countytest.Message(kiosk.ID, nil, countytest.Case(1, nil), bad)
		p.Incarnation, p.RejectsSeen = incarnation, 5
		return len(r.message(kiosk, p).Rejects)
	}
	if got := told(ack.Incarnation); got != 0 {
		t.Errorf("the kiosk noted it and was told %d again", got)
	}
	if got := told([]byte("another life 123")); got != 1 {
		t.Errorf("%d rejects were told to who noted those of another life", got)
	}
}

func TestWhatWasSetAsideForWantOfAKeyIsOpenedWhenTheKeyIsBack(t *testing.T) {
	r := newRig(t)
	kiosk := r.enrolled(1)
	sealed := countytest.Sealed(kiosk.ID, countytest.Case(1, nil))
	unread := countytest.Raw(2, village.RecordCase, nil)
	r.taken(kiosk, sealed, unread)
	r.pieces(kiosk, sealed)
	keyless := office.Opener{Log: r.db}
	if err := keyless.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if ack := r.taken(kiosk, sealed, unread); len(ack.Rejects) != 2 || ack.Rejects[0].Key != "err.county.sealed" {
		t.Fatalf("rejects %v", ack.Rejects)
	}
	for range 2 {
		if _, err := r.db.Reopen(t.Context()); err != nil {
			t.Fatal(err)
		}
		r.open()
	}
	ack := r.taken(kiosk, sealed, unread)
	want := []wire.Reject{{Number: 2, ID: unread.ID, Key: "err.county.body"}, {Number: 3, ID: sealed.ID}}
	if !slices.Equal(ack.Rejects, want) {
		t.Errorf("rejects %v, want %v", ack.Rejects, want)
	}
	aside, err := r.db.Quarantine(t.Context(), office.Scope{}, 10)
	if _, err2 := r.db.Case(t.Context(), kiosk.ID, sealed.ID); err != nil || err2 != nil || len(aside) != 1 {
		t.Errorf("aside %v, %v, %v", aside, err, err2)
	}
}
