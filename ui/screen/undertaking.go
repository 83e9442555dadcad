package screen

import (
	"slices"

	"bianmin/ui/flow"
	"bianmin/ui/touch"
)

// NewUndertaking draws what is read and signed: the commitment under which papers
// follow, or the declaration that stands for papers.
func NewUndertaking(st Stage, u *flow.Undertaking) *Screen {
	head := newHeader(st, head{Title: st.t(u.Kind + ".title"), Step: 3})
	pad := touch.NewSignaturePad(st.Look)
	s := newScreen(st, head, func(sh *sheet) {
		if len(u.Signature) == 0 && !pad.Empty() {
			wipePad(pad)
		}
		more := undertakingPage(sh, u, pad, sh.columns(sh.readable(head)))
		next := act{Name: "next", Words: sh.t(u.Kind + ".next"), Icon: "next", Kind: touch.Primary, Tap: u.Next}
		switch {
		case more.count > 0:
			next = act{Name: "more", Words: sh.t("confirm.more", "n", more.count), Icon: "down", Kind: touch.Primary, Tap: more.read}
		case len(u.Signature) == 0:
			next.Why = sh.t("undertaking.unsigned")
		}
		sh.foot(act{Name: "step.back", Words: sh.t("undertaking.back"), Width: 300, Kind: touch.Secondary, Tap: st.Turn.Back}, next)
	})
	signs(s, pad, func() bool { return len(u.Signature) > 0 }, u.Sign)
	return s
}

// undertakingPage draws a page of the words, and the pad below the last of them.
func undertakingPage(sh *sheet, u *flow.Undertaking, pad *touch.SignaturePad, cols []area) rest {
	sign := signing{pad, len(u.Signature) > 0, sh.t("confirm.sign")}
	return sh.signedList(pager{u.Pages, u.Down, u.Up}, cols, undertakingBlocks(sh, u), sign)
}

// signing is a pad with what stands above it.
type signing struct {
	pad    *touch.SignaturePad
	signed bool
	words  string
}

// signedList is a list that is signed. Nobody signs what was not on the screen: the pad
// stands below the last of the blocks only.
func (sh *sheet) signedList(place pager, cols []area, blocks []block, s signing) rest {
	first := min(place.at.First(), len(blocks)-1)
	short := slices.Clone(cols)
	last := &short[len(short)-1]
	sign := area{last.x, last.bottom() - padHigh - padHead, last.w, padHigh + padHead}
	last.h -= sign.h + 12
	reserve := float32(0)
	if first > 0 {
		reserve = pagerBar + 12
	}
	if first+layOut(short, blocks[first:], reserve, nil) == len(blocks) {
		sh.listIn(place, short, blocks)
		drawSignature(sh, s, sign)
		return rest{}
	}
	end := first + layOut(cols, blocks[first:], reserve, nil)
	if end == len(blocks) { // the words fit, the pad does not: it gets a page with the last of them
		end--
	}
	layOut(cols, blocks[first:end], reserve, drawBlock)
	if first > 0 {
		at := cols[len(cols)-1]
		sh.pagerButtons(place, blocks[:first], first, first, area{at.x, at.bottom() - pagerBar, at.w, pagerBar})
	}
	return rest{max(1, count(blocks[end:])), func() { place.down(end) }}
}

func undertakingBlocks(sh *sheet, u *flow.Undertaking) []block {
	blocks := []block{sh.title(sh.t(u.Kind+".head"), "")}
	points := u.Points()
	for i, words := range points {
		if i == 0 || i > len(u.Papers) {
			blocks = append(blocks, sh.paragraph(words))
		} else {
			blocks = append(blocks, sh.bullet(words))
		}
	}
	if basis := u.Basis(); basis != "" {
		blocks = append(blocks, sh.paragraph(sh.t("precheck.basis", "basis", basis)))
	}
	return blocks
}
