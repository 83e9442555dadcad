package main

import (
	"context"
	"log/slog"

	"bianmin/app/desk"
	"bianmin/app/helper"
	"bianmin/app/snapshot"
	"bianmin/app/token"
	"bianmin/app/village"
)

// openDoor makes the way in for people who help.
func (k *kiosk) openDoor(context.Context) error {
	k.door = &helper.Door{
		Store: k.store, Keys: k.countySigners, Staff: k.staff, Now: k.clock.wall, Clock: k.clock.stamp,
		Village: func() village.DivisionCode { return k.enrolment.Load().Village }, Today: k.divisions.Today,
	}
	return nil
}

// staff is the newest list of helpers. Unlike the rest of what is published it is in
// use at once, in the middle of a turn too: whom the county revokes helps no longer.
func (k *kiosk) staff() snapshot.Staff {
	if next := k.next.Load(); next != nil {
		return next.staff
	}
	return k.edition.Load().staff
}

// signIn lets the holder of a badge help at this machine, in place of whoever did.
func (k *kiosk) signIn(ctx context.Context, badge, pin string) (string, error) {
	s, err := k.door.SignIn(ctx, badge, pin)
	if err != nil {
		return "", err
	}
	k.helping.Store(&s)
	return s.Badge, nil
}

// signOut ends the help of whoever is signed in.
func (k *kiosk) signOut(ctx context.Context) error {
	s := k.helping.Swap(nil)
	if s == nil {
		return nil
	}
	return k.door.SignOut(ctx, *s)
}

// mayHelp is nil when nobody helps, or who is signed in still may.
func (k *kiosk) mayHelp(badge string) error {
	if badge == "" {
		return nil
	}
	s := k.helping.Load()
	if s == nil || s.Badge != badge {
		return &village.Error{Kind: village.Denied, Field: "helper", Key: "err.helper.nobody"}
	}
	return village.At("helper", k.door.Still(*s))
}

// signSecond lets the holder of a badge be the second person of a home visit, in place of
// whoever was.
func (k *kiosk) signSecond(ctx context.Context, badge, pin string) (string, error) {
	s, err := k.door.SignIn(ctx, badge, pin)
	if err != nil {
		return "", err
	}
	k.secondOut(ctx)
	k.seconding.Store(&s)
	return s.Badge, nil
}

// secondOut ends the visit of the second person; whatever becomes of the row.
func (k *kiosk) secondOut(ctx context.Context) {
	s := k.seconding.Swap(nil)
	if s == nil {
		return
	}
	if err := k.door.SignOut(context.WithoutCancel(ctx), *s); err != nil {
		slog.ErrorContext(ctx, "sign out", "err", err)
	}
}

// mayVisit is nil when no home visit is claimed, or its second person still may help.
func (k *kiosk) mayVisit(v *desk.HomeVisitInput) error {
	if v == nil || v.Second == "" {
		return nil
	}
	s := k.seconding.Load()
	if s == nil || s.Badge != v.Second {
		return &village.Error{Kind: village.Denied, Field: "home_visit.second", Key: "err.helper.nobody"}
	}
	return village.At("home_visit.second", k.door.Still(*s))
}

// badge reports whether a code is a badge, and why its holder may not help here.
func (k *kiosk) badge(text string) (bool, error) {
	if !token.IsBadge(text) {
		return false, nil
	}
	_, err := k.door.Read(text)
	return true, err
}

// stillHelps is nil as long as who is signed in may help.
func (k *kiosk) stillHelps() error {
	if s := k.helping.Load(); s != nil {
		return k.door.Still(*s)
	}
	return &village.Error{Kind: village.Denied, Key: "err.helper.nobody"}
}

// look notes that who is signed in looks a receipt up. A code that is none shows
// nothing, and leaves no row.
func (k *kiosk) look(ctx context.Context, code string, why village.AuditDetail) error {
	short, err := village.ParseShortCode(code)
	if err != nil {
		return village.At("code", err)
	}
	s := k.helping.Load()
	if s == nil {
		return &village.Error{Kind: village.Denied, Key: "err.helper.nobody"}
	}
	return k.door.Look(ctx, *s, short, why)
}

// helperInput is who helps, as a file: it does not come on the command line, which
// anybody on the machine can read.
type helperInput struct {
	Badge string `json:"badge"` // text of the badge's code
	PIN   string `json:"pin"`
}

// helperFlag lets a command be done with somebody's help.
type helperFlag struct {
	Helper string `help:"Who helps: badge (the text of its code) and pin as JSON." placeholder:"FILE"`
}

// signIn signs in who the flag names; what it returns is the badge, "" for nobody.
func (f helperFlag) signIn(c *call, k *kiosk) (badge string, err error) {
	if f.Helper == "" {
		return "", nil
	}
	var in helperInput
	if err := c.read(f.Helper, &in); err != nil {
		return "", village.At("helper", err)
	}
	if badge, err = k.signIn(c, in.Badge, in.PIN); err != nil {
		return "", village.At("helper", err)
	}
	return badge, nil
}

// helped does something with the help of who the flag names.
func helped[T any](c *call, k *kiosk, f helperFlag, do func(badge string) (T, error)) (out T, err error) {
	badge, err := f.signIn(c, k)
	if err != nil {
		return out, err
	}
	defer func() { // whatever becomes of the row, what was taken in was taken in
		if err := k.signOut(context.WithoutCancel(c)); err != nil {
			slog.ErrorContext(c, "sign out", "err", err)
		}
	}()
	return do(badge)
}

// helperCommands are about people who help at the machine.
type helperCommands struct {
	Check helperCheck `cmd:"" help:"May this person help here? Badge and PIN as JSON; a wrong PIN counts as a try."`
}

type helperCheck struct {
	Input string `help:"JSON file, - for stdin." required:"" placeholder:"FILE"`
}

// helperAnswer is who may help, and how long this machine's list says so.
type helperAnswer struct {
	Badge string `json:"badge"`
	Until string `json:"until"` // last day of the list of helpers
}

// Run signs in and out again.
func (h helperCheck) Run(c *call) error {
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	badge, err := helperFlag{h.Input}.signIn(c, k)
	if err != nil {
		return err
	}
	if err := k.signOut(c); err != nil {
		return err
	}
	out := helperAnswer{Badge: badge, Until: k.staff().Until.Format("2006-01-02")}
	return c.answer(out, c.text.T("cli.helper.may", "badge", out.Badge, "until", out.Until))
}
