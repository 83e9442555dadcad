package office

import (
	"strings"
	"testing"
)

func TestRulesOfRatingsThatHideNothingAreRefused(t *testing.T) {
	good := string(anomalyFile)
	for name, change := range map[string][2]string{
		"no version": {`"version": "1"`, `"version": ""`}, "every rating": {`"burst": {"least": 4}`, `"burst": {"least": 1}`},
		"no delay": {`"least": 24, "most": 72`, `"least": 24, "most": 24`}, "groups of one": {`"small_group": 5`, `"small_group": 1`},
		"unknown": {`"days": 90`, `"days": 90, "more": 1`}, "single characters": {`"characters": 4`, `"characters": 1`},
	} {
		bad := strings.Replace(good, change[0], change[1], 1)
		if bad == good {
			t.Fatalf("%s changes nothing", name)
		}
		if _, err := ParseRatingRules([]byte(bad)); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if RatingDefaults().Version == "" {
		t.Error("the rules that come with the program are none")
	}
}
