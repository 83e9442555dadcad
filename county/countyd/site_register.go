package main

import (
	"encoding/json"
	"io"
	"os"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/county/survey"
	"bianmin/storage/county"
)

const (
	sitesFormat = "bianmin-sites/1"
	maxSites    = 2000
	maxSiteList = 4 << 20
)

type sitesRegisterCmd struct {
	database
	File string `arg:"" type:"path" help:"Sites: bianmin-sites/1."`
}

// Run makes the list the register of sites; accounts have a list of their own.
func (c *sitesRegisterCmd) Run(w *world) error {
	sites, err := readSites("file", c.File)
	if err != nil {
		return err
	}
	list := make([]office.Site, len(sites))
	for i, s := range sites {
		if list[i], err = entry(s); err != nil {
			return err
		}
	}
	return c.with(w, func(db *county.DB) error {
		if err := db.RegisterSites(w.ctx, []inspect.Subject{inspect.Site, inspect.Portal}, list, w.now()); err != nil {
			return err
		}
		return w.say("sites.registered", "n", len(list))
	})
}

// readSites reads a list of sites that a field names.
func readSites(field, path string) ([]survey.Site, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, &village.Error{Kind: village.Invalid, Field: field, Key: "err.list.open", Err: err}
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, maxSiteList+1))
	if err != nil || len(raw) > maxSiteList {
		return nil, &village.Error{Kind: village.Invalid, Field: field, Key: "err.survey.list", Err: err}
	}
	var list struct {
		Format string        `json:"format"`
		Sites  []survey.Site `json:"sites"`
	}
	if err := village.DecodeJSON(raw, &list); err != nil {
		return nil, village.At(field, err)
	}
	seen := map[string]bool{}
	for _, s := range list.Sites {
		if err := s.Check(); err != nil {
			return nil, village.At(field, err)
		}
		if seen[s.ID] {
			return nil, village.Refuse(field, "err.survey.list")
		}
		seen[s.ID] = true
	}
	if list.Format != sitesFormat || len(list.Sites) == 0 || len(list.Sites) > maxSites {
		return nil, village.Refuse(field, "err.survey.list")
	}
	return list.Sites, nil
}

// entry is a site as the register has it.
func entry(s survey.Site) (office.Site, error) {
	raw, err := json.Marshal(s)
	if err != nil {
		return office.Site{}, village.Failed("write an entry of the register", err)
	}
	return office.Site{ID: s.ID, Kind: s.Kind, Name: s.Name, Sponsor: s.Sponsor, Entry: raw}, nil
}

// sitesRegistered are the sites that a program opens. Without any there is nothing to look at.
func sitesRegistered(w *world, db *county.DB) (list []survey.Site, err error) {
	all, err := db.Sites(w.ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		if !r.Left.IsZero() || r.Kind == inspect.Account {
			continue
		}
		var s survey.Site
		if err := village.DecodeJSON(r.Entry, &s); err != nil {
			return nil, village.Failed("read the register of sites", err)
		}
		list = append(list, s)
	}
	if len(list) == 0 {
		return nil, village.Refuse("list", "err.sites.none")
	}
	return list, nil
}

type sitesListCmd struct{ listing }

// siteLine is a line of `sites list`.
type siteLine struct {
	ID      string          `json:"id"`
	Kind    inspect.Subject `json:"kind"`
	Name    string          `json:"name"`
	Sponsor string          `json:"sponsor"`
	Since   string          `json:"since"`

	Platform string `json:"platform,omitempty"` // of an account

	Left    string          `json:"left,omitempty"`
	Looks   int             `json:"looks"`
	At      string          `json:"at,omitempty"`           // of the last look
	Silent  string          `json:"silent_since,omitempty"` // first look since the last answer
	Score   *inspect.Score  `json:"score"`                  // null = none yet, or no answer once
	Delta   *inspect.Points `json:"delta"`                  // null without two looks
	Found   []inspect.Found `json:"found"`
	Updated village.Day     `json:"updated"`
	Report  string          `json:"report,omitempty"` // SHA-256
}

func (c *sitesListCmd) Run(w *world) error {
	return eachLine(w, c.listing, func(db *county.DB, do func(office.SiteStanding) error) error {
		list, err := db.Sites(w.ctx)
		return inTurn(list, err, do)
	}, func(s office.SiteStanding) any { return siteLineOf(s) }, func(s office.SiteStanding) error {
		last, points := w.text.T("county.sites.unseen"), "–"
		if s.Last != nil {
			last = string(village.DayOf(s.Last.At))
		}
		if s.Last != nil && s.Last.Score != nil {
			points = s.Last.Score.Points.String()
		}
		state := "sites.state.in"
		if !s.Left.IsZero() {
			state = "sites.state.left"
		}
		return w.say("sites.entry", "name", s.Name, "sponsor", s.Sponsor, "n", s.Looks, "last", last, "points", points, "state", w.text.T(state))
	})
}

func siteLineOf(s office.SiteStanding) siteLine {
	moment := func(t time.Time) string { return t.In(village.Zone).Format(time.RFC3339) }
	l := siteLine{ID: s.ID, Kind: s.Kind, Name: s.Name, Sponsor: s.Sponsor, Since: moment(s.Since), Platform: s.Platform(), Looks: s.Looks, Delta: s.Delta(), Found: []inspect.Found{}}
	if !s.Left.IsZero() {
		l.Left = moment(s.Left)
	}
	if !s.Silent.IsZero() {
		l.Silent = moment(s.Silent)
	}
	if s.Last != nil {
		l.At, l.Score, l.Found, l.Updated, l.Report = moment(s.Last.At), s.Last.Score, s.Last.Found, s.Last.Updated, s.Last.Report
	}
	return l
}
