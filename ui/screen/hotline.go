package screen

import (
	"strconv"

	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// NewHotline draws the types of 12345 requests, or what 12345 does not take.
func NewHotline(st Stage) *Screen {
	h := st.Turn.Hotline
	head := newHeader(st, head{Title: st.t("hotline.title")})
	s := newScreen(st, head, func(sh *sheet) {
		blocks, other := offers(sh, h), act{Name: "doors", Words: sh.t("hotline.doors"), Icon: "list", Kind: touch.Secondary, Tap: func() { h.Show(true) }}
		if h.Doors {
			blocks = doors(sh, h)
			other = act{Name: "types", Words: sh.t("hotline.types"), Kind: touch.Primary, Tap: func() { h.Show(false) }}
		}
		sh.list(pager{h.Pages, h.Down, h.Up}, sh.columns(sh.body(head)), blocks)
		sh.foot(act{Name: "step.back", Words: sh.t("tool.back"), Width: 300, Kind: touch.Secondary, Tap: st.Turn.Back}, other)
	})
	s.tick = s.whenFull
	return s
}

// offers are the types as cards, below whom to call when it cannot wait. A machine
// that can take nothing in says so instead.
func offers(sh *sheet, h *flow.Hotline) []block {
	blocks := []block{sh.title(sh.t("hotline.head"), sh.t("hotline.note")), sh.problem(sh.t("hotline.danger"))}
	switch kiosk := sh.stage.Turn.Kiosk(); {
	case !kiosk.Centre().Enrolled:
		return append(blocks, sh.problem(sh.t("guide.unregistered")))
	case kiosk.Line().Full:
		return append(blocks, sh.problem(sh.t("guide.full")))
	}
	for _, o := range h.Offers() {
		say := touch.OfferWords{Number: o.Number, Icon: o.Icon, Words: o.Name, Sub: o.Note}
		if o.Days > 0 {
			say.Figure, say.Unit = strconv.Itoa(o.Days), sh.t("hotline.unit")
		}
		blocks = append(blocks, sh.offer("type."+string(o.Type), say, func() { h.Choose(o.Type) }))
	}
	return blocks
}

// doors are what is not taken, each with where to go instead.
func doors(sh *sheet, h *flow.Hotline) []block {
	blocks := []block{sh.title(sh.t("hotline.doors.head"), "")}
	for _, d := range h.NotTaken() {
		blocks = append(blocks, door(sh, d))
	}
	return blocks
}

func door(sh *sheet, d flow.Door) block {
	l := sh.look
	what := style.NewText(l.Title, l.Ink, d.What)
	where := style.NewText(l.Body, l.Ink2, d.Where)
	what.At(0, 0, sh.colWidth())
	where.At(0, 0, sh.colWidth())
	return block{height: what.Height() + where.Height() + 36, count: 1, draw: func(a area) {
		sh.rule(a.x, a.y, a.w)
		sh.text(where, area{a.x, sh.text(what, area{a.x, a.y + 16, a.w, 0}), a.w, 0})
	}}
}
