package office

import (
	"context"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/village"
)

// Site is a government website or an account on another platform (政府网站, 政务新媒体) in the
// register.
type Site struct {
	ID      string
	Kind    inspect.Subject
	Name    string
	Sponsor string // who runs it
	Entry   []byte // how it is looked at, as JSON; of an account [AccountEntry], or empty
	Since   time.Time
	Left    time.Time // zero while it stands in the register
}

// AccountEntry is what the register knows of an account, which a person opens.
type AccountEntry struct {
	Platform string `json:"platform"` // as people call it
}

// Platform is where an account is; "" = it is none, or was looked at before that was kept.
func (s Site) Platform() string {
	var e AccountEntry
	if s.Kind != inspect.Account || village.DecodeJSON(s.Entry, &e) != nil {
		return ""
	}
	return e.Platform
}

// SiteLook is what one look at it came to.
type SiteLook struct {
	Site              string // its ID; filled in by [SiteBook.SiteLooks]
	At                time.Time
	Template, Version string
	Silent            bool           // it did not answer
	Score             *inspect.Score // nil = it did not answer, and nothing says yet that the fault is its own
	Found             []inspect.Found
	Updated           village.Day // latest day that was seen there; "" = none
	Report            string      // SHA-256 of the report that was kept
}

// SiteStanding is a site with its last look and the one before.
type SiteStanding struct {
	Site
	Looks        int
	Last, Before *SiteLook // nil = none yet
	Silent       time.Time // first of the looks since the last answer; zero = the last one was answered, or none is there
}

// silence is how long a site has to be without an answer before it counts: what is out of
// order for a moment, or on our own side, is not its fault. A default of ours.
const silence = time.Hour

// StillSilent reports whether a look at a moment that gets no answer is the second occasion
// on which there is none.
func (s SiteStanding) StillSilent(at time.Time) bool {
	return !s.Silent.IsZero() && !at.Before(s.Silent.Add(silence))
}

// Delta is how much better the last look was than the one before; nil without two scores.
func (s SiteStanding) Delta() *inspect.Points {
	if s.Last == nil || s.Before == nil || s.Last.Score == nil || s.Before.Score == nil {
		return nil
	}
	d := s.Last.Score.Points - s.Before.Score.Points
	return &d
}

// SiteBook keeps the register and what was seen.
type SiteBook interface {
	// RegisterSites makes list the register of its kinds, [inspect.Site] and [inspect.Portal]
	// or [inspect.Account]: who is not in it has left. Looks stay. An id that stands for the
	// other is [village.Conflict], err.sites.taken.
	RegisterSites(ctx context.Context, kinds []inspect.Subject, list []Site, now time.Time) error

	// KeepSiteLook keeps a look at a site, which is put into the register when it is not there.
	// The same report of a site is one look, however often it is kept.
	KeepSiteLook(ctx context.Context, s Site, l SiteLook) error

	// Sites are those of the register, and those that left it, which come last.
	Sites(ctx context.Context) ([]SiteStanding, error)

	// SiteLooks are all looks, the oldest of each site first.
	SiteLooks(ctx context.Context) ([]SiteLook, error)
}
