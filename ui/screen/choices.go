package screen

import (
	"fmt"
	"slices"

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
	blocks = append(blocks, sh.places(places{
		town: f.Town, list: f.Places(), chosen: village.DivisionCode(f.Value()), pick: f.Pick, back: func() { f.PickTown("") },
	})...)
	sh.list(pager{f.Pages, f.Down, f.Up}, sh.columns(sh.body(p.head)), blocks)
}

// places is the choice of a village by way of its town.
type places struct {
	town   village.DivisionCode // "" while towns are listed
	list   []village.Division
	chosen village.DivisionCode
	pick   func(village.DivisionCode)
	back   func() // to the towns
}

// places are the heading and the places, two in a row.
func (sh *sheet) places(p places) []block {
	blocks := []block{sh.heading(sh.t("form.town"))}
	if p.town != "" {
		blocks[0] = sh.villageHeading(p.back)
	}
	for pair := range slices.Chunk(p.list, 2) {
		blocks = append(blocks, block{height: 116, count: len(pair), draw: func(a area) { sh.placePair(pair, p, a) }})
	}
	return blocks
}

// villageHeading stands over the villages, with the way back to the towns.
func (sh *sheet) villageHeading(back func()) block {
	l := sh.look
	return block{height: 116, keep: true, draw: func(a area) {
		sh.text(style.NewText(l.Head, l.Ink, sh.t("form.village")).Limit(1), area{a.x, a.y + 20, a.w - 350, 0})
		b := touch.NewButton(l, touch.Plain, sh.t("form.town.back"), back).SetIcon("undo", false)
		wide := max(280, b.Least())
		sh.target("town.back", b, area{a.x + a.w - wide, a.y, wide, 100})
	}}
}

func (sh *sheet) placePair(pair []village.Division, p places, a area) {
	w := (a.w - 16) / 2
	for i, place := range pair {
		b := newPick(sh.look, touch.Plain, place.Name, p.chosen == place.Code, func() { p.pick(place.Code) })
		sh.target("place."+string(place.Code), b, area{a.x + float32(i)*(w+16), a.y, w, 104})
	}
}
