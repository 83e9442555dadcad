// Package font holds the faces that screens and receipts are drawn with:
// Noto Sans SC, regular and bold. SOURCES.md says where they come from,
// build.sh makes them again.
package font

import (
	_ "embed"
	"fmt"
	"slices"

	"golang.org/x/image/font/sfnt"
)

//go:embed NotoSansSC-Regular.ttf
var regular []byte

//go:embed NotoSansSC-Regular-common.ttf
var common []byte

//go:embed NotoSansSC-Bold-subset.ttf
var bold []byte

// Regular is the TrueType file of the regular face, 10.6 MB. It has every
// character of 通用规范汉字表 and GB 18030-2022 level 2. Nobody writes into it.
func Regular() []byte { return regular }

// Common is the TrueType file of the regular face with the characters that Bold has,
// 2.3 MB: what most texts are written with. It is for whoever parses a face as a whole,
// as the screen toolkit does; rare.OnScreen has the rest.
func Common() []byte { return common }

// Bold is the TrueType file of the bold face, 2.3 MB. It has the characters of
// GB 2312 and of the texts that ship with the program, so it is for those
// alone; ask a [Coverage] of it before drawing anything else.
func Bold() []byte { return bold }

// Coverage knows which characters a face has. It may be used by several
// goroutines at once.
type Coverage struct{ font *sfnt.Font }

// NewCoverage reads the character map of a TrueType file.
func NewCoverage(ttf []byte) (*Coverage, error) {
	f, err := sfnt.Parse(ttf)
	if err != nil {
		return nil, fmt.Errorf("read character map: %w", err)
	}
	return &Coverage{font: f}, nil
}

// Has reports whether the face has every character of s. A bold run for which
// this is false is drawn in the regular face as a whole, so that one word never
// mixes two weights.
func (c *Coverage) Has(s string) bool {
	for _, r := range s {
		if !c.has(r) {
			return false
		}
	}
	return true
}

// Missing are the characters of s that the face lacks, each once, in order.
func (c *Coverage) Missing(s string) []rune {
	var missing []rune
	for _, r := range s {
		if !c.has(r) {
			missing = append(missing, r)
		}
	}
	slices.Sort(missing)
	return slices.Compact(missing)
}

func (c *Coverage) has(r rune) bool {
	if r < 0x20 {
		return true // line breaks and tabs are never drawn
	}
	index, err := c.font.GlyphIndex(nil, r)
	return err == nil && index != 0
}
