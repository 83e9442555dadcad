package flow

import (
	"strings"
	"unicode"

	"bianmin/app/catalog"
	"bianmin/app/village"
)

// How many items a search lists at most: who needs more types another character. Who wrote
// nothing can go through all of them, of the largest catalogue too.
const (
	searchLimit = 60
	browseLimit = 100_000
)

// Search finds a service item by any word that people use for it.
type Search struct {
	page
	Query   string
	Letters string // pinyin that is no word yet; it is searched for too
	Results []village.ServiceItem
	Pages   Pages
	Chosen  func(village.ServiceItem)
	Browse  func(catalog.Way) // finds without a word

	Picks  bool        // the item is what a booking is about; else it is applied for
	before string      // query of the search that this one lies over
	missed string      // the longest query that found nothing, until the person turns away from it
	counts func() bool // searches are real ones
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
	limit := searchLimit
	if !s.Asks() {
		limit = browseLimit
	}
	s.Pages, s.Results = Pages{}, s.kiosk.Search(asked(s.Query+s.Letters), limit)
	if len(s.Results) == 0 && s.Letters != "" && asked(s.Query) != "" { // letters alone that fit nothing found nothing
		s.Results = s.kiosk.Search(asked(s.Query), limit)
	}
	s.follow()
	s.Changed()
}

// follow notes a query that found nothing as soon as the person gives it up: takes
// characters back or leaves. Who types on to a result has missed nothing, and letters
// that are no word yet ask for nothing.
func (s *Search) follow() {
	q := asked(s.Query)
	switch {
	case s.Letters != "":
	case q != "" && len(s.Results) == 0:
		if !strings.HasPrefix(q, s.missed) && !strings.HasPrefix(s.missed, q) {
			s.giveUp()
		}
		if len(q) > len(s.missed) {
			s.missed = q
		}
	case s.missed != "" && strings.HasPrefix(q, s.missed):
		s.missed = ""
	default:
		s.giveUp()
	}
}

// giveUp counts what found nothing.
func (s *Search) giveUp() {
	q := s.missed
	s.missed = ""
	if q != "" && s.kiosk.Missed != nil && s.counts() {
		s.kiosk.Run(func() { s.kiosk.Missed(q) }, func() {})
	}
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

// Frequent is how many of the results stand first because they are asked for most here.
func (s *Search) Frequent() int {
	if s.Asks() || s.kiosk.Frequent == nil {
		return 0
	}
	return s.kiosk.Frequent()
}

// Empty reports whether nothing is written: the ways that need no word stand there.
func (s *Search) Empty() bool { return s.Query+s.Letters == "" }

// Capped reports whether there may be more than what is listed.
func (s *Search) Capped() bool { return s.Asks() && len(s.Results) >= searchLimit }

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

// pick begins a search for what a booking is about.
func (s *Search) pick() {
	if !s.Picks {
		s.Picks, s.before = true, s.Query
	}
	s.SetQuery("")
}

// unpick ends it; the search that it lay over is as it was.
func (s *Search) unpick() {
	if s.Picks {
		s.Picks = false
		s.SetQuery(s.before)
	}
}

func (s *Search) wipe() {
	s.giveUp()
	*s = Search{page: s.page, Chosen: s.Chosen, Browse: s.Browse, counts: s.counts}
}
