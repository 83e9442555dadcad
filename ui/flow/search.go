package flow

import (
	"strings"
	"unicode"

	"bianmin/app/village"
)

// searchLimit is how many items a search lists at most; who needs more types
// another character.
const searchLimit = 60

// Search finds a service item by any word that people use for it.
type Search struct {
	page
	Query   string
	Letters string // pinyin that is no word yet; it is searched for too
	Results []village.ServiceItem
	Pages   Pages
	Chosen  func(village.ServiceItem)
}

// SetQuery searches for q as it is typed.
func (s *Search) SetQuery(q string) {
	s.Query = q
	s.find()
}

// Compose searches for letters of pinyin behind the query before they are a
// word: who types slowly sees the item without choosing characters.
func (s *Search) Compose(letters string) {
	if letters != s.Letters {
		s.Letters = letters
		s.find()
	}
}

func (s *Search) find() {
	s.Pages, s.Results = Pages{}, s.kiosk.Search(asked(s.Query+s.Letters), searchLimit)
	if len(s.Results) == 0 && s.Letters != "" {
		s.Results = s.kiosk.Search(asked(s.Query), searchLimit)
	}
	s.Changed()
}

// asked is the query without punctuation, which asks for nothing by itself.
func asked(q string) string {
	if strings.ContainsFunc(q, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return q
	}
	return ""
}

// Asks reports whether anything is searched for; else the list is what most
// people ask for.
func (s *Search) Asks() bool { return asked(s.Query+s.Letters) != "" }

// Capped reports whether there may be more than what is listed.
func (s *Search) Capped() bool { return len(s.Results) >= searchLimit }

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
