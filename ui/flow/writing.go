package flow

import (
	"strings"
	"unicode/utf8"
)

// Writing is one line of text in the making on the keyboard.
type Writing struct {
	Text    string
	Letters string // pinyin on the keyboard that is no word yet
	Most    int    // characters

	changed func()
}

// Insert adds what was typed, as far as there is room; a line has no line breaks.
func (w *Writing) Insert(text string) {
	for _, r := range strings.ReplaceAll(text, "\n", " ") {
		if utf8.RuneCountInString(w.Text) < w.Most {
			w.Text += string(r)
		}
	}
	w.changed()
}

// Backspace takes the last character away.
func (w *Writing) Backspace() {
	w.Text = shorter(w.Text)
	w.changed()
}

// Clear takes everything away.
func (w *Writing) Clear() {
	w.Text = ""
	w.changed()
}

// Compose keeps the letters that are no word yet.
func (w *Writing) Compose(letters string) {
	if letters != w.Letters {
		w.Letters = letters
		w.changed()
	}
}
