package screen

import (
	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// pageHigh is the height of a page with its button while there are few.
const pageHigh = 420

// pages draws the pages of a paper that were photographed, each with the way to take it
// away, and the way to the next one.
func (p *photoPage) pages(sh *sheet) {
	ph, b := p.photo, sh.readable(p.head)
	y := sh.text(sh.fit(ph.Paper.Name, 2, b.w, sh.headTypes()...), b)
	note := sh.t("photo.pages.note")
	if len(ph.Pages) == 0 {
		note = sh.t("photo.pages.full", "n", flow.MostPages)
	}
	y = sh.text(sh.fit(note, 2, b.w, sh.look.Body, sh.look.Small), area{b.x, y, b.w, 0}) + gap
	columns := 2
	switch {
	case sh.stage.landscape():
		columns = 5
	case sh.stage.Low:
		y, columns = max(y, sh.body(p.head).y), 3
	}
	rows := max(1, (len(ph.Pages)+columns-1)/columns)
	w := (b.w - gap*float32(columns-1)) / float32(columns)
	h := min(pageHigh, (b.bottom()-y-16*float32(rows-1))/float32(rows))
	for n, page := range ph.Pages {
		p.keptPage(sh, page, n, area{b.x + float32(n%columns)*(w+gap), y + float32(n/columns)*(h+16), w, h})
	}
	more := act{Name: "more", Words: sh.t("photo.pages.more"), Icon: "camera", Width: 420, Kind: touch.Secondary, Tap: ph.More}
	if ph.Room() == 0 {
		more.Why = sh.t("photo.pages.full.short", "n", flow.MostPages)
	}
	sh.foot(more, act{Name: "done", Words: sh.t("photo.pages.done"), Icon: "check", Kind: touch.Primary, Tap: sh.stage.Turn.Back})
}

// keptPage is one page: what it looks like, and the way to take it away.
func (p *photoPage) keptPage(sh *sheet, page flow.Picture, n int, a area) {
	high := a.h - style.MinTarget - 8
	sh.box(sh.look.Sunk, sh.look.Hair, sh.look.Border(2), style.RadiusChip, area{a.x, a.y, a.w, high})
	if page.Small != nil {
		img := canvas.NewImageFromImage(page.Small)
		img.FillMode = canvas.ImageFillContain
		style.Put(img, a.x+4, a.y+4, a.w-8, high-8)
		sh.add(img)
	}
	words := sh.t("photo.pages.remove", "n", n+1)
	b := touch.NewButton(sh.look, touch.Plain, words, func() { p.photo.Remove(n) })
	sh.target("remove."+string(rune('a'+n)), b, area{a.x, a.bottom() - style.MinTarget, a.w, style.MinTarget})
}
