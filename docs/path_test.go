package docs

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestDocumentsNameWhatExists follows the paths and links of the documents: a
// glossary that points at a file long renamed teaches the wrong thing.
func TestDocumentsNameWhatExists(t *testing.T) {
	named := regexp.MustCompile("`((?:app|ui|storage|sync|assets|device|county|docs)/[a-z0-9_/.]+)`")
	linked := regexp.MustCompile(`\]\(([^):#]+)\)`)
	count := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".md" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range named.FindAllStringSubmatch(string(text), -1) {
			count++
			if _, err := os.Stat(filepath.Join("..", m[1])); err != nil {
				t.Errorf("docs/%s names %s, which is not there", path, m[1])
			}
		}
		for _, m := range linked.FindAllStringSubmatch(string(text), -1) {
			count++
			if _, err := os.Stat(filepath.Join(filepath.Dir(path), strings.TrimSpace(m[1]))); err != nil {
				t.Errorf("docs/%s links to %s, which is not there", path, m[1])
			}
		}
		return nil
	})
	if err != nil || count < 20 {
		t.Errorf("only %d paths looked at: %v", count, err)
	}
}
