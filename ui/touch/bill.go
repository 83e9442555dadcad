package touch

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/style"
)

// Bill is what hangs on the board, on a card of its own: one line, a second line,
// the way to the rest.
type Bill struct {
	press
	box           *canvas.Rectangle
	icon, chevron *canvas.Image
	title, sub    *style.Text
	titles, small []style.Type // the largest first
	subs          []string     // the second line, the longest first
}

// NewBill is one card; the whole of it is the target. The second line is the first
// of subs that fits.
func NewBill(look style.Look, icon, title string, tap func(), subs ...string) *Bill {
	b := &Bill{subs: subs}
	b.look, b.OnTap, b.paint = look, tap, b.colour
	b.titles = []style.Type{look.Title.B(), look.Body.B(), look.Small.B()}
	b.small = []style.Type{look.Small, look.Caption}
	b.box = newBox(look.Card, look.Hair, look.Border(2), style.RadiusCard)
	b.icon = style.Icon(icon, billIcon, look.Ink, look.Accent)
	b.chevron = style.Icon("chev", 40, look.Ink, look.Ink)
	b.title = style.NewText(b.titles[0], look.Ink, title).Limit(1)
	b.sub = style.NewText(b.small[0], look.Ink2, "").Limit(1)
	b.Init(b, b.arrange, b.box, b.icon, b.title, b.sub, b.chevron)
	b.colour()
	return b
}

const billIcon = 56

// BillHeight is the height of the card: two lines and room.
func BillHeight(look style.Look) float32 { return look.Title.Line + look.Small.Line + 20 }

func (b *Bill) arrange(s fyne.Size) {
	style.Put(b.box, 0, 0, s.Width, s.Height)
	style.Put(b.icon, 36, (s.Height-billIcon)/2, billIcon, billIcon)
	style.Put(b.chevron, s.Width-64, (s.Height-40)/2, 40, 40)
	left, room := float32(124), s.Width-124-76
	if show(b.icon, !b.look.Large); b.look.Large { // the words need the room
		left, room = 32, s.Width-32-76
	}
	oneLine(b.title, b.titles, left, room)
	for _, words := range b.subs {
		b.sub.SetText(words)
		if oneLine(b.sub, b.small, left, room) {
			break
		}
	}
	y := (s.Height - b.title.Height() - b.sub.Height()) / 2
	b.sub.At(left, b.title.At(left, y, room), room)
}

// oneLine sets words in the first of types in which none of them is cut, and reports
// whether there is one.
func oneLine(words *style.Text, types []style.Type, x, w float32) bool {
	for _, typ := range types {
		words.SetType(typ)
		if words.At(x, 0, w); !words.Cut() {
			return true
		}
	}
	return false
}

func (b *Bill) colour() {
	ground := b.look.Card
	if b.down {
		ground = b.look.Sunk
	}
	fill(b.box, ground, b.look.Hair)
}
