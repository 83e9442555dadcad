package screen

import (
	"bianmin/app/desk"
	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/touch"
)

// NewOrders draws the orders of the centre, what is to be done first.
func NewOrders(st Stage) *Screen {
	o := st.Turn.Orders
	head := newHeader(st, head{Title: st.t("orders.title")})
	return newScreen(st, head, func(sh *sheet) {
		blocks := []block{sh.title(sh.t("orders.head"), sh.t("orders.note"))}
		switch {
		case o.Problem.Text != "":
			blocks = append(blocks, sh.problem(o.Problem.Text))
		case !o.Known:
			blocks = append(blocks, sh.paragraph(sh.t("orders.looking")))
		case len(o.List) == 0:
			blocks = append(blocks, sh.paragraph(sh.t("orders.none")))
		}
		for _, order := range o.List {
			blocks = append(blocks, orderCard(sh, o, order))
		}
		sh.list(pager{o.Pages, o.Down, o.Up}, sh.columns(sh.body(head)), blocks)
		sh.foot(act{Name: "previous", Words: sh.t("tool.back"), Kind: touch.Secondary, Tap: st.Turn.Back})
	})
}

// orderCard is one order: what has to be put right, how it stands, and the way to the
// reply while one is waited for.
func orderCard(sh *sheet, o *flow.Orders, order desk.CentreOrder) block {
	l := sh.look
	c := card{title: o.OrderText(order), words: o.Words(order), edge: l.Hair, width: 2, most: 3}
	step := order.Step()
	if step.Replies() {
		c.acts = []act{{Name: "reply." + order.Number, Words: sh.t("orders.reply"), Kind: touch.Plain, Tap: func() { o.Answer(order) }}}
	}
	switch {
	case step == desk.OrderAside, step.Replies() && order.Late(village.DayOf(o.Kiosk().Now())):
		c.edge, c.width = l.RedMark, 4
	case step == desk.OrderAgain:
		c.edge, c.width = l.AmberMark, 4
	}
	return sh.card(c)
}
