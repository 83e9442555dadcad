package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"bianmin/app/desk"
	"bianmin/app/village"
)

// followFlags are those of commands that hand something in with the paper of a case.
type followFlags struct {
	handInFlags
	helperFlag
	pictureFlag
}

// take reads the input and the files that it names, and hands in with the help of who the
// flag names.
func (f followFlags) take(c *call, in any, load func(*kiosk) error, coming *desk.Coming, do func(*kiosk) (desk.FollowedUp, error)) error {
	return f.open(c, in, load, func(k *kiosk) error {
		return c.followed(helped(c, k, f.helperFlag, func(badge string) (desk.FollowedUp, error) {
			coming.Helper = badge
			return do(k)
		}))
	})
}

type supplementCommand struct{ followFlags }

// Run takes in papers that the county asked for.
func (s supplementCommand) Run(c *call) error {
	var in desk.SupplementInput
	return s.take(c, &in, func(k *kiosk) error { return s.supplement(c, k, in) }, &in.Coming, func(k *kiosk) (desk.FollowedUp, error) { return k.supplement(c, in) })
}

type makeupCommand struct{ followFlags }

// Run takes in papers that were to follow.
func (m makeupCommand) Run(c *call) error {
	var in desk.SupplementInput
	return m.take(c, &in, func(k *kiosk) error { return m.supplement(c, k, in) }, &in.Coming, func(k *kiosk) (desk.FollowedUp, error) { return k.makeUp(c, in) })
}

type withdrawCommand struct{ followFlags }

// Run asks the county to take an application back.
func (w withdrawCommand) Run(c *call) error {
	var in desk.WithdrawInput
	return w.take(c, &in, func(*kiosk) error { return w.letter(in.Behalf) }, &in.Coming, func(k *kiosk) (desk.FollowedUp, error) { return k.withdraw(c, in) })
}

type moveCommand struct {
	handInFlags
	helperFlag
}

// Run takes an appointment to another slot.
func (m moveCommand) Run(c *call) error {
	var in desk.MoveInput
	return m.open(c, &in, nil, func(k *kiosk) error {
		return c.followed(helped(c, k, m.helperFlag, func(badge string) (desk.FollowedUp, error) {
			in.Helper = badge
			return k.move(c, in)
		}))
	})
}

type surveyCommand struct {
	handInFlags
	helperFlag
}

// Run takes in what a person says of the answer to a request.
func (s surveyCommand) Run(c *call) error {
	var in desk.SurveyInput
	return s.open(c, &in, nil, func(k *kiosk) error {
		return c.followed(helped(c, k, s.helperFlag, func(badge string) (desk.FollowedUp, error) {
			in.Helper = badge
			return k.survey(c, in)
		}))
	})
}

type collectCommand struct{ followFlags }

// Run hands over a result that lies here.
func (o collectCommand) Run(c *call) error {
	var in desk.CollectInput
	return o.take(c, &in, func(*kiosk) error { return o.letter(in.Behalf) }, &in.Coming, func(k *kiosk) (desk.FollowedUp, error) { return k.collect(c, in) })
}

// followed answers with what was handed in, unless it was refused.
func (c *call) followed(out desk.FollowedUp, err error) error {
	if err != nil {
		return err
	}
	text := c.text.T("cli.follow."+out.Verb.Words(out.FollowUp.Item), "code", out.ShortCode.Spaced(), "id", out.ID, "number", out.Number)
	if n := len(out.Missing); n > 0 {
		text += c.text.T("cli.follow.missing", "n", n)
	}
	if err := c.answer(out, text+c.copied(out.Copy)); err != nil {
		return unsaid("err.cli.follow_unsaid", "code", out.ShortCode.Spaced(), err)
	}
	return nil
}

// supplement takes papers in as accept does.
func (k *kiosk) supplement(ctx context.Context, in desk.SupplementInput) (desk.FollowedUp, error) {
	return k.followed(ctx, in.Coming, in.Materials, func() (desk.FollowedUp, error) { return k.desk.Supplement(ctx, in) })
}

// makeUp takes papers in that were to follow, in the same way.
func (k *kiosk) makeUp(ctx context.Context, in desk.SupplementInput) (desk.FollowedUp, error) {
	return k.followed(ctx, in.Coming, in.Materials, func() (desk.FollowedUp, error) { return k.desk.MakeUp(ctx, in) })
}

func (k *kiosk) withdraw(ctx context.Context, in desk.WithdrawInput) (desk.FollowedUp, error) {
	return k.followed(ctx, in.Coming, nil, func() (desk.FollowedUp, error) { return k.desk.Withdraw(ctx, in) })
}

// move gives an appointment a seat of another slot, in the same way.
func (k *kiosk) move(ctx context.Context, in desk.MoveInput) (desk.FollowedUp, error) {
	return k.followed(ctx, desk.Coming{Helper: in.Helper}, nil, func() (desk.FollowedUp, error) { return k.desk.Move(ctx, in) })
}

func (k *kiosk) survey(ctx context.Context, in desk.SurveyInput) (desk.FollowedUp, error) {
	return k.followed(ctx, desk.Coming{Helper: in.Helper}, nil, func() (desk.FollowedUp, error) { return k.desk.Survey(ctx, in) })
}

// collect hands a result over.
func (k *kiosk) collect(ctx context.Context, in desk.CollectInput) (desk.FollowedUp, error) {
	return k.followed(ctx, in.Coming, nil, func() (desk.FollowedUp, error) { return k.desk.Collect(ctx, in) })
}

// followed does an act of who comes, if there is room for what they bring, and waits for
// the second medium.
func (k *kiosk) followed(ctx context.Context, who desk.Coming, bring []desk.MaterialInput, act func() (desk.FollowedUp, error)) (desk.FollowedUp, error) {
	if err := k.mayHelp(who.Helper); err != nil {
		return desk.FollowedUp{}, err
	}
	if err := k.roomFor(weigh(desk.Application{Materials: bring, Behalf: who.Behalf})); err != nil {
		return desk.FollowedUp{}, err
	}
	out, err := act()
	if err == nil {
		out.Copy = k.reached(ctx, out.FollowUp.Seq)
	}
	return out, err
}

// followAnswer is one follow-up in the answer of `status`.
type followAnswer struct {
	ID        village.RecordID     `json:"id"`
	Verb      village.FollowVerb   `json:"verb"`
	Nth       int                  `json:"nth"` // for `receipt --follow`
	FiledAt   string               `json:"filed_at"`
	Number    village.CaseNumber   `json:"case_number,omitempty"` // of a move
	Materials []village.HandedIn   `json:"materials"`
	Record    village.RecordState  `json:"record"`
	Problem   string               `json:"problem,omitempty"` // as of the case
	Outcome   village.OutcomeState `json:"outcome,omitempty"` // "" until the county has said what became of it
	At        string               `json:"outcome_at,omitempty"`
}

func followAnswers(list []village.FollowUpAt) []followAnswer {
	out := []followAnswer{}
	for _, f := range list {
		a := followAnswer{
			ID: f.ID, Verb: f.Verb, Nth: f.Nth, Number: f.Number, FiledAt: rfc3339(f.FiledAt), Materials: append([]village.HandedIn{}, f.Materials...),
			Record: f.Record, Problem: f.Problem, Outcome: f.Outcome.State,
		}
		if a.Outcome != "" {
			a.At = rfc3339(time.UnixMilli(f.Outcome.AtMS))
		}
		out = append(out, a)
	}
	return out
}

// entrustText is what the agent of a case may do alone, in words; "" without an agent.
func (c *call) entrustText(of village.Case) string {
	e := of.Entrust
	switch {
	case !of.Behalf:
		return ""
	case e == nil:
		return c.text.T("cli.status.behalf")
	case e.ValidTo == "":
		return c.text.T("cli.status.guardian")
	}
	var names []string
	for _, scope := range e.Scope {
		names = append(names, c.text.T("behalf.scope."+string(scope)))
	}
	return c.text.T("cli.status.entrust", "scope", strings.Join(names, c.text.T("confirm.between")), "day", e.ValidTo)
}

// possible are the verbs that the paper is good for now.
func possible(s desk.Status) []village.FollowVerb {
	return slices.DeleteFunc(village.FollowVerbs(), func(v village.FollowVerb) bool { return s.May(v) != nil })
}

// followText is what became of what was handed in later, in words.
func (c *call) followText(s desk.Status) (text string) {
	for _, f := range s.FollowUps {
		key := "follow.outcome." + string(f.Outcome.State)
		if f.Outcome.State == "" {
			key = "follow.outcome.none"
		}
		text += c.text.T("cli.status.follow", "verb", c.text.T("follow.verb."+f.Verb.Words(f.Item)), "time", rfc3339(f.FiledAt), "outcome", c.text.T(key))
	}
	return text
}
