package screen

import (
	"strconv"

	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// newDatePicker is the calendar of a form.
func newDatePicker(st Stage, f *flow.Form) *touch.DatePicker {
	say := touch.DateWords{
		Year:  touch.StepperWords{Less: st.t("date.year.less"), More: st.t("date.year.more"), LessIcon: "back", MoreIcon: "next"},
		Month: touch.StepperWords{Less: st.t("date.month.less"), More: st.t("date.month.more"), LessIcon: "back", MoreIcon: "next"},
	}
	say.Weekdays = st.weekdays()
	return touch.NewDatePicker(st.Look, say, touch.DateTaps{Year: f.TurnYear, Month: f.TurnMonth, Day: f.PickDay})
}

// weekdays are their short names, Monday first.
func (st Stage) weekdays() [7]string {
	var names [7]string
	for i := range names {
		names[i] = st.t("date.weekday." + strconv.Itoa(i+1))
	}
	return names
}

// drawCalendar asks for a day on the page of a calendar. The way to digits stands
// in the last week, of which a month fills two days at most.
func (p *formPage) drawCalendar(sh *sheet, q flow.Question) {
	body := sh.body(p.head)
	wide := sh.stage.landscape()
	high := touch.DatePickerHeight(sh.look, wide)
	at := area{body.x, body.bottom() - high, body.w, high}
	if !wide {
		asked := p.questionHigh(sh, q, body.w) + p.chosenHigh(sh)
		at.y = min(at.y, sh.upper(p.head, at.y, asked).y+asked) // close to what it answers
		if sh.stage.Low {
			at.y = body.bottom() - high
		}
	}
	a := sh.upper(p.head, at.y, p.questionHigh(sh, q, body.w)+p.chosenHigh(sh))
	if wide {
		a = area{body.x, body.y, (body.w - 2*gap) / 2, body.h}
	}
	p.chosenDay(sh, area{a.x, p.question(sh, q, a), a.w, 0})
	m := p.form.Month()
	p.date.Set(m.Year, m.Name, touch.MonthDays{First: m.First, Days: m.Days, Chosen: m.Chosen, Today: m.Today})
	sh.target("calendar", p.date, at)
	digits := touch.NewButton(sh.look, touch.Plain, sh.t("date.type"), func() { p.form.TypeDate(true) }).SetIcon("keypad", false)
	x, y, w := p.date.Free(digits.Least())
	sh.target("date.type", digits, area{at.x + x, at.y + y, w, style.MinTarget})
	p.current = p.pad
}

func (p *formPage) chosenHigh(sh *sheet) float32 { return 2*sh.look.Body.Line + 16 }

// chosenDay says which day is chosen, what is wrong with it, or what to do.
func (p *formPage) chosenDay(sh *sheet, a area) {
	l := sh.look
	if words := p.form.Problem.Text; words != "" {
		sh.wrong(words, a)
		return
	}
	icon, words, ink := "book", sh.t("date.hint"), l.Ink
	if born := p.form.Born(); born != "" {
		icon, words, ink = "check", "**"+born+"**", l.TealMark
	}
	img := style.Icon(icon, 44, ink, ink)
	style.Put(img, a.x, a.y+(l.Body.Line-44)/2, 44, 44)
	sh.add(img)
	sh.text(style.NewMarked(l.Body, l.Ink, words).Limit(2), area{a.x + 60, a.y, a.w - 60, 0})
}
