package main

import (
	"context"
	"strings"
	"time"

	"bianmin/app/desk"
	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/sync/wire"
	"bianmin/ui/flow"
)

// told is what the county says of a receipt, whichever machine took it in.
type told struct {
	wire.ToldAll
	Steps []village.CaseStep

	Wanted, Follow []wire.ToldPaper // of a case: asked for, and to follow; not here yet
	FollowBy       village.Day
	Deliveries     []village.DeliveryWord
}

// ask asks the county how what has a receipt stands. Nothing of the answer is kept here. The
// errors are those of a line, and of the county: it compares the last four and counts wrong
// ones. A county of an earlier release knows cases alone.
func (k *kiosk) ask(ctx context.Context, code, four, place string) (t told, err error) {
	parsed, err := village.ParseShortCode(code)
	if err != nil {
		return t, village.At("code", err)
	}
	question := wire.Ask{
		V: wire.AskPapers, Kiosk: k.identity.ID, Code: parsed, LastFour: strings.ToUpper(strings.TrimSpace(four)), Village: village.DivisionCode(place),
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
	said, err := askOf(ctx, way, question)
	if err != nil {
		return t, err
	}
	t.ToldAll, t.Wanted, t.Follow, t.FollowBy = said.Told, said.Wanted, said.Follow, said.FollowBy
	if t.Item == "" {
		item, _ := k.desk.Item(t.Code)
		t.Item = item.Name
	}
	if t.Deliveries, err = said.Way(); err == nil {
		t.Steps, err = t.Seen()
	}
	return t, err
}

// askOf asks in the form of today, and a county of an earlier release again in its own.
func askOf(ctx context.Context, way *countyWay, question wire.Ask) (wire.ToldPapers, error) {
	earlier := func(err error) bool { return village.Keyed(err).Key == "err.push.version" }
	said, err := askOver[wire.ToldPapers](ctx, way, question, wire.ToldPapersContext)
	if !earlier(err) {
		return said, err
	}
	question.V = wire.AskAll
	if said.Told, err = askOver[wire.ToldAll](ctx, way, question, wire.ToldAllContext); !earlier(err) {
		return said, err
	}
	question.V = wire.Version
	told, err := askOver[wire.Told](ctx, way, question, wire.ToldContext)
	said.Told = told.All()
	return said, err
}

// askOver asks over a line, and believes what its county signed.
func askOver[T wire.Answer](ctx context.Context, way *countyWay, question wire.Ask, purpose string) (answer T, err error) {
	codec, err := wire.NewCodec()
	if err != nil {
		return answer, village.Failed("open the line", err)
	}
	raw, sum, err := codec.Seal(way.kiosk.identity, wire.AskContext, question)
	if err != nil {
		return answer, err
	}
	said, err := way.client.Ask(ctx, wire.AskPath, raw)
	if err != nil {
		return answer, err
	}
	return wire.Believe[T](codec, wire.Question{Kiosk: question.Kiosk, Asked: sum, Trusted: way.kiosk.countySigners()}, purpose, said)
}

// askAnswer is the JSON answer of `status --last-four`.
type askAnswer struct {
	ID         village.RecordID     `json:"id"`
	ShortCode  village.ShortCode    `json:"short_code"`
	CaseNumber *string              `json:"case_number"` // of a request the number of its order, of a booking its own
	Kiosk      seal.KioskID         `json:"kiosk"`       // that took the case in
	Village    village.DivisionCode `json:"village"`
	Item       string               `json:"item"`
	State      village.CaseState    `json:"state"`
	AcceptedAt string               `json:"accepted_at"`
	Phone      string               `json:"phone,omitempty"` // masked; "" for one that cannot be
	Steps      []stepAnswer         `json:"steps"`
	Wanted     []paperAnswer        `json:"wanted"` // asked for and not here yet
	Follow     []paperAnswer        `json:"follow"` // that were to follow and are not here yet
	FollowBy   village.Day          `json:"follow_by,omitempty"`
	Deliveries []deliveryAnswer     `json:"deliveries,omitempty"` // the way of the result, the first first
}

// paperAnswer is a paper that is still to be brought.
type paperAnswer struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

func paperAnswers(list []wire.ToldPaper) []paperAnswer {
	out := []paperAnswer{}
	for _, p := range list {
		out = append(out, paperAnswer{p.Code, p.Name})
	}
	return out
}

// asked answers with what the county says.
func (s statusCommand) asked(c *call, k *kiosk) error {
	t, err := k.ask(c, s.Code, s.LastFour, s.Village)
	if err != nil {
		return err
	}
	code, _ := village.ParseShortCode(s.Code) // read before
	out := askAnswer{
		ID: t.Record, ShortCode: code, Kiosk: t.Taken, Village: t.Village, Item: t.Item, State: t.State, AcceptedAt: rfc3339(t.FiledAt()),
		Phone: t.Phone, Steps: []stepAnswer{}, Wanted: paperAnswers(t.Wanted), Follow: paperAnswers(t.Follow), FollowBy: t.FollowBy,
		Deliveries: deliveryAnswers(t.Deliveries),
	}
	if t.Number != "" {
		out.CaseNumber = &t.Number
	}
	for _, step := range t.Steps {
		out.Steps = append(out.Steps, stepAnswer{
			step.State, rfc3339(time.UnixMilli(step.AtMS)), step.Reason, step.Materials, step.Order, step.Due, step.Unit, step.Hours, step.Text,
		})
	}
	said := c.text.T("cli.asked", "code", code.Spaced(), "item", t.Item, "state", c.text.T(t.Code.StateKey(t.State)), "place", k.divisions.Path(t.Village))
	if t.Code.IsRequest() {
		return c.answer(out, said+c.requestText(t.Code, t.Steps))
	}
	return c.answer(out, said+c.whyText(t.Steps)+flow.HeldText(c.text, k.desk.Handling(t.Code, t.Steps))+c.toldText(t))
}

// toldText is what is still to be brought, and where the result is.
func (c *call) toldText(t told) (text string) {
	text = c.papersText("cli.status.left", names(t.Wanted)) + c.papersText("cli.status.to_follow", names(t.Follow))
	if t.FollowBy != "" {
		text += c.text.T("cli.status.make_up_by", "day", t.FollowBy)
	}
	return text + c.deliveryText(desk.Status{Case: village.Case{State: t.State}, Deliveries: t.Deliveries})
}

func names(list []wire.ToldPaper) (names []string) {
	for _, p := range list {
		names = append(names, p.Name)
	}
	return names
}

// whyText is why the county took its last step about a case.
func (c *call) whyText(steps []village.CaseStep) (text string) {
	if n := len(steps); n > 0 && steps[n-1].Reason != "" {
		text = c.text.T("cli.status.reason", "reason", c.text.T("case.reason."+string(steps[n-1].Reason)))
	}
	if why := (desk.Status{Steps: steps}).Why(); why != "" {
		text += c.text.T("cli.status.why", "why", why)
	}
	return text
}

// askFor is ask for the pages.
func (k *kiosk) askFor(ctx context.Context, code, four string, place village.DivisionCode) (flow.CountyTold, error) {
	t, err := k.ask(ctx, code, four, string(place))
	if err != nil {
		return flow.CountyTold{}, err
	}
	return flow.CountyTold{
		Wanted: names(t.Wanted), Follow: names(t.Follow), FollowBy: t.FollowBy, Deliveries: t.Deliveries,
		Code: t.Code, Item: t.Item, Place: k.divisions.Path(t.Village), State: t.State, FiledAt: t.FiledAt(), Steps: t.Steps, Number: t.Number, Phone: t.Phone, Handling: k.desk.Handling(t.Code, t.Steps),
	}, nil
}
