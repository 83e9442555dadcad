package touch

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/style"
)

// PhotoWords are what a photo tile says of one paper.
type PhotoWords struct {
	Title, Sub string
	Icon       string // shown while there is no picture
	Picture    image.Image
	State      State
	ChipIcon   string
	Chip       string
	Missing    bool // red border: without it nothing is handed in
}

// PhotoTile is one paper: its picture, its name, how it stands, and at most one
// act at the right. What follows below the head belongs to whoever placed it
// higher than [PhotoTileHeight].
type PhotoTile struct {
	style.Part
	look    style.Look
	box     *canvas.Rectangle
	ground  *canvas.Rectangle
	icon    *canvas.Image
	picture *canvas.Image
	title   *style.Text
	sub     *style.Text
	chip    *Chip
	act     *Button
}

const (
	photoWide = 168
	photoHigh = 112
	photoPad  = 24
	photoIcon = 64
)

// PhotoTileHeight is the height of a tile, and of the head of a higher one.
func PhotoTileHeight(look style.Look) float32 {
	if look.Large { // the chip has a line of its own
		return 2*photoPad + look.Title.Line + look.Small.Line + ChipHeight(look) + 8
	}
	return 2*photoPad + photoHigh
}

// NewPhotoTile is a tile with what say says; act may be nil.
func NewPhotoTile(look style.Look, say PhotoWords, act *Button) *PhotoTile {
	t := &PhotoTile{look: look, act: act}
	t.box = newBox(look.Card, look.Hair, look.Border(2), style.RadiusCard)
	if say.Missing {
		t.box.StrokeColor, t.box.StrokeWidth = look.RedMark, look.Border(4)
	}
	t.ground = newBox(look.Sunk, nil, 0, style.RadiusChip)
	t.icon = style.Icon(say.Icon, photoIcon, look.Ink2, look.Ink2)
	t.title = style.NewText(look.Title, look.Ink, say.Title)
	t.sub = style.NewText(look.Small, look.Ink2, say.Sub).Limit(1)
	t.chip = NewChip(look, say.State, say.ChipIcon, say.Chip)
	objects := []fyne.CanvasObject{t.box, t.ground, t.icon, t.title, t.sub, t.chip}
	if say.Picture != nil {
		t.icon.Hide()
		t.picture = canvas.NewImageFromImage(say.Picture)
		t.picture.FillMode, t.picture.CornerRadius = canvas.ImageFillCover, style.RadiusChip
		objects = append(objects, t.picture)
	}
	if act != nil {
		objects = append(objects, act)
	}
	t.Init(t, t.arrange, objects...)
	return t
}

func (t *PhotoTile) arrange(s fyne.Size) {
	head := PhotoTileHeight(t.look)
	style.Put(t.box, 0, 0, s.Width, s.Height)
	top := (head - photoHigh) / 2
	style.Put(t.ground, photoPad, top, photoWide, photoHigh)
	style.Put(t.icon, photoPad+(photoWide-photoIcon)/2, top+(photoHigh-photoIcon)/2, photoIcon, photoIcon)
	if t.picture != nil {
		style.Put(t.picture, photoPad, top, photoWide, photoHigh)
	}
	x, right := float32(photoPad+photoWide+photoPad), s.Width-photoPad
	if t.act != nil {
		w := max(t.act.Least(), style.MinTarget)
		style.Put(t.act, right-w, (head-104)/2, w, 104)
		right -= w + style.Gutter
	}
	t.words(x, right-x)
}

// words puts the chip behind the title where both have room on one line, else
// below, and the title on two lines where nothing stands under it.
func (t *PhotoTile) words(x, room float32) {
	l := t.look
	if !l.Large {
		w := room - t.chip.Width() - 16
		lines := 1
		if t.sub.Text() == "" {
			lines = 2
		}
		fitted := fitText(t.title, lines, w, l.Title, l.Body.B(), l.Small.B())
		height := fitted
		if t.sub.Text() != "" {
			height += l.Small.Line
		}
		y := photoPad + (photoHigh-height)/2
		bottom := t.title.At(x, y, w)
		t.sub.At(x, bottom, room)
		chip := y + (l.Title.Line-ChipHeight(l))/2
		if t.sub.Text() != "" && fitted < l.Title.Line { // lower than the chip beside it
			chip = bottom - ChipHeight(l)
		}
		t.chip.At(x+min(t.title.InkWidth(), w)+16, chip)
		return
	}
	fitText(t.title, 1, room, l.Title, l.Body.B(), l.Small.B())
	bottom := t.title.At(x, photoPad, room)
	t.sub.At(x, bottom, room)
	t.chip.At(x, photoPad+l.Title.Line+l.Small.Line+8)
}

// fitText gives text the first of types in which it takes at most lines lines,
// cut in the last one if need be, and returns its height.
func fitText(text *style.Text, lines int, w float32, types ...style.Type) float32 {
	text.Limit(lines)
	for _, typ := range types {
		text.SetType(typ)
		if text.At(0, 0, w); !text.Cut() {
			break
		}
	}
	return text.Height()
}
