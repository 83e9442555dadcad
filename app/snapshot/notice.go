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
	noticeFormat    = "bianmin-notices/2"
	noticeFormatOld = "bianmin-notices/1" // no notice names who issued it, or a place
	maxNotices      = 50
	maxTitle        = 20  // characters: one line of the home page
	maxText         = 500 // characters
	maxSigner       = 30  // characters
)

// Notice is one public notice (通知公告). It is shown from its first to its last
// day, both included, at the centres of its place.
type Notice struct {
	ID     string               `json:"id"`
	Title  string               `json:"title"`
	Text   string               `json:"text,omitempty"`
	Signer string               `json:"signer,omitempty"` // who issued it, as 江滨村民委员会
	Area   village.DivisionCode `json:"area,omitempty"`   // a village, a town or the county; "": everywhere
	From   string               `json:"from"`             // as 2026-12-01
	To     string               `json:"to"`
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
	if f.Format != noticeFormat && f.Format != noticeFormatOld || len(f.Notices) > maxNotices {
		return nil, unfit("err.snapshot.notice", fmt.Errorf("format %q, %d notices", f.Format, len(f.Notices)))
	}
	seen := map[string]bool{}
	for _, n := range f.Notices {
		err := n.check()
		if err == nil && (f.Format == noticeFormat) != (n.Signer != "") {
			err = fmt.Errorf("signer %.40q", n.Signer)
		}
		if err != nil || seen[n.ID] {
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
	if area, err := village.ParseDivisionCode(string(n.Area)); n.Area != "" && (err != nil || area != n.Area) || utf8.RuneCountInString(n.Signer) > maxSigner {
		return fmt.Errorf("area %.40q, or a signer of more than %d characters", n.Area, maxSigner)
	}
	if strings.ContainsFunc(n.Title+n.Signer+strings.ReplaceAll(n.Text, "\n", ""), hidden) {
		return fmt.Errorf("a control character")
	}
	return nil
}

// hidden reports whether r is not seen, or turns the direction of what is.
func hidden(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf) }

// Current are the notices of the day of now at a centre in place, the latest first.
func Current(all []Notice, place village.DivisionCode, now time.Time) []Notice {
	day := now.In(village.Zone).Format(time.DateOnly)
	list := slices.DeleteFunc(slices.Clone(all), func(n Notice) bool {
		return day < n.From || day > n.To || n.Area != "" && !slices.Contains(reach(place), n.Area)
	})
	slices.SortStableFunc(list, func(a, b Notice) int { return strings.Compare(b.From, a.From) })
	return list
}

// reach is what lies over place: itself, its town and its county.
func reach(place village.DivisionCode) []village.DivisionCode {
	list := []village.DivisionCode{place, place.Town(), place.County()}
	return slices.DeleteFunc(list, func(c village.DivisionCode) bool { return c == "" })
}
