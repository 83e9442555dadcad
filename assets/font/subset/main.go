// Subset prints the code points that the bold face holds, one a line, for
// hb-subset: all characters of GB 2312 (level 1 and 2, and its signs), ASCII,
// general punctuation, strokes of the brush (31C0 to 31E3 and 4E5B) for the keys
// of the keyboard, and every character of the JSON texts below the folder
// named as its argument.
package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/text/encoding/simplifiedchinese"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: subset FOLDER")
		os.Exit(2)
	}
	runes := fixed()
	if err := addTexts(runes, os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	list := make([]rune, 0, len(runes))
	for r := range runes {
		list = append(list, r)
	}
	slices.Sort(list)
	for _, r := range list {
		fmt.Printf("%04X\n", r)
	}
}

// fixed are the characters that are in whatever the texts say.
func fixed() map[rune]bool {
	runes := map[rune]bool{}
	for _, span := range [][2]rune{{0x20, 0x7E}, {0xA0, 0xFF}, {0x2010, 0x2027}, {0x2460, 0x2473}, {0x3000, 0x3017}, {0x31C0, 0x31E3}, {0x4E5B, 0x4E5B}, {0xFF01, 0xFF5E}} {
		for r := span[0]; r <= span[1]; r++ {
			runes[r] = true
		}
	}
	decoder := simplifiedchinese.HZGB2312.NewDecoder()
	for row := byte(0x21); row <= 0x77; row++ {
		for cell := byte(0x21); cell <= 0x7E; cell++ {
			text, err := decoder.Bytes([]byte{'~', '{', row, cell, '~', '}'})
			if err != nil {
				continue
			}
			for _, r := range string(text) {
				if r != 0xFFFD {
					runes[r] = true
				}
			}
		}
	}
	return runes
}

func addTexts(runes map[rune]bool, folder string) error {
	return filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".json" {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, r := range string(raw) {
			if r >= 0x20 {
				runes[r] = true
			}
		}
		return nil
	})
}
