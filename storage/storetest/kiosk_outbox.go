package storetest

import (
	"reflect"
	"testing"

	"bianmin/app/village"
)

const (
	local     = village.RecordLocal
	sent      = village.RecordSent
	stored    = village.RecordStored
	attention = village.RecordNeedsAttention
)

func pending(t *testing.T, s KioskStore) {
	if got, err := s.Pending(t.Context(), 10, 1000); err != nil || len(got) != 0 {
		t.Errorf("an empty store has %v, %v", got, err)
	}
	c, r := SampleCase(1, 100)
	r.Parts = []village.Part{SamplePart("front", 300), SamplePart("back", 300), SamplePart("front", 300)}
	_, err := s.SaveCase(t.Context(), c, r)
	must(t, err)
	for n := 2; n <= 4; n++ {
		c, r := SampleCase(n, 100)
		_, err := s.SaveCase(t.Context(), c, r)
		must(t, err)
	}
	for _, tt := range []struct{ records, bytes, want int }{
		{10, 10000, 4}, {2, 10000, 2}, {10, 1, 1}, {10, 1000, 1}, {10, 1199, 2}, {10, 1200, 3},
	} {
		got, err := s.Pending(t.Context(), tt.records, tt.bytes)
		must(t, err)
		if len(got) != tt.want {
			t.Errorf("at most %d records and %d bytes: got %d, want %d", tt.records, tt.bytes, len(got), tt.want)
		}
	}
	got, err := s.Pending(t.Context(), 1, 1)
	must(t, err)
	r.Seq = 1
	if !got[0].CreatedAt.Equal(r.CreatedAt) {
		t.Errorf("created at %v, want %v", got[0].CreatedAt, r.CreatedAt)
	}
	if got[0].CreatedAt = r.CreatedAt; !reflect.DeepEqual(got[0], r) {
		t.Errorf("pending %+v, want %+v", got[0], r)
	}
	next, err := s.NextSeq(t.Context())
	must(t, err)
	if next != 5 {
		t.Errorf("next place is %d, want 5", next)
	}
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
	must(t, s.Acknowledge(t.Context(), village.Ack{WantSeq: 3, At: Moment}))
	wantStates(t, s, stored, stored, local, local) // the county does not have the third: it is not on the line any more
	got, err := s.Pending(t.Context(), 10, 10000)
	must(t, err)
	if len(got) != 2 || got[0].Seq != 3 {
		t.Errorf("%d records wait from %v", len(got), got)
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
	must(t, s.Acknowledge(t.Context(), village.Ack{WantSeq: 2, At: Moment}))
	must(t, s.MarkSent(t.Context(), 3))
	must(t, s.MarkUnanswered(t.Context()))
	wantStates(t, s, stored, local, local)
	must(t, s.Acknowledge(t.Context(), village.Ack{WantSeq: 4, At: Moment})) // the answer was only late
	wantStates(t, s, stored, stored, stored)
}

func backwards(t *testing.T, s KioskStore) {
	fill(t, s, 3)
	must(t, s.MarkSent(t.Context(), 3))
	must(t, s.Acknowledge(t.Context(), village.Ack{WantSeq: 4, At: Moment, Rejects: []village.Reject{{Seq: 3, ID: id(3), Key: "err.x"}}}))
	wantStates(t, s, stored, stored, attention)
	must(t, s.Acknowledge(t.Context(), village.Ack{WantSeq: 2, At: Moment}))
	wantStates(t, s, stored, local, local)
	must(t, s.Acknowledge(t.Context(), village.Ack{WantSeq: 4, At: Moment})) // they had been sent once
	wantStates(t, s, stored, stored, stored)
}

func ahead(t *testing.T, s KioskStore) {
	fill(t, s, 3)
	must(t, s.MarkSent(t.Context(), 1))
	for _, want := range []int64{3, 4, 99, 0, -1} {
		err := s.Acknowledge(t.Context(), village.Ack{WantSeq: want, At: Moment})
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
	must(t, s.Acknowledge(t.Context(), village.Ack{WantSeq: 3, At: Moment, Rejects: []village.Reject{
		{Seq: 1, ID: id(1), Key: "err.push.digest"},
		{Seq: 2, ID: id(1), Key: "err.push.digest"}, // names another record
		{Seq: 3, ID: id(3), Key: "err.push.digest"}, // is not stored
	}}))
	wantStates(t, s, attention, stored, local)
	must(t, s.MarkSent(t.Context(), 3))
	must(t, s.Acknowledge(t.Context(), village.Ack{WantSeq: 4, At: Moment}))
	wantStates(t, s, attention, stored, stored)
	must(t, s.Records(t.Context(), func(r village.Record) error {
		if want := map[int64]string{1: "err.push.digest"}[r.Seq]; r.Problem != want {
			t.Errorf("record %d has the problem %q, want %q", r.Seq, r.Problem, want)
		}
		return nil
	}))
	n, err := s.Count(t.Context())
	must(t, err)
	if n.Waiting != 0 || n.Stored != 2 || n.NeedsAttention != 1 {
		t.Errorf("count %+v", n)
	}
}

func id(n int) village.RecordID { _, r := SampleCase(n, 40); return r.ID }
