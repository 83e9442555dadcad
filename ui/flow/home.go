package flow

// Home is the first page. It shows only what works.
type Home struct {
	page
	Tiles []Tile
	Go    func(Route)
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
	h.Tiles = []Tile{
		{1, RouteSearch, "apply", h.T("home.apply"), h.T("home.apply.note")},
		{2, RouteProgress, "track", h.T("home.progress"), h.T("home.progress.note")},
		{3, RouteRating, "rate", h.T("home.rating"), h.T("home.rating.note")},
	}
}
