package flow

import "time"

// Home is the first page. It shows only what works.
type Home struct {
	page
	Tiles []Tile
	Wait  Waiting
	Bill  Bill
	Go    func(Route)
}

// Waiting is what is not done and waits for its owner. Whoever stands here
// learns no more of it than time and item.
type Waiting struct {
	Item string    // name; "" when a crash left nothing
	At   time.Time // of Item
	Left bool      // somebody left with a code
}

// Any reports whether anything waits.
func (w Waiting) Any() bool { return w.Item != "" || w.Left }

// Resume opens the page on which the owner proves to be it.
func (h *Home) Resume() {
	if h.Wait.Any() {
		h.Go(RouteResume)
	}
}

// tick looks whether something waits still, and what hangs on the board now.
func (h *Home) tick() {
	now, bill := h.kiosk.waiting(), h.bill()
	if now != h.Wait || bill != h.Bill {
		h.Wait, h.Bill = now, bill
		h.Changed()
	}
}

// Tile is one choice of the home page. Its number never changes its meaning.
type Tile struct {
	Number int
	Route  Route
	Icon   string
	Title  string
	Note   string
}

// Choose opens the tile with this number.
func (h *Home) Choose(number int) {
	for _, tile := range h.Tiles {
		if tile.Number == number {
			h.Go(tile.Route)
			return
		}
	}
}

func (h *Home) wipe() {
	h.Wait = h.kiosk.waiting()
	h.reword()
}

func (h *Home) reword() {
	h.Bill = h.bill()
	h.Tiles = []Tile{
		{1, RouteSearch, "apply", h.T("home.apply"), h.T("home.apply.note")},
		{2, RouteProgress, "track", h.T("home.progress"), h.T("home.progress.note")},
		{3, RouteRating, "rate", h.T("home.rating"), h.T("home.rating.note")},
		{4, RouteHotline, "hotline", h.T("home.hotline"), h.T("home.hotline.note")},
		{5, RouteBooking, "book", h.T("home.booking"), h.T("home.booking.note")},
	}
}
