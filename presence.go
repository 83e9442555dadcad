package main

import (
	"context"
	"crypto/rand"
	"image"
	"image/color"
	"image/png"
	"os"

	"bianmin/app/inspect"
	"bianmin/app/receipt"
	"bianmin/app/token"
	"bianmin/app/village"
)

// codeOut is where a code goes besides the answer.
type codeOut struct {
	Out string `placeholder:"FILE.png" type:"path" help:"Picture of the code, for the other machine's scanner."`
}

type checkChallenge struct {
	codeOut
	Order string `required:"" help:"Text of the code on the day order."`
}

// codeAnswer is the JSON answer of `check challenge` and `check answer`.
type codeAnswer struct {
	Code    string               `json:"code"`
	Machine string               `json:"machine"`
	Order   string               `json:"order,omitempty"`
	Centre  village.DivisionCode `json:"centre,omitempty"`
	At      string               `json:"at"`
	Trust   village.TimeTrust    `json:"trust"`
}

// Run shows a challenge.
func (o checkChallenge) Run(c *call) error {
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	a, err := k.challenge(o.Order)
	if err != nil {
		return err
	}
	return o.show(c, a, "check.challenge")
}

// challenge is what the machine of the centre of an order answers. The order must be the
// county's and good today.
func (k *kiosk) challenge(order string) (codeAnswer, error) {
	t, err := token.Verify(order, k.countySigners())
	s := k.stamped()
	switch {
	case err != nil:
		e := village.Keyed(err)
		return codeAnswer{}, &village.Error{Kind: e.Kind, Field: "order", Key: e.Key, Err: e.Err}
	case t.Kind != token.DayOrder:
		return codeAnswer{}, village.Refuse("order", "err.check.paper")
	case !t.Good(s.At):
		return codeAnswer{}, &village.Error{Kind: village.Denied, Field: "order", Key: "err.check.day"}
	}
	if err := inspect.OneCentre(t); err != nil {
		return codeAnswer{}, err
	}
	var nonce [16]byte
	if _, err := rand.Read(nonce[:]); err != nil {
		return codeAnswer{}, village.Failed("draw a challenge", err)
	}
	code, err := inspect.Challenge(t.Number, nonce[:], s)
	return codeAnswer{Code: code, Machine: string(k.identity.ID), Order: t.Number, At: rfc3339(s.At), Trust: s.Trust}, err
}

type presenceAnswer struct {
	codeOut
	Challenge string `arg:"" help:"Text of the challenge, or a picture of its code."`
}

// Run answers a challenge.
func (o presenceAnswer) Run(c *call) error {
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	text, err := receiptText(o.Challenge)
	if err != nil {
		return village.At("challenge", err)
	}
	a, err := k.answerChallenge(c, text)
	if err != nil {
		return err
	}
	return o.show(c, a, "check.answered")
}

// answerChallenge answers a challenge and notes it in the machine's log first: what was
// answered stands in the chain that the county has.
func (k *kiosk) answerChallenge(ctx context.Context, challenge string) (codeAnswer, error) {
	if err := k.desk.Ready(); err != nil {
		return codeAnswer{}, err
	}
	s, centre := k.stamped(), k.enrolment.Load().Village
	code, err := inspect.Answer(challenge, centre, s)
	if err != nil {
		return codeAnswer{}, err
	}
	if err := k.store.Note(ctx, village.Act{Kind: village.AuditPresence, Subject: string(centre)}); err != nil {
		return codeAnswer{}, err
	}
	return codeAnswer{Code: code, Machine: string(k.identity.ID), Centre: centre, At: rfc3339(s.At), Trust: s.Trust}, nil
}

// stamped is this machine now.
func (k *kiosk) stamped() inspect.Stamped {
	now, trust := k.clock.now()
	return inspect.Stamped{At: now, Trust: trust, By: k.identity}
}

// show answers with a code and draws it.
func (o codeOut) show(c *call, a codeAnswer, key string) error {
	if o.Out != "" {
		if err := drawCode(o.Out, a.Code); err != nil {
			return err
		}
	}
	return c.answer(a, c.text.T(key, "code", a.Code))
}

// Dots of a module, and modules of the quiet zone, of a code on a screen.
const (
	codeDots  = 8
	codeQuiet = 4
)

func drawCode(path, text string) error {
	modules, err := receipt.Modules(text)
	if err != nil {
		return err
	}
	side := (len(modules) + 2*codeQuiet) * codeDots
	picture := image.NewGray(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			row, column := y/codeDots-codeQuiet, x/codeDots-codeQuiet
			inside := row >= 0 && row < len(modules) && column >= 0 && column < len(modules)
			if !inside || !modules[row][column] {
				picture.SetGray(x, y, color.Gray{Y: 0xff})
			}
		}
	}
	f, err := os.Create(path)
	if err != nil {
		return &village.Error{Kind: village.Invalid, Field: "out", Key: "err.check.out", Err: err}
	}
	err = png.Encode(f, picture)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return village.Failed("write the code", err)
	}
	return nil
}
