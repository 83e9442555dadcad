package office

import (
	"context"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// KioskAct is one thing that an officer did with a machine.
type KioskAct struct {
	Verb    KioskVerb
	Kiosk   seal.KioskID // "" of a code for a machine that is not there yet
	Village village.DivisionCode
	Account string
	At      time.Time
}

// KioskVerb is what can be done with a machine.
type KioskVerb string

const (
	KioskEnrol  KioskVerb = "enrol"  // a one-time code was given out
	KioskRevoke KioskVerb = "revoke" // it is trusted no more; its records stay
	KioskUnlock KioskVerb = "unlock" // its records are taken again after two seemed to use its key
	KioskSettle KioskVerb = "settle" // somebody has looked at every alarm
)

// KioskVerbs are those that concern a machine that is there.
func KioskVerbs() []KioskVerb { return []KioskVerb{KioskSettle, KioskUnlock, KioskRevoke} }

// May reports whether there is something to do for the verb.
func (v KioskVerb) May(k Kiosk) bool {
	switch v {
	case KioskRevoke:
		return !k.Revoked()
	case KioskUnlock:
		return k.Cloned
	case KioskSettle:
		return k.Alarms > 0
	}
	return false
}

// FleetBook is where the county keeps machines and what was done with them. Every
// method is one transaction.
type FleetBook interface {
	// ActOnKiosk does what the act says and keeps it. A machine that is not there is a
	// [village.NotFound].
	ActOnKiosk(ctx context.Context, a KioskAct) error

	// KioskActs are what was done with a machine, the newest first.
	KioskActs(ctx context.Context, kiosk seal.KioskID) ([]KioskAct, error)
}
