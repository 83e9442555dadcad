package inspect

import (
	"fmt"
	"time"

	"bianmin/app/village"
)

// RepeatMonths is how long a finding is remembered: the same rule at the same centre
// within as many months is a repeat and takes double. It is our own default.
const RepeatMonths = 12

// Band is a score in one colour.
type Band string

const (
	Green  Band = "green"
	Yellow Band = "yellow"
	Red    Band = "red"
)

// Found is a rule that was found broken.
type Found struct {
	Rule   RuleID `json:"rule"`
	Times  int    `json:"times"`
	Repeat bool   `json:"repeat"`
}

// Score is what a visit comes to.
type Score struct {
	Points Points `json:"points"` // 0 when vetoed
	Full   Points `json:"full"`
	Bonus  Points `json:"bonus"` // of Points
	Vetoed bool   `json:"vetoed"`
	Passed bool   `json:"passed"`
	Band   Band   `json:"band"`
	Taken  []Take `json:"taken"` // of each section in which something was found
}

// Take is what a section lost, or gave, after its maximum.
type Take struct {
	Section string `json:"section"`
	Points  Points `json:"points"`
}

// Score computes what findings of a source come to. A rule that is not in t, that
// stands twice, that is not for the subject, or that is counted more often than it may
// be is [village.Invalid] at "findings[i]".
func (t Template) Score(subject Subject, by Source, found []Found) (Score, error) {
	if err := t.checkFound(subject, by, found); err != nil {
		return Score{}, err
	}
	s := Score{Points: t.Full, Full: t.Full, Taken: []Take{}}
	for _, section := range t.Sections {
		sum, any := section.sum(by, found)
		if any {
			s.Taken = append(s.Taken, Take{section.Code, sum})
		}
		switch section.Kind {
		case Veto:
			s.Vetoed = s.Vetoed || any
		case Deduct:
			s.Points -= sum
		case Bonus:
			s.Bonus += sum
		}
	}
	if s.Bonus > 0 && s.Points <= t.Above {
		s.Bonus = 0
	}
	if s.Points += s.Bonus; s.Vetoed {
		s.Points, s.Bonus = 0, 0
	}
	s.Passed = !s.Vetoed && s.Points >= t.Pass
	s.Band = t.band(s)
	return s, nil
}

func (t Template) band(s Score) Band {
	switch {
	case s.Vetoed || s.Points < t.Yellow:
		return Red
	case s.Points < t.Green:
		return Yellow
	}
	return Green
}

// sum is what a section's findings take together.
func (s Section) sum(by Source, found []Found) (sum Points, any bool) {
	for _, f := range found {
		for _, r := range s.Rules {
			if f.Rule != s.ID(r) {
				continue
			}
			any = true
			sum += r.Takes(by, f.Times, f.Repeat && s.Kind == Deduct)
		}
	}
	return min(sum, s.Max), any
}

// ID is the name of one of s's rules.
func (s Section) ID(r Rule) RuleID { return RuleID(s.Code + "." + r.Code) }

// Takes is what r takes for so many times, before the section's maximum.
func (r Rule) Takes(by Source, times int, repeat bool) Points {
	p := r.taken(by) * Points(times)
	if repeat {
		p *= 2
	}
	return p
}

func (t Template) checkFound(subject Subject, by Source, found []Found) error {
	if !t.For(subject) {
		return village.Refuse("subject", "err.inspect.subject")
	}
	if !by.Inspects() {
		return village.Refuse("source", "err.inspect.source")
	}
	seen := map[RuleID]bool{}
	for i, f := range found {
		at := fmt.Sprintf("findings[%d]", i)
		section, r, ok := t.Rule(f.Rule)
		switch {
		case !ok, section.Only != "" && section.Only != subject:
			return village.Refuse(at+".rule", "err.check.rule")
		case seen[f.Rule]:
			return village.Refuse(at+".rule", "err.check.rule_twice")
		case f.Times < 1 || f.Times > max(r.Times, 1):
			return &village.Error{Kind: village.Invalid, Field: at + ".times", Key: "err.check.times", Args: map[string]any{"most": max(r.Times, 1)}}
		}
		seen[f.Rule] = true
	}
	return nil
}

// Repeats reports whether a finding of day is a repeat of one of an earlier day.
func Repeats(earlier, day village.Day) bool {
	e, err := time.Parse(time.DateOnly, string(earlier))
	if err != nil || earlier >= day {
		return false
	}
	return string(day) <= e.AddDate(0, RepeatMonths, 0).Format(time.DateOnly)
}
