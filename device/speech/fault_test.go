package speech

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestFaultsOfTheLoudspeaker is the table of what can go wrong with one: the reading
// ends with an error that says what, or is heard all the same, and holds nobody.
func TestFaultsOfTheLoudspeaker(t *testing.T) {
	for name, c := range map[string]struct {
		script string
		says   string // of the error; "" when it is heard
	}{
		"pulled while working": {"head -c 100 >/dev/null\necho no such device >&2\nexit 1", "no such device"},
		"garbage":              {"printf '\\377\\376 nonsense'\ncat >/dev/null", ""},
		"slow":                 {"sleep 0.3\ncat >/dev/null\nsleep 0.3", ""},
		"absent at start":      {"", "no such file"},
	} {
		t.Run(name, func(t *testing.T) {
			v, dir := machine(t)
			player := filepath.Join(dir, "player")
			if c.script != "" {
				if err := os.WriteFile(player, []byte("#!/bin/sh\n"+c.script+"\n"), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			v.Out, _ = FindOutput(player)
			err := v.Say(t.Context(), "zh-Hans", []Phrase{{Text: "您好"}})
			if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
				t.Errorf("%v", err)
			}
		})
	}
	t.Run("stuck", func(t *testing.T) {
		v, dir := machine(t)
		player := filepath.Join(dir, "player")
		if err := os.WriteFile(player, []byte("#!/bin/sh\nexec sleep 3600\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		v.Out, _ = FindOutput(player)
		ctx, end := context.WithTimeout(t.Context(), 500*time.Millisecond) // a phrase has a minute
		defer end()
		start := time.Now()
		if err := v.Say(ctx, "zh-Hans", []Phrase{{Text: "您好"}}); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) > 20*time.Second {
			t.Errorf("%v after %s", err, time.Since(start))
		}
	})
}
