// Package helper lets people of the centre help at the machine (帮办代办): with a
// badge that their county signed, a PIN that it knows, and a place on its list of
// helpers. The list is a lease: it ends by itself where the county is not heard of.
package helper

import (
	"context"
	"crypto/ed25519"
	"slices"
	"time"

	"bianmin/app/lock"
	"bianmin/app/snapshot"
	"bianmin/app/token"
	"bianmin/app/village"
)

// role is that of a badge that helps. Who inspects a centre does not work in it.
const role = "assistant"

// Store keeps tries over power cuts, and the machine's log.
type Store interface {
	// ChangeTries replaces what is kept of a badge by what change makes of it, in one
	// transaction. An error of change leaves it as it was and is returned.
	ChangeTries(ctx context.Context, badge string, change func(lock.Tries) (lock.Tries, error)) error

	// Note adds a row to the machine's log.
	Note(ctx context.Context, act village.Act) error
}

// Session is somebody who may help at this machine now.
type Session struct {
	Badge string
	badge token.Token
}

// Door is where helpers sign in at one machine.
type Door struct {
	Store   Store
	Keys    func() []ed25519.PublicKey // that the county signs with
	Staff   func() snapshot.Staff      // the newest list; the zero value without one
	Village func() village.DivisionCode
	Today   village.Today        // of a place that a badge names by an earlier code
	Now     func() time.Time     // for the days of badges and of the list
	Clock   func() village.Stamp // for the wait after wrong PINs
}

// SignIn judges a badge by what was scanned, and a PIN. Each try is on the disk
// before it is judged. Errors are [village.Invalid] or [village.Denied] at "badge" or
// "pin".
func (d *Door) SignIn(ctx context.Context, badge, pin string) (Session, error) {
	t, err := d.Read(badge)
	if err != nil {
		return Session{}, err
	}
	key := d.Staff().Helpers[t.Number]
	door := lock.Lock{Store: tries{d.Store, key}, Clock: d.Clock}
	if err := door.Try(ctx, pin); err != nil {
		if village.Keyed(err).Key == "err.pin.wrong" {
			if err := d.Store.Note(ctx, village.Act{Kind: village.AuditSignInWrong, Subject: t.Number}); err != nil {
				return Session{}, err
			}
		}
		return Session{}, err
	}
	if err := d.Store.Note(ctx, village.Act{Kind: village.AuditSignedIn, Subject: t.Number}); err != nil {
		return Session{}, err
	}
	return Session{Badge: t.Number, badge: t}, nil
}

// Read is the badge that was scanned, if its holder may help here today.
func (d *Door) Read(text string) (token.Token, error) {
	t, err := token.Verify(text, d.Keys())
	if err != nil {
		e := *village.Keyed(err)
		e.Field = "badge"
		return t, &e
	}
	return t, d.may(t)
}

// Still is nil as long as a session's holder may help: the list may have come in
// another form, and days pass.
func (d *Door) Still(s Session) error { return d.may(s.badge) }

// holds reports whether this machine stands in a place.
func (d *Door) holds(place village.DivisionCode) bool {
	place = d.Today.Of(place)
	here := d.Village()
	return place == here || place == here.Town()
}

// may is nil when the holder of a badge may help here today.
func (d *Door) may(t token.Token) error {
	now, staff := d.Now(), d.Staff()
	_, listed := staff.Helpers[t.Number]
	switch {
	case t.Kind != token.Badge || t.Role != role:
		return denied("err.helper.role")
	case !t.Good(now):
		return denied("err.helper.badge_over")
	case len(t.Places) > 0 && !slices.ContainsFunc(t.Places, d.holds):
		return denied("err.helper.place")
	case len(staff.Helpers) == 0 && staff.Until.IsZero():
		return denied("err.helper.no_list")
	case staff.Over(now):
		return denied("err.helper.list_over")
	case !listed:
		return denied("err.helper.revoked")
	}
	return nil
}

func denied(key string) error {
	return &village.Error{Kind: village.Denied, Field: "badge", Key: key}
}

// SignOut ends a session.
func (d *Door) SignOut(ctx context.Context, s Session) error {
	return d.Store.Note(ctx, village.Act{Kind: village.AuditSignedOut, Subject: s.Badge})
}

// Look notes that the holder of a session looks a case up, and why, before anything
// of it is shown.
func (d *Door) Look(ctx context.Context, s Session, code village.ShortCode, why village.AuditDetail) error {
	if err := d.Still(s); err != nil {
		return err
	}
	if !slices.Contains(village.LookReasons(), why) {
		return village.Refuse("reason", "err.helper.reason")
	}
	return d.Store.Note(ctx, village.Act{Kind: village.AuditLook, Subject: village.HelperSubject(code, s.Badge), Detail: why})
}

// tries are those of one badge as app/lock keeps them.
type tries struct {
	store Store
	key   snapshot.Helper
}

// ChangeLock implements [lock.Store]. Salt and hash are the county's and not kept
// here.
func (t tries) ChangeLock(ctx context.Context, change func(lock.State) (lock.State, error)) error {
	return t.store.ChangeTries(ctx, t.key.Badge, func(kept lock.Tries) (lock.Tries, error) {
		s, err := change(lock.State{Salt: t.key.Salt, Hash: t.key.PIN, Tries: kept})
		return s.Tries, err
	})
}
