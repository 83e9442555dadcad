package ime

import (
	"sync"

	"bianmin/app/village"
	assets "bianmin/assets/ime"
	"bianmin/ui/ime/pinyin"
)

// Engine finds texts for letters. It may be used by several goroutines at once.
type Engine struct {
	decoder    *pinyin.Decoder
	characters *Characters
	surnames   []string // of two characters
	ranks      sync.Map // []part by ranking
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
	return &Engine{
		decoder:    pinyin.NewDecoder(model, pinyin.Options{Terms: phrases(terms), Alike: true}),
		characters: characters, surnames: words(assets.Surnames()),
	}, nil
}

// Candidates are at most limit texts for letters, the best first.
func (e *Engine) Candidates(letters string, limit int) []Candidate {
	return e.decoder.Candidates(letters, false, limit)
}

// Places are candidates where a place is asked for.
func (e *Engine) Places(letters string, limit int) []Candidate {
	return e.decoder.Candidates(letters, true, limit)
}

// Forget wipes what was typed last, and which syllables names were asked for.
func (e *Engine) Forget() {
	e.decoder.Forget()
	e.ranks.Clear()
}
