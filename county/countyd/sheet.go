package main

import (
	"bytes"
	"strings"
	"time"

	"bianmin/app/letter"
	"bianmin/app/seal"
	"bianmin/app/village"
)

// sheet writes the paper of an enrolment code. The code is good once: whoever has the
// paper is the machine.
func (c *issuing) sheet(w *world, code, place string, expires time.Time) error {
	if !strings.HasSuffix(strings.ToLower(c.Sheet), ".pdf") {
		return village.Refuse("sheet", "err.letter.out")
	}
	l := letter.ComposeIssue(letter.Issue{
		Kind: letter.Enrol, From: place, Number: code, Places: []string{place}, At: w.now().In(village.Zone),
		Until: expires.Format(w.text.T("county.time.year")), QR: seal.EnrolmentPrefix + code,
	}, w.text)
	return paperFlags{Out: c.Sheet}.save(func(s *letter.Setter, out *bytes.Buffer) error { return s.PDF(out, l) })
}
