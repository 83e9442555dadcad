package office

import (
	"context"
	"errors"
	"testing"
	"time"
)

// failingBook counts how often it was looked at.
type failingBook struct {
	JudgeBook
	looks int
}

func (b *failingBook) Unanswered(context.Context, time.Time, int) ([]CaseHead, error) {
	b.looks++
	return nil, errors.New("no database")
}

func TestTheJudgeDoesNotLookAgainAtOnceWhenLookingFailed(t *testing.T) {
	now := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	book := &failingBook{}
	j := &Judge{Book: book, Work: &Office{Now: func() time.Time { return now }}}
	for i, after := range []time.Duration{0, 2 * time.Second, 5 * time.Minute, 5 * time.Minute} {
		now = now.Add(after)
		if err := j.Look(t.Context()); (err != nil) != (i == 0 || i == 3) {
			t.Errorf("look %d: %v", i, err)
		}
	}
	if book.looks != 2 {
		t.Errorf("looked %d times", book.looks)
	}
}
