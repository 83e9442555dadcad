package flow

import (
	"bianmin/app/desk"
	"bianmin/app/village"
)

// Hotline is the page on which a person says what kind of thing the 12345 request
// is about, and which things are not for 12345 at all.
type Hotline struct {
	page
	Doors  bool // the list of what is not taken is shown
	Pages  Pages
	Chosen func(village.ServiceItem)
}

// Offer is one type of request with its limit.
type Offer struct {
	Number int
	Type   village.TicketType
	Icon   string
	Name   string
	Note   string
	Days   int // working days until an answer; 0: no limit is set
}

// Offers are the types of request, each with the limit of its form.
func (h *Hotline) Offers() []Offer {
	icons := map[village.TicketType]string{
		village.TicketConsult: "ask", village.TicketHelp: "sos", village.TicketSuggest: "idea",
		village.TicketComplain: "complain", village.TicketReport: "report", village.TicketPraise: "rate",
	}
	var list []Offer
	for i, kind := range village.TicketTypes() {
		if it, ok := h.kiosk.Item(kind.Item()); ok {
			key := "hotline.type." + string(kind)
			list = append(list, Offer{i + 1, kind, icons[kind], h.T(key), h.T(key + ".note"), it.PromisedDays})
		}
	}
	return list
}

// Choose opens the form of a type.
func (h *Hotline) Choose(kind village.TicketType) {
	if it, ok := h.kiosk.Item(kind.Item()); ok {
		h.Chosen(it)
	}
}

// Door is a thing that 12345 does not take, and where it is taken.
type Door struct{ What, Where string }

// NotTaken are all of them.
func (h *Hotline) NotTaken() []Door {
	var list []Door
	doors, _ := desk.Doors()
	for _, d := range doors {
		list = append(list, Door{h.T("hotline.door." + d.ID), h.T("hotline.door." + d.ID + ".where")})
	}
	return list
}

// Show opens the list of what is not taken, or goes back to the types.
func (h *Hotline) Show(doors bool) {
	h.hush()
	h.Doors, h.Pages = doors, Pages{}
	h.Changed()
}

// Down goes on to the page that starts at next.
func (h *Hotline) Down(next int) { h.Pages.Down(next); h.Changed() }

// Up goes back one page.
func (h *Hotline) Up() { h.Pages.Up(); h.Changed() }

func (h *Hotline) aloud() []Phrase {
	s := h.script("hotline.title")
	if h.Doors {
		s.say("hotline.doors")
		for _, d := range h.NotTaken() {
			s.speak(d.What, d.Where)
		}
		s.say("voice.next.hotline.doors")
		return s.phrases
	}
	s.say("hotline.danger", "hotline.head")
	for _, o := range h.Offers() {
		s.speak(o.Name + h.T("confirm.colon") + o.Note)
		if o.Days > 0 {
			s.speak(h.T("hotline.days", "n", o.Days))
		}
	}
	s.say("voice.next.hotline")
	return s.phrases
}

func (h *Hotline) wipe() { *h = Hotline{page: h.page, Chosen: h.Chosen} }
