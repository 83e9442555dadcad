package touch

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"

	"bianmin/ui/style"
)

// DayMark is what a day of a calendar strip stands for.
type DayMark int

// The marks of a day; days off and days outside the limit are plain.
const (
	DayPlain   DayMark = iota
	DayStart           // accepted on this day: ink
	DayCounted         // counted and passed: teal tint
	DayToday           // counted, and today: teal
	DayAhead           // to be counted: white with an edge
	DayDue             // the last one: red border
)

// StripDay is one day: its number (10/1 where a month begins) and a word or two
// under it: 第3, 放假, 上班 6. What stands behind a space is left out where it has
// no room.
type StripDay struct {
	Mark       DayMark
	Day, Words string
}

// CalendarStrip shows how a limit of working days is counted: whole weeks from
// Monday to Sunday. It is only read.
type CalendarStrip struct {
	style.Part
	look     style.Look
	weekdays [weekDays]string
	days     []StripDay
}

const (
	stripGap = 8
	stripPad = 4 // above and below the words of a cell
)

// NewCalendarStrip shows days, of which the first is a Monday; weekdays are the
// names from Monday on.
func NewCalendarStrip(look style.Look, weekdays [weekDays]string, days []StripDay) *CalendarStrip {
	c := &CalendarStrip{look: look, weekdays: weekdays, days: days}
	c.Init(c, func(s fyne.Size) { c.build(s.Width) })
	return c
}

// Height is the room that the weeks need.
func (c *CalendarStrip) Height() float32 {
	weeks := (len(c.days) + weekDays - 1) / weekDays
	return c.look.Caption.Line + stripGap + float32(weeks)*(c.cell()+stripGap) - stripGap
}

func (c *CalendarStrip) cell() float32 { return c.dayType().Line + c.look.Caption.Line + 2*stripPad }

func (c *CalendarStrip) dayType() style.Type {
	return style.Type{Size: c.look.Title.Size, Line: c.look.Title.Line}
}

func (c *CalendarStrip) build(width float32) {
	w := (width - stripGap*(weekDays-1)) / weekDays
	var objects []fyne.CanvasObject
	for i, name := range c.weekdays {
		text := style.NewText(c.look.Caption, c.look.Ink2, name).Limit(1).Align(fyne.TextAlignCenter)
		text.At(float32(i)*(w+stripGap), 0, w)
		objects = append(objects, text)
	}
	for i, day := range c.days {
		x, y := float32(i%weekDays)*(w+stripGap), float32(i/weekDays)*(c.cell()+stripGap)
		objects = append(objects, c.day(day, x, c.look.Caption.Line+stripGap+y, w)...)
	}
	c.SetObjects(objects...)
}

func (c *CalendarStrip) day(day StripDay, x, y, w float32) []fyne.CanvasObject {
	ground, border, ink, width := c.colours(day.Mark)
	number, words := c.dayType(), c.look.Caption
	if day.Mark != DayPlain {
		number, words = number.B(), words.B()
	}
	box := newBox(ground, border, width, style.RadiusButton)
	style.Put(box, x, y, w, c.cell())
	text := style.NewText(number, ink, day.Day).Limit(1).Align(fyne.TextAlignCenter)
	bottom := text.At(x, y+stripPad, w)
	said := day.Words
	if words.Width(said) > w-2*stripPad { // in large letters the number does without
		said, _, _ = strings.Cut(said, " ")
	}
	under := style.NewText(words, ink, said).Limit(1).Align(fyne.TextAlignCenter)
	under.At(x, bottom, w)
	return []fyne.CanvasObject{box, text, under}
}

func (c *CalendarStrip) colours(mark DayMark) (ground, border color.Color, ink color.NRGBA, width float32) {
	l := c.look
	switch mark {
	case DayStart:
		return l.Ink, l.Ink, l.OnInk, 0
	case DayCounted:
		if l.ChipBorder > 0 {
			return l.TealTint, l.TealMark, l.TealMark, l.ChipBorder
		}
		return l.TealTint, nil, l.TealMark, 0
	case DayToday:
		return l.Teal, l.Teal, l.OnTeal, 0
	case DayAhead:
		return l.Card, l.Edge, l.Ink, l.Border(2)
	case DayDue:
		return l.Card, l.RedMark, l.RedMark, l.Border(4)
	}
	return color.Transparent, nil, l.Ink2, 0
}
