package style

import (
	"image/color"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"bianmin/assets/font/rare"
)

// drawn is what a text puts on the screen: the words of each canvas text and the
// name of its face.
func drawn(x *Text) (words, faces []string) {
	for _, o := range x.Objects() {
		t := o.(*canvas.Text)
		words, faces = append(words, t.Text), append(faces, t.FontSource.Name())
	}
	return words, faces
}

func TestARareCharacterIsDrawnByItsOwnFaceOnTheSameLine(t *testing.T) {
	test.NewTempApp(t)
	x := NewText(Normal().Title, color.Black, "陈𠮷㛃先生𠮾")
	x.At(0, 0, 600)
	words, faces := drawn(x)
	if got := strings.Join(words, "|"); got != "陈|𠮷|㛃|先生|𠮾" {
		t.Errorf("drawn as %s", got)
	}
	if got := strings.Join(faces, " "); got != "regular.ttf hanamin-20B.ttf noto-36.ttf regular.ttf hanamin-20B.ttf" {
		t.Errorf("faces %s", got)
	}
	objects := x.Objects()
	if objects[1].(*canvas.Text).FontSource != objects[4].(*canvas.Text).FontSource {
		t.Error("one face is two resources and would be parsed twice")
	}
	for i, o := range objects {
		if o.Position().Y != objects[0].Position().Y || o.Size().Height != objects[0].Size().Height {
			t.Errorf("piece %d stands at %v, %v high", i, o.Position(), o.Size())
		}
	}
	if x.Text() != "陈𠮷㛃先生𠮾" || x.LineCount() != 1 {
		t.Errorf("%q in %d lines", x.Text(), x.LineCount())
	}
}

func TestACharacterNobodyHasIsShownAsItsNumber(t *testing.T) {
	for in, want := range map[string]string{
		"张\U00030C30":       "张[30C30]",
		"李\uE123":           "李[E123]",
		"刘\U000E0101备":      "刘备", // a variant of the character before
		"王䶮\U0002CC4E，2026": "王䶮\U0002CC4E，2026",
	} {
		if got := shown(in); got != want {
			t.Errorf("%+q is shown as %q, want %q", in, got, want)
		}
	}
	test.NewTempApp(t)
	x := NewText(Normal().Body, color.Black, "张\U00030C30")
	x.At(0, 0, 600)
	if words, _ := drawn(x); strings.Join(words, "") != "张[30C30]" || x.Text() != "张\U00030C30" {
		t.Errorf("drawn %q, read %q", words, x.Text())
	}
	if wide, plain := Normal().Body.Width("\U00030C30"), Normal().Body.Width("[30C30]"); wide != plain {
		t.Errorf("measured %g, drawn %g", wide, plain)
	}
}

// Of each name there is ink where each of its characters stands.
func TestNamesAreInkFromBundledFacesAlone(t *testing.T) {
	test.NewTempApp(t)
	const names = "𠮷䶮㛃𬱖𤋮𬭎𪚥𰻝"
	for _, r := range names {
		if _, found := rare.Find(r); !found && !rare.Plain(r) {
			t.Errorf("no face has %c", r)
		}
	}
	x := NewText(Figure(48).R(), color.Black, names)
	x.At(0, 0, 900)
	c := software.NewTransparentCanvas()
	c.SetPadded(false)
	c.SetContent(x)
	c.Resize(fyne.NewSize(900, 60))
	picture := c.Capture()
	scale := float32(picture.Bounds().Dx()) / 900
	for i, r := range []rune(names) {
		ink := 0
		for px := int(float32(i) * 48 * scale); px < int(float32(i+1)*48*scale); px++ {
			for py := range picture.Bounds().Dy() {
				if _, _, _, a := picture.At(px, py).RGBA(); a > 0x8000 {
					ink++
				}
			}
		}
		if ink < 100 {
			t.Errorf("%c: %d px of ink", r, ink)
		}
	}
}
