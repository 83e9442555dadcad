package main

import (
	"time"

	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

type missesCmd struct {
	List   missesListCmd   `cmd:"" help:"List words that people searched for without a result, the most frequent first."`
	Review missesReviewCmd `cmd:"" help:"Note what was made of such words."`
}

type missesListCmd struct {
	listing
	Done  bool `help:"Those that are done instead of those that wait."`
	Limit int  `default:"200" help:"How many at most."`
}

// missLine is a line of `misses list`.
type missLine struct {
	Words   string             `json:"words"`
	Count   int                `json:"count"`
	Kiosks  int                `json:"kiosks"`
	First   village.Day        `json:"first"`
	Last    village.Day        `json:"last"`
	Outcome office.MissOutcome `json:"outcome"` // "" = nobody has looked yet
	Note    string             `json:"note"`
	Account string             `json:"account"`
	At      string             `json:"at"` // "" = nobody has looked yet
	New     int                `json:"new"`
}

func lineOfMiss(m office.MissedWords) missLine {
	line := missLine{m.Words, m.Count, m.Kiosks, m.First, m.Last, m.Review.Outcome, m.Review.Note, m.Review.Account, "", m.New()}
	if !m.Review.At.IsZero() {
		line.At = m.Review.At.In(village.Zone).Format(time.RFC3339)
	}
	return line
}

func (c *missesListCmd) Run(w *world) error {
	return eachLine(w, c.listing, func(db *county.DB, do func(office.MissedWords) error) error {
		list, err := db.MissedWords(w.ctx, c.Done, c.Limit)
		return inTurn(list, err, do)
	}, func(m office.MissedWords) any { return lineOfMiss(m) }, func(m office.MissedWords) error {
		said := ""
		if m.Review.Outcome != "" {
			said = w.text.T("county.miss.outcome." + string(m.Review.Outcome))
		}
		return w.say("county.miss.line", "words", m.Words, "count", m.Count, "kiosks", m.Kiosks, "first", m.First, "last", m.Last, "said", said)
	})
}

type missesReviewCmd struct {
	database
	Words string `arg:"" help:"As the list writes them."`
	As    string `required:"" enum:"alias,not_here,passed_on" help:"alias (an item has them now), not_here (no service of the centres) or passed_on."`
	Note  string `help:"Which item, or who was told."`
}

// Run notes it in the name of whoever runs the county's machine.
func (c *missesReviewCmd) Run(w *world) error {
	r := office.MissReview{Words: c.Words, Outcome: office.MissOutcome(c.As), Note: c.Note, At: w.now()}
	if err := r.Check(); err != nil {
		return err
	}
	return c.with(w, func(db *county.DB) error {
		if err := db.ReviewMiss(w.ctx, r); err != nil {
			return err
		}
		return w.say("county.miss.kept", "words", r.Words, "said", w.text.T("county.miss.outcome."+string(r.Outcome)))
	})
}
