package flow

import (
	"context"

	"bianmin/app/desk"
	"bianmin/app/inspect"
)

// Meeting reports whether the machine of the centre is still to be met: this one shows its
// challenge, and reads the answer (到场证明).
func (v *Visit) Meeting() bool {
	return v.Open() && v.Begun.Away && v.Proof == "" && !v.unproved
}

// Unproved goes on without a proof of presence; the record says so.
func (v *Visit) Unproved() {
	v.unproved, v.Problem = true, Problem{}
	v.Changed()
}

// Place is the name of the centre that is inspected.
func (v *Visit) Place() string {
	if !v.Begun.Away {
		return v.kiosk.Centre().Name
	}
	if path := v.kiosk.Divisions.Path(v.Begun.Centre); path != "" {
		return path
	}
	return string(v.Begun.Centre)
}

// meet takes what the centre's machine answered. An answer that is not one to this
// challenge, of that centre and of today, is refused by the rules of the command; another
// challenge is shown then, for the first one may be too old.
func (v *Visit) meet(ctx context.Context, answer string) {
	if !v.Open() || !v.Begun.Away || v.Proof != "" || v.Busy {
		return
	}
	in := v.input()
	in.Presence = inspect.Proof(v.Challenge, answer)
	v.Busy, v.Problem = true, Problem{}
	v.asked++
	asked := v.asked
	v.hush()
	v.Changed()
	var err error
	var begun desk.Begun
	var next string
	v.run(func() {
		if begun, err = v.kiosk.Visits.Begin(ctx, in); err != nil {
			next, _ = v.kiosk.Visits.Challenge(ctx, in.Order) // without one the last stays
		}
	}, func() {
		if asked != v.asked {
			return
		}
		v.Busy = false
		if err == nil {
			v.Begun, v.Proof = begun, in.Presence
		} else if v.Problem = v.problem(err, "visit.failed"); next != "" {
			v.Challenge = next
		}
		v.Changed()
	})
}
