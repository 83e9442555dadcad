// Package ime turns typed letters into Chinese: a small pinyin engine over a
// word list. It knows no toolkit and nothing of who types.
package ime

// Candidate is a word for the first Consumed letters of what was typed.
type Candidate struct {
	Text     string
	Consumed int
}
