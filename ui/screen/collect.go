package screen

import (
	"bianmin/ui/touch"
)

// drawSigning is what who receives a result signs, and the pad.
func (p *followPage) drawSigning(sh *sheet) {
	if len(p.Signature) == 0 && !p.sign.Empty() {
		wipePad(p.sign)
	}
	blocks := []block{sh.title(sh.t("follow.collect.sign.head"), "")}
	if p.Problem.Text != "" {
		blocks = append(blocks, sh.problem(p.Problem.Text))
	}
	blocks = append(blocks, sh.paragraph(sh.t("follow.collect.sign.note", "item", p.Status.Item.Name)))
	more := sh.signedList(pager{p.Pages, p.Down, p.Up}, sh.columns(sh.readable(p.head)), blocks, signing{p.sign, len(p.Signature) > 0, sh.t("confirm.sign")})
	if more.count > 0 {
		sh.foot(
			act{Name: "step.back", Words: sh.t("tool.back"), Width: 300, Kind: touch.Secondary, Tap: sh.stage.Turn.Back},
			act{Name: "more", Words: sh.t("confirm.more", "n", more.count), Icon: "down", Kind: touch.Primary, Tap: more.read},
		)
		return
	}
	p.foot(sh, touch.Primary)
}
