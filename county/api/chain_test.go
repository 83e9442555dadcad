package api_test

import (
	"bytes"
	"net/http"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/sync/wire"
)

func TestAForkIsSaidAndNothingOfItStored(t *testing.T) {
	other := func(body map[string]any) { body["catalogue"] = "another" }
	twin := countytest.Case(2, nil)
	twin.ID = countytest.ID(99)
	for name, records := range map[string][]village.Record{
		"same number, other body":    {countytest.Case(1, nil), countytest.Case(2, other), countytest.Case(3, nil)},
		"same body under another id": {countytest.Case(1, nil), twin},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			kiosk := r.enrolled(1)
			r.taken(kiosk, countytest.Cases(1, 2)...)
			if ack := r.taken(kiosk, records...); ack.Status != wire.StatusFork || ack.MaxEpoch != 1 || ack.WantSeq != 3 {
				t.Errorf("answer %+v", ack)
			}
			if n := len(r.stored()); n != 2 {
				t.Errorf("%d records, want 2: a push is stored whole or not at all", n)
			}
			if ack := r.taken(kiosk, countytest.Case(3, nil)); ack.WantSeq != 4 || ack.Status != wire.StatusOK {
				t.Errorf("wants %d afterwards, want 4", ack.WantSeq)
			}
		})
	}
}

func TestWhatFollowsAnotherPastIsAForkAlsoWithoutARepeat(t *testing.T) {
	r := newRig(t)
	kiosk := r.enrolled(1)
	r.taken(kiosk, countytest.Cases(1, 2)...)
	past := []village.Record{countytest.Case(1, nil), countytest.Case(2, func(b map[string]any) { b["catalogue"] = "x" })}
	for name, records := range map[string][]village.Record{"a record": {countytest.Case(3, nil)}, "a question": nil} {
		_, _, raw := r.post(kiosk, wire.PushPath, countytest.Envelope(kiosk, countytest.Message(kiosk.ID, past, records...)))
		if ack, err := countytest.ReadAck(raw, r.signer.Public()); err != nil || ack.Status != wire.StatusFork {
			t.Errorf("%s on another past: %+v, %v", name, ack, err)
		}
	}
}

// again is a push of records under an epoch, numbered from 1.
func again(kiosk seal.KioskID, epoch int64, records ...village.Record) wire.Push {
	p := wire.Push{V: wire.Version, Kiosk: kiosk, Epoch: epoch, FirstSeq: 1, Records: wire.NewRecords(records)}
	p.Prev = seal.BaseHead(kiosk, epoch, seal.Head{1})
	list := append([]village.Record(nil), records...)
	for i := range list {
		list[i].Epoch, list[i].Seq = epoch, int64(i)+1
	}
	head, err := seal.Chain(kiosk, p.Prev, list)
	if err != nil {
		panic(err)
	}
	p.Head = head
	return p
}

func (r *rig) message(kiosk seal.Identity, p wire.Push) wire.Ack {
	r.t.Helper()
	status, key, raw := r.post(kiosk, wire.PushPath, countytest.Envelope(kiosk, p))
	if status != http.StatusOK {
		r.t.Fatalf("push: %d %s", status, key)
	}
	ack, err := countytest.ReadAck(raw, r.signer.Public())
	if err != nil {
		r.t.Fatal(err)
	}
	return ack
}

func TestANewEpochKeepsEachRecordOnceAndTheOldOneIsStale(t *testing.T) {
	r := newRig(t)
	kiosk := r.enrolled(1)
	all := countytest.Cases(1, 5)
	r.taken(kiosk, all[:3]...)
	if ack := r.message(kiosk, again(kiosk.ID, 2, all[0], all[1], all[3], all[4])); ack.WantSeq != 5 || ack.MaxEpoch != 2 || ack.Status != wire.StatusOK {
		t.Errorf("answer %+v", ack)
	}
	stored := r.stored()
	if len(stored) != 5 {
		t.Errorf("%d records, want 5", len(stored))
	}
	if ack := r.taken(kiosk, all[3]); ack.Status != wire.StatusStale || ack.MaxEpoch != 2 {
		t.Errorf("the old epoch is answered %+v", ack)
	}
	if n := len(r.stored()); n != 5 {
		t.Errorf("%d records after the stale push", n)
	}
}

func TestTwoMachinesUnderOneKeyAreStoppedUntilSomebodyLooks(t *testing.T) {
	r := newRig(t)
	kiosk := r.enrolled(1)
	r.taken(kiosk, countytest.Case(1, nil))
	for epoch := int64(2); epoch <= 4; epoch++ {
		if ack := r.message(kiosk, again(kiosk.ID, epoch, countytest.Case(1, nil))); ack.Status != wire.StatusOK {
			t.Fatalf("epoch %d: %s", epoch, ack.Status)
		}
	}
	next := again(kiosk.ID, 5, countytest.Cases(1, 2)...)
	for range 2 {
		if ack := r.message(kiosk, next); ack.Status != wire.StatusCloned || len(r.stored()) != 1 {
			t.Errorf("the fifth: %s, %d stored", ack.Status, len(r.stored()))
		}
	}
	kiosks, err := r.db.Kiosks(t.Context())
	if err != nil || !kiosks[0].Cloned {
		t.Errorf("nobody is told: %+v, %v", kiosks, err)
	}
	if err := r.db.UnlockKiosk(t.Context(), kiosk.ID); err != nil {
		t.Fatal(err)
	}
	if ack := r.message(kiosk, next); ack.Status != wire.StatusOK || ack.WantSeq != 3 {
		t.Errorf("after somebody looked: %+v", ack)
	}
}

func TestEpochsOnDifferentDaysAreNoSuspicion(t *testing.T) {
	r := newRig(t)
	kiosk := r.enrolled(1)
	r.taken(kiosk, countytest.Case(1, nil))
	for epoch := int64(2); epoch <= 9; epoch++ {
		r.clock = r.clock.Add(25 * time.Hour)
		if ack := r.message(kiosk, again(kiosk.ID, epoch, countytest.Case(1, nil))); ack.Status != wire.StatusOK {
			t.Fatalf("epoch %d: %s", epoch, ack.Status)
		}
	}
}

func TestOneIDWithTwoContentsLosesNeither(t *testing.T) {
	r := newRig(t)
	kiosk := r.enrolled(1)
	r.taken(kiosk, countytest.Case(1, nil))
	other := countytest.Case(1, func(b map[string]any) { b["catalogue"] = "x" })
	ack := r.message(kiosk, again(kiosk.ID, 2, other, countytest.Case(2, nil)))
	if ack.WantSeq != 3 || len(ack.Rejects) != 1 || ack.Rejects[0].Key != "err.county.fork" {
		t.Errorf("answer %+v", ack)
	}
	if n := len(r.stored()); n != 3 {
		t.Errorf("%d records, want 3", n)
	}
}

func TestPiecesAreAskedForUntilTheyAreThere(t *testing.T) {
	r := newRig(t)
	kiosk, stranger := r.enrolled(1), r.enrolled(2)
	records := countytest.Cases(1, 3)
	ack := r.taken(kiosk, records...)
	if len(ack.Missing) != 3 || ack.CompleteSeq != 0 || ack.WantSeq != 4 {
		t.Fatalf("answer %+v", ack)
	}
	second := records[1].Parts[0]
	if status, key := r.put(kiosk, second.SHA256, []byte("damaged")); status != http.StatusBadRequest || key != "err.push.digest" {
		t.Errorf("damaged: %d %s", status, key)
	}
	if status, _ := r.put(stranger, second.SHA256, second.Data); status != http.StatusNotFound {
		t.Errorf("another kiosk's piece: %d", status)
	}
	for range 3 { // any number of times
		r.put(kiosk, second.SHA256, second.Data)
	}
	if ack := r.taken(kiosk); len(ack.Missing) != 2 || ack.CompleteSeq != 0 {
		t.Errorf("the first is missing and the answer is %+v", ack)
	}
	r.pieces(kiosk, records[0], records[2])
	if ack := r.taken(kiosk); len(ack.Missing) != 0 || ack.CompleteSeq != 3 {
		t.Errorf("all are there and the answer is %+v", ack)
	}
	same := countytest.Case(5, nil) // the same photograph in another case
	same.Parts = records[0].Parts
	if ack := r.taken(kiosk, countytest.Rating(4, nil), same); len(ack.Missing) != 0 || ack.CompleteSeq != 5 {
		t.Errorf("the same content again: %+v", ack)
	}
}

func TestDurableIsSaidOnlyOfWhatABackupHolds(t *testing.T) {
	r := newRig(t)
	kiosk := r.enrolled(1)
	records := countytest.Cases(1, 4)
	r.taken(kiosk, records...)
	if err := r.db.MarkDurable(t.Context(), []office.Durable{{Kiosk: kiosk.ID, Epoch: 1, Seq: 3}}); err != nil {
		t.Fatal(err)
	}
	if ack := r.taken(kiosk); ack.DurableSeq != 0 {
		t.Errorf("files are missing and %d is called durable", ack.DurableSeq)
	}
	r.pieces(kiosk, records...)
	if ack := r.taken(kiosk); ack.DurableSeq != 3 || ack.CompleteSeq != 4 {
		t.Errorf("answer %+v", ack)
	}
	if ack := r.message(kiosk, again(kiosk.ID, 2, records...)); ack.DurableSeq != 0 {
		t.Errorf("a new epoch is durable up to %d", ack.DurableSeq)
	}
}

func TestARecordThatFailsAgainAndAgainIsKeptRaw(t *testing.T) {
	r := newRig(t)
	kiosk := r.enrolled(1)
	p := countytest.Message(kiosk.ID, nil, countytest.Case(1, nil))
	p.Raw = true
	ack := r.message(kiosk, p)
	if ack.WantSeq != 2 || len(ack.Rejects) != 1 || ack.Rejects[0].Key != "err.push.raw" || len(r.stored()) != 1 {
		t.Errorf("answer %+v", ack)
	}
}

func TestPushIsRefusedFromWhoCannotProveToBeAnEnrolledKiosk(t *testing.T) {
	r := newRig(t)
	kiosk, stranger := r.enrolled(1), countytest.Identity(9)
	body := countytest.Push(kiosk, countytest.Case(1, nil))
	forged := countytest.Envelope(stranger, countytest.Message(kiosk.ID, nil, countytest.Case(1, nil)))
	inside := countytest.Envelope(kiosk, countytest.Message(stranger.ID, nil, countytest.Case(1, nil)))
	changed := bytes.Clone(body)
	changed[len(changed)-1] ^= 1
	for _, tt := range []struct {
		name string
		body []byte
		key  string
	}{
		{"signed by another than whose line it is", forged, "err.county.signature"},
		{"one bit changed", changed, "err.county.signature"},
		{"another kiosk named inside", inside, "err.county.signature"},
	} {
		if status, key, _ := r.post(kiosk, wire.PushPath, tt.body); status != http.StatusForbidden || key != tt.key {
			t.Errorf("%s: %d %s", tt.name, status, key)
		}
	}
	if err := r.db.Revoke(t.Context(), kiosk.ID); err != nil {
		t.Fatal(err)
	}
	if status, key, _ := r.post(kiosk, wire.PushPath, body); status != http.StatusForbidden || key != "err.county.kiosk" {
		t.Errorf("revoked: %d %s", status, key)
	}
	if status, _, _ := r.enrol(r.code(), kiosk); status != http.StatusForbidden {
		t.Errorf("a revoked kiosk enrolled again: %d", status)
	}
	if n := len(r.stored()); n != 0 {
		t.Errorf("%d records were stored", n)
	}
}

func TestPushLimits(t *testing.T) {
	r := newRig(t)
	kiosk := r.enrolled(1)
	wrongHead := countytest.Message(kiosk.ID, nil, countytest.Case(1, nil))
	wrongHead.Head[0] ^= 1
	large := countytest.Message(kiosk.ID, nil, countytest.Raw(1, "case", make([]byte, village.MaxBodyBytes+1)))
	for _, tt := range []struct {
		name, key string
		body      []byte
	}{
		{"too large", "err.push.too_large", bytes.Repeat([]byte(" "), wire.MaxPushBytes+1)},
		{"no message", "err.push.body", []byte("hello")},
		{"something behind", "err.push.body", append(countytest.Push(kiosk, countytest.Case(1, nil)), 0)},
		{"too many records", "err.push.records", countytest.Push(kiosk, countytest.Cases(1, wire.MaxRecords+1)...)},
		{"a NUL in a name", "err.push.records", countytest.Push(kiosk, countytest.Raw(1, "case\x00", []byte("{}")))},
		{"a body too large", "err.record.size", countytest.Envelope(kiosk, large)},
		{"content is not what the head says", "err.push.digest", countytest.Envelope(kiosk, wrongHead)},
		{"a bomb", "err.push.too_large", countytest.Envelope(kiosk, make([]byte, wire.MaxPlainBytes+1))},
	} {
		status, key, _ := r.post(kiosk, wire.PushPath, tt.body)
		if status != http.StatusBadRequest || key != tt.key {
			t.Errorf("%s: %d %s", tt.name, status, key)
		}
	}
	if n := len(r.stored()); n != 0 {
		t.Errorf("%d records were stored", n)
	}
}
