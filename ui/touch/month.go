package touch

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/style"
)

// MonthDays are the days of one month: First is the weekday of the 1st, 0 for
// Monday; Chosen and Today are 0 when they lie in another month.
type MonthDays struct{ First, Days, Chosen, Today int }

// Month is one month to choose a day from, in weeks from Monday to Sunday. It
// knows no calendar: its owner says how the month lies.
type Month struct {
	style.Part
	look  style.Look
	names [weekDays]*style.Text
	keys  [mostDays]*dayKey
	first int
}

const (
	weekDays   = 7
	mostDays   = 31
	monthWeeks = 6 // a month touches at most as many
	dayHigh    = 96
)

// NewMonth is a month without days; weekdays are the names from Monday on and
// tap is called with a day from 1.
func NewMonth(look style.Look, weekdays [weekDays]string, tap func(day int)) *Month {
	m := &Month{look: look}
	var objects []fyne.CanvasObject
	for i, name := range weekdays {
		m.names[i] = style.NewText(look.Caption, look.Ink2, name).Limit(1).Align(fyne.TextAlignCenter)
		objects = append(objects, m.names[i])
	}
	for i := range m.keys {
		m.keys[i] = newDayKey(look, i+1, func() { tap(i + 1) })
		objects = append(objects, m.keys[i])
	}
	m.Init(m, m.arrange, objects...)
	return m
}

// MonthHeight is the height of every month, the longest one too, so that
// nothing below it moves.
func MonthHeight(look style.Look) float32 {
	return look.Caption.Line + style.MinGap + monthWeeks*(dayHigh+style.MinGap) - style.MinGap
}

// Set shows another month.
func (m *Month) Set(days MonthDays) {
	m.first = days.First
	for i, key := range m.keys {
		show(key, i < days.Days)
		key.set(i+1 == days.Chosen, i+1 == days.Today)
	}
	m.Arrange()
}

// Day is the key of a day from 1.
func (m *Month) Day(day int) fyne.CanvasObject { return m.keys[day-1] }

// pitch is the width of a day, and from one to the next.
func (m *Month) pitch() (w, pitch float32) {
	w = (m.Size().Width - style.MinGap*(weekDays-1)) / weekDays
	return w, w + style.MinGap
}

func (m *Month) arrange(fyne.Size) {
	w, pitch := m.pitch()
	for i, name := range m.names {
		name.At(float32(i)*pitch, 0, w)
	}
	for i, key := range m.keys {
		at := m.first + i
		x, y := float32(at%weekDays)*pitch, float32(at/weekDays)*(dayHigh+style.MinGap)
		style.Put(key, x, m.look.Caption.Line+style.MinGap+y, w, dayHigh)
	}
}

// dayKey is one day: the chosen one is filled, today has a teal border.
type dayKey struct {
	press
	chosen, today bool
	box           *canvas.Rectangle
	words         *style.Text
}

func newDayKey(look style.Look, day int, tap func()) *dayKey {
	k := &dayKey{}
	k.look, k.OnTap, k.paint = look, tap, k.colour
	k.box = newBox(nil, nil, look.Border(2), style.RadiusButton)
	k.words = style.NewText(look.Title, look.Ink, strconv.Itoa(day)).Align(fyne.TextAlignCenter)
	k.Init(k, func(s fyne.Size) {
		style.Put(k.box, 0, 0, s.Width, s.Height)
		k.words.At(0, (s.Height-look.Title.Line)/2, s.Width)
	}, k.box, k.words)
	k.colour()
	return k
}

// Words are the day.
func (k *dayKey) Words() string { return k.words.Text() }

func (k *dayKey) set(chosen, today bool) {
	if k.chosen != chosen || k.today != today {
		k.chosen, k.today = chosen, today
		k.colour()
	}
}

func (k *dayKey) colour() {
	l := k.look
	ground, border, ink, width := color.Color(l.Card), color.Color(l.Edge), l.Ink, l.Border(2)
	if k.today {
		border, width = l.TealMark, l.Border(4)
	}
	switch {
	case k.chosen:
		ground, border, ink = l.Teal, l.Teal, l.OnTeal
	case k.down:
		ground = l.Sunk
	}
	k.box.StrokeWidth = width
	fill(k.box, ground, border)
	k.words.SetColor(ink)
}
