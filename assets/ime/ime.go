// Package ime holds what Chinese input is made of: the handwriting model, the
// language model behind pinyin, how common characters are, the order of their
// strokes. SOURCES.md says where each
// comes from and under which licence, build.sh makes them again. The files stay
// on the disk until somebody reads in them.
package ime

import _ "embed"

//go:embed han.ink
var ink []byte

//go:embed frequency.txt
var frequency string

//go:embed strokes.txt
var strokes string

//go:embed pinyin.model
var pinyin []byte

//go:embed surnames.txt
var surnames string

//go:embed unwanted.txt
var unwanted string

// Ink is the handwriting model, 2.8 MB; see bianmin/ui/ime/ink. Nobody writes
// into it.
func Ink() []byte { return ink }

// Frequency has a line a character, the most used first: the character, how
// often it stands in texts, in names as the surname, as the first and as the last
// of two given characters, as the only one.
func Frequency() string { return frequency }

// Strokes has a line an entry, sorted: strokes as letters (h 横, s 竖, p 撇, n 捺
// or 点, z 折), a tab, the character.
func Strokes() string { return strokes }

// Pinyin is the language model, 17.9 MB; see bianmin/ui/ime/pinyin. Nobody writes
// into it.
func Pinyin() []byte { return pinyin }

// Surnames are surnames of two characters, parted by spaces. Lines that begin
// with # are comments.
func Surnames() string { return surnames }

// Unwanted are characters, parted by spaces, that handwriting does not offer.
// Lines that begin with # are comments.
func Unwanted() string { return unwanted }
