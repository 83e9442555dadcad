package font

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func coverage(t *testing.T, ttf []byte) *Coverage {
	t.Helper()
	c, err := NewCoverage(ttf)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestBothFacesHaveEveryCharacterOfTheTexts(t *testing.T) {
	regular, bold := coverage(t, Regular()), coverage(t, Bold())
	files := 0
	for _, folder := range []string{"../lang", "../catalog", "../calendar"} {
		err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
			if os.IsNotExist(err) || filepath.Ext(path) != ".json" {
				return nil
			}
			if err != nil {
				return err
			}
			raw, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			files++
			if missing := regular.Missing(string(raw)); len(missing) > 0 {
				t.Errorf("%s has characters without a glyph: %q %U", path, string(missing), missing)
			}
			if missing := bold.Missing(string(raw)); len(missing) > 0 {
				t.Errorf("%s: bold lacks %q %U: run assets/font/build.sh, which adds them", path, string(missing), missing)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if files == 0 {
		t.Error("no text was looked at: has the folder moved?")
	}
}

func TestBoldHasWhatTheProgramSays(t *testing.T) {
	bold := coverage(t, Bold())
	if !bold.Has("80周岁以上老年人高龄津贴，（“已收件、尚未受理”） K7M4-9TA2 ¥·…\n") {
		t.Error("bold lacks plain text")
	}
	if missing := bold.Missing("㇐丨丿丶乛㇏"); len(missing) > 0 {
		t.Errorf("bold lacks strokes %q", string(missing))
	}
	if bold.Has("䶮") || coverage(t, Regular()).Has("\U0003FFFD") {
		t.Error("a character that is not there is reported as there")
	}
	if got := string(bold.Missing("龑䶮张䶮")); got != "䶮龑" {
		t.Errorf("Missing = %q", got)
	}
}

// One face a file: the screen toolkit reads no collection and stops with one.
func TestBothFilesAreSingleTrueTypeFaces(t *testing.T) {
	for name, ttf := range map[string][]byte{"regular": Regular(), "bold": Bold()} {
		if len(ttf) < 1<<20 || string(ttf[:4]) != "\x00\x01\x00\x00" {
			t.Errorf("%s is no TrueType file: %d bytes, % x", name, len(ttf), ttf[:4])
		}
	}
}
