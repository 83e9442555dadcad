package main

import (
	"bianmin/app/token"
	"bianmin/app/village"
)

// tokenAnswer is what a county's own code says.
type tokenAnswer struct {
	OK     bool                   `json:"ok"`
	Kind   string                 `json:"kind"` // badge or order
	Number string                 `json:"number"`
	Role   string                 `json:"role"`
	First  string                 `json:"first"`
	Last   string                 `json:"last"`
	Places []village.DivisionCode `json:"places"`
	Good   bool                   `json:"good"` // today
}

// verifyToken says whether a code is the county's, and whether it is good today:
// exit 0 when both, 1 otherwise.
func (k *kiosk) verifyToken(c *call, text string) error {
	t, err := token.Verify(text, k.countySigners())
	if err != nil {
		e := c.refused(err)
		if err := c.answer(verifyAnswer{Reason: e.Message, Key: e.Key}, c.text.T("cli.not_genuine", "reason", e.Message)); err != nil {
			return err
		}
		return errNotGenuine
	}
	out := tokenAnswer{
		OK: true, Kind: map[token.Kind]string{token.Badge: "badge", token.DayOrder: "order"}[t.Kind], Number: t.Number, Role: t.Role,
		First: t.First.Format("2006-01-02"), Last: t.Last.Format("2006-01-02"), Places: t.Places, Good: t.Good(k.clock.wall()),
	}
	line := c.text.T("token.genuine."+out.Kind, "number", t.Number, "role", t.Role, "last", out.Last)
	if !out.Good {
		line += c.text.T("token.over")
	}
	if err := c.answer(out, line); err != nil || out.Good {
		return err
	}
	return errNotGenuine
}
