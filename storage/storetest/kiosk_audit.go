package storetest

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// AuditStore is a kiosk's log of its acts.
type AuditStore interface {
	Note(ctx context.Context, act village.Act) error
	NotePrint(ctx context.Context, id village.RecordID) (before int, err error)
	AuditTail(ctx context.Context, from int64, maxRows, maxBytes int) (village.AuditTail, error)
	AuditRows(ctx context.Context, each func(village.AuditRow) error) error
}

// acts are the rows of the log in words, behind the one that names the machine.
func acts(t *testing.T, s KioskStore) (list []string) {
	t.Helper()
	must(t, s.AuditRows(t.Context(), func(r village.AuditRow) error {
		if r.Seq > 1 {
			list = append(list, fmt.Sprintf("%s %s %s", r.Kind, r.Subject, r.Detail))
		} else if r.Kind != village.AuditNamed || r.Subject != string(Identity().ID) {
			t.Errorf("the log begins with %+v", r)
		}
		return nil
	}))
	return list
}

func audited(t *testing.T, s KioskStore) {
	fill(t, s, 2)
	c, r := SampleCase(1, 100)
	_, err := s.SaveCase(t.Context(), c, r, PlainQR) // refused: it leaves no row
	wantError(t, err, village.Conflict, "short_code")
	rating, rec := SampleRating(10, c.ShortCode)
	_, err = s.SaveRating(t.Context(), rating, rec)
	must(t, err)
	for before := range 2 {
		n, err := s.NotePrint(t.Context(), c.ID)
		must(t, err)
		if n != before {
			t.Errorf("printed %d times before, want %d", n, before)
		}
	}
	_, err = s.NotePrint(t.Context(), id(9))
	wantError(t, err, village.NotFound, "")
	must(t, s.NewEpoch(t.Context(), 2))
	must(t, s.MarkSent(t.Context(), 3))
	must(t, s.Acknowledge(t.Context(), village.Ack{Epoch: 2, WantSeq: 4, CompleteSeq: 3, DurableSeq: 3, At: Moment, CountyTime: Moment}))
	for range 2 { // the second finds nothing and leaves no row
		_, err = s.Purge(t.Context(), Moment.Add(24*time.Hour))
		must(t, err)
	}
	must(t, s.Note(t.Context(), village.Act{Kind: village.AuditStopped}))
	want := []string{
		"accepted " + string(id(1)) + " ", "accepted " + string(id(2)) + " ", "rated " + string(id(10)) + " ",
		"print " + string(id(1)) + " first", "print " + string(id(1)) + " again", "epoch 2 ", "purged 3 ", "stopped  ",
	}
	if got := acts(t, s); !slices.Equal(got, want) {
		t.Errorf("the log says\n%q, want\n%q", got, want)
	}
}

func helped(t *testing.T, s KioskStore) {
	c, r := SampleCase(1, 100)
	c.Helper = "B-1"
	_, err := s.SaveCase(t.Context(), c, r, func(village.Case) (string, error) {
		return "", &village.Error{Kind: village.Internal, Field: "sign"}
	})
	wantError(t, err, village.Internal, "sign")
	saved, err := s.SaveCase(t.Context(), c, r, PlainQR)
	must(t, err)
	want := []string{"helped " + string(c.ShortCode) + " B-1 ", "accepted " + string(id(1)) + " "}
	if got := acts(t, s); !slices.Equal(got, want) {
		t.Errorf("the log says %q, want %q", got, want)
	}
	tail, err := s.AuditTail(t.Context(), 0, 10, 1000)
	must(t, err)
	if saved.Audit.Seq != tail.End.Seq {
		t.Errorf("the receipt names row %d, the case's is %d", saved.Audit.Seq, tail.End.Seq)
	}
	f, r := SampleFollowUp(11, c, 1)
	f.Helper = "B-2"
	_, err = s.SaveFollowUp(t.Context(), f, r, codeQR)
	must(t, err)
	want = append(want, "helped "+string(c.ShortCode)+" B-2 ", "accepted "+string(f.ID)+" ")
	if got := acts(t, s); !slices.Equal(got, want) {
		t.Errorf("after a follow-up the log says %q, want %q", got, want)
	}
}

func auditOnReceipt(t *testing.T, s KioskStore) {
	c, r := SampleCase(1, 100)
	var signed village.Case
	saved, err := s.SaveCase(t.Context(), c, r, func(c village.Case) (string, error) { signed = c; return "signed inside", nil })
	must(t, err)
	tail, err := s.AuditTail(t.Context(), 0, 10, 1000)
	must(t, err)
	if signed.Seq != 1 || signed.Audit.Seq != tail.End.Seq || !bytes.Equal(signed.Audit.Head, tail.End.Head) || saved.QR != "signed inside" {
		t.Errorf("signed %+v and saved %q, the log ends with %+v", signed.Audit, saved.QR, tail.End)
	}
	found, err := s.CaseByCode(t.Context(), c.ShortCode)
	must(t, err)
	if found.QR != "signed inside" {
		t.Errorf("stored %q", found.QR)
	}
	c, r = SampleCase(2, 100)
	_, err = s.SaveCase(t.Context(), c, r, func(village.Case) (string, error) {
		return "", &village.Error{Kind: village.Internal, Field: "sign"}
	})
	wantError(t, err, village.Internal, "sign")
	if wantStates(t, s, village.RecordLocal); len(acts(t, s)) != 1 {
		t.Errorf("a receipt that could not be signed left %q", acts(t, s))
	}
}

func auditTail(t *testing.T, s KioskStore) {
	fill(t, s, 4)
	all, err := s.AuditTail(t.Context(), 0, 100, 1<<20)
	must(t, err)
	heads, err := seal.AuditChain(seal.Head(all.Prev), all.First, all.Rows)
	must(t, err)
	if all.First != 1 || len(heads) != 5 || all.End.Seq != 5 || !bytes.Equal(all.End.Head, heads[4][:]) {
		t.Fatalf("from %d, %d rows, end %+v", all.First, len(heads), all.End)
	}
	few, err := s.AuditTail(t.Context(), 0, 2, 1<<20)
	must(t, err)
	small, err := s.AuditTail(t.Context(), 0, 100, len(all.Rows[0])+len(all.Rows[1]))
	must(t, err)
	if len(few.Rows) != 2 || len(small.Rows) != 2 {
		t.Errorf("%d and %d rows, want 2 and 2", len(few.Rows), len(small.Rows))
	}
	later, err := s.AuditTail(t.Context(), 3, 2, 1<<20)
	must(t, err)
	if later.First != 3 || len(later.Rows) != 2 || !bytes.Equal(later.Prev, heads[1][:]) {
		t.Errorf("asked from row 3 on: from %d, %d rows", later.First, len(later.Rows))
	}
	must(t, s.MarkSent(t.Context(), 4))
	ack := village.Ack{Epoch: 1, WantSeq: 5, CompleteSeq: 4, At: Moment, CountyTime: Moment}
	for _, tt := range []struct{ told, first int64 }{{4, 4}, {0, 4}, {6, 6}, {60, 6}, {1, 1}} {
		ack.AuditWant = tt.told
		must(t, s.Acknowledge(t.Context(), ack))
		tail, err := s.AuditTail(t.Context(), 0, 100, 1<<20)
		must(t, err)
		if tail.First != tt.first || len(tail.Rows) != int(6-tt.first) || tt.first > 1 && !bytes.Equal(tail.Prev, heads[tt.first-2][:]) {
			t.Errorf("the county wants row %d: from %d with %d rows", tt.told, tail.First, len(tail.Rows))
		}
	}
}
