package office

import (
	"context"
	"errors"
	"slices"
	"time"
	"unicode"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// MissedWords are words that people searched for and found nothing with (查无结果).
type MissedWords struct {
	Words       string
	Count       int // times in all
	Kiosks      int // machines on which
	First, Last village.Day
	Review      MissReview // the last one; zero = nobody has looked yet
}

// New is how often they were searched for since somebody looked.
func (m MissedWords) New() int { return m.Count - m.Review.Seen }

// Done reports whether nobody has to look: not again for what no centre does, and
// for the rest until somebody searches once more, because then the alias does not help.
func (m MissedWords) Done() bool {
	return m.Review.Outcome == MissNotHere || m.Review.Outcome != "" && m.New() <= 0
}

// MissOutcome is what was made of words without a result.
type MissOutcome string

const (
	MissAlias    MissOutcome = "alias"     // an item has them now
	MissNotHere  MissOutcome = "not_here"  // no service of these centres
	MissPassedOn MissOutcome = "passed_on" // another office was told
)

// MissOutcomes are all of them.
func MissOutcomes() []MissOutcome { return []MissOutcome{MissAlias, MissNotHere, MissPassedOn} }

// MissReview is what somebody made of words without a result.
type MissReview struct {
	Words   string
	Outcome MissOutcome
	Note    string // which item, whom
	Account string // "" = by command on the county's machine
	At      time.Time
	Seen    int // how often they had been searched for; the book fills it in
}

const maxMissNote = 100 // characters

// Check refuses a review that says nothing. The error is [village.Invalid] at "outcome" or
// "note": whom, where words were passed on, and which item, where it has an alias now.
func (r MissReview) Check() error {
	long := len([]rune(r.Note)) > maxMissNote || slices.ContainsFunc([]rune(r.Note), unicode.IsControl)
	switch {
	case !slices.Contains(MissOutcomes(), r.Outcome):
		return village.Refuse("outcome", "err.miss.outcome")
	case long || r.Note == "" && r.Outcome != MissNotHere:
		return village.Refuse("note", "err.miss.note")
	}
	return nil
}

// SealedMiss is what a machine told of a search without a result.
type SealedMiss struct {
	village.Miss
	Kiosk seal.KioskID
	Words string // once opened; "" = cannot be read, or is nothing that may be kept
}

// SealedMissBook keeps what machines told until it is opened.
type SealedMissBook interface {
	// SealedMisses are those behind one that were not opened yet, by kiosk, day and tag, at
	// most limit.
	SealedMisses(ctx context.Context, after SealedMiss, limit int) ([]SealedMiss, error)

	// SaveMisses keeps the words of opened ones; what was sealed goes.
	SaveMisses(ctx context.Context, list []SealedMiss) error
}

// MissOpener opens the words of searches with the county's keys.
type MissOpener struct {
	Book    SealedMissBook
	Secrets []seal.CountySecret
}

// Open opens everything that waits and whose key is here; the rest goes on waiting. What
// cannot be read with its key, or holds what no machine may tell, is kept as a number
// without words.
func (o MissOpener) Open(ctx context.Context) error {
	var after SealedMiss
	for {
		list, err := o.Book.SealedMisses(ctx, after, openAtOnce)
		if err != nil || len(list) == 0 {
			return err
		}
		after = list[len(list)-1]
		opened := list[:0]
		for _, m := range list {
			words, err := seal.OpenMiss(o.Secrets, m.Kiosk, m.Miss)
			if errors.Is(err, seal.ErrNoSecret) {
				continue
			}
			if err == nil && village.MissWords(words) == words {
				m.Words = words
			}
			opened = append(opened, m)
		}
		if len(opened) == 0 {
			continue
		}
		if err := o.Book.SaveMisses(ctx, opened); err != nil {
			return err
		}
	}
}

// MissBook keeps searches without a result.
type MissBook interface {
	// MissedWords are those that somebody still has to look at, or those that are done,
	// the most searched for first, at most limit.
	MissedWords(ctx context.Context, done bool, limit int) ([]MissedWords, error)

	// ReviewMiss keeps what was made of words. Words that nobody searched for are
	// [village.NotFound], err.miss.unknown.
	ReviewMiss(ctx context.Context, r MissReview) error
}
