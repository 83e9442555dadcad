package office

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"bianmin/app/village"
)

// LicenceDesk has papers looked up that a licence replaces. It decides nothing about a case:
// what was not found an officer asks for (补正).
type LicenceDesk struct {
	Book     LicenceBook
	Register LicenceRegister
	Now      func() time.Time
}

// LicenceRun is what one run came to.
type LicenceRun struct {
	Asked  int `json:"asked"`
	Found  int `json:"found"`
	None   int `json:"none"`
	Failed int `json:"failed"`
	Over   int `json:"over"` // of cases that were decided meanwhile: not asked any more
}

// Bounds of asking, all defaults of ours: the waits are 1, 4, 16 … minutes and at most six
// hours, so that a register may be away for more than a day.
const (
	LicenceTries    = 10
	licenceLease    = 5 * time.Minute // in which a register answers, or who asked is dead
	licenceFirst    = time.Minute
	licenceLongest  = 6 * time.Hour
	licencePatience = 30 * time.Second // for one answer
	licenceQuiet    = time.Minute      // that a worker leaves a register alone which cannot be reached
)

// licenceWait is how long after try number n the next one is.
func licenceWait(n int) time.Duration {
	wait := licenceFirst
	for range n - 1 {
		wait = min(4*wait, licenceLongest)
	}
	return wait
}

// Check asks the register for everything that is due. It stops with [village.Offline] when
// the register cannot be reached: that one request has failed, the others still wait.
func (d *LicenceDesk) Check(ctx context.Context) (run LicenceRun, err error) {
	for {
		l, ok, err := d.Book.DueLicence(ctx, d.Now())
		if err != nil || !ok {
			return run, err
		}
		if err := d.one(ctx, l, &run); err != nil {
			return run, err
		}
	}
}

// Again lets what failed be asked once more, and asks.
func (d *LicenceDesk) Again(ctx context.Context) (run LicenceRun, err error) {
	if _, err := d.Book.AgainLicences(ctx, d.Now()); err != nil {
		return run, err
	}
	return d.Check(ctx)
}

// one asks for one request, unless somebody else does.
func (d *LicenceDesk) one(ctx context.Context, l LicenceCheck, run *LicenceRun) error {
	taken := l
	switch {
	case !undecided(l.Case.State):
		taken.State, taken.Next = village.LicenceOver, time.Time{}
	case l.Tries >= LicenceTries: // it was being asked for the last time, and nobody answered
		taken.State, taken.Next, taken.Why = village.LicenceFailed, time.Time{}, "err.licence.lost"
	default:
		taken.State, taken.Tries, taken.Next = village.LicenceChecking, l.Tries+1, d.Now().Add(licenceLease)
	}
	moved, err := d.Book.MoveLicence(ctx, l, taken)
	switch {
	case err != nil || !moved:
		return err
	case taken.State == village.LicenceOver:
		run.Over++
		return nil
	case taken.State == village.LicenceFailed:
		run.Failed++
		return nil
	}
	return d.ask(ctx, taken, run)
}

// ask asks the register and keeps what it says, or why it says nothing.
func (d *LicenceDesk) ask(ctx context.Context, l LicenceCheck, run *LicenceRun) error {
	c, err := d.Book.Case(ctx, l.Kiosk, l.ID)
	if err != nil {
		return err
	}
	done, count := l, &run.Over
	if !undecided(c.State) { // it was decided in this moment
		done.State, done.Next = village.LicenceOver, time.Time{}
		return d.keep(ctx, l, done, count)
	}
	q, ok := c.question(l, d.Now())
	if !ok {
		err = village.Refuse("paper", "err.licence.paper")
	} else {
		run.Asked++
		patient, cancel := context.WithTimeout(ctx, licencePatience)
		done.Found, err = d.Register.Look(patient, q)
		cancel()
	}
	if ctx.Err() != nil { // we are told to stop: nobody failed, the lease ends by itself
		return ctx.Err()
	}
	done.At, done.By, done.Why, done.Next = d.Now(), d.Register.Name(), "", time.Time{}
	switch {
	case err != nil:
		done.State, done.Why, done.By, done.At = village.LicenceFailed, village.Keyed(err).Key, "", time.Time{}
		if count = &run.Failed; l.Tries < LicenceTries {
			done.Next = d.Now().Add(licenceWait(l.Tries))
		}
	case done.Found.Good:
		done.State, count = village.LicenceFound, &run.Found
	default:
		done.State, count = village.LicenceNone, &run.None
	}
	if kept := d.keep(ctx, l, done, count); kept != nil {
		return kept
	}
	if err != nil && village.KindOf(err) == village.Offline { // its text may hold a person's number
		return &village.Error{Kind: village.Offline, Key: village.Keyed(err).Key}
	}
	return nil
}

// keep keeps what became of a request and counts it, unless another has it by now.
func (d *LicenceDesk) keep(ctx context.Context, l, done LicenceCheck, count *int) error {
	moved, err := d.Book.MoveLicence(ctx, l, done)
	if moved {
		*count++
	}
	return err
}

// Run asks until ctx ends. What did not answer is left alone for a while.
func (d *LicenceDesk) Run(ctx context.Context, log *slog.Logger) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		wait := lookEvery
		if _, err := d.Check(ctx); err != nil && ctx.Err() == nil {
			log.ErrorContext(ctx, "look licences up", "kind", village.KindOf(err), "err", err)
			wait = licenceQuiet
		}
		timer.Reset(wait)
	}
}

// undecided reports whether papers of a case may still matter: nothing personal is looked up
// for one that is decided.
func undecided(state village.CaseState) bool {
	verb, ok := DefaultFlow().verb(VerbMadeUp)
	return ok && slices.Contains(verb.From, state)
}
