package touch

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/style"
)

// OfferWords is what a card of a choice says. Without a Figure nothing stands at
// its right.
type OfferWords struct {
	Number       int
	Icon         string
	Words, Sub   string
	Figure, Unit string // 15, 个工作日内
}

// Offer is a numbered choice on a card of its own, with what it takes as a large
// figure at the right.
type Offer struct {
	press
	say                             OfferWords
	box, square, rule               *canvas.Rectangle
	icon                            *canvas.Image
	number, words, sub, figure, per *style.Text
}

// NewOffer is one card; it is laid out for a height of 132 px and more.
func NewOffer(look style.Look, say OfferWords, tap func()) *Offer {
	o := &Offer{say: say}
	o.look, o.OnTap, o.paint = look, tap, o.colour
	o.box = newBox(look.Card, look.Hair, look.Border(2), style.RadiusCard)
	o.square = newBox(look.Sunk, nil, 0, style.RadiusChip)
	o.rule = canvas.NewRectangle(look.Hair)
	digit := style.Type{Size: max(36, look.Caption.Size), Line: 56, Bold: true}
	o.number = style.NewText(digit, look.Ink, strconv.Itoa(say.Number)).Align(fyne.TextAlignCenter)
	o.icon = style.Icon(say.Icon, offerIcon, look.Ink, look.Accent)
	o.words = style.NewText(look.Big, look.Ink, say.Words).Limit(1)
	o.sub = style.NewText(look.Small, look.Ink2, say.Sub).Limit(1)
	o.figure = style.NewText(style.Type{Size: 76, Line: 80, Bold: true}, look.TealMark, say.Figure).Align(fyne.TextAlignCenter)
	o.per = style.NewText(look.Caption, look.Ink, say.Unit).Align(fyne.TextAlignCenter).Limit(1)
	o.Init(o, o.arrange, o.box, o.square, o.number, o.icon, o.words, o.sub, o.rule, o.figure, o.per)
	o.colour()
	return o
}

const offerIcon = 80

func (o *Offer) arrange(s fyne.Size) {
	l := o.look
	style.Put(o.box, 0, 0, s.Width, s.Height)
	style.Put(o.square, 32, (s.Height-56)/2, 56, 56)
	o.number.At(32, (s.Height-56)/2, 56)
	style.Put(o.icon, 124, (s.Height-offerIcon)/2, offerIcon, offerIcon)
	left, right := float32(240), s.Width-24
	if show(o.icon, !l.Large); l.Large { // the words need the room
		left = 124
	}
	show(o.rule, o.say.Figure != "")
	if o.say.Figure != "" {
		wide := max(220, l.Caption.Width(o.say.Unit)+16)
		x := s.Width - wide - 12
		style.Put(o.rule, x-16, s.Height/6, 2, s.Height*2/3)
		y := o.figure.At(x, (s.Height-80-l.Caption.Line)/2, wide)
		o.per.At(x, y-4, wide)
		right = x - 32
	}
	high := l.Big.Line + l.Small.Line
	if o.say.Sub == "" {
		high = l.Big.Line
	}
	y := o.words.At(left, (s.Height-high)/2, right-left)
	o.sub.At(left, y, right-left)
}

func (o *Offer) colour() {
	ground := o.look.Card
	if o.down {
		ground = o.look.Sunk
	}
	fill(o.box, ground, o.look.Hair)
	square, digit := o.look.Sunk, o.look.Ink
	if o.look.ChipBorder > 0 { // no tints: the square is a block
		square, digit = o.look.Ink, o.look.OnInk
	}
	fill(o.square, square, square)
	o.number.SetColor(digit)
}
