package screen

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"bianmin/ui/touch/touchtest"
)

// TestManualPictures draws the pictures that docs/manual.zh.md names into the folder
// that BIANMIN_MANUAL names, at half their size: `make manual`. Without it, it only
// looks whether there is a page of each name.
func TestManualPictures(t *testing.T) {
	manual, err := os.ReadFile(filepath.FromSlash("../../docs/manual.zh.md"))
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`picture/manual/([a-z-]+)\.png`).FindAllStringSubmatch(string(manual), -1)
	if len(named) < 10 {
		t.Errorf("the manual has %d pictures", len(named))
	}
	dir, all, v := os.Getenv("BIANMIN_MANUAL"), cases(), views()[0]
	for _, m := range named {
		i := slices.IndexFunc(all, func(c picture) bool { return c.name == m[1] })
		if i < 0 {
			t.Errorf("no page is called %s", m[1])
			continue
		}
		if dir != "" {
			pic := touchtest.Picture(drawn(t, all[i], v).root(), v.size.Width, v.size.Height)
			write(t, filepath.Join(dir, m[1]+".png"), fewColours(half(pic)))
		}
	}
}
