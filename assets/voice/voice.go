// Package voice holds what the machine's voice needs to know.
package voice

import _ "embed"

// Polyphones are the phrases that espeak-ng reads wrong: one a line with its
// pinyin, a syllable with a tone number for each character.
//
//go:embed polyphones.txt
var Polyphones string
