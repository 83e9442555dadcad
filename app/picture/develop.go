// Package picture makes of what a camera saw the picture of a paper that is handed in:
// it finds the sheet, straightens and crops it, says whether it can be read, and codes
// it small enough for the line of a village.
package picture

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"image/png"

	"bianmin/app/village"
)

// Picture is a paper as it is handed in.
type Picture struct {
	Data  []byte      // PNG in black and white of text, JPEG in colour of all else; at most MaxBytes
	Sharp bool        // its letters can be read, as far as a machine can say
	Small image.Image // the same at smallSide px
	View  image.Image // the same at viewSide px, to be looked at before it is kept
	Cut   bool        // it was straightened or cropped: the whole frame shows more
}

const (
	// MaxBytes keeps a case with ten papers below what a line of a village carries in a
	// few minutes.
	MaxBytes  = 200 << 10
	smallSide = 240
	viewSide  = 960
	// leastSide is the smallest frame that can show a paper.
	leastSide = 16
	// mostSide bounds what is worked on, whatever a camera gives: 28 MB as RGBA when it
	// is three to four. Below it A4 has 280 dpi.
	mostSide = 3200
)

// Sizes of the longer side in px, from the one that is wanted to the least that is still
// read. Black and white of 1240 by 1240 px is below MaxBytes whatever it shows.
var (
	textSides   = []int{2339, 1984, 1654, 1240}     // 200 dpi of A4 first, as scanners for files use
	colourSides = []int{1600, 1280, 1000, 800, 640} // 640: a card at 190 dpi
	qualities   = []int{80, 65, 50}                 // of a JPEG; below, letters of cards fray
)

// growth is how much larger than in the frame a page of text becomes at most: an edge of
// a letter in grey is kept by more pixels of black and white.
const growth = 2

// Develop makes a picture of a frame. The sheet on it is straightened and cropped, unless
// whole: then everything that the camera saw is kept as it lay. A sheet that is not found
// leaves the frame whole, turned by the angle of its lines of text when they have one.
//
// The [village.Error] err.camera.gone says that the frame is none, err.camera.picture
// that no picture could be made of it.
func Develop(frame image.Image, kind village.PictureKind, whole bool) (Picture, error) {
	b := frame.Bounds()
	if b.Dx() < leastSide || b.Dy() < leastSide {
		return Picture{}, &village.Error{Kind: village.Invalid, Field: "camera", Key: "err.camera.gone"}
	}
	full := shrink(frame, mostSide)
	at, cut := place(full, kind, whole)
	p := Picture{Sharp: sharpness(full.SubImage(at.bounds(full.Rect))) >= readable, Cut: cut}
	coded, err := code(full, at, cut, kind)
	if err != nil {
		return Picture{}, &village.Error{Kind: village.Internal, Field: "camera", Key: "err.camera.picture", Err: err}
	}
	p.Data = coded.data
	p.View = shrink(coded.shown, viewSide)
	p.Small = shrink(p.View, smallSide)
	return p, nil
}

// place is what of frame is the picture: the sheet, the frame turned by its text, or all
// of it as it is.
func place(frame *image.RGBA, kind village.PictureKind, whole bool) (at corners, cut bool) {
	all := cornersOf(frame.Rect)
	if whole || kind == village.PictureScene {
		return all, false
	}
	if at, found := findPage(frame, leastPart(kind)); found {
		return at, true
	}
	if angle, found := textAngle(frame); found {
		return all.turned(angle), true
	}
	return all, false
}

type coded struct {
	data  []byte
	shown image.Image
}

var errTooLarge = errors.New("no size is small enough")

// code packs what lies at at, in the largest size and the best quality that fit.
func code(frame *image.RGBA, at corners, cut bool, kind village.PictureKind) (coded, error) {
	sides, most := colourSides, 1.0
	if kind.Text() {
		sides, most = textSides, growth
	}
	before := 0
	for _, side := range sides {
		w, h := at.fit(float64(side), most)
		if max(w, h) == before {
			continue
		}
		before = max(w, h)
		sheet := frame
		if cut || w != frame.Rect.Dx() || h != frame.Rect.Dy() {
			sheet = straighten(frame, at, w, h)
		}
		found, err := pack(sheet, kind)
		if err != nil || found.data != nil {
			return found, err
		}
	}
	return coded{}, errTooLarge
}

// pack codes a sheet as its kind asks; no data when it becomes too large.
func pack(sheet *image.RGBA, kind village.PictureKind) (coded, error) {
	var out bytes.Buffer
	if kind.Text() {
		ink := blackOnWhite(sheet)
		coder := png.Encoder{CompressionLevel: png.BestCompression}
		if err := coder.Encode(&out, ink); err != nil || out.Len() > MaxBytes {
			return coded{}, err
		}
		return coded{out.Bytes(), ink}, nil
	}
	for _, quality := range qualities {
		out.Reset()
		if err := jpeg.Encode(&out, sheet, &jpeg.Options{Quality: quality}); err != nil {
			return coded{}, err
		}
		if out.Len() <= MaxBytes {
			return coded{out.Bytes(), sheet}, nil
		}
	}
	return coded{}, nil
}
