package office

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"bianmin/app/village"
)

// BulletinDraft is what the next bulletin of a quarter names beside its figures. An issued bulletin
// keeps the words that it was printed with; a draft that is changed later is for the next issue.
type BulletinDraft struct {
	Period   string // as 2026Q3
	Problems []string
	Measures []string
	Account  string    // who wrote it last; "" = nobody yet
	At       time.Time // when; zero = nobody yet
}

// BulletinHead is an issued bulletin in a list.
type BulletinHead struct {
	Period   string
	Year     int
	Issue    int
	Corrects int // the issue of its year that it corrects; 0 = none
	IssuedAt time.Time
}

// BulletinBook is where the county keeps drafts beside what was issued.
type BulletinBook interface {
	// BulletinDraft is that of a quarter; an empty one where nobody wrote.
	BulletinDraft(ctx context.Context, period string) (BulletinDraft, error)

	// KeepBulletinDraft keeps d in place of the one of seen; [village.Conflict] when somebody else wrote
	// meanwhile.
	KeepBulletinDraft(ctx context.Context, d BulletinDraft, seen time.Time) error

	// BulletinHeads are the issued ones, the newest first, at most so many.
	BulletinHeads(ctx context.Context, limit int) ([]BulletinHead, error)
}

// Longest words of a draft. Defaults of ours: a page is read by leaders.
const (
	MaxBulletinLines = 20
	MaxBulletinLine  = 200 // characters
)

// BulletinLines are the lines of a text, without empty ones.
func BulletinLines(text string) (lines []string) {
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// Check is a [village.Invalid] error at "problems" or "measures" for what is too long to be read.
func (d BulletinDraft) Check() error {
	for field, lines := range map[string][]string{"problems": d.Problems, "measures": d.Measures} {
		if len(lines) > MaxBulletinLines {
			return village.Refuse(field, "err.bulletin.long")
		}
		for _, line := range lines {
			if utf8.RuneCountInString(line) > MaxBulletinLine {
				return village.Refuse(field, "err.bulletin.long")
			}
		}
	}
	return nil
}
