package catalog

import "slices"

// feature is a small piece of a text that the index is keyed by: one character,
// two neighbours, three letters of pinyin, one to three initials.
type feature uint64

const (
	kindPair    feature = 1 << 60
	kindSound   feature = 2 << 60
	kindInitial feature = 3 << 60
)

func single(r rune) feature  { return feature(r) }
func pair(a, b rune) feature { return kindPair | feature(a)<<24 | feature(b) }

func sound(letters string) feature { return kindSound | pack(letters) }

func initial(letters string) feature { return kindInitial | pack(letters) }

func pack(letters string) feature {
	var f feature
	for i := range len(letters) {
		f = f<<8 | feature(letters[i])
	}
	return f
}

// written are the characters of a folded text and its neighbouring pairs.
// Latin letters are left to their sound.
func written(text []rune) []feature {
	var out []feature
	for i, r := range text {
		if isLetter(r) {
			continue
		}
		out = append(out, single(r))
		if i+1 < len(text) && !isLetter(text[i+1]) {
			out = append(out, pair(r, text[i+1]))
		}
	}
	return out
}

// spoken are the features of a text's pinyin: every three letters in a row,
// inside a syllable and across two, and every two initials in a row. All
// readings of a character take part.
func spoken(text []rune, readings func(rune) []string) []feature {
	var out []feature
	for i, r := range text {
		for _, a := range readings(r) {
			for k := 0; k+3 <= len(a); k++ {
				out = append(out, sound(a[k:k+3]))
			}
			if i == 0 {
				out = append(out, initial(a[:1]))
			}
			if i+1 == len(text) {
				continue
			}
			for _, b := range readings(text[i+1]) {
				out = append(out, initial(a[:1]+b[:1]), sound(a[len(a)-1:]+b[:min(2, len(b))]))
				if len(a) > 1 {
					out = append(out, sound(a[len(a)-2:]+b[:1]))
				}
			}
		}
	}
	return out
}

// typed are the features of letters that a person types, which may be pinyin
// or initials or both.
func typed(letters string) []feature {
	var out []feature
	if len(letters) == 1 {
		return []feature{initial(letters)}
	}
	for k := range len(letters) - 1 {
		out = append(out, initial(letters[k:k+2]))
		if k+3 <= len(letters) {
			out = append(out, sound(letters[k:k+3]))
		}
	}
	if len(letters) == 2 {
		out = append(out, sound(letters))
	}
	return out
}

func unique(f []feature) []feature {
	slices.Sort(f)
	return slices.Compact(f)
}
