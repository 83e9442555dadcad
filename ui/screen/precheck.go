package screen

import (
	"bianmin/app/precheck"
	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// NewPrecheck draws how each paper stands, and the shortest next trip.
func NewPrecheck(st Stage) *Screen {
	p := st.Turn.Precheck
	head := newHeader(st, head{Title: st.t("precheck.title"), Step: 3})
	return newScreen(st, head, func(sh *sheet) {
		blocks := []block{sh.title(p.Head(), "")}
		if !p.Answer.Complete {
			blocks = append(blocks, sh.note(touch.ToRead, "idea", p.Answer.Trip.Text))
		}
		for _, open := range []bool{true, false} { // what is still to be done comes first
			for _, paper := range p.Answer.Papers {
				if paper.Verdict.Open() == open {
					blocks = append(blocks, verdictRow(sh, paper))
				}
			}
		}
		sh.list(pager{p.Pages, p.Down, p.Up}, sh.columns(sh.readable(head)), blocks)
		precheckFoot(sh, p)
	})
}

// precheckFoot offers 容缺 beside the usual way, which stays one touch away.
func precheckFoot(sh *sheet, p *flow.Precheck) {
	back := act{Name: "step.back", Words: sh.t("tool.step"), Width: 218, Kind: touch.Secondary, Tap: sh.stage.Turn.Back}
	if !p.Answer.MayDefer {
		back.Width = 300
		sh.foot(back, act{Name: "next", Words: sh.t("precheck.next"), Icon: "next", Kind: touch.Primary, Tap: p.Next})
		return
	}
	sh.foot(
		back,
		act{Name: "next", Words: sh.t("precheck.usual"), Width: 330, Kind: touch.Secondary, Tap: p.Next},
		act{Name: "follow", Words: sh.t("precheck.follow"), Icon: "next", Kind: touch.Primary, Tap: func() { p.Follow(sh.stage.Ctx) }},
	)
}

// verdictRow is one paper: what it is, how it stands, why, and the basis.
func verdictRow(sh *sheet, paper precheck.PaperAnswer) block {
	l := sh.look
	chip := verdictChip(sh, paper.Verdict)
	room := sh.colWidth() - 48
	name := sh.whole(paper.Name, 2, room-chip.Width()-24, l.Title, l.Body.B())
	why := style.NewText(l.Body, l.Ink, paper.Why)
	basis := style.NewText(l.Small, l.Ink2, sh.t("precheck.basis", "basis", paper.Basis))
	why.At(0, 0, room)
	basis.At(0, 0, room)
	high := 20 + max(name.Height(), touch.ChipHeight(l)) + 8 + why.Height() + basis.Height() + 20
	edge, width := fyneColor(l.Hair), l.Border(2)
	if paper.Verdict == village.PaperMissing || paper.Verdict == village.PaperExpired {
		edge, width = l.RedMark, l.Border(4)
	}
	return block{height: high + 16, count: 1, draw: func(a area) {
		sh.box(l.Card, edge, width, style.RadiusCard, area{a.x, a.y, a.w, high})
		chip.At(a.x+a.w-24-chip.Width(), a.y+20)
		sh.add(chip)
		sh.text(name, area{a.x + 24, a.y + 20, a.w - 48 - chip.Width() - 24, 0})
		y := sh.text(why, area{a.x + 24, a.y + 28 + max(name.Height(), touch.ChipHeight(l)), room, 0})
		sh.text(basis, area{a.x + 24, y, room, 0})
	}}
}

func verdictChip(sh *sheet, v village.Verdict) *touch.Chip {
	tone, icon := touch.Done, "check"
	switch v {
	case village.PaperMissing, village.PaperExpired:
		tone, icon = touch.Wrong, "close"
	case village.PaperMayFollow:
		tone, icon = touch.Wait, "clock"
	case village.PaperByLicence:
		icon = "zero"
	case village.PaperPromised:
		icon = "pen"
	case village.PaperNotNeeded:
		tone, icon = touch.Neutral, "minus"
	}
	return touch.NewChip(sh.look, tone, icon, sh.t("precheck.verdict."+string(v)))
}
