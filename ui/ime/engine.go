package ime

import (
	"sync"
	"sync/atomic"

	"bianmin/app/village"
	assets "bianmin/assets/ime"
	"bianmin/ui/ime/ink"
	"bianmin/ui/ime/pinyin"
)

// Engine finds texts for letters, strokes and drawings. It may be used by several
// goroutines at once.
type Engine struct {
	model      *pinyin.Model
	decoder    atomic.Pointer[pinyin.Decoder]
	characters *Characters
	strokes    *Strokes
	writing    func() (*Writing, error) // 9 MB, made for the first who writes
	surnames   []string                 // of two characters
	ranks      sync.Map                 // []part by ranking

	// Exact keeps apart what the south does not: z from zh, l from n, an from ang.
	// It counts from the next [Engine.Learn] on.
	Exact bool
}

// New is an engine over the shipped language model and over terms of the place
// and of the trade: names of items, aliases, villages.
func New(terms []string) (*Engine, error) {
	model, err := pinyin.Load(assets.Pinyin())
	if err != nil {
		return nil, village.Failed("read the language model", err)
	}
	characters, err := NewCharacters(assets.Frequency(), assets.Unwanted())
	if err != nil {
		return nil, village.Failed("read the characters", err)
	}
	e := &Engine{
		model: model, characters: characters, surnames: words(assets.Surnames()),
		strokes: NewStrokes(assets.Strokes(), characters),
		writing: sync.OnceValues(func() (*Writing, error) { return NewWriting(assets.Ink(), characters) }),
	}
	e.Learn(terms)
	return e, nil
}

// Learn takes other terms in place of those before, as a new catalogue brings them.
// What was typed last is forgotten.
func (e *Engine) Learn(terms []string) {
	e.decoder.Store(pinyin.NewDecoder(e.model, pinyin.Options{Terms: phrases(terms), Alike: !e.Exact}))
}

// Candidates are at most limit texts for letters, the best first.
func (e *Engine) Candidates(letters string, limit int) []Candidate {
	return e.decoder.Load().Candidates(letters, false, limit)
}

// Places are candidates where a place is asked for.
func (e *Engine) Places(letters string, limit int) []Candidate {
	return e.decoder.Load().Candidates(letters, true, limit)
}

// Drawn are at most limit characters that a drawing may be; one that cannot be
// read has none.
func (e *Engine) Drawn(d ink.Drawing, limit int) []string { return e.drawn(d, InText, limit) }

// DrawnName is the same where the name of a person is asked for and typed stands
// there already.
func (e *Engine) DrawnName(typed string, d ink.Drawing, limit int) []string {
	return e.drawn(d, nameField(typed), limit)
}

func (e *Engine) drawn(d ink.Drawing, f Field, limit int) []string {
	w, err := e.writing()
	if err != nil {
		return nil // the shipped model is whole: a test reads it
	}
	list, err := w.Candidates(d, f, limit)
	if err != nil {
		return nil // more ink than a character has: nothing fits
	}
	return list
}

// Strokes are at most limit characters that begin with strokes in their order;
// see [Strokes.Candidates].
func (e *Engine) Strokes(typed string, limit int) []string { return e.strokes.Candidates(typed, limit) }

// Forget wipes what was typed last, and which syllables names were asked for.
func (e *Engine) Forget() {
	e.decoder.Load().Forget()
	e.ranks.Clear()
}
