package main

import (
	"context"
	"log/slog"
	"slices"

	"bianmin/app/village"
)

// lookFlags let who helps look a case up for somebody, and say why: both are in the
// machine's log before anything is shown.
type lookFlags struct {
	helperFlag
	Reason village.AuditDetail `help:"With --helper, why you look: progress, supplement, reprint or mistake." placeholder:"REASON"`
}

// look signs in who the flag names, notes the look and signs out again; nothing without
// a helper.
func (f lookFlags) look(c *call, k *kiosk, code string) error {
	switch {
	case f.Helper == "" && f.Reason == "":
		return nil
	case f.Helper == "":
		return village.Refuse("helper", "err.helper.look_who")
	case !slices.Contains(village.LookReasons(), f.Reason):
		return village.Refuse("reason", "err.helper.reason")
	}
	if _, err := f.signIn(c, k); err != nil {
		return err
	}
	defer func() { // whatever becomes of the row, the look is noted
		if err := k.signOut(context.WithoutCancel(c)); err != nil {
			slog.ErrorContext(c, "sign out", "err", err)
		}
	}()
	return k.look(c, code, f.Reason)
}
