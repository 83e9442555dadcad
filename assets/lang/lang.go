// Package lang holds every text that a person reads, by message key
// (screen.part.state), one folder a language and one file an area.
package lang

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
)

//go:embed zh-Hans/*.json en/*.json
var files embed.FS

// Default is the language that a kiosk starts with.
const Default = "zh-Hans"

// Text is all texts of one language.
type Text struct {
	Language string
	byKey    map[string]string
}

// loaded are the languages that were read: *Text by name.
//
//nolint:gochecknoglobals // what is linked in does not change
var loaded sync.Map

// Load is one language, as "zh-Hans" or "en"; its files are read once. A key that two
// files define is an error.
func Load(language string) (*Text, error) {
	if t, ok := loaded.Load(language); ok {
		return t.(*Text), nil
	}
	t, err := read(language)
	if err == nil {
		loaded.Store(language, t)
	}
	return t, err
}

func read(language string) (*Text, error) {
	names, err := fs.Glob(files, path.Join(language, "*.json"))
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("no language %q", language)
	}
	t := &Text{Language: language, byKey: map[string]string{}}
	for _, name := range names {
		raw, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		area := map[string]string{}
		if err := json.Unmarshal(raw, &area); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for key, text := range area {
			if _, twice := t.byKey[key]; twice {
				return nil, fmt.Errorf("%s: %s stands in two files", name, key)
			}
			t.byKey[key] = text
		}
	}
	return t, nil
}

// Others are the languages besides t, to choose from.
func (t *Text) Others() ([]*Text, error) {
	var list []*Text
	for _, language := range []string{Default, "en"} {
		if language == t.Language {
			continue
		}
		other, err := Load(language)
		if err != nil {
			return nil, err
		}
		list = append(list, other)
	}
	return list, nil
}

// Has reports whether key has a text.
func (t *Text) Has(key string) bool { _, ok := t.byKey[key]; return ok }

// Keys are all keys in order.
func (t *Text) Keys() []string { return slices.Sorted(maps.Keys(t.byKey)) }

// T is the text of key with {name} replaced by the value that follows that
// name in pairs: T("guide.days", "days", 10). A missing key shows itself.
func (t *Text) T(key string, pairs ...any) string {
	text, ok := t.byKey[key]
	if !ok {
		return key
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		text = strings.ReplaceAll(text, fmt.Sprintf("{%v}", pairs[i]), fmt.Sprint(pairs[i+1]))
	}
	return text
}

// Map is T with the values in a map.
func (t *Text) Map(key string, values map[string]any) string {
	pairs := make([]any, 0, 2*len(values))
	for name, value := range values {
		pairs = append(pairs, name, value)
	}
	return t.T(key, pairs...)
}
