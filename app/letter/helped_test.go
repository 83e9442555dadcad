package letter_test

import (
	"slices"
	"strings"
	"testing"

	"bianmin/app/letter"
	"bianmin/app/village"
)

// ended is the form of a case that is over.
func ended(t testing.TB, s letter.Source) []letter.Letter {
	t.Helper()
	s.Steps = append(slices.Clone(s.Steps), village.CaseStep{State: village.Completed, AtMS: at().AddDate(0, 0, 9).UnixMilli()})
	list, err := letter.Compose(letter.HelpedEnd, s)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestTheEndOfHelpSaysThatItWasANo: a case that was refused is delivered and closed as well.
func TestTheEndOfHelpSaysThatItWasANo(t *testing.T) {
	s := source(t)
	for _, state := range []village.CaseState{village.Refused, village.Delivery} {
		s.Steps = append(s.Steps, village.CaseStep{State: state, AtMS: at().UnixMilli()})
	}
	said := ""
	for _, part := range ended(t, s)[0].Parts {
		for _, f := range part.Facts {
			said += f.Label + f.Value + " "
		}
	}
	if !strings.Contains(said, "决定"+s.Texts.T("state.case.refused")) {
		t.Errorf("it says %s", said)
	}
}
