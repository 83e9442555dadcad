package style

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/assets/icon"
)

// Icon is the named icon of assets/icon, px wide and high. Its second strokes
// have the colour second. Fyne keeps one picture per name, size and colours.
func Icon(name string, px float32, main, second color.Color) *canvas.Image {
	img := canvas.NewImageFromResource(IconResource(name, int(px), main, second))
	img.Resize(fyne.NewSquareSize(px))
	return img
}

// IconResource is the SVG of an icon under a name that no other has.
func IconResource(name string, px int, main, second color.Color) fyne.Resource {
	a, b := css(main), css(second)
	unique := fmt.Sprintf("%s-%d-%s-%s.svg", name, px, a[1:], b[1:])
	return fyne.NewStaticResource(unique, icon.SVG(name, px, a, b))
}

// Sign is an icon in the ink of a light ground: from 56 px on its second
// strokes are red.
func (l Look) Sign(name string, px float32) *canvas.Image {
	if px >= 56 {
		return Icon(name, px, l.Ink, l.Accent)
	}
	return Icon(name, px, l.Ink, l.Ink)
}

func css(c color.Color) string {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	return fmt.Sprintf("#%02X%02X%02X", n.R, n.G, n.B)
}
