package screen

import "testing"

// The rule of the low position finds what stands too high: pages that were not
// drawn for it break it.
func TestTheRuleOfTheLowPositionFindsAHighPage(t *testing.T) {
	v := views()[0]
	v.modes.Low = true
	for _, c := range cases() {
		if c.name != "materials" {
			continue
		}
		s := drawn(t, c, views()[0]) // at rest
		if len(problems(s, views()[0])) > 0 || len(problems(s, v)) == 0 {
			t.Errorf("at rest %q, as low position %q", problems(s, views()[0]), problems(s, v))
		}
	}
}
