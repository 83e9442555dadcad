package inspect

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Fault is what is wrong with a template. Key is of a message, err.inspect.*.
type Fault struct {
	Field string
	Key   string
}

// Bounds of a template.
const (
	maxTemplates = 50
	maxSections  = 30
	maxRules     = 60
	maxTimes     = 100
	maxWords     = 200 // characters
	maxDays      = 365
)

// code is short and without a dot, which parts section and rule.
var code = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,29}$`)

// linter gathers faults.
type linter struct{ faults []Fault }

func (l *linter) must(ok bool, field, key string) {
	if !ok {
		l.faults = append(l.faults, Fault{field, "err.inspect." + key})
	}
}

// LintAll is everything that is wrong with a list, in the order of its parts.
func LintAll(list []Template) []Fault {
	var l linter
	l.must(len(list) <= maxTemplates, "templates", "size")
	seen := map[string]bool{}
	for i, t := range list {
		at := fmt.Sprintf("templates[%d]", i)
		name := t.ID + " " + t.Version
		l.must(!seen[name], at+".version", "twice")
		seen[name] = true
		for _, f := range t.Lint() {
			l.faults = append(l.faults, Fault{at + "." + f.Field, f.Key})
		}
	}
	return l.faults
}

// LintNew is what is wrong with a list that is to come into use: what [LintAll] finds and, in
// versions that are not known, sections that can never be lost whole. A version that is known is
// taken back into use as it is.
func LintNew(list, known []Template) []Fault {
	l := linter{LintAll(list)}
	for i, t := range list {
		if _, old := Find(known, t.ID, t.Version); old && t.Version != "" {
			continue
		}
		for j, s := range t.Sections {
			l.must(s.Kind == Veto || s.most() >= s.Max, fmt.Sprintf("templates[%d].sections[%d].max", i, j), "reach")
		}
	}
	return l.faults
}

// most is what all of s's rules come to for the source that counts them highest, no repeat
// among them.
func (s Section) most() (most Points) {
	for _, by := range Sources() {
		sum := Points(0)
		for _, r := range s.Rules {
			sum += r.Takes(by, max(r.Times, 1), false)
		}
		most = max(most, sum)
	}
	return most
}

// Lint is everything that is wrong with t: sums that do not add up, rules that take
// nothing or more than there is, words and bases that are missing, names that are
// not known or stand twice.
func (t Template) Lint() []Fault {
	var l linter
	l.must(code.MatchString(t.ID), "id", "code")
	l.must(words(t.Version, 40), "version", "words")
	l.must(words(t.Name, 60), "name", "words")
	l.must(words(t.Note, 2*maxWords), "note", "basis")
	l.must(len(t.Subjects) > 0, "subjects", "subject")
	for i, s := range t.Subjects {
		l.must(knownSubject(s) && !slices.Contains(t.Subjects[:i], s), fmt.Sprintf("subjects[%d]", i), "subject")
	}
	l.must(t.Inspectors >= 0 && t.Inspectors <= 2, "inspectors", "people")
	l.must(t.sum(Deduct) == t.Full, "full", "sum")
	if t.Full > 0 {
		l.must(t.Pass > 0 && t.Pass <= t.Yellow && t.Yellow <= t.Green && t.Green <= t.Full, "pass", "bands")
	}
	l.must(t.sum(Bonus) == 0 || t.Above > 0 && t.Above < t.Full, "above", "above")
	l.must(len(t.Sections) > 0 && len(t.Sections) <= maxSections, "sections", "size")
	t.lintSections(&l)
	return l.faults
}

func (t Template) lintSections(l *linter) {
	seen := map[string]bool{}
	order := []SectionKind{Veto, Deduct, Bonus}
	last := 0
	for i, s := range t.Sections {
		at := fmt.Sprintf("sections[%d]", i)
		kind := slices.Index(order, s.Kind)
		l.must(kind >= 0, at+".kind", "kind")
		l.must(kind >= last, at+".kind", "order")
		last = max(last, kind)
		l.must(code.MatchString(s.Code), at+".code", "code")
		l.must(!seen[s.Code], at+".code", "twice")
		seen[s.Code] = true
		l.must(words(s.Name, 60), at+".name", "words")
		l.must(s.Only == "" || t.For(s.Only), at+".only", "subject")
		l.must((s.Kind == Veto) == (s.Max == 0) && s.Max >= 0, at+".max", "max")
		l.must(s.Basis == "" || words(s.Basis, maxWords), at+".basis", "basis")
		l.must(len(s.Rules) > 0 && len(s.Rules) <= maxRules, at+".rules", "size")
		codes := map[string]bool{}
		for j, r := range s.Rules {
			where := fmt.Sprintf("%s.rules[%d]", at, j)
			l.must(!codes[r.Code], where+".code", "twice")
			codes[r.Code] = true
			t.lintRule(l, where, s, r)
		}
	}
}

func (t Template) lintRule(l *linter, at string, s Section, r Rule) {
	l.must(code.MatchString(r.Code), at+".code", "code")
	l.must(words(r.Text, maxWords), at+".text", "words")
	l.must(words(r.Basis, maxWords) || r.Basis == "" && s.Basis != "", at+".basis", "basis")
	l.must(r.Times >= 0 && r.Times <= maxTimes, at+".times", "times")
	l.must(r.Fact == "" || slices.Contains(FactNames(), r.Fact), at+".fact", "fact")
	if s.Kind != Bonus {
		l.must(slices.Contains(Severities(), r.Severity), at+".severity", "severity")
		l.must(t.Days[r.Severity] >= 1 && t.Days[r.Severity] <= maxDays, "days", "days")
	}
	if s.Kind == Veto {
		l.must(r.Points == 0 && len(r.By) == 0, at+".points", "veto")
		return
	}
	l.must(r.Points > 0 && r.Points <= s.Max, at+".points", "points")
	for by, p := range r.By {
		l.must(by.Inspects(), at+".by", "source")
		l.must(p > 0 && p <= s.Max, at+".by", "points")
	}
}

// sum is what the sections of a kind hold together.
func (t Template) sum(kind SectionKind) (sum Points) {
	for _, s := range t.Sections {
		if s.Kind == kind {
			sum += s.Max
		}
	}
	return sum
}

func knownSubject(s Subject) bool {
	return slices.Contains([]Subject{OfCentre, Site, Portal, Account}, s)
}

// words reports whether text is one line of one to so many characters.
func words(text string, most int) bool {
	n := utf8.RuneCountInString(text)
	return strings.TrimSpace(text) != "" && n <= most && !strings.ContainsFunc(text, unicode.IsControl)
}
