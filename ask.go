package main

import (
	"context"
	"strings"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/sync/wire"
	"bianmin/ui/flow"
)

// told is what the county says of a receipt, whichever machine took the case in.
type told struct {
	wire.Told
	Steps []village.CaseStep
}

// ask asks the county how the case of a receipt stands. Nothing of the answer is kept
// here. The errors are those of a line, and of the county: it compares the last four
// and counts wrong ones.
func (k *kiosk) ask(ctx context.Context, code, four, place string) (t told, err error) {
	parsed, err := village.ParseShortCode(code)
	if err != nil {
		return t, village.At("code", err)
	}
	question := wire.Ask{
		V: wire.Version, Kiosk: k.identity.ID, Code: parsed, LastFour: strings.ToUpper(strings.TrimSpace(four)), Village: village.DivisionCode(place),
		SentMS: k.clock.wall().UnixMilli(),
	}
	if err := question.Check(); err != nil {
		return t, err
	}
	if err := k.refresh(ctx); err != nil {
		return t, err
	}
	way := &countyWay{kiosk: k}
	if _, err := way.follow(); err != nil {
		return t, err
	}
	defer way.client.Close()
	codec, err := wire.NewCodec()
	if err != nil {
		return t, village.Failed("open the line", err)
	}
	raw, sum, err := codec.Seal(k.identity, wire.AskContext, question)
	if err != nil {
		return t, err
	}
	answer, err := way.client.Ask(ctx, wire.AskPath, raw)
	if err != nil {
		return t, err
	}
	t.Told, err = wire.Believe[wire.Told](codec, wire.Question{Kiosk: k.identity.ID, Asked: sum, Trusted: k.countySigners()}, wire.ToldContext, answer)
	if err == nil {
		t.Steps, err = t.Seen()
	}
	return t, err
}

// askAnswer is the JSON answer of `status --last-four`.
type askAnswer struct {
	ID         village.RecordID     `json:"id"`
	ShortCode  village.ShortCode    `json:"short_code"`
	CaseNumber *village.CaseNumber  `json:"case_number"`
	Kiosk      seal.KioskID         `json:"kiosk"` // that took the case in
	Village    village.DivisionCode `json:"village"`
	Item       string               `json:"item"`
	State      village.CaseState    `json:"state"`
	AcceptedAt string               `json:"accepted_at"`
	Phone      string               `json:"phone,omitempty"` // masked; "" for one that cannot be
	Steps      []stepAnswer         `json:"steps"`
}

// asked answers with what the county says.
func (s statusCommand) asked(c *call, k *kiosk) error {
	t, err := k.ask(c, s.Code, s.LastFour, s.Village)
	if err != nil {
		return err
	}
	code, _ := village.ParseShortCode(s.Code) // read before
	out := askAnswer{
		ID: t.Record, ShortCode: code, Kiosk: t.Taken, Village: t.Told.Village, Item: t.Item, State: t.State, AcceptedAt: rfc3339(t.FiledAt()),
		Phone: t.Phone, Steps: []stepAnswer{},
	}
	if t.Number != "" {
		out.CaseNumber = &t.Number
	}
	for _, step := range t.Steps {
		out.Steps = append(out.Steps, stepAnswer{State: step.State, At: rfc3339(time.UnixMilli(step.AtMS)), Reason: step.Reason, Materials: step.Materials})
	}
	return c.answer(out, c.text.T("cli.asked", "code", code.Spaced(), "item", t.Item, "state", c.text.T("state.case."+string(t.State)), "place", t.Told.Village))
}

// askFor is ask for the pages.
func (k *kiosk) askFor(ctx context.Context, code, four string, place village.DivisionCode) (flow.CountyTold, error) {
	t, err := k.ask(ctx, code, four, string(place))
	if err != nil {
		return flow.CountyTold{}, err
	}
	return flow.CountyTold{Item: t.Item, Place: k.divisions.Path(t.Told.Village), State: t.State, FiledAt: t.FiledAt(), Steps: t.Steps, Number: t.Number, Phone: t.Phone}, nil
}
