package speech

import (
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Languages are those that can be recorded, in the order in which a clip is
// looked for: what is spoken in the village first.
func Languages() []string { return []string{"chaozhou", "hakka", "mandarin"} }

// Pack is a folder of recorded clips of one language, KEY.wav each.
type Pack struct{ Folder, Language string }

// Packs are the languages below folder that have a folder of their own. Only one
// of the local languages is spoken: half a page in each helps nobody.
func Packs(folder string) []Pack {
	var list []Pack
	for _, language := range Languages() {
		p := Pack{filepath.Join(folder, language), language}
		if len(list) > 0 && language == "hakka" || len(p.clips()) == 0 {
			continue
		}
		list = append(list, p)
	}
	return list
}

// maxClip is the longest clip that is read, in bytes: a minute of stereo.
const maxClip = 12 << 20

func (p Pack) path(key string) string { return filepath.Join(p.Folder, key+".wav") }

// clips are the files of the pack.
func (p Pack) clips() []string {
	list, _ := filepath.Glob(filepath.Join(p.Folder, "*.wav")) // the pattern is right
	return list
}

// clip is the recording of key; an error when there is none or it is no WAV.
func (p Pack) clip(key string) ([]byte, error) {
	if key == "" || strings.ContainsAny(key, `/\`) {
		return nil, os.ErrNotExist
	}
	f, err := os.Open(p.path(key))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	wav, err := io.ReadAll(io.LimitReader(f, maxClip))
	if err != nil {
		return nil, err
	}
	return mended(wav)
}

// Coverage says which of the phrases a language has no usable clip for.
type Coverage struct {
	Language string   `json:"language"`
	Phrases  int      `json:"phrases"`
	Recorded int      `json:"recorded"`
	Missing  []string `json:"missing"`
}

// Cover looks for the clip of every key below folder.
func Cover(folder, language string, keys []string) Coverage {
	p := Pack{filepath.Join(folder, language), language}
	c := Coverage{Language: language, Phrases: len(keys), Missing: []string{}}
	for _, key := range keys {
		if _, err := p.clip(key); err != nil {
			c.Missing = append(c.Missing, key)
			continue
		}
		c.Recorded++
	}
	return c
}
