package village

import (
	"errors"
	"slices"
	"unicode/utf8"
)

// PartWord is what a kiosk is told of one part of a case of a package: which unit has it
// and where it stands. The case itself is told of by [CaseStep].
type PartWord struct {
	Record RecordID  `json:"record"` // the case
	N      int       `json:"n"`      // place of the part in the package, from 1
	Name   string    `json:"name"`   // as the catalogue had it when the case was taken
	Unit   string    `json:"unit"`
	State  CaseState `json:"state"`
	AtMS   int64     `json:"at_ms"` // by the county's clock
}

// PartStanding is the county's last word on a part, and what its unit decided: the result
// was perhaps sent since.
type PartStanding struct {
	PartWord
	Decision CaseState `json:"decision,omitempty"` // approved or refused; "" = not decided
}

// maxPartName is the longest name of a part or a unit that a letter carries, in
// characters.
const maxPartName = 500

// Part is what a letter of kind part says.
func (l Letter) Part() (w PartWord, err error) {
	sound := func() bool {
		return w.Record != "" && w.N >= 1 && w.State.byCounty() && utf8.RuneCountInString(w.Name) <= maxPartName && utf8.RuneCountInString(w.Unit) <= maxPartName
	}
	if err = l.read(&w); err == nil && !sound() {
		err = errors.New("letter tells of no part, or of no state")
	}
	return w, err
}

// ReadParts is what letters about a case say of its parts, the last word on each and its
// decision, by their place. What cannot be read says nothing.
func ReadParts(letters []Letter) (parts []PartStanding) {
	for _, l := range letters {
		if l.Kind != LetterPart {
			continue
		}
		w, err := l.Part()
		if err != nil {
			continue
		}
		i := slices.IndexFunc(parts, func(p PartStanding) bool { return p.N == w.N })
		if i < 0 {
			i, parts = len(parts), append(parts, PartStanding{})
		}
		parts[i].PartWord = w
		if w.State.decides() {
			parts[i].Decision = w.State
		}
	}
	slices.SortFunc(parts, func(a, b PartStanding) int { return a.N - b.N })
	return parts
}
