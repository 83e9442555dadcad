package screen

import (
	"fmt"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// choiceHigh is the height of an answer of two lines.
func (sh *sheet) choiceHigh() float32 { return max(120, 2*sh.look.Title.Line+16) }

// questionBlock is the question as the first block of a list.
func (p *formPage) questionBlock(sh *sheet, q flow.Question) block {
	height := p.questionHigh(sh, q, sh.colWidth())
	return block{height: height, keep: true, reads: true, draw: func(a area) { p.question(sh, q, a) }}
}

func (p *formPage) drawChoices(sh *sheet, q flow.Question) {
	blocks := []block{p.questionBlock(sh, q)}
	if words := p.form.Problem.Text; words != "" {
		blocks = append(blocks, sh.problem(words))
	}
	if q.Field == flow.FieldVisitSecond {
		blocks = append(blocks, p.second(sh))
	}
	for i, c := range q.Choices {
		blocks = append(blocks, block{height: sh.choiceHigh() + 16, count: 1, draw: func(a area) {
			radio := touch.NewRadio(sh.look, c.Label, func() { p.form.Choose(c.Value) })
			radio.SetChosen(p.form.Value() == c.Value)
			sh.target(fmt.Sprintf("choice.%d", i), radio, area{a.x, a.y, a.w, sh.choiceHigh()})
		}})
	}
	sh.list(pager{p.form.Pages, p.form.Down, p.form.Up}, sh.columns(sh.body(p.head)), blocks)
}

// drawPlaces lists the towns, then the villages of the town chosen.
func (p *formPage) drawPlaces(sh *sheet, q flow.Question) {
	f := p.form
	l := sh.look
	blocks := []block{p.questionBlock(sh, q)}
	if words := f.Problem.Text; words != "" {
		blocks = append(blocks, sh.problem(words))
	}
	if path := f.Kiosk().Divisions.Path(village.DivisionCode(f.Value())); path != "" {
		blocks = append(blocks, block{height: l.Body.Line + 12, keep: true, draw: func(a area) {
			sh.text(style.NewMarked(l.Body, l.Ink, sh.t("form.chosen", "place", path)).Limit(1), a)
		}})
	}
	heading := sh.heading(sh.t("form.town"))
	if f.Town != "" {
		heading = p.villageHeading(sh)
	}
	blocks = append(blocks, heading)
	places := f.Places()
	for i := 0; i < len(places); i += 2 {
		pair := places[i:min(i+2, len(places))]
		blocks = append(blocks, block{height: 116, count: len(pair), draw: func(a area) { p.placePair(sh, pair, a) }})
	}
	sh.list(pager{f.Pages, f.Down, f.Up}, sh.columns(sh.body(p.head)), blocks)
}

// villageHeading stands over the villages, with the way back to the towns.
func (p *formPage) villageHeading(sh *sheet) block {
	l := sh.look
	return block{height: 116, keep: true, draw: func(a area) {
		sh.text(style.NewText(l.Head, l.Ink, sh.t("form.village")).Limit(1), area{a.x, a.y + 20, a.w - 350, 0})
		back := touch.NewButton(l, touch.Plain, sh.t("form.town.back"), func() { p.form.PickTown("") }).SetIcon("undo", false)
		wide := max(280, back.Least())
		sh.target("town.back", back, area{a.x + a.w - wide, a.y, wide, 100})
	}}
}

func (p *formPage) placePair(sh *sheet, pair []village.Division, a area) {
	w := (a.w - 16) / 2
	for i, place := range pair {
		b := newPick(sh.look, touch.Plain, place.Name, p.form.Value() == string(place.Code), func() { p.form.Pick(place.Code) })
		sh.target("place."+string(place.Code), b, area{a.x + float32(i)*(w+16), a.y, w, 104})
	}
}
