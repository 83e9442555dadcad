package touch_test

import (
	"image"
	"image/color"
	"slices"
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"bianmin/ui/style"
	"bianmin/ui/touch"
	"bianmin/ui/touch/touchtest"
)

func weekdays() [7]string { return [7]string{"一", "二", "三", "四", "五", "六", "日"} }

func dateWords() touch.DateWords {
	return touch.DateWords{
		Year:     touch.StepperWords{Less: "上一年", More: "下一年", LessIcon: "back", MoreIcon: "next"},
		Month:    touch.StepperWords{Less: "上个月", More: "下个月", LessIcon: "back", MoreIcon: "next"},
		Weekdays: weekdays(),
	}
}

func countWords() touch.StepperWords {
	return touch.StepperWords{Less: "减 1", More: "加 1", LessIcon: "minus", MoreIcon: "plus"}
}

// strip is the limit of visual/10-progress: accepted on 24 September 2026.
func strip() []touch.StripDay {
	var days []touch.StripDay
	add := func(mark touch.DayMark, day, words string) {
		days = append(days, touch.StripDay{Mark: mark, Day: day, Words: words})
	}
	for _, day := range []string{"21", "22", "23"} {
		add(touch.DayPlain, day, "")
	}
	add(touch.DayStart, "24", "受理")
	for _, day := range []string{"25", "26", "27"} {
		add(touch.DayPlain, day, "放假")
	}
	for i := range 3 {
		add(touch.DayCounted, strconv.Itoa(28+i), "第"+strconv.Itoa(i+1))
	}
	for _, day := range []string{"10/1", "2", "3", "4", "5", "6", "7"} {
		add(touch.DayPlain, day, "放假")
	}
	add(touch.DayCounted, "8", "第4")
	add(touch.DayToday, "9", "今天 5")
	add(touch.DayAhead, "10", "上班 6")
	add(touch.DayPlain, "11", "休")
	for i := range 3 {
		add(touch.DayAhead, strconv.Itoa(12+i), "第"+strconv.Itoa(7+i))
	}
	add(touch.DayDue, "15", "最迟 10")
	for _, day := range []string{"16", "17", "18"} {
		add(touch.DayPlain, day, "")
	}
	return days
}

func photo() image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, 336, 224))
	for y := range 224 {
		for x := range 336 {
			img.SetNRGBA(x, y, color.NRGBA{R: uint8(0x90 + y/8), G: uint8(0xA8 + x/12), B: 0xA8, A: 0xFF})
		}
	}
	return img
}

// pickers is the fourth sheet: what chooses numbers, days and photographs.
func pickers(look style.Look) *fyne.Container {
	p := &page{Look: look}
	count := touch.NewStepper(look, countWords(), nil)
	count.SetValue("3 层")
	count.Place(look.Margin, 24, 480, touch.StepperHeight(look))
	none := touch.NewStepper(look, countWords(), nil)
	none.SetValue("0")
	none.SetEnds(true, false)
	none.Place(552, 24, 480, touch.StepperHeight(look))
	date := touch.NewDatePicker(look, dateWords(), touch.DateTaps{})
	date.Set("2026年", "11月", touch.MonthDays{First: 6, Days: 30, Chosen: 18, Today: 23})
	date.Place(look.Margin, 168, 984, touch.DatePickerHeight(look, false))
	days := touch.NewCalendarStrip(look, weekdays(), strip())
	days.Place(look.Margin, 1016, 984, days.Height())
	y := 1016 + days.Height() + 24
	again := touch.NewButton(look, touch.Plain, "重拍", nil).SetIcon("camera", false)
	taken := touch.NewPhotoTile(look, touch.PhotoWords{
		Title: "身份证正面", Sub: "清楚，四角齐全", Icon: "idcard", Picture: photo(), State: touch.Done, ChipIcon: "check", Chip: "已拍",
	}, again)
	taken.Place(look.Margin, y, 984, touch.PhotoTileHeight(look))
	missing := touch.NewPhotoTile(look, touch.PhotoWords{
		Title: "本人照片", Sub: "近期、免冠、看得清脸", Icon: "photo", State: touch.Wrong, ChipIcon: "close", Chip: "缺", Missing: true,
	}, nil)
	missing.Place(look.Margin, y+touch.PhotoTileHeight(look)+16, 984, touch.PhotoTileHeight(look))
	p.add(count, none, date, days, taken, missing)
	return p.root()
}

func TestPickersLookAsAgreed(t *testing.T) {
	pic := touchtest.Picture(pickers(style.Default()), 1080, 1920)
	save(t, "pickers.png", pic)
	test.AssertImageMatches(t, "pickers.png", pic)
	for name, look := range map[string]style.Look{
		"pickers-large.png":    {Palette: style.Light(), Scale: style.Large()},
		"pickers-contrast.png": {Palette: style.HighContrast(), Scale: style.Normal()},
	} {
		save(t, name, touchtest.Picture(pickers(look), 1080, 2400))
	}
}

func TestPickersKeepTheRulesInEveryLook(t *testing.T) {
	for name, look := range looks() {
		for _, problem := range touchtest.Problems(pickers(look), fyne.NewSize(1080, 2400), touchtest.RulesOf(look)) {
			t.Errorf("%s: %s", name, problem)
		}
	}
}

func looks() map[string]style.Look {
	return map[string]style.Look{
		"light":    style.Default(),
		"large":    {Palette: style.Light(), Scale: style.Large()},
		"contrast": {Palette: style.HighContrast(), Scale: style.Normal()},
	}
}

// A press is heard once, when the finger comes down; what cannot be pressed and a
// look without a sound are silent.
func TestAPressIsHeardWhenTheFingerComesDown(t *testing.T) {
	heard := 0
	look := style.Default()
	look.Click = func() { heard++ }
	b := touch.NewButton(look, touch.Primary, "下一步", func() {})
	b.Place(0, 0, 200, 104)
	touchtest.Hold(b)
	if heard != 1 {
		t.Fatalf("heard %d times while the finger is down", heard)
	}
	touchtest.Release(b)
	b.SetEnabled(false)
	touchtest.TapAt(b, 20, 20)
	if heard != 1 {
		t.Errorf("heard %d times", heard)
	}
}

func TestAStepperStopsAtItsEnds(t *testing.T) {
	var steps []int
	s := touch.NewStepper(style.Default(), countWords(), func(by int) { steps = append(steps, by) })
	s.Place(0, 0, 480, 104)
	press := func(x float32) { touchtest.TapAt(s, x, 50) }
	press(40)
	press(440)
	s.SetEnds(true, false)
	press(40)
	press(240) // the value is no key
	press(440)
	if !slices.Equal(steps, []int{-1, 1, 1}) {
		t.Errorf("steps %v, want less, more, more", steps)
	}
}

func TestEveryDayOfAMonthIsWhereItsWeekdayStands(t *testing.T) {
	var got int
	m := touch.NewMonth(style.Default(), weekdays(), func(day int) { got = day })
	m.Place(0, 0, 984, touch.MonthHeight(style.Default()))
	m.Set(touch.MonthDays{First: 6, Days: 28})
	for day := 1; day <= 28; day++ {
		at := 6 + day - 1
		column, week := float32(at%7), float32(at/7)
		touchtest.TapAt(m, column*(984+12)/7+20, 50+week*108+40)
		if got != day {
			t.Errorf("where day %d stands, day %d is chosen", day, got)
		}
	}
	got = 0
	if touchtest.TapAt(m, 2*(984+12)/7+20, 50+5*108+40); got != 0 {
		t.Errorf("day %d is chosen behind the end of the month", got)
	}
}

// A longer month after a shorter one shows its last days again.
func TestAMonthShowsItsLastDaysAgain(t *testing.T) {
	m := touch.NewMonth(style.Default(), weekdays(), func(int) {})
	m.Place(0, 0, 984, touch.MonthHeight(style.Default()))
	m.Set(touch.MonthDays{First: 0, Days: 28, Chosen: 3})
	m.Set(touch.MonthDays{First: 3, Days: 31})
	if !m.Day(31).Visible() {
		t.Error("the 31st stays hidden")
	}
}
