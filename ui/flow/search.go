package flow

import "bianmin/app/village"

// searchLimit is how many items a search lists at most; who needs more types
// another character.
const searchLimit = 60

// Search finds a service item by any word that people use for it.
type Search struct {
	page
	Query   string
	Results []village.ServiceItem
	Pages   Pages
	Chosen  func(village.ServiceItem)
}

// SetQuery searches for q as it is typed.
func (s *Search) SetQuery(q string) {
	s.Query, s.Pages = q, Pages{}
	s.Results = s.kiosk.Search(q, searchLimit)
	s.Changed()
}

// Choose opens the i-th result.
func (s *Search) Choose(i int) {
	if i >= 0 && i < len(s.Results) {
		s.Chosen(s.Results[i])
	}
}

// Down goes on to the page that starts with the result next.
func (s *Search) Down(next int) { s.Pages.Down(next); s.Changed() }

// Up goes back one page of results.
func (s *Search) Up() { s.Pages.Up(); s.Changed() }

func (s *Search) wipe() { *s = Search{page: s.page, Chosen: s.Chosen} }
