package touch

import (
	"fyne.io/fyne/v2"

	"bianmin/ui/style"
)

// DateWords are the words of a date picker; Weekdays begin with Monday.
type DateWords struct {
	Year, Month StepperWords
	Weekdays    [weekDays]string
}

// DateTaps are what the keys of a date picker do: a year or a month back (-1)
// or on (1), or a day of the month shown.
type DateTaps struct {
	Year, Month func(by int)
	Day         func(day int)
}

// DatePicker chooses a day from the page of a calendar. It keeps no date.
type DatePicker struct {
	style.Part
	look        style.Look
	Year, Month *Stepper
	Days        *Month
}

// NewDatePicker is a picker that shows no month yet.
func NewDatePicker(look style.Look, say DateWords, taps DateTaps) *DatePicker {
	d := &DatePicker{look: look}
	d.Year, d.Month = NewStepper(look, say.Year, taps.Year), NewStepper(look, say.Month, taps.Month)
	d.Days = NewMonth(look, say.Weekdays, taps.Day)
	d.Init(d, d.arrange, d.Year, d.Month, d.Days)
	return d
}

// DatePickerHeight is the height of the picker; beside says that it is as wide
// as both columns of a landscape page, with the steppers at its lower left.
func DatePickerHeight(look style.Look, beside bool) float32 {
	if beside {
		return MonthHeight(look)
	}
	return StepperHeight(look) + style.Gutter + MonthHeight(look)
}

// Set shows a month under its names: 2026年, 11月.
func (d *DatePicker) Set(year, month string, days MonthDays) {
	d.Year.SetValue(year)
	d.Month.SetValue(month)
	d.Days.Set(days)
}

// Clear forgets the month.
func (d *DatePicker) Clear() { d.Set("", "", MonthDays{}) }

// Free is the room at the right end of the last week, which every month leaves, for
// a button that needs least px: its place within the picker and its width.
func (d *DatePicker) Free(least float32) (x, y, w float32) {
	days := d.Days.Position()
	_, pitch := d.Days.pitch()
	left := d.Size().Width
	for w < least {
		left -= pitch
		w = d.Size().Width - style.MinGap - left
	}
	return left + style.MinGap, days.Y + MonthHeight(d.look) - dayHigh, w
}

// datePickerBeside is the width from which the steppers stand beside the month.
const datePickerBeside = 1200

func (d *DatePicker) arrange(s fyne.Size) {
	high := StepperHeight(d.look)
	if s.Width > datePickerBeside {
		w := (s.Width - 2*style.Gutter) / 2
		style.Put(d.Year, 0, s.Height-2*high-style.Gutter, w, high)
		style.Put(d.Month, 0, s.Height-high, w, high)
		style.Put(d.Days, w+2*style.Gutter, 0, w, MonthHeight(d.look))
		return
	}
	w := (s.Width - style.Gutter) / 2
	style.Put(d.Year, 0, 0, w, high)
	style.Put(d.Month, w+style.Gutter, 0, w, high)
	style.Put(d.Days, 0, high+style.Gutter, s.Width, MonthHeight(d.look))
}
