package screen

import (
	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

func newCounter(st Stage, f *flow.Form) *touch.Stepper {
	say := touch.StepperWords{Less: st.t("count.less"), More: st.t("count.more"), LessIcon: "minus", MoreIcon: "plus"}
	return touch.NewStepper(st.Look, say, f.Step)
}

// drawCount asks for a small number: it is stepped to, or typed on the keys below.
func (p *formPage) drawCount(sh *sheet, q flow.Question) {
	a, padArea := p.columns(sh, q)
	p.current = p.pad
	y := p.question(sh, q, a)
	high := touch.StepperHeight(sh.look)
	p.count.SetValue(p.form.Value())
	p.count.SetEnds(p.form.StepEnds())
	sh.target("count", p.count, area{a.x, y, a.w, high})
	y += high + 16
	if words := p.form.Problem.Text; words != "" {
		sh.wrong(words, area{a.x, y, a.w, 0})
	} else {
		sh.text(style.NewText(sh.look.Small, sh.look.Ink2, sh.t("count.hint")).Limit(2), area{a.x, y, a.w, 0})
	}
	sh.target("keypad", p.pad, padArea)
}
