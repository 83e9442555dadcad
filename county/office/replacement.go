package office

import (
	"context"
	"log/slog"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// Replacement is a machine that asks for the key of the one it stands in for. It
// has that machine's copy on a second medium, where the key lies sealed for the
// county, and a one-time code for this very machine.
type Replacement struct {
	Selector string
	Kiosk    seal.KioskID
	Village  village.DivisionCode // where that kiosk stands
	Escrow   []byte               // see seal.Identity.Escrow
	Key      []byte               // [seal.CountyKey.Bytes] of the moment, which the answer is sealed for
	Answer   []byte               // empty until an office opened the escrow; see seal.ReturnKey
	Problem  string               // message key: why there will be no answer; or ""
	Lifetime int64                // records that the kiosk ever said it accepted
	Epoch    int64                // the latest of its chain; 0 = none
}

// ReplaceTicket makes a ticket for the replacement of a kiosk that is known and
// not revoked; others are [village.NotFound] at "kiosk".
func (o *Office) ReplaceTicket(ctx context.Context, k Kiosk) (seal.Ticket, Enrolment, error) {
	return o.issue(ctx, Enrolment{Village: k.Village, Replaces: k.ID})
}

// ReturnKey takes a replacement's question and returns it with the answer, as soon
// as an office has given one. It may be asked again and again. Refusals are those
// of [Office.Enrol]; a ticket for another machine is err.county.replace.
func (o *Office) ReturnKey(ctx context.Context, shown seal.Ticket, r Replacement) (Replacement, error) {
	e, err := o.prove(ctx, shown)
	if err != nil {
		return Replacement{}, err
	}
	if e.Replaces == "" || e.Replaces != r.Kiosk {
		return Replacement{}, refused("err.county.replace", nil)
	}
	r.Selector = e.Selector
	answered, err := o.Store.AskKey(ctx, r)
	if err == nil && len(answered.Answer) == 0 && o.Asked != nil {
		o.Asked()
	}
	if err == nil && answered.Problem != "" {
		err = refused(answered.Problem, nil)
	}
	return answered, err
}

// KeyBook is what a [KeyReturner] needs of the county's database.
type KeyBook interface {
	// AskedKeys are the questions that nobody has answered.
	AskedKeys(ctx context.Context) ([]Replacement, error)

	// AnswerKey keeps Answer or Problem of a question that is still the same.
	AnswerKey(ctx context.Context, r Replacement) error
}

// KeyReturner gives keys back to replacements. It runs in an office, which alone
// can open what was sealed for the county.
type KeyReturner struct {
	Book    KeyBook
	Secrets []seal.CountySecret
}

// Drain answers everything that was asked.
func (k *KeyReturner) Drain(ctx context.Context) error {
	asked, err := k.Book.AskedKeys(ctx)
	if err != nil {
		return err
	}
	for _, r := range asked {
		if r.Answer, err = k.answer(r); err != nil {
			r.Problem = "err.county.escrow"
		}
		if err := k.Book.AnswerKey(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

func (k *KeyReturner) answer(r Replacement) ([]byte, error) {
	seed, err := seal.OpenEscrow(k.Secrets, r.Village.County(), r.Kiosk, r.Escrow)
	if err != nil {
		return nil, err
	}
	to, err := seal.ParseCountyKey(r.Key)
	if err != nil {
		return nil, err
	}
	return seal.ReturnKey(to, r.Village.County(), r.Kiosk, seed)
}

// Run answers until ctx ends: at once when woken, else every two seconds.
func (k *KeyReturner) Run(ctx context.Context, wake <-chan struct{}, log *slog.Logger) {
	timer := time.NewTicker(lookEvery)
	defer timer.Stop()
	for ctx.Err() == nil {
		if err := k.Drain(ctx); err != nil && ctx.Err() == nil {
			log.ErrorContext(ctx, "return keys", "kind", village.KindOf(err), "err", err)
		}
		select {
		case <-ctx.Done():
		case <-wake:
		case <-timer.C:
		}
	}
}
