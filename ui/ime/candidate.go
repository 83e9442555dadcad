// Package ime turns what fingers do into Chinese: letters by pinyin, names of
// people character by character, strokes drawn or counted. It knows no toolkit,
// learns nothing and keeps nothing of who types.
package ime

import "bianmin/ui/ime/pinyin"

// Candidate is a text for the first Consumed letters of what was typed.
type Candidate = pinyin.Candidate
