package screen

import (
	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// guideBasis are the laws and articles that the item names, one under the other.
func guideBasis(sh *sheet, g *flow.Guide) []block {
	if len(g.Item.LegalBasis) == 0 {
		return nil
	}
	blocks := []block{sh.heading(sh.t("guide.basis"))}
	for _, law := range g.Item.LegalBasis {
		blocks = append(blocks, sh.bullet(law))
	}
	return blocks
}

// codeSide is the side that the code of an address may have: read by a phone held before
// the window, and no larger than what stands beside it.
const codeSide = 280

// guideOnline is the code of the online way, with what it is for and where it leads
// beside it; nothing where the item names no address, or this machine draws no codes.
func guideOnline(sh *sheet, g *flow.Guide) []block {
	host, ok := g.Item.OnlineHost()
	draw := sh.stage.Turn.Kiosk().QR
	if !ok || draw == nil {
		return nil
	}
	m := draw(g.Item.OnlineURL)
	if len(m) == 0 {
		return nil
	}
	const pad = 24
	l := sh.look
	side := touch.NewQR(m, max(3, codeSide/(len(m)+8))).Size().Width
	width := sh.colWidth() - side - 3*pad
	text := []*style.Text{
		style.NewText(l.Title, l.Ink, sh.t("guide.online.scan")), style.NewText(l.Small, l.Ink2, sh.t("guide.online.site", "host", host)),
		style.NewText(l.Body, l.Ink, sh.t("guide.online.here")),
	}
	words := float32(2 * textGap)
	for _, x := range text {
		x.At(0, 0, width)
		words += x.Height()
	}
	high := max(side, words) + 2*pad
	return []block{sh.heading(sh.t("guide.online")), {height: high + 16, count: 1, reads: true, draw: func(a area) {
		sh.box(l.Card, l.Hair, l.Border(2), style.RadiusCard, area{a.x, a.y, a.w, high})
		img := touch.NewQR(m, max(3, codeSide/(len(m)+8)))
		style.Put(img, a.x+pad, a.y+(high-side)/2, side, side)
		sh.add(img)
		y := a.y + (high-words)/2
		for _, x := range text {
			y = sh.text(x, area{a.x + side + 2*pad, y, width, 0}) + textGap
		}
	}}}
}

// textGap stands between two sentences of one card.
const textGap = 12
