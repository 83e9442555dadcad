package storetest

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"bianmin/app/desk"
	"bianmin/app/village"
)

// KioskStore is what the contract is about: desk.Store, outbox.Store and the
// queue in figures.
type KioskStore interface {
	desk.Store
	desk.InspectionStore
	AuditStore
	PrintStore
	MailState(ctx context.Context) (village.MailState, error)
	TakeLetters(ctx context.Context, from, to village.MailState, letters []village.Letter) error
	OutboxState(ctx context.Context) (village.OutboxState, error)
	Batch(ctx context.Context, from int64, maxRecords, maxBytes int) (prev []byte, records []village.Record, err error)
	HeadAt(ctx context.Context, seq int64) ([]byte, error)
	Piece(ctx context.Context, sum [32]byte) ([]byte, error)
	RefusePiece(ctx context.Context, sum [32]byte, problem string) error
	NewEpoch(ctx context.Context, epoch int64) error
	MarkSent(ctx context.Context, through int64) error
	MarkUnanswered(ctx context.Context) error
	Acknowledge(ctx context.Context, ack village.Ack) error
	Purge(ctx context.Context, now time.Time) (erased int64, err error)
	Records(ctx context.Context, each func(village.Record) error) error
	Count(ctx context.Context) (village.OutboxCount, error)
	Contact(ctx context.Context) (time.Time, error)
}

// Kiosk runs the contract on stores that open makes, each empty.
func Kiosk(t *testing.T, open func(*testing.T) KioskStore) {
	t.Helper()
	for _, part := range []struct {
		name string
		test func(*testing.T, KioskStore)
	}{
		{"a case comes back as it was saved", caseComesBack},
		{"a short code is given out once", codeOnce},
		{"a record id is taken once", idOnce},
		{"a service act is rated once, the centre often", ratedOnce},
		{"an unknown code and id are not found", unknown},
		{"what could never travel is refused and leaves no trace", refusals},
		{"a tag is seen on its day only", tags},
		{"a batch keeps order, content and limits", batches},
		{"the chain is that of app/seal", chained},
		{"a record without its files is only partly there", partial},
		{"a damaged piece needs attention and blocks nothing", damaged},
		{"what is in a backup may come out of it again", durability},
		{"papers go when a backup has held them for as long as they may stay", purged},
		{"a new epoch numbers everything that is held anew", epochs},
		{"a record is stored only when the county says so", acknowledge},
		{"what got no answer waits again", unanswered},
		{"the county may ask for earlier records again", backwards},
		{"an answer beyond what was sent changes nothing", ahead},
		{"every act leaves one row in the log", audited},
		{"who helped stands in the row before the case", helped},
		{"no receipt is on paper twice without its mark", printed},
		{"a receipt waits for the printer from the commit on, until it is on paper", unprinted},
		{"each letter counts for itself", lettered},
		{"a receipt is signed when its row is known, or nothing is stored", auditOnReceipt},
		{"the tail of the log begins where the county wants it", auditTail},
		{"a reject needs attention and blocks nothing", rejects},
		{"letters are taken once, in order, all or none", lettersTaken},
		{"an answer stands with the case that was rated", repliesOfACase},
		{"what a look-up found stands with its case", licencesOfACase},
		{"the way of a result stands with its case", deliveriesOfACase},
		{"a follow-up comes back with its case and the county's word on it", followUps},
		{"a follow-up that came meanwhile is seen", followedMeanwhile},
		{"a seat that is left is free again, and of a life before it is not", seatsLeft},
		{"a county that begins again has the last word, and what was shown stays", lettersAgain},
		{"a number that the county assigned is found with its case", mailedNumber},
		{"numbers come out of leases only, each once", numbers},
		{"a new epoch drops its lease", numbersOfAnEpoch},
		{"a day that the county knows to be over gets no number", numbersAndTheCountysDay},
		{"what an inspection found is remembered with its centre and day, or nothing is", inspected},
		{"a machine knows what waits, who rated and when it was used", facts},
	} {
		t.Run(part.name, func(t *testing.T) { part.test(t, open(t)) })
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantError(t *testing.T, err error, kind village.Kind, field string) {
	t.Helper()
	e, ok := errors.AsType[*village.Error](err)
	if !ok || e.Kind != kind || e.Field != field {
		t.Errorf("error = %v, want %s at %q", err, kind, field)
	}
}

// fill saves cases 1 to n.
func fill(t *testing.T, s KioskStore, n int) {
	t.Helper()
	for i := range n {
		c, r := SampleCase(i+1, 100)
		saved, err := s.SaveCase(t.Context(), c, r, PlainQR)
		must(t, err)
		if saved.Seq != int64(i+1) {
			t.Fatalf("case %d has place %d", i+1, saved.Seq)
		}
	}
}

// states are the states of all records in order.
func states(t *testing.T, s KioskStore) []village.RecordState {
	t.Helper()
	var list []village.RecordState
	must(t, s.Records(t.Context(), func(r village.Record) error {
		if r.Seq != int64(len(list)+1) || r.Body != nil {
			t.Errorf("record %d of the list has place %d and %d bytes", len(list)+1, r.Seq, len(r.Body))
		}
		list = append(list, r.State)
		return nil
	}))
	return list
}

func wantStates(t *testing.T, s KioskStore, want ...village.RecordState) {
	t.Helper()
	if got := states(t, s); !slices.Equal(got, want) {
		t.Errorf("records are %v, want %v", got, want)
	}
}

func caseComesBack(t *testing.T, s KioskStore) {
	c, r := SampleCase(1, 100)
	saved, err := s.SaveCase(t.Context(), c, r, PlainQR)
	must(t, err)
	if c.Seq = 1; saved.Audit.Seq != 2 {
		t.Errorf("told of in row %d, behind the machine's name", saved.Audit.Seq)
	}
	if saved.Audit = (village.AuditMark{}); !reflect.DeepEqual(saved, c) {
		t.Errorf("saved %+v, want %+v", saved, c)
	}
	got, err := s.CaseByCode(t.Context(), c.ShortCode)
	must(t, err)
	if !got.AcceptedAt.Equal(c.AcceptedAt) || got.AcceptedAt.Location() != village.Zone {
		t.Errorf("accepted at %v, want %v", got.AcceptedAt, c.AcceptedAt)
	}
	if got.AcceptedAt = c.AcceptedAt; !reflect.DeepEqual(got, c) {
		t.Errorf("found %+v, want %+v", got, c)
	}
	at, err := s.Standing(t.Context(), c.ID)
	must(t, err)
	if at.Record != village.RecordLocal {
		t.Errorf("state %q right after the commit", at.Record)
	}
}

func codeOnce(t *testing.T, s KioskStore) {
	fill(t, s, 1)
	first, _ := SampleCase(1, 100)
	c, r := SampleCase(2, 100)
	c.ShortCode = first.ShortCode
	_, err := s.SaveCase(t.Context(), c, r, PlainQR)
	wantError(t, err, village.Conflict, "short_code")
	wantStates(t, s, village.RecordLocal)
}

func idOnce(t *testing.T, s KioskStore) {
	fill(t, s, 1)
	_, r := SampleCase(1, 100)
	c, _ := SampleCase(2, 100)
	c.ID = r.ID
	_, err := s.SaveCase(t.Context(), c, r, PlainQR)
	wantError(t, err, village.Conflict, "")
	wantStates(t, s, village.RecordLocal)
	_, err = s.CaseByCode(t.Context(), c.ShortCode)
	wantError(t, err, village.NotFound, "")
}

func ratedOnce(t *testing.T, s KioskStore) {
	fill(t, s, 1)
	c, _ := SampleCase(1, 100)
	rating, rec := SampleRating(10, c.ShortCode)
	saved, err := s.SaveRating(t.Context(), rating, rec)
	must(t, err)
	if saved.Seq != 2 {
		t.Errorf("rating has place %d, want 2", saved.Seq)
	}
	rating, rec = SampleRating(11, c.ShortCode)
	_, err = s.SaveRating(t.Context(), rating, rec)
	wantError(t, err, village.Conflict, "target")
	rating.Act = "result"
	_, err = s.SaveRating(t.Context(), rating, rec)
	must(t, err)
	for n := range 2 {
		rating, rec := SampleRating(20+n, "")
		_, err := s.SaveRating(t.Context(), rating, rec)
		must(t, err)
	}
	if got := len(states(t, s)); got != 5 {
		t.Errorf("%d records, want 5", got)
	}
}

func unknown(t *testing.T, s KioskStore) {
	_, err := s.CaseByCode(t.Context(), "22222229")
	wantError(t, err, village.NotFound, "")
	_, err = s.Standing(t.Context(), "01936000-0000-7000-8000-000000000009")
	wantError(t, err, village.NotFound, "")
}

func refusals(t *testing.T, s KioskStore) {
	c, r := SampleCase(1, 100)
	wrong := r
	wrong.Digest = make([]byte, 32)
	_, err := s.SaveCase(t.Context(), c, wrong, PlainQR)
	wantError(t, err, village.Internal, "")

	wrong = r
	wrong.ID = "01936000-0000-7000-8000-000000000009"
	_, err = s.SaveCase(t.Context(), c, wrong, PlainQR)
	wantError(t, err, village.Internal, "")

	wrong = r
	wrong.Parts = []village.Part{SamplePart("a", 10), SamplePart("b", village.MaxPartBytes+1)}
	_, err = s.SaveCase(t.Context(), c, wrong, PlainQR)
	wantError(t, err, village.Invalid, "materials[1]")

	wrong.Parts = slices.Repeat([]village.Part{SamplePart("a", village.MaxPartBytes)}, 3)
	_, err = s.SaveCase(t.Context(), c, wrong, PlainQR)
	wantError(t, err, village.Invalid, "materials")

	wantStates(t, s)
	_, err = s.SaveCase(t.Context(), c, r, PlainQR) // nothing of it was kept, the code neither
	must(t, err)
}

func tags(t *testing.T, s KioskStore) {
	fill(t, s, 2)
	for _, tt := range []struct {
		tag  uint32
		day  string
		want bool
	}{{1, "2026-11-23", true}, {1, "2026-11-24", false}, {9, "2026-11-23", false}} {
		got, err := s.TagSeen(t.Context(), tt.tag, tt.day)
		must(t, err)
		if got != tt.want {
			t.Errorf("tag %d of %s: seen %v", tt.tag, tt.day, got)
		}
	}
}
