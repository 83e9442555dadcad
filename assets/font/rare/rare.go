// Package rare holds the characters that Noto Sans SC lacks: 66,962 of GB 18030
// level 3 and its first amendment, mostly of people's names, and for screens those of
// Noto that few texts have, in small faces of one row of the code each (U+20B00 to
// U+20BFF). A face is for the screen toolkit, which parses a file as a whole, up to
// 2.4 kB of memory a character: a row costs 0.6 MB where the whole would cost 150.
// docs/fonts.md has the figures, build.py makes the files.
package rare

import (
	_ "embed"
	"encoding/binary"
	"fmt"
	"sort"
)

//go:embed base.bin
var baseFile []byte

//go:embed noto.bin
var notoFile []byte

//go:embed hanamin.bin
var hanaminFile []byte

//go:embed babelstone.bin
var babelstoneFile []byte

// Face is the TrueType file of one row, with a space and the line measures of Noto
// Sans SC.
type Face struct {
	Name string // its own, as "hanamin-20B"
	TTF  []byte // lies in the program; nobody writes into it
}

// Plain reports whether the regular face of assets/font draws r. Private codes are
// nobody's: what a font has there is not what the sender meant.
func Plain(r rune) bool {
	_, ok := rows(baseFile).find(r)
	return ok
}

// Find is the face that draws r. There is none for a character that the regular
// face has, nor for one that nobody has.
func Find(r rune) (Face, bool) {
	for _, file := range []struct {
		name string
		rows rows
	}{{"hanamin", hanaminFile}, {"babelstone", babelstoneFile}} {
		if e, ok := file.rows.find(r); ok {
			return named(file.name, r, file.rows.face(e)), true
		}
	}
	return Face{}, false
}

// OnScreen is the face that draws r where font.Common draws most texts. There is none
// for a character that Common has, nor for one that nobody has.
func OnScreen(r rune) (Face, bool) {
	if !Plain(r) {
		return Find(r)
	}
	e, ok := rows(notoFile).find(r)
	if !ok {
		return Face{}, false
	}
	return named("noto", r, rows(notoFile).face(e)), true
}

func named(file string, r rune, ttf []byte) Face {
	return Face{Name: fmt.Sprintf("%s-%X", file, r>>8), TTF: ttf}
}

// TTF is the file of the face that draws r, nil when there is none.
func TTF(r rune) []byte {
	f, _ := Find(r)
	return f.TTF
}

// rows is a file as build.py writes it, searched where it lies: eight bytes of
// name, the number of entries, the entries by row, the faces. Numbers have four
// bytes, the highest first.
type rows []byte

// entry is 44 bytes: the row, where its face lies, its length, and a bit for each
// of the 256 characters, lowest first.
type entry []byte

const (
	headBytes  = 12
	entryBytes = 44
	bitsAt     = 12
)

func (f rows) count() int { return int(binary.BigEndian.Uint32(f[8:])) }

func (f rows) entry(i int) entry { return entry(f[headBytes+i*entryBytes:][:entryBytes]) }

func (f rows) find(r rune) (entry, bool) {
	if r < 0 {
		return nil, false
	}
	row := uint32(r) >> 8
	i := sort.Search(f.count(), func(i int) bool { return binary.BigEndian.Uint32(f.entry(i)) >= row })
	if i == f.count() {
		return nil, false
	}
	e := f.entry(i)
	has := binary.BigEndian.Uint32(e) == row && e[bitsAt+int(r&0xFF)>>3]>>(r&7)&1 == 1
	return e, has
}

func (f rows) face(e entry) []byte {
	at, n := binary.BigEndian.Uint32(e[4:]), binary.BigEndian.Uint32(e[8:])
	return f[at : at+n : at+n]
}
