package storetest

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"bianmin/app/village"
)

// PrintStore is a kiosk's journal of receipts on their way to paper.
type PrintStore interface {
	QueuePrint(ctx context.Context, record village.RecordID, paper village.PaperKind) (village.PrintJob, error)
	StartPrint(ctx context.Context, id int64) (village.PrintJob, error)
	EndPrint(ctx context.Context, id int64, state village.PrintState) error
	PrintsOf(ctx context.Context, record village.RecordID) ([]village.PrintJob, error)
	OpenPrints(ctx context.Context) ([]village.PrintJob, error)
	Unprinted(ctx context.Context, since time.Time) ([]village.PrintJob, error)
}

// started queues and starts a print; again is what the paper has to say.
func started(t *testing.T, s KioskStore, record village.RecordID, again int) village.PrintJob {
	t.Helper()
	queued, err := s.QueuePrint(t.Context(), record, village.PaperReceipt)
	must(t, err)
	job, err := s.StartPrint(t.Context(), queued.ID)
	must(t, err)
	if job.State != village.PrintSent || job.Again != again || job.ID != queued.ID || job.Record != record {
		t.Errorf("started as %+v, want the mark %d", job, again)
	}
	return job
}

func printed(t *testing.T, s KioskStore) {
	fill(t, s, 2)
	first, err := s.QueuePrint(t.Context(), id(1), village.PaperReceipt)
	must(t, err)
	same, err := s.QueuePrint(t.Context(), id(1), village.PaperReceipt) // asked for twice: one paper
	must(t, err)
	if same.ID != first.ID || first.State != village.PrintQueued || first.Code == "" || !first.QueuedAt.Equal(Moment) {
		t.Errorf("queued %+v, then %+v", first, same)
	}
	_, err = s.QueuePrint(t.Context(), id(9), village.PaperReceipt)
	wantError(t, err, village.NotFound, "")
	wantError(t, s.EndPrint(t.Context(), first.ID, village.PrintConfirmed), village.Conflict, "") // not even sent

	must(t, s.EndPrint(t.Context(), started(t, s, id(1), 0).ID, village.PrintFailed)) // certainly nothing: no mark
	must(t, s.EndPrint(t.Context(), started(t, s, id(1), 0).ID, village.PrintLost))   // a person's word: marked
	unsure := started(t, s, id(1), 1)
	_, err = s.StartPrint(t.Context(), unsure.ID)
	wantError(t, err, village.Conflict, "")
	started(t, s, id(2), 0) // another case counts for itself
	must(t, s.EndPrint(t.Context(), started(t, s, id(1), 2).ID, village.PrintConfirmed))
	wantError(t, s.EndPrint(t.Context(), 99, village.PrintLost), village.NotFound, "")

	open, err := s.OpenPrints(t.Context())
	must(t, err)
	if len(open) != 2 || open[0].ID != unsure.ID || open[0].Again != 1 || open[1].Record != id(2) {
		t.Errorf("open are %+v", open)
	}
	want := []string{"first", "first", "again", "first", "again"}
	n := 0
	for _, act := range acts(t, s) {
		if n < len(want) && act == "print "+string(id(1))+" "+want[n] || n == 3 && act == "print "+string(id(2))+" first" {
			n++
		}
	}
	if n != len(want) {
		t.Errorf("%d prints are in the log, in the right order, of %d: %q", n, len(want), acts(t, s))
	}
}

// unprinted: a case that asks for its receipt has a job with its commit, one that does not
// has none.
func unprinted(t *testing.T, s KioskStore) {
	for n := 1; n <= 3; n++ {
		c, r := SampleCase(n, 100)
		c.Print = n < 3
		_, err := s.SaveCase(t.Context(), c, r, PlainQR)
		must(t, err)
	}
	lists := func(want ...int) []village.PrintJob {
		t.Helper()
		list, err := s.Unprinted(t.Context(), Moment)
		must(t, err)
		var got []int
		for _, j := range list {
			for n := range 3 {
				if j.Record == id(n+1) {
					got = append(got, n+1)
				}
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("not printed are %v, want %v", got, want)
		}
		return list
	}
	if list := lists(1, 2); len(list) == 2 && (list[0].State != village.PrintQueued || list[0].Code == "") {
		t.Errorf("it waits as %+v", list[0])
	}
	first := started(t, s, id(1), 0)
	lists(2)
	must(t, s.EndPrint(t.Context(), first.ID, village.PrintLost))
	lists(1, 2)
	started(t, s, id(1), 1)
	must(t, s.EndPrint(t.Context(), started(t, s, id(2), 0).ID, village.PrintFailed))
	lists(2)
	if late, err := s.Unprinted(t.Context(), Moment.Add(time.Hour)); err != nil || len(late) != 0 {
		t.Errorf("asked for since later: %+v %v", late, err)
	}
}

// lettered: each letter about a case counts for itself, and is no print of the receipt.
func lettered(t *testing.T, s KioskStore) {
	fill(t, s, 1)
	started(t, s, id(1), 0)
	for again := range 2 {
		queued, err := s.QueuePrint(t.Context(), id(1), "acceptance")
		must(t, err)
		job, err := s.StartPrint(t.Context(), queued.ID)
		must(t, err)
		if job.Again != again || job.Paper != "acceptance" {
			t.Errorf("started as %+v, want the mark %d", job, again)
		}
		must(t, s.EndPrint(t.Context(), job.ID, village.PrintConfirmed))
	}
	other, err := s.QueuePrint(t.Context(), id(1), "entrust")
	must(t, err)
	of, err := s.PrintsOf(t.Context(), id(1))
	must(t, err)
	if len(of) != 4 || of[0].Paper != village.PaperReceipt || of[2].State != village.PrintConfirmed || of[3].ID != other.ID {
		t.Errorf("the journal has %+v", of)
	}
	if of, err := s.PrintsOf(t.Context(), id(9)); err != nil || len(of) != 0 {
		t.Errorf("of another case: %+v %v", of, err)
	}
	var said []string
	for _, act := range acts(t, s) {
		if strings.HasPrefix(act, "letter ") || strings.HasPrefix(act, "print ") {
			said = append(said, strings.Fields(act)[0]+" "+strings.Fields(act)[2])
		}
	}
	if got := strings.Join(said, ", "); got != "print first, letter first, letter again" {
		t.Errorf("the log says %s", got)
	}
}
