package lang

import (
	"regexp"
	"slices"
	"testing"
)

var slot = regexp.MustCompile(`\{[a-z_]+\}`)

func TestBothLanguagesHaveTheSameKeysAndSlots(t *testing.T) {
	zh, err := Load("zh-Hans")
	if err != nil {
		t.Fatal(err)
	}
	en, err := Load("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range zh.Keys() {
		if !en.Has(key) {
			t.Errorf("en lacks %s", key)
			continue
		}
		a, b := slot.FindAllString(zh.T(key), -1), slot.FindAllString(en.T(key), -1)
		slices.Sort(a)
		slices.Sort(b)
		if !slices.Equal(slices.Compact(a), slices.Compact(b)) {
			t.Errorf("%s has slots %v in zh-Hans and %v in en", key, a, b)
		}
	}
	for _, key := range en.Keys() {
		if !zh.Has(key) {
			t.Errorf("zh-Hans lacks %s", key)
		}
	}
}

func TestEveryLanguageCanChangeToTheOther(t *testing.T) {
	for _, language := range []string{"zh-Hans", "en"} {
		text, err := Load(language)
		if err != nil {
			t.Fatal(err)
		}
		others, err := text.Others()
		if err != nil || len(others) != 1 || others[0].Language == language {
			t.Errorf("%s offers %v, %v", language, others, err)
		}
	}
}

func TestTextShowsAMissingKey(t *testing.T) {
	text := &Text{byKey: map[string]string{"a": "{n} 件，{n}"}}
	if got := text.T("a", "n", 2); got != "2 件，2" {
		t.Errorf("got %q", got)
	}
	if got := text.T("no.such"); got != "no.such" {
		t.Errorf("got %q", got)
	}
}
