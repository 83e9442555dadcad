package office

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"testing"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/countytest"
)

func TestTicketIsNotInWhatIsKept(t *testing.T) {
	store := &firstTaken{}
	o := Office{Store: store, Now: countytest.At.Local, Rand: rand.Reader}
	code, e, err := o.IssueTicket(t.Context(), "445203104202")
	if err != nil || store.asked != 2 {
		t.Fatalf("issue: %v after %d selectors; a taken one is drawn again", err, store.asked)
	}
	if bytes.Contains(e.Hash, []byte(code[selectorLength:])) || e.Selector != string(code[:selectorLength]) {
		t.Errorf("kept %+v for %s", e, code)
	}
}

// firstTaken knows every selector but the second.
type firstTaken struct {
	Store
	asked int
}

func (s *firstTaken) AddEnrolment(context.Context, Enrolment) error {
	if s.asked++; s.asked == 1 {
		return &village.Error{Kind: village.Conflict}
	}
	return nil
}

// pieces is a store that waits for one piece, and a blob directory that is full
// or not.
type pieces struct {
	Store
	Blobs
	full    bool
	present int
}

func (p *pieces) PieceWanted(_ context.Context, _ seal.KioskID, sum [32]byte) (bool, error) {
	return sum == sha256.Sum256([]byte("photo")), nil
}
func (p *pieces) PiecePresent(context.Context, [32]byte) error { p.present++; return nil }
func (p *pieces) Put(context.Context, [32]byte, []byte) error {
	if p.full {
		return errors.New("no space left")
	}
	return nil
}

func TestAPieceIsPresentOnlyWhenItIsOnDiskAndWhatItSays(t *testing.T) {
	for _, tt := range []struct {
		name, data, named string
		full              bool
		want              village.Kind
	}{
		{"as named", "photo", "photo", false, ""},
		{"other bytes", "phoTo", "photo", false, village.Invalid},
		{"nobody waits for it", "other", "other", false, village.NotFound},
		{"disk full", "photo", "photo", true, village.Internal},
	} {
		p := &pieces{full: tt.full}
		o := Office{Store: p, Blobs: p}
		err := o.KeepPiece(t.Context(), "KABCDEFGHIJ", sha256.Sum256([]byte(tt.named)), []byte(tt.data))
		if tt.want == "" && (err != nil || p.present != 1) || tt.want != "" && (village.KindOf(err) != tt.want || p.present != 0) {
			t.Errorf("%s: %v, %d present", tt.name, err, p.present)
		}
	}
}
