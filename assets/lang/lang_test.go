package lang

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
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

// TestNoFileHasAKeyTwice: of two texts the reader of JSON takes the last without a word.
func TestNoFileHasAKeyTwice(t *testing.T) {
	names, err := fs.Glob(files, "*/*.json")
	if err != nil || len(names) == 0 {
		t.Fatal(err)
	}
	for _, name := range names {
		raw, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range keysTwice(t, raw) {
			t.Errorf("%s has %s twice", name, key)
		}
	}
	if twice := keysTwice(t, []byte(`{"a": "b", "c": "a", "a": "d"}`)); !slices.Equal(twice, []string{"a"}) {
		t.Errorf("a key that stands twice: %v", twice)
	}
}

func keysTwice(t *testing.T, raw []byte) (twice []string) {
	t.Helper()
	d, seen := json.NewDecoder(bytes.NewReader(raw)), map[string]bool{}
	for n := 0; ; n++ { // {, then key and text in turn
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return twice
		}
		if err != nil {
			t.Fatal(err)
		}
		if key, ok := token.(string); ok && n%2 == 1 {
			if seen[key] {
				twice = append(twice, key)
			}
			seen[key] = true
		}
	}
}
