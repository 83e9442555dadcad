package storetest

import (
	"bytes"
	"reflect"
	"slices"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

const (
	local     = village.RecordLocal
	sent      = village.RecordSent
	stored    = village.RecordStored
	attention = village.RecordNeedsAttention
)

func batches(t *testing.T, s KioskStore) {
	if _, got, err := s.Batch(t.Context(), 1, 10, 1000); err != nil || len(got) != 0 {
		t.Errorf("an empty store has %v, %v", got, err)
	}
	c, r := SampleCase(1, 100)
	r.Parts = []village.Part{SamplePart("front", 300), SamplePart("back", 300), SamplePart("front", 300)}
	_, err := s.SaveCase(t.Context(), c, r, PlainQR)
	must(t, err)
	for n := 2; n <= 4; n++ {
		c, r := SampleCase(n, 100)
		_, err := s.SaveCase(t.Context(), c, r, PlainQR)
		must(t, err)
	}
	for _, tt := range []struct{ from, records, bytes, want int }{
		{1, 10, 10000, 4}, {1, 2, 10000, 2}, {1, 10, 1, 1}, {1, 10, 199, 1}, {1, 10, 200, 2}, {3, 10, 10000, 2}, {5, 10, 10000, 0},
	} {
		_, got, err := s.Batch(t.Context(), int64(tt.from), tt.records, tt.bytes)
		must(t, err)
		if len(got) != tt.want {
			t.Errorf("from %d at most %d records and %d bytes: got %d, want %d", tt.from, tt.records, tt.bytes, len(got), tt.want)
		}
	}
	_, got, err := s.Batch(t.Context(), 1, 1, 1)
	must(t, err)
	if !got[0].CreatedAt.Equal(r.CreatedAt) {
		t.Errorf("created at %v, want %v", got[0].CreatedAt, r.CreatedAt)
	}
	for i := range r.Parts {
		r.Parts[i].Size, r.Parts[i].Data = int64(len(r.Parts[i].Data)), nil
	}
	r.Epoch, r.Seq, r.Hash, got[0].CreatedAt = 1, 1, got[0].Hash, r.CreatedAt
	if !reflect.DeepEqual(got[0], r) {
		t.Errorf("batch %+v, want %+v", got[0], r)
	}
	piece := SamplePart("back", 300)
	if data, err := s.Piece(t.Context(), [32]byte(piece.SHA256)); err != nil || !bytes.Equal(data, piece.Data) {
		t.Errorf("piece has %d bytes, %v", len(data), err)
	}
	_, err = s.Piece(t.Context(), [32]byte{})
	wantError(t, err, village.NotFound, "")
}

func chained(t *testing.T, s KioskStore) {
	fill(t, s, 3)
	prev, records, err := s.Batch(t.Context(), 1, 10, 10000)
	must(t, err)
	name := Identity().ID
	if base := seal.BaseHead(name, 1, seal.Head{}); !bytes.Equal(prev, base[:]) {
		t.Errorf("the chain begins with %x", prev)
	}
	for i := range records {
		want := []village.Record{records[i]}
		head, err := seal.Chain(name, seal.Head(prev), want)
		must(t, err)
		got, err := s.HeadAt(t.Context(), int64(i+1))
		must(t, err)
		if !bytes.Equal(records[i].Hash, head[:]) || !bytes.Equal(got, head[:]) {
			t.Errorf("head %d is %x and %x, want %x", i+1, records[i].Hash, got, head)
		}
		prev = head[:]
	}
	at, err := s.OutboxState(t.Context())
	must(t, err)
	if at.Epoch != 1 || at.Want != 1 || at.Next != 4 || at.Lifetime != 3 || !at.ToldAt.IsZero() || !bytes.Equal(at.Head, prev) {
		t.Errorf("state %+v", at)
	}
	_, err = s.HeadAt(t.Context(), 4)
	wantError(t, err, village.NotFound, "")
}

// answer is an Ack of epoch 1 without files behind.
func answer(want int64, rejects ...village.Reject) village.Ack {
	return village.Ack{Epoch: 1, WantSeq: want, CompleteSeq: want - 1, At: Moment, CountyTime: Moment, Incarnation: []byte("county"), Rejects: rejects}
}

func partial(t *testing.T, s KioskStore) {
	for n := 1; n <= 3; n++ {
		c, r := SampleCase(n, 60)
		if n == 2 {
			r.Parts = []village.Part{SamplePart("photo", 50)}
		}
		_, err := s.SaveCase(t.Context(), c, r, PlainQR)
		must(t, err)
	}
	must(t, s.MarkSent(t.Context(), 3))
	a := answer(4)
	a.CompleteSeq = 1
	must(t, s.Acknowledge(t.Context(), a))
	wantStates(t, s, stored, village.RecordPartial, stored)
	must(t, s.MarkUnanswered(t.Context()))
	at, err := s.OutboxState(t.Context())
	must(t, err)
	if at.Open != 2 || at.Want != 4 || !at.ToldAt.Equal(Moment) {
		t.Errorf("open from %d, wanted %d, told at %v", at.Open, at.Want, at.ToldAt)
	}
	n, err := s.Count(t.Context())
	must(t, err)
	if n.Waiting != 1 || n.Partial != 1 || n.Stored != 2 {
		t.Errorf("count %+v", n)
	}
	must(t, s.Acknowledge(t.Context(), answer(4)))
	wantStates(t, s, stored, stored, stored)
	must(t, s.Acknowledge(t.Context(), a)) // the county lost a file again
	wantStates(t, s, stored, village.RecordPartial, stored)
}

func damaged(t *testing.T, s KioskStore) {
	c, r := SampleCase(1, 60)
	r.Parts = []village.Part{SamplePart("photo", 50)}
	_, err := s.SaveCase(t.Context(), c, r, PlainQR)
	must(t, err)
	must(t, s.MarkSent(t.Context(), 1))
	a := answer(2)
	a.CompleteSeq = 0
	must(t, s.Acknowledge(t.Context(), a))
	must(t, s.RefusePiece(t.Context(), [32]byte(r.Parts[0].SHA256), "err.push.piece"))
	wantStates(t, s, attention)
	must(t, s.Acknowledge(t.Context(), a))
	wantStates(t, s, attention)
}

func durability(t *testing.T, s KioskStore) {
	fill(t, s, 4)
	must(t, s.MarkSent(t.Context(), 4))
	a := answer(5)
	a.DurableSeq = 3
	must(t, s.Acknowledge(t.Context(), a))
	durable := village.RecordDurable
	wantStates(t, s, durable, durable, durable, stored)
	n, err := s.Count(t.Context())
	must(t, err)
	if n.Durable != 3 || n.Stored != 1 || n.Waiting != 0 {
		t.Errorf("count %+v", n)
	}
	a.DurableSeq = 1 // the county came back from an older backup
	must(t, s.Acknowledge(t.Context(), a))
	wantStates(t, s, durable, stored, stored, stored)
	a.DurableSeq, a.CompleteSeq = 3, 2
	wantError(t, s.Acknowledge(t.Context(), a), village.Conflict, "")
}

func purged(t *testing.T, s KioskStore) {
	for n, keep := range []int{0, 7, 7, 0, 0} {
		c, r := SampleCase(n+1, 60)
		r.KeepDays = keep
		if n < 2 {
			r.Parts = []village.Part{SamplePart("photo", 50)}
		}
		_, err := s.SaveCase(t.Context(), c, r, PlainQR)
		must(t, err)
	}
	wantPurged(t, s, Moment.AddDate(9, 0, 0), 0) // nobody has them but this machine
	must(t, s.MarkSent(t.Context(), 5))
	a := answer(6, village.Reject{Number: 1, ID: id(4), Key: "err.x"})
	must(t, s.Acknowledge(t.Context(), a))
	wantPurged(t, s, Moment.AddDate(9, 0, 0), 0) // no backup has them
	a.DurableSeq = 4
	must(t, s.Acknowledge(t.Context(), a))
	durable, pruned := village.RecordDurable, village.RecordPruned
	wantPurged(t, s, Moment.AddDate(-9, 0, 0), 2) // a clock that stands counts from what the county said
	wantStates(t, s, pruned, durable, durable, attention, stored)
	wantPurged(t, s, Moment.Add(7*24*time.Hour-time.Millisecond), 0)
	if _, err := s.Piece(t.Context(), [32]byte(SamplePart("photo", 50).SHA256)); err != nil {
		t.Errorf("the second record's photograph went with the first's: %v", err)
	}
	wantPurged(t, s, Moment.AddDate(0, 0, 7), 2)
	wantStates(t, s, pruned, pruned, pruned, attention, stored)
	_, err := s.Piece(t.Context(), [32]byte(SamplePart("photo", 50).SHA256))
	wantError(t, err, village.NotFound, "")
	must(t, s.Acknowledge(t.Context(), a))
	wantStates(t, s, pruned, pruned, pruned, attention, stored)

	at, err := s.OutboxState(t.Context())
	must(t, err)
	if at.Pruned != 4 || at.Next != 6 || at.Lifetime != 5 {
		t.Errorf("state %+v", at)
	}
	must(t, s.NewEpoch(t.Context(), 2)) // what is gone stays in the old one
	if at, err = s.OutboxState(t.Context()); err != nil || at.Next != 2 || at.Pruned != 0 || at.Lifetime != 5 {
		t.Errorf("state %+v, %v", at, err)
	}
	_, list, err := s.Batch(t.Context(), 1, 9, 9000)
	must(t, err)
	if len(list) != 1 || list[0].ID != id(5) || len(list[0].Body) == 0 {
		t.Errorf("the new epoch has %+v", list)
	}
}

func wantPurged(t *testing.T, s KioskStore, now time.Time, want int64) {
	t.Helper()
	if n, err := s.Purge(t.Context(), now); err != nil || n != want {
		t.Errorf("purged %d, %v; want %d", n, err, want)
	}
}

func epochs(t *testing.T, s KioskStore) {
	fill(t, s, 3)
	must(t, s.MarkSent(t.Context(), 3))
	a := answer(3, village.Reject{Number: 1, ID: id(1), Key: "err.x"})
	a.DurableSeq = 2
	must(t, s.Acknowledge(t.Context(), a))
	old, err := s.OutboxState(t.Context())
	must(t, err)
	wantError(t, s.NewEpoch(t.Context(), 1), village.Conflict, "")
	must(t, s.NewEpoch(t.Context(), 7))
	wantStates(t, s, local, local, local)
	prev, records, err := s.Batch(t.Context(), 1, 10, 10000)
	must(t, err)
	name := Identity().ID
	if at, err := s.OutboxState(t.Context()); err != nil || at.RejectsSeen != 0 {
		t.Errorf("rejects of the old epoch count as seen: %+v, %v", at, err)
	}
	if base := seal.BaseHead(name, 7, seal.Head(old.Head)); !bytes.Equal(prev, base[:]) || len(records) != 3 {
		t.Fatalf("the epoch begins with %x and has %d records", prev, len(records))
	}
	again := slices.Clone(records)
	_, err = seal.Chain(name, seal.Head(prev), again)
	must(t, err)
	for i, r := range records {
		if r.Epoch != 7 || r.ID != id(i+1) || !bytes.Equal(r.Hash, again[i].Hash) {
			t.Errorf("record %d is %+v", i+1, r)
		}
	}
	wantError(t, s.Acknowledge(t.Context(), answer(2)), village.Conflict, "") // a late answer for the old one
	c, r := SampleCase(4, 60)
	_, err = s.SaveCase(t.Context(), c, r, PlainQR)
	must(t, err)
	at, err := s.OutboxState(t.Context())
	must(t, err)
	if at.Epoch != 7 || at.Want != 1 || at.Next != 5 || at.Lifetime != 4 {
		t.Errorf("state %+v", at)
	}
	must(t, s.MarkSent(t.Context(), 4))
	a = answer(5)
	a.Epoch = 7
	must(t, s.Acknowledge(t.Context(), a))
	wantStates(t, s, stored, stored, stored, stored)
}

func acknowledge(t *testing.T, s KioskStore) {
	if at, err := s.Contact(t.Context()); err != nil || !at.IsZero() {
		t.Errorf("contact before the first answer: %v, %v", at, err)
	}
	fill(t, s, 4)
	must(t, s.MarkSent(t.Context(), 3))
	wantStates(t, s, sent, sent, sent, local)
	if at, err := s.Contact(t.Context()); err != nil || !at.IsZero() {
		t.Errorf("sending counts as contact: %v, %v", at, err)
	}
	must(t, s.Acknowledge(t.Context(), answer(3)))
	wantStates(t, s, stored, stored, local, local) // the county does not have the third: it is not on the line any more
	at, err := s.OutboxState(t.Context())
	must(t, err)
	if at.Want != 3 || at.Next != 5 {
		t.Errorf("state %+v", at)
	}
	n, err := s.Count(t.Context())
	must(t, err)
	if n.Waiting != 2 || n.Sent != 0 || n.Stored != 2 || n.LastContact == nil || !n.LastContact.Equal(Moment) {
		t.Errorf("count %+v", n)
	}
}

func unanswered(t *testing.T, s KioskStore) {
	fill(t, s, 3)
	must(t, s.MarkSent(t.Context(), 2))
	must(t, s.Acknowledge(t.Context(), answer(2)))
	must(t, s.MarkSent(t.Context(), 3))
	must(t, s.MarkUnanswered(t.Context()))
	wantStates(t, s, stored, local, local)
	must(t, s.Acknowledge(t.Context(), answer(4))) // the answer was only late
	wantStates(t, s, stored, stored, stored)
}

func backwards(t *testing.T, s KioskStore) {
	fill(t, s, 3)
	must(t, s.MarkSent(t.Context(), 3))
	must(t, s.Acknowledge(t.Context(), answer(4, village.Reject{Number: 1, ID: id(3), Key: "err.x"})))
	wantStates(t, s, stored, stored, attention)
	must(t, s.Acknowledge(t.Context(), answer(2)))
	wantStates(t, s, stored, local, local)
	must(t, s.Acknowledge(t.Context(), answer(4))) // they had been sent once
	wantStates(t, s, stored, stored, stored)
}

func ahead(t *testing.T, s KioskStore) {
	fill(t, s, 3)
	must(t, s.MarkSent(t.Context(), 1))
	for _, want := range []int64{3, 4, 99, 0, -1} {
		err := s.Acknowledge(t.Context(), answer(want))
		wantError(t, err, village.Conflict, "")
	}
	wantStates(t, s, sent, local, local)
	if at, err := s.Contact(t.Context()); err != nil || !at.IsZero() {
		t.Errorf("a refused answer counts as contact: %v, %v", at, err)
	}
}

func rejects(t *testing.T, s KioskStore) {
	fill(t, s, 3)
	must(t, s.MarkSent(t.Context(), 3))
	must(t, s.Acknowledge(t.Context(), answer(3,
		village.Reject{Number: 1, ID: id(1), Key: "err.push.digest"},
		village.Reject{Number: 2, ID: id(9), Key: "err.push.digest"}, // names no record
		village.Reject{Number: 3, ID: id(3), Key: "err.push.digest"}, // is not stored
	)))
	at, err := s.OutboxState(t.Context())
	must(t, err)
	if at.RejectsSeen != 2 || string(at.Incarnation) != "county" || at.Want != 3 {
		t.Errorf("state %+v", at)
	}
	wantStates(t, s, attention, stored, local)
	must(t, s.MarkSent(t.Context(), 3))
	again := answer(4, village.Reject{Number: 3, ID: id(3), Key: "err.push.digest"})
	must(t, s.Acknowledge(t.Context(), again)) // now it is, and the county tells it once more
	wantStates(t, s, attention, stored, attention)
	must(t, s.Records(t.Context(), func(r village.Record) error {
		if want := map[int64]string{1: "err.push.digest", 3: "err.push.digest"}[r.Seq]; r.Problem != want {
			t.Errorf("record %d has the problem %q, want %q", r.Seq, r.Problem, want)
		}
		return nil
	}))
	n, err := s.Count(t.Context())
	must(t, err)
	if n.Waiting != 0 || n.Stored != 1 || n.NeedsAttention != 2 {
		t.Errorf("count %+v", n)
	}
}

func id(n int) village.RecordID { _, r := SampleCase(n, 40); return r.ID }
