package tests

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bianmin/app/sound"
)

// TestP9WhatIsSaidWithARatingIsReadByTheCountyAlone, through both programs, without a line first.
func TestP9WhatIsSaidWithARatingIsReadByTheCountyAlone(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	c.kill()
	said := filepath.Join(t.TempDir(), "said.wav")
	mark := strings.Repeat(markInPhoto, 8000)[:16000*2*6]
	if err := os.WriteFile(said, sound.Clip{Rate: 16000, Channels: 1, Samples: []byte(mark)}.WAV(), 0o600); err != nil {
		t.Fatal(err)
	}
	long := filepath.Join(t.TempDir(), "long.wav")
	if err := os.WriteFile(long, sound.Clip{Rate: 16000, Channels: 1, Samples: make([]byte, 16000*2*31)}.WAV(), 0o600); err != nil {
		t.Fatal(err)
	}
	var out accepted
	k.json(good, &out, "accept", "--input", "-")
	rate := func(voice string) string {
		return `{"target":"` + out.Code + `","grade":1,"voice":"` + voice + `"}`
	}
	k.mustRefuse(rate(long), "voice", "rate")
	k.mustRefuse(rate(filepath.Join(t.TempDir(), "none.wav")), "voice", "rate")
	k.json(rate(said), &struct{}{}, "rate", "--input", "-")
	if found := residue(t, k.data); len(found) > 0 {
		t.Errorf("before it was sent: %v", found)
	}
	c.start()
	k.json("", &struct{}{}, "sync", "--once")
	var shown struct {
		Act   string
		Voice bool
	}
	for deadline := time.Now().Add(30 * time.Second); !shown.Voice; time.Sleep(50 * time.Millisecond) {
		exit, text, errs := command(t, "", "countyd", "ratings", "show", out.Code, "--json", "--database", c.database)
		if exit == 0 && json.Unmarshal([]byte(text), &shown) == nil && shown.Voice {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("the county knows of no recording: %d %s%s", exit, text, errs)
		}
	}
	c.kill()
	for _, dir := range []string{k.data, filepath.Dir(c.blobs)} {
		if found := residue(t, dir); len(found) > 0 {
			t.Errorf("sent, it is read in %s: %v", dir, found)
		}
	}
}
