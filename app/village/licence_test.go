package village

import (
	"slices"
	"testing"
	"time"
)

// TestALetterTellsOfALookUpOrNothing: only an answer travels, and the last word on a paper
// counts.
func TestALetterTellsOfALookUpOrNothing(t *testing.T) {
	word := func(paper int, state LicenceState) LicenceWord { return LicenceWord{"r", paper, state, 7} }
	var letters []Letter
	for _, w := range []LicenceWord{
		word(2, LicenceNone), word(1, LicenceFound), word(3, LicenceFailed), word(0, LicenceFound), word(4, "eaten"), word(2, LicenceFound), {"", 1, LicenceNone, 7},
	} {
		l, err := NewLetter(LetterLicence, time.UnixMilli(7), w)
		if err != nil {
			t.Fatal(err)
		}
		letters = append(letters, l)
	}
	if got := ReadLicences(letters); !slices.Equal(got, []LicenceWord{word(2, LicenceFound), word(1, LicenceFound)}) {
		t.Errorf("they say %+v", got)
	}
}
