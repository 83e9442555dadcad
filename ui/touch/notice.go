package touch

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/style"
)

// Tone is what a notice is for.
type Tone int

// The tones of a notice.
const (
	Quiet   Tone = iota // background, on sunk
	ToRead              // must be read before going on, on amber
	Warning             // danger, white with a red border
)

// Notice is an icon and a few lines on a ground of its own.
type Notice struct {
	style.Part
	look  style.Look
	box   *canvas.Rectangle
	icon  *canvas.Image
	words *style.Text
}

const (
	noticeIcon = 56
	noticeLeft = 104 // of the words
	noticePad  = 24
)

// NewNotice has body words with bold runs between double asterisks.
func NewNotice(look style.Look, tone Tone, icon, words string) *Notice {
	n := &Notice{look: look}
	ground, ink, second := look.Sunk, look.Ink, look.Accent
	n.box = newBox(ground, ground, 0, style.RadiusCard)
	switch tone {
	case ToRead:
		n.box.FillColor = look.AmberTint
	case Warning:
		n.box.FillColor, n.box.StrokeColor, n.box.StrokeWidth = look.Card, look.RedMark, look.Border(3)
		ink, second = look.RedMark, look.RedMark
	}
	if look.ChipBorder > 0 && tone == ToRead {
		n.box.StrokeColor, n.box.StrokeWidth = look.AmberMark, look.ChipBorder
	}
	n.icon = style.Icon(icon, noticeIcon, ink, second)
	n.words = style.NewMarked(look.Body, look.Ink, words)
	n.Init(n, n.arrange, n.box, n.icon, n.words)
	return n
}

// At places the notice w px wide, as high as its words need, and returns its
// lower edge.
func (n *Notice) At(x, y, w float32) float32 {
	n.words.At(noticeLeft, noticePad, w-noticeLeft-noticePad)
	_, bottom := n.Place(x, y, w, max(n.words.Height()+2*noticePad, noticeIcon+2*noticePad))
	n.Arrange()
	return bottom
}

// SetMarked changes the words; whoever placed the notice places it again if
// their number of lines can differ.
func (n *Notice) SetMarked(s string) { n.words.SetMarked(s) }

func (n *Notice) arrange(s fyne.Size) {
	style.Put(n.box, 0, 0, s.Width, s.Height)
	room := s.Width - noticeLeft - noticePad
	n.words.At(noticeLeft, noticePad, room)
	n.words.At(noticeLeft, (s.Height-n.words.Height())/2, room)
	iconY := (s.Height - noticeIcon) / 2
	if n.words.LineCount() > 2 {
		iconY = noticePad + 8
	}
	style.Put(n.icon, 28, iconY, noticeIcon, noticeIcon)
}
