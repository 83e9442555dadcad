package docs

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"bianmin/assets/lang"
)

// TestTheManualQuotesWhatStandsOnTheScreen: who reads “交本人” in the manual has to
// find the same words on the screen.
func TestTheManualQuotesWhatStandsOnTheScreen(t *testing.T) {
	text, err := lang.Load(lang.Default)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, key := range text.Keys() {
		all.WriteString(strings.ReplaceAll(text.T(key), "**", "") + "\n")
	}
	manual, err := os.ReadFile("manual.zh.md")
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := []string{" ", "老人钱", "便民"} // an alias of the catalogue, the mark of the house
	quoted := regexp.MustCompile("“([^”]+)”").FindAllStringSubmatch(string(manual), -1)
	if len(quoted) < 50 {
		t.Errorf("only %d quotations", len(quoted))
	}
	for _, m := range quoted {
		if !slices.Contains(elsewhere, m[1]) && !strings.Contains(all.String(), m[1]) {
			t.Errorf("“%s” stands on no screen", m[1])
		}
	}
}

// TestEveryPictureOfTheManualIsThereAndNamed: what `make manual` made is what the
// manual shows, no more and no less.
func TestEveryPictureOfTheManualIsThereAndNamed(t *testing.T) {
	manual, err := os.ReadFile("manual.zh.md")
	if err != nil {
		t.Fatal(err)
	}
	var named []string
	for _, m := range regexp.MustCompile(`\]\((picture/manual/[^)]+)\)`).FindAllStringSubmatch(string(manual), -1) {
		named = append(named, m[1])
	}
	there, err := filepath.Glob("picture/manual/*.png")
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(named)
	slices.Sort(there)
	if !slices.Equal(named, there) {
		t.Errorf("named %q, there %q; run make manual", named, there)
	}
}
