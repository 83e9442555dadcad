package office

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"testing"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/countytest"
)

func TestEnrolmentCodeIsReadAsPeopleTypeIt(t *testing.T) {
	code, err := newEnrolmentCode(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ParseEnrolmentCode(code.Grouped()); err != nil || got != code {
		t.Errorf("%s is read as %s, %v", code.Grouped(), got, err)
	}
	if got, err := ParseEnrolmentCode(" o1lia-bcde9 "); err != nil || got != "0111ABCDE9" {
		t.Errorf("look-alikes are read as %s, %v", got, err)
	}
	for _, bad := range []string{"", "ABCDE", "ABCDEFGHJKM", "ABCDEFGHJU", "ABCDE-FGH中"} {
		if _, err := ParseEnrolmentCode(bad); village.KindOf(err) != village.Invalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestCodeIsNotInWhatIsKept(t *testing.T) {
	store := &firstTaken{}
	o := Office{Store: store, Now: countytest.At.Local, Rand: rand.Reader}
	code, e, err := o.IssueCode(t.Context(), "445203104202")
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

// full is a blob directory whose disk is full.
type full struct{}

func (full) Put(context.Context, [32]byte, []byte) error { return errors.New("no space left") }

// wantsFirst counts pushes that reach the transaction.
type wantsFirst struct {
	Store
	taken int
}

func (s *wantsFirst) Position(context.Context, seal.KioskID) (Position, error) {
	return Position{Want: 1}, nil
}
func (s *wantsFirst) TakePush(context.Context, Push) (Ack, error) { s.taken++; return Ack{}, nil }

func TestNothingIsTakenWhoseFilesAreNotOnDisk(t *testing.T) {
	store := &wantsFirst{}
	o := Office{Store: store, Blobs: full{}}
	_, err := o.TakePush(t.Context(), Push{FirstSeq: 1, Entries: []Entry{{Record: countytest.Case(1, nil)}}})
	if err == nil || store.taken != 0 {
		t.Errorf("error %v, %d pushes were stored", err, store.taken)
	}
	// A push that is refused for its gap writes no files at all.
	if _, err := o.TakePush(t.Context(), Push{FirstSeq: 2, Entries: []Entry{{Record: countytest.Case(2, nil)}}}); err != nil {
		t.Error(err)
	}
}
