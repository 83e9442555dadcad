package style

import (
	"fmt"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"

	"bianmin/assets/font/rare"
)

// rareFaces are the faces that were needed so far, by name. Fyne parses a face for
// each resource that it is given, so there is one of each. On the UI goroutine only.
//
//nolint:gochecknoglobals // embedded files under a name
var rareFaces = map[string]fyne.Resource{}

// leading is the part at the start of text that one face draws, the face, and the
// rest: rare characters have faces of their own, see [rare].
func leading(text string, bold bool) (part string, face fyne.Resource, rest string) {
	for i, r := range text {
		next := faceOf(r, bold)
		if face != nil && next != face {
			return text[:i], face, text[i:]
		}
		face = next
	}
	if face == nil {
		face = source(bold)
	}
	return text, face, ""
}

func faceOf(r rune, bold bool) fyne.Resource {
	if r < 0x80 || bold { // what is drawn in Bold has all its characters there
		return source(bold)
	}
	found, ok := rare.OnScreen(r)
	if !ok {
		return source(bold)
	}
	if rareFaces[found.Name] == nil {
		rareFaces[found.Name] = fyne.NewStaticResource(found.Name+".ttf", found.TTF)
	}
	return rareFaces[found.Name]
}

// shown is s as it is drawn: a character that no face has as its number, as
// [30C30], since an empty box would say nothing and a face of the system another
// thing on each machine. Marks that choose a variant are left out.
func shown(s string) string {
	if !strings.ContainsFunc(s, unknown) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case !unknown(r):
			b.WriteRune(r)
		case !unicode.In(r, unicode.Variation_Selector, unicode.Cf):
			fmt.Fprintf(&b, "[%X]", r)
		}
	}
	return b.String()
}

func unknown(r rune) bool {
	if r < 0x80 || rare.Plain(r) {
		return false
	}
	_, found := rare.Find(r)
	return !found
}
