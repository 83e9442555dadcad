package flow

import (
	"strings"
	"time"
)

// Wedge tells the keys of a scanner that types like a keyboard from those of a
// person: a code begins with the mark of this program's codes and comes in one
// burst. Keys that may begin one are held back until they are known to be either.
type Wedge struct {
	held []rune
	last time.Time
}

// codeMark is what the codes of this program begin with. Scanners behind a keyboard
// whose capitals are locked write it small.
const codeMark = "BM"

// Gaps between keys: scanners type a character in 1 to 20 ms, nobody's fingers do.
const (
	burstGap = 60 * time.Millisecond
	// HoldFor is how long a key is held back until it is given to the page.
	HoldFor = 2 * burstGap
)

// Key takes one character at a time and returns those that a person typed.
func (w *Wedge) Key(r rune, at time.Time) (typed []rune) {
	if len(w.held) > 0 && at.Sub(w.last) > burstGap {
		typed = w.Release()
	}
	w.held, w.last = append(w.held, r), at
	if !w.begun() {
		typed = append(typed, w.Release()...)
	}
	return typed
}

// End takes Enter and returns the code that it ends, or the keys of a person.
func (w *Wedge) End(at time.Time) (code string, typed []rune) {
	if at.Sub(w.last) > burstGap {
		return "", w.Release()
	}
	return w.rest()
}

// Stale is what stands when no key has followed for a while: the code of a scanner
// that sends no Enter, or the keys of a person. ok is false while more may come.
func (w *Wedge) Stale(at time.Time) (code string, typed []rune, ok bool) {
	if at.Sub(w.last) <= burstGap {
		return "", nil, false
	}
	code, typed = w.rest()
	return code, typed, true
}

// rest is what is held, as what it is by its length.
func (w *Wedge) rest() (code string, typed []rune) {
	if len(w.held) < leastCode {
		return "", w.Release()
	}
	code = string(w.Release())
	if code == strings.ToLower(code) { // the codes know capitals only
		code = strings.ToUpper(code)
	}
	return code, nil
}

// Release gives up what is held: it was typed by a person.
func (w *Wedge) Release() []rune {
	held := w.held
	w.held = nil
	return held
}

// Held reports whether keys are held back.
func (w *Wedge) Held() bool { return len(w.held) > 0 }

// begun reports whether a code can begin with what is held.
func (w *Wedge) begun() bool {
	text := strings.ToUpper(string(w.held))
	if len(w.held) > maxCode {
		return false
	}
	n := min(len(text), len(codeMark))
	return text[:n] == codeMark[:n]
}

// Lengths of a code in characters: one burst of fewer keys is a hand on a keyboard.
const (
	leastCode = 12
	maxCode   = 1024
)
