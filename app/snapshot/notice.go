package snapshot

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"bianmin/app/village"
)

const (
	noticeFormat = "bianmin-notices/1"
	maxNotices   = 50
	maxTitle     = 20  // characters: one line of the home page
	maxText      = 500 // characters
)

// Notice is one public notice (通知公告). It is shown from its first to its last
// day, both included.
type Notice struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text,omitempty"`
	From  string `json:"from"` // as 2026-12-01
	To    string `json:"to"`
}

// ParseNotices reads a file of notices. Texts are plain: characters that nobody
// sees are refused, since they could hide what a text says. The error is
// [village.Invalid], err.snapshot.notice.
func ParseNotices(plain []byte) ([]Notice, error) {
	var f struct {
		Format  string   `json:"format"`
		Notices []Notice `json:"notices"`
	}
	if err := village.DecodeJSON(plain, &f); err != nil {
		return nil, unfit("err.snapshot.notice", err)
	}
	if f.Format != noticeFormat || len(f.Notices) > maxNotices {
		return nil, unfit("err.snapshot.notice", fmt.Errorf("format %q, %d notices", f.Format, len(f.Notices)))
	}
	seen := map[string]bool{}
	for _, n := range f.Notices {
		if err := n.check(); err != nil || seen[n.ID] {
			return nil, unfit("err.snapshot.notice", fmt.Errorf("notice %.40q: twice, or %w", n.ID, err))
		}
		seen[n.ID] = true
	}
	return f.Notices, nil
}

func (n Notice) check() error {
	from, err := time.Parse(time.DateOnly, n.From)
	if err != nil {
		return err
	}
	to, err := time.Parse(time.DateOnly, n.To)
	if err != nil {
		return err
	}
	title := utf8.RuneCountInString(n.Title)
	if n.ID == "" || strings.TrimSpace(n.Title) == "" || title > maxTitle || utf8.RuneCountInString(n.Text) > maxText || to.Before(from) {
		return fmt.Errorf("a title of %d characters, from %s to %s", title, n.From, n.To)
	}
	if strings.ContainsFunc(n.Title+strings.ReplaceAll(n.Text, "\n", ""), hidden) {
		return fmt.Errorf("a control character")
	}
	return nil
}

// hidden reports whether r is not seen, or turns the direction of what is.
func hidden(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf) }

// Current are the notices of the day of now, the latest first.
func Current(all []Notice, now time.Time) []Notice {
	day := now.In(village.Zone).Format(time.DateOnly)
	list := slices.DeleteFunc(slices.Clone(all), func(n Notice) bool { return day < n.From || day > n.To })
	slices.SortStableFunc(list, func(a, b Notice) int { return strings.Compare(b.From, a.From) })
	return list
}
