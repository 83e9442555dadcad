package ime

import (
	"math"
	"unicode"

	"bianmin/ui/ime/ink"
)

// byUse is the weight of how common a character is against how well the strokes
// fit it.
const byUse = 0.3

// Writing turns strokes of a finger into characters.
type Writing struct {
	reader     *ink.Recogniser
	characters *Characters
}

// NewWriting reads a model as [ink.New] wants it.
func NewWriting(model []byte, characters *Characters) (*Writing, error) {
	reader, err := ink.New(model)
	if err != nil {
		return nil, err
	}
	return &Writing{reader, characters}, nil
}

// Candidates are at most limit characters that d may be, the likeliest in f
// first. The errors are those of [ink.Recogniser.Recognise].
func (w *Writing) Candidates(d ink.Drawing, f Field, limit int) ([]string, error) {
	list, err := w.reader.Recognise(d, limit, func(text string) float64 { return w.prior([]rune(text)[0], f) })
	if err != nil {
		return nil, err
	}
	texts := make([]string, len(list))
	for i, c := range list {
		texts[i] = c.Text
	}
	return texts, nil
}

// prior leaves out what nobody writes at a counter. Names hold no digits.
func (w *Writing) prior(r rune, f Field) float64 {
	switch {
	case w.characters.hidden[r], unicode.Is(radicals, r), f != InText && !unicode.Is(unicode.Han, r):
		return math.Inf(-1)
	case !unicode.Is(unicode.Han, r):
		return byUse * signShare
	}
	return byUse * w.characters.likely(r, f)
}

// signShare is how likely a digit is taken to be: as a common character.
const signShare = -7

// radicals are blocks of parts of characters.
var radicals = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x2e80, Hi: 0x2fdf, Stride: 1}, {Lo: 0x31c0, Hi: 0x31ef, Stride: 1},
}}
