package screen

import (
	"slices"
	"strings"
	"testing"
)

// Who sits before the machine sees what can be chosen without turning a page: in low
// position the words before it stand above, not in its room.
func TestLowPositionBeginsWithWhatIsToBeChosen(t *testing.T) {
	begins := map[string]string{
		"rating": "face.1", "rating-error": "face.1", "materials-open": "material.sfz.", "materials-photo-longest": "material.sfz.",
		"follow-supplement": "material.hkb.", "follow-supplement-error": "material.hkb.", "form-choices": "choice.1", "booking": "visit",
	}
	seen := 0
	for _, v := range views() {
		for _, c := range cases() {
			target := begins[c.name]
			if target == "" || !v.modes.Low {
				continue
			}
			seen++
			names := drawn(t, c, v).page.Names()
			if !slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(name, target) }) {
				t.Errorf("%s-%s has no %s, only %q", c.name, v.name, target, names)
			}
		}
	}
	if seen != 2*len(begins) {
		t.Errorf("%d pages were looked at, not two views of %d", seen, len(begins))
	}
}
