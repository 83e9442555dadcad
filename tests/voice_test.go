package tests

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Test47ReadingSaysThePageThatIsShown presses 朗读 at the real window. The
// loudspeaker is a folder.
func Test47ReadingSaysThePageThatIsShown(t *testing.T) {
	heard := t.TempDir()
	f := newScreen(t, newStation(t), 1080, 1920)
	f.flags = []string{"--speaker", heard}
	f.window = "1080x1920"
	f.startWindow()
	f.screen("home")
	f.tap("read")
	f.until("the home page is read", func() bool { return strings.Contains(spokenIn(t, heard), "我要办事") })
	f.tap("tile.1")
	f.screen("search")
	f.tap("read")
	f.until("the next page is read to its end", func() bool { return strings.Contains(spokenIn(t, heard), "请写几个字") })
	said := spokenIn(t, heard)
	if !strings.HasPrefix(said, "自助便民服务") || !strings.Contains(said, "找事项") {
		t.Errorf("it said: %s", said)
	}
	if wav, err := os.ReadFile(filepath.Join(heard, "001.wav")); err != nil || len(wav) < 10000 {
		t.Errorf("the first phrase is %d bytes of sound, %v", len(wav), err)
	}
}

// spokenIn is everything that was said into a folder, a line each.
func spokenIn(t *testing.T, folder string) string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		said.Write(append(text, '\n'))
	}
	return said.String()
}

func TestAMachineThatCannotSpeakShowsNoButton(t *testing.T) {
	f := newScreen(t, newStation(t), 1080, 1920)
	f.path = "PATH=" + t.TempDir() // neither espeak-ng nor a player
	f.window = "1080x1920"
	f.startWindow()
	f.screen("home")
	if names := f.probe("names"); strings.Contains(names, "read") || !strings.Contains(names, "call") {
		t.Errorf("the page shows %s", names)
	}
}

func TestCoverageListsWhatNobodyHasRecorded(t *testing.T) {
	k := newKiosk(t)
	code, stdout, stderr := k.run("", "voice", "coverage", "--pack", "chaozhou", "--json")
	var cover struct {
		Language          string
		Phrases, Recorded int
		Missing           []string
	}
	if err := json.Unmarshal([]byte(stdout), &cover); err != nil || code != 0 {
		t.Fatalf("exit %d: %s %v", code, stderr, err)
	}
	if cover.Language != "chaozhou" || cover.Recorded != 0 || cover.Phrases < 100 || len(cover.Missing) != cover.Phrases {
		t.Errorf("nothing is recorded, but: %+v", cover)
	}
}
