package screen

import (
	"strconv"

	"bianmin/ui/flow"
	"bianmin/ui/touch"
)

// NewBooking draws what can be booked.
func NewBooking(st Stage) *Screen {
	b := st.Turn.Booking
	head := newHeader(st, head{Title: st.t("booking.title")})
	s := newScreen(st, head, func(sh *sheet) {
		sh.list(pager{b.Pages, b.Down, b.Up}, sh.columns(sh.body(head)), bookings(sh, b))
		sh.foot(act{Name: "step.back", Words: sh.t("tool.back"), Kind: touch.Secondary, Tap: st.Turn.Back})
	})
	s.tick = s.whenFull
	return s
}

func bookings(sh *sheet, b *flow.Booking) []block {
	blocks := []block{sh.title(sh.t("booking.head"), sh.t("booking.note"))}
	switch kiosk := sh.stage.Turn.Kiosk(); {
	case !kiosk.Centre().Enrolled:
		return append(blocks, sh.problem(sh.t("guide.unregistered")))
	case kiosk.Line().Full:
		return append(blocks, sh.problem(sh.t("guide.full")))
	}
	blocks = append(blocks, bookingMatter(sh, b))
	window := touch.OfferWords{Number: 1, Icon: "book", Words: sh.t("booking.window"), Sub: sh.t("booking.window.note")}
	switch {
	case b.Busy:
		blocks = append(blocks, sh.note(touch.Quiet, "clock", sh.t("booking.busy")))
	case b.Problem.Text != "":
		blocks = append(blocks, sh.problem(b.Problem.Text))
	case b.Left() == 0:
		blocks = append(blocks, sh.note(touch.Quiet, "book", sh.t(b.None())))
	default:
		window.Figure, window.Unit = strconv.Itoa(b.Left()), sh.t("booking.unit")
		blocks = append(blocks, sh.offer("window", window, b.Window))
	}
	home := touch.OfferWords{Number: 2, Icon: "visit", Words: sh.t("booking.home"), Sub: sh.t("booking.home.note")}
	blocks = append(blocks, sh.offer("visit", home, b.Home))
	if b.CanAsk() {
		longer := touch.OfferWords{Number: 3, Icon: "clock", Words: sh.t("booking.longer"), Sub: sh.t("booking.longer.note")}
		blocks = append(blocks, sh.offer("longer", longer, b.Longer))
	}
	return blocks
}

// bookingMatter is what it is about, and the ways to say it.
func bookingMatter(sh *sheet, b *flow.Booking) block {
	c := card{title: sh.t("booking.matter"), words: sh.t(b.MatterNote()), edge: sh.look.Hair, width: 2, most: 3}
	pick := act{Name: "matter.pick", Words: sh.t("booking.matter.pick"), Kind: touch.Secondary, Tap: b.Pick}
	switch {
	case b.Item.Code != "":
		c.title, pick.Words = b.Item.Name, sh.t("booking.matter.other")
	case !b.Own():
		c.acts = []act{{Name: "matter.own", Words: sh.t("booking.matter.write"), Kind: touch.Plain, Tap: b.InOwnWords}}
	}
	c.acts = append([]act{pick}, c.acts...)
	return sh.card(c)
}

// offer is a numbered choice on a card of its own.
func (sh *sheet) offer(name string, say touch.OfferWords, tap func()) block {
	high := max(156, sh.look.Big.Line+sh.look.Small.Line+32)
	return block{height: high + 16, count: 1, draw: func(a area) {
		sh.target(name, touch.NewOffer(sh.look, say, tap), area{a.x, a.y, a.w, high})
	}}
}
