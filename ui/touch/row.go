package touch

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/style"
)

// RowWords is what a row of a list says. A row without Chip words has no chip.
type RowWords struct {
	Title, Sub string
	State      State
	Icon, Chip string
}

// Row is a line of a list: title, second line, chip, chevron. The whole row is
// the target. A title that needs two lines stands alone.
type Row struct {
	press
	say     RowWords
	ground  *canvas.Rectangle
	rule    *canvas.Rectangle
	title   *style.Text
	sub     *style.Text
	chip    *Chip
	chevron *canvas.Image
}

// RowHeight is the height of a row with its rule: title, second line and room.
func RowHeight(look style.Look) float32 {
	if look.Large {
		return 176
	}
	return 138
}

// NewRow is a row without words; a list fills it with [Row.Set].
func NewRow(look style.Look, tap func()) *Row {
	r := &Row{}
	r.look, r.OnTap, r.paint = look, tap, r.colour
	r.ground = newBox(color.Transparent, nil, 0, 0)
	r.rule = canvas.NewRectangle(look.Hair)
	r.title = style.NewText(look.Title, look.Ink, "").Limit(2)
	r.sub = style.NewText(look.Small, look.Ink2, "").Limit(1)
	r.chip = NewChip(look, Neutral, "check", "")
	r.chevron = style.Icon("chev", 40, look.Ink, look.Ink)
	r.Init(r, r.arrange, r.ground, r.rule, r.title, r.sub, r.chip, r.chevron)
	return r
}

// Set changes the words; only what differs is drawn anew.
func (r *Row) Set(say RowWords) {
	if r.say == say {
		return
	}
	r.say = say
	r.title.SetText(say.Title)
	r.sub.SetText(say.Sub)
	if say.Chip != "" {
		r.chip.Set(say.State, say.Icon, say.Chip)
	}
	r.Arrange()
}

// Words is what the row says now.
func (r *Row) Words() RowWords { return r.say }

// Row says that rows may touch one another.
func (r *Row) Row() bool { return true }

func (r *Row) arrange(s fyne.Size) {
	style.Put(r.ground, 0, 0, s.Width, s.Height-2)
	style.Put(r.rule, 0, s.Height-2, s.Width, 2)
	style.Put(r.chevron, s.Width-40, (s.Height-42)/2, 40, 40)
	right := s.Width - 40 - 24
	if r.say.Chip != "" {
		r.chip.Show()
		left := right - r.chip.Width()
		r.chip.At(left, (s.Height-2-ChipHeight(r.look))/2)
		right = left - 16
	} else {
		r.chip.Hide()
	}
	r.title.At(0, 0, right)
	height := r.title.Height()
	alone := r.say.Sub == "" || r.title.LineCount() > 1 // a long title takes the second line
	show(r.sub, !alone)
	if !alone {
		height += r.look.Small.Line
	}
	r.sub.At(0, r.title.At(0, (s.Height-2-height)/2, right), right)
}

func (r *Row) colour() {
	ground := color.Color(color.Transparent)
	if r.down {
		ground = r.look.Sunk
	}
	fill(r.ground, ground, nil)
}
