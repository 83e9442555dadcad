package screen

import (
	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// keptHigh is the height of a picture that answers a question.
const keptHigh = 420

// drawPicture is a question that a photograph answers: the way to the camera, or the
// picture with the ways to another one and to none.
func (p *formPage) drawPicture(sh *sheet, q flow.Question) {
	f := p.form
	blocks := []block{p.questionBlock(sh, q)}
	if words := f.Problem.Text; words != "" {
		blocks = append(blocks, sh.problem(words))
	}
	kept := f.Picture()
	switch {
	case len(kept.Data) > 0:
		blocks = append(blocks, p.keptPicture(sh, kept), p.pictureTools(sh))
	case f.CanPhotograph():
		blocks = append(blocks, p.pictureTools(sh))
	default:
		blocks = append(blocks, sh.problem(sh.t("form.photo.none")))
	}
	sh.list(pager{f.Pages, f.Down, f.Up}, sh.columns(sh.body(p.head)), blocks)
}

// unshot says why nobody goes on without the picture, or that one may.
func (p *formPage) unshot(sh *sheet, q flow.Question, next *act) {
	switch {
	case !q.Required:
		next.Words = sh.t("form.photo.skip")
	case p.form.CanPhotograph():
		next.Why = sh.t("form.photo.first")
	default:
		next.Why = sh.t("form.photo.cannot")
	}
}

// keptPicture is the picture as it is known by.
func (p *formPage) keptPicture(sh *sheet, kept flow.Picture) block {
	high := float32(keptHigh)
	if sh.stage.Low {
		high /= 2
	}
	return block{height: high + gap, reads: true, draw: func(a area) {
		sh.box(sh.look.Sunk, sh.look.Hair, sh.look.Border(2), style.RadiusCard, area{a.x, a.y, a.w, high})
		if kept.Small == nil {
			return
		}
		img := canvas.NewImageFromImage(kept.Small)
		img.FillMode = canvas.ImageFillContain
		style.Put(img, a.x+8, a.y+8, a.w-16, high-16)
		sh.add(img)
	}}
}

// pictureTools lead to the camera, and take away what came of it.
func (p *formPage) pictureTools(sh *sheet) block {
	f, high := p.form, sh.choiceHigh()
	return block{height: high + 16, count: 1, draw: func(a area) {
		if !f.Filled() {
			shoot := touch.NewButton(sh.look, touch.Primary, sh.t("form.photo.take"), f.Photograph).SetIcon("camera", false)
			sh.target("photograph", shoot, area{a.x, a.y, a.w, high})
			return
		}
		w := (a.w - gap) / 2
		again := touch.NewButton(sh.look, touch.Secondary, sh.t("photo.again"), f.Photograph)
		sh.target("photograph", again, area{a.x, a.y, w, high})
		remove := touch.NewButton(sh.look, touch.Plain, sh.t("form.photo.remove"), f.RemovePicture)
		sh.target("remove", remove, area{a.x + w + gap, a.y, w, high})
	}}
}
