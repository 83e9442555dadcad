package village

import (
	"errors"
	"fmt"
	"testing"
)

func TestKeyedFindsTheTextWhereverItWasWrapped(t *testing.T) {
	inner := Refuse("applicant.id", "err.resident_id.length")
	for name, err := range map[string]error{
		"as it is": inner, "said what was attempted": Failed("accept", inner), "wrapped": fmt.Errorf("accept: %w", inner),
		"joined": errors.Join(errors.New("disk"), fmt.Errorf("x: %w", inner)),
	} {
		if got := Keyed(err); got != inner {
			t.Errorf("%s: %v", name, got)
		}
	}
	if got := Keyed(errors.New("disk")); got.Key != "err.internal" || got.Kind != Internal {
		t.Errorf("a foreign error: %+v", got)
	}
}

func TestAtKeepsTheFieldBehindIt(t *testing.T) {
	err := At("applicant", Refuse("id", "err.resident_id.length"))
	if e := Keyed(err); e.Field != "applicant.id" {
		t.Errorf("field %q", e.Field)
	}
}
