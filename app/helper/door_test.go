package helper_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"bianmin/app/helper"
	"bianmin/app/lock"
	"bianmin/app/seal"
	"bianmin/app/snapshot"
	"bianmin/app/token"
	"bianmin/app/village"
)

const pin = "830274"

// shelf is a Store in memory.
type shelf struct {
	tries map[string]lock.Tries
	acts  []village.Act
	full  bool // nothing can be written
}

func (s *shelf) ChangeTries(_ context.Context, badge string, change func(lock.Tries) (lock.Tries, error)) error {
	next, err := change(s.tries[badge])
	if err == nil {
		s.tries[badge] = next
	}
	return err
}

func (s *shelf) Note(_ context.Context, act village.Act) error {
	if s.full {
		return errors.New("no room")
	}
	s.acts = append(s.acts, act)
	return nil
}

// desk is a door with its county.
type desk struct {
	*helper.Door
	t      *testing.T
	shelf  *shelf
	now    time.Time
	up     time.Duration // since the system started
	staff  snapshot.Staff
	county seal.Identity
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	county, err := seal.NewIdentity(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	salt, hash, err := lock.Make(pin, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, shelf: &shelf{tries: map[string]lock.Tries{}}, now: day(28).Add(9 * time.Hour), county: county}
	d.staff = snapshot.Staff{Until: day(30), Helpers: map[string]snapshot.Helper{"B-1": {Badge: "B-1", Salt: salt, PIN: hash}}}
	d.Door = &helper.Door{
		Store: d.shelf, Keys: func() []ed25519.PublicKey { return []ed25519.PublicKey{county.Public()} },
		Staff:   func() snapshot.Staff { return d.staff },
		Village: func() village.DivisionCode { return "445203104202" }, Now: func() time.Time { return d.now },
		Clock: func() village.Stamp { return village.Stamp{Boot: [16]byte{1}, Mono: d.up, Wall: d.now} },
	}
	return d
}

func day(n int) time.Time { return time.Date(2026, 11, n, 0, 0, 0, 0, village.Zone) }

// badge is the text of a badge that change has altered.
func (d *desk) badge(change func(*token.Token)) string {
	d.t.Helper()
	b := token.Token{Kind: token.Badge, First: day(1), Last: day(29), Number: "B-1", Role: "assistant", Places: []village.DivisionCode{"445203104202"}}
	if change != nil {
		change(&b)
	}
	text, err := token.Encode(b, d.county)
	if err != nil {
		d.t.Fatal(err)
	}
	return text
}

func key(err error) string {
	if err == nil {
		return ""
	}
	return village.Keyed(err).Key
}

func TestWhoMayHelp(t *testing.T) {
	for name, tt := range map[string]struct {
		badge func(*token.Token)
		world func(*desk)
		want  string
	}{
		"a helper of the centre":   {nil, nil, ""},
		"a helper of the town":     {func(b *token.Token) { b.Places[0] = "445203104000" }, nil, ""},
		"a helper of every centre": {func(b *token.Token) { b.Places = nil }, nil, ""},
		"of the village's old code": {func(b *token.Token) { b.Places[0] = "445203104299" }, func(d *desk) {
			d.Today = func(c village.DivisionCode) village.DivisionCode {
				return map[village.DivisionCode]village.DivisionCode{"445203104299": "445203104202"}[c]
			}
		}, ""},
		"of a code that nobody knows": {func(b *token.Token) { b.Places[0] = "445203104299" }, nil, "err.helper.place"},
		"of another village":          {func(b *token.Token) { b.Places[0] = "445203104203" }, nil, "err.helper.place"},
		"an inspector":                {func(b *token.Token) { b.Role = "inspector" }, nil, "err.helper.role"},
		"a day order":                 {func(b *token.Token) { b.Kind = token.DayOrder }, nil, "err.helper.role"},
		"a badge of last month":       {func(b *token.Token) { b.Last = day(27) }, nil, "err.helper.badge_over"},
		"a badge of tomorrow":         {func(b *token.Token) { b.First = day(29) }, nil, "err.helper.badge_over"},
		"a badge that nobody listed":  {func(b *token.Token) { b.Number = "B-2" }, nil, "err.helper.revoked"},
		"a machine without a list":    {nil, func(d *desk) { d.staff = snapshot.Staff{} }, "err.helper.no_list"},
		"a list that is over":         {nil, func(d *desk) { d.staff.Until = day(27) }, "err.helper.list_over"},
		"the last day of a list":      {nil, func(d *desk) { d.staff.Until = day(28) }, ""},
		"an empty list":               {nil, func(d *desk) { d.staff.Helpers = nil }, "err.helper.revoked"},
	} {
		d := newDesk(t)
		if tt.world != nil {
			tt.world(d)
		}
		if _, err := d.SignIn(t.Context(), d.badge(tt.badge), pin); key(err) != tt.want {
			t.Errorf("%s: %v", name, err)
		}
		if tt.want != "" && len(d.shelf.tries) > 0 {
			t.Errorf("%s: a try was counted of a badge that may not", name)
		}
	}
	d := newDesk(t)
	if _, err := d.SignIn(t.Context(), "BM1:X", pin); key(err) != "err.token.unreadable" || village.Keyed(err).Field != "badge" {
		t.Errorf("a receipt: %v", err)
	}
}

// TestTriesAreCountedBeforeTheyAreJudged: the machine stops in the middle of every
// try, and none is given back.
func TestTriesAreCountedBeforeTheyAreJudged(t *testing.T) {
	d := newDesk(t)
	for n := range 5 {
		if _, err := d.SignIn(t.Context(), d.badge(nil), fmt.Sprintf("83027%d", n+5)); key(err) != "err.pin.wrong" {
			t.Fatalf("try %d: %v", n, err)
		}
		if d.shelf.tries["B-1"].Wrong != n+1 {
			t.Errorf("after %d wrong ones %d are kept", n+1, d.shelf.tries["B-1"].Wrong)
		}
	}
	if _, err := d.SignIn(t.Context(), d.badge(nil), pin); key(err) != "err.pin.wait" {
		t.Errorf("the right PIN behind five wrong ones: %v", err)
	}
	d.up += 2 * time.Minute
	s, err := d.SignIn(t.Context(), d.badge(nil), pin)
	if err != nil || s.Badge != "B-1" || d.shelf.tries["B-1"].Wrong != 0 {
		t.Errorf("after the wait: %+v, %v", s, err)
	}
	if got := d.shelf.acts[len(d.shelf.acts)-1]; got.Kind != village.AuditSignedIn || got.Subject != "B-1" || len(d.shelf.acts) != 6 {
		t.Errorf("the log says %+v", d.shelf.acts)
	}
}

// TestARevokedHelperHelpsNoLonger in the middle of a session, and neither when the
// list ends.
func TestARevokedHelperHelpsNoLonger(t *testing.T) {
	d := newDesk(t)
	s, err := d.SignIn(t.Context(), d.badge(nil), pin)
	if err != nil || d.Still(s) != nil {
		t.Fatal(err)
	}
	listed := d.staff
	d.staff = snapshot.Staff{Until: day(30)}
	if err := d.Still(s); key(err) != "err.helper.revoked" {
		t.Errorf("not on the new list: %v", err)
	}
	if err := d.Look(t.Context(), s, "ABCDEFGH", village.LookProgress); key(err) != "err.helper.revoked" {
		t.Errorf("a look: %v", err)
	}
	d.staff, d.now = listed, day(31)
	if err := d.Still(s); key(err) != "err.helper.badge_over" {
		t.Errorf("days later: %v", err)
	}
}

func TestEveryLookOfAHelperIsInTheLogBeforeAnythingIsShown(t *testing.T) {
	d := newDesk(t)
	s, err := d.SignIn(t.Context(), d.badge(nil), pin)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Look(t.Context(), s, "ABCDEFGH", "curious"); key(err) != "err.helper.reason" || village.Keyed(err).Field != "reason" {
		t.Errorf("a reason that is none: %v", err)
	}
	if err := d.Look(t.Context(), s, "ABCDEFGH", village.LookReprint); err != nil {
		t.Fatal(err)
	}
	want := village.Act{Kind: village.AuditLook, Subject: "ABCDEFGH B-1", Detail: village.LookReprint}
	if !slices.Contains(d.shelf.acts, want) {
		t.Errorf("the log says %+v", d.shelf.acts)
	}
	d.shelf.full = true
	if err := d.Look(t.Context(), s, "ABCDEFGH", village.LookReprint); err == nil {
		t.Error("a look that could not be written down was allowed")
	}
}
