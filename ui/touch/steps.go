package touch

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/style"
)

// StepBar shows where a person is and how many steps are left: bars, and under
// each its number and name; a tick stands for the number of a step done.
type StepBar struct {
	style.Part
	look    style.Look
	names   []string
	current int
	bars    []*canvas.Rectangle
	ticks   []*canvas.Image
	numbers []*style.Text
	words   []*style.Text
}

// NewStepBar is a bar of len(names) steps with the first one current. Without
// names it is only the bars, 12 px high.
func NewStepBar(look style.Look, names []string) *StepBar {
	s := &StepBar{look: look, names: names, current: -1}
	var objects []fyne.CanvasObject
	for i, name := range names {
		s.bars = append(s.bars, newBox(look.Rest(), nil, 0, 6))
		s.ticks = append(s.ticks, style.Icon("check", 28, look.TealMark, look.TealMark))
		s.numbers = append(s.numbers, style.NewText(look.Small.B(), look.Ink2, strconv.Itoa(i+1)))
		s.words = append(s.words, style.NewText(look.Small, look.Ink2, name).Limit(1))
		objects = append(objects, s.bars[i], s.ticks[i], s.numbers[i], s.words[i])
	}
	s.Init(s, s.arrange, objects...)
	s.SetCurrent(0)
	return s
}

// SetCurrent makes step i (from 0) the current one; all before it are done.
func (s *StepBar) SetCurrent(i int) {
	if s.current == i {
		return
	}
	s.current = i
	for k := range s.names {
		bar, ink := s.look.Rest(), s.look.Ink2
		if k <= i {
			bar = s.look.TealMark
		}
		t := s.look.Small.R()
		if k == i {
			ink, t = s.look.Ink, t.B()
		}
		fill(s.bars[k], bar, nil)
		named := s.names[k] != ""
		show(s.ticks[k], named && k < i)
		show(s.numbers[k], named && k >= i)
		s.numbers[k].SetColor(ink)
		s.words[k].SetType(t)
		s.words[k].SetColor(ink)
	}
	s.Arrange()
}

func (s *StepBar) arrange(size fyne.Size) {
	n := float32(len(s.names))
	w := (size.Width - 12*(n-1)) / n
	for i := range s.names {
		x := float32(i) * (w + 12)
		style.Put(s.bars[i], x, 0, w, 12)
		style.Put(s.ticks[i], x, 12+14+8, 28, 28)
		s.numbers[i].At(x, 12+14, 40)
		left := x + s.look.Small.B().Width(s.numbers[i].Text()+" ")
		if i < s.current {
			left = x + 38
		}
		s.words[i].At(left, 12+14, x+w-left)
	}
}
