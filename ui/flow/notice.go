package flow

import (
	"bianmin/app/desk"
	"bianmin/app/village"
)

// Notice tells before the first question what is asked, why, who reads it and
// how long it stays (个保法 art. 17, 30, 44-47), and takes the consent. It has two
// layers: a short one, and the full text one touch behind it.
type Notice struct {
	page
	Item    village.ServiceItem
	Asked   []Asked
	Full    bool // the full text is shown
	Consent bool
	Pages   Pages
	Agreed  func()
	Refused func()
}

// Asked is a question of the form with its reason. Basis is "" for what every
// form asks.
type Asked struct{ Label, Why, Basis string }

// Told is one thing that the notice tells: the message key of its heading, and
// its words.
type Told struct {
	Key, Text string
	Said      string // key of Text; "" where it varies with the item or the place
}

// Version names both layers as they are worded now; it is kept with the consent.
func (n *Notice) Version() string { return desk.NoticeVersion }

// Told is what the layer shown says, in order.
func (n *Notice) Told() []Told {
	if n.Full {
		return n.full()
	}
	return n.fixed("notice.who", "notice.why", "notice.what", "notice.keep", "notice.right")
}

func (n *Notice) full() []Told {
	why := n.T(n.Of(n.Item.Code, "notice.full.why.text"), "item", n.Item.Name)
	list := []Told{n.handler(), {Key: "notice.full.why", Text: why}}
	return append(list, n.fixed("notice.full.how", "notice.full.keep", "notice.full.sensitive", "notice.full.right", "notice.full.child")...)
}

// handler says who takes the application in, who decides, and whom to ask.
func (n *Notice) handler() Told {
	centre := n.kiosk.Centre()
	by, ask := n.T("notice.full.who.nobody"), n.T("notice.full.who.call")
	if n.Item.Department != "" {
		by = n.Item.Department
	}
	if centre.Phone != "" {
		ask = n.T("notice.full.who.phone", "phone", centre.Phone)
	}
	who := n.T(n.Of(n.Item.Code, "notice.full.who.text"), "centre", centre.Name, "department", by)
	return Told{Key: "notice.full.who", Text: who + ask}
}

func (n *Notice) fixed(keys ...string) []Told {
	var list []Told
	for _, key := range keys {
		said := n.Of(n.Item.Code, key+".text")
		list = append(list, Told{Key: key, Text: n.T(said), Said: said})
	}
	return list
}

// Show opens the full text, or goes back to the short layer.
func (n *Notice) Show(full bool) {
	n.hush()
	n.Full, n.Pages = full, Pages{}
	n.Changed()
}

// Agree takes the consent and goes on.
func (n *Notice) Agree() {
	n.Consent, n.Full, n.Pages = true, false, Pages{}
	n.Agreed()
}

// Refuse takes the consent back, and with it everything that was typed after it.
func (n *Notice) Refuse() {
	n.Consent, n.Full, n.Pages = false, false, Pages{}
	n.Refused()
}

// Down goes on to the page that starts at next.
func (n *Notice) Down(next int) { n.Pages.Down(next); n.Changed() }

// Up goes back one page.
func (n *Notice) Up() { n.Pages.Up(); n.Changed() }

func (n *Notice) open(it village.ServiceItem) {
	n.wipe()
	n.Item = it
	n.ask()
}

// ask lists what the form will ask.
func (n *Notice) ask() {
	n.Asked = nil
	if !n.Item.Code.IsRequest() {
		n.Asked = []Asked{{Label: n.T("notice.applicant"), Why: n.T("notice.applicant.why")}}
	}
	for _, f := range n.Item.Form() {
		if n.kiosk.canAsk(f) {
			n.Asked = append(n.Asked, Asked{f.Label, f.Purpose, f.Basis})
		}
	}
}

func (n *Notice) wipe() { *n = Notice{page: n.page, Agreed: n.Agreed, Refused: n.Refused} }
