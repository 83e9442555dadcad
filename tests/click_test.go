package tests

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"bianmin/device/click"
)

// TestAPressIsHeardAtTheRealWindow gives the window a loudspeaker that writes down
// what it plays, and switches the language on a page with the same finger.
func TestAPressIsHeardAtTheRealWindow(t *testing.T) {
	heard := filepath.Join(t.TempDir(), "heard.wav")
	f := newScreen(t, newStation(t), 1080, 1920)
	f.flags = []string{"--click", "--speaker", "tee " + heard}
	f.window = "1080x1920"
	f.startWindow()
	f.screen("home")
	if _, err := os.Stat(heard); err == nil {
		t.Error("it clicks before anything was pressed")
	}
	f.tap("tile.2")
	f.screen("progress")
	f.until("the press is heard", func() bool {
		wav, err := os.ReadFile(heard)
		return err == nil && bytes.Equal(wav, click.Sound())
	})
	f.tap("mode.language")
	f.says("Progress")
	f.screen("progress")
}
