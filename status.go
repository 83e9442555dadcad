package main

import (
	"strings"
	"time"

	"bianmin/app/desk"
	"bianmin/app/village"
	"bianmin/assets/lang"
	"bianmin/ui/flow"
)

type statusCommand struct {
	lookFlags
	Code     string `arg:"" help:"Code on the receipt."`
	LastFour string `help:"Ask the county, whichever machine took the case in: last four of the applicant's document, of the phone for organisations." placeholder:"XXXX"`
	Village  string `help:"With --last-four: where it was handed in, when several cases have the code." placeholder:"DIVISION"`
}

type statusAnswer struct {
	ID         village.RecordID    `json:"id"`
	ShortCode  village.ShortCode   `json:"short_code"`
	CaseNumber *village.CaseNumber `json:"case_number"`
	State      village.CaseState   `json:"state"`
	Record     village.RecordState `json:"record"`
	Problem    string              `json:"problem,omitempty"` // message key: why the county set it aside
	Item       itemAnswer          `json:"item"`
	AcceptedAt string              `json:"accepted_at"`
	Materials  []village.HandedIn  `json:"materials"`
	Steps      []stepAnswer        `json:"steps"`   // of the county, the first first
	Replies    []replyAnswer       `json:"replies"` // to ratings of the case, the first first

	FollowUps  []followAnswer       `json:"follow_ups"`           // handed in here with the paper, the first first
	Licences   []licenceAnswer      `json:"licences"`             // what the county found of papers that a licence replaces
	Parts      []partAnswer         `json:"parts,omitempty"`      // of a package, where each stands and what was decided
	Deliveries []deliveryAnswer     `json:"deliveries,omitempty"` // the way of the result, the first first
	MakeUpBy   village.Day          `json:"make_up_by,omitempty"` // the last day for what was signed for (容缺)
	Left       []string             `json:"left"`                 // codes that the county asked for and nobody has handed in here
	May        []village.FollowVerb `json:"may"`                  // what the paper is good for now
	Unrated    []string             `json:"unrated"`              // acts that may be rated still
	Due        string               `json:"due,omitempty"`        // by when an accepted case is done and how that is counted, as the page says it

	Behalf  bool                 `json:"behalf,omitempty"`  // an agent handed it in
	Entrust *village.Entrustment `json:"entrust,omitempty"` // what the agent may do alone; null where no letter is known
}

// replyAnswer is what the county answered to a rating of the case.
type replyAnswer struct {
	State village.ReplyState `json:"state"`
	At    string             `json:"at"` // by the county's clock
	Told  village.ReplyWay   `json:"told,omitempty"`
}

// licenceAnswer is what the county found of one paper.
type licenceAnswer struct {
	Material string               `json:"material"` // code
	State    village.LicenceState `json:"state"`    // found, none
	At       string               `json:"at"`       // by the county's clock
}

// partAnswer is how one part of a package stands.
type partAnswer struct {
	N        int               `json:"n"` // place in the package, from 1
	Name     string            `json:"name"`
	Unit     string            `json:"unit"` // that decides it
	State    village.CaseState `json:"state"`
	At       string            `json:"at"`                 // by the county's clock
	Decision village.CaseState `json:"decision,omitempty"` // approved or refused
}

// deliveryAnswer is one step of the result on its way to the person.
type deliveryAnswer struct {
	State   village.DeliveryState `json:"state"`
	At      string                `json:"at"` // by the county's clock
	Carrier village.Carrier       `json:"carrier,omitempty"`
	Waybill village.Waybill       `json:"waybill,omitempty"`
}

// stepAnswer is one act of the county.
type stepAnswer struct {
	State     village.CaseState  `json:"state"`
	At        string             `json:"at"` // by the county's clock
	Reason    village.CaseReason `json:"reason,omitempty"`
	Materials []string           `json:"materials,omitempty"` // codes that it asks for
	Order     string             `json:"order,omitempty"`     // of a request: its number
	Due       village.Day        `json:"due,omitempty"`       // last day of its limit, where a clock runs
	Unit      string             `json:"unit,omitempty"`      // who has it from then on
	Hours     string             `json:"hours,omitempty"`     // of longer hours: that the window stays open
	Text      string             `json:"text,omitempty"`      // of a request: the answer; of a case: a sentence of why
}

// Run says what the kiosk knows of a receipt: nothing personal.
func (s statusCommand) Run(c *call) error {
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	if err := s.look(c, k, s.Code); err != nil {
		return err
	}
	if s.LastFour != "" {
		return s.asked(c, k)
	}
	status, err := k.desk.Status(c, s.Code)
	if err != nil {
		return err
	}
	out := statusOf(status)
	out.Due = k.due(c.text, status)
	return c.answer(out, c.statusText(status)+c.dueText(out.Due)+c.unratedText(status))
}

// statusOf is the JSON answer.
func statusOf(status desk.Status) statusAnswer {
	out := statusAnswer{
		ID: status.Case.ID, ShortCode: status.Case.ShortCode, State: status.Stands(), Record: status.Record, Problem: status.Problem,
		Item:       itemAnswer{status.Item.Code, status.Item.Name, status.Item.Department},
		AcceptedAt: rfc3339(status.Case.AcceptedAt), Materials: status.Case.Materials, Steps: []stepAnswer{}, Replies: []replyAnswer{}, Licences: []licenceAnswer{},
		FollowUps: followAnswers(status.FollowUps), MakeUpBy: status.MakeUpBy, Left: append([]string{}, status.Left()...), May: possible(status),
		Unrated: append([]string{}, status.Unrated()...),
		Behalf:  status.Case.Behalf, Entrust: status.Case.Entrust,
	}
	if status.Case.Number != "" && !status.GivenBack() {
		out.CaseNumber = &status.Case.Number
	}
	for _, step := range status.Steps {
		out.Steps = append(out.Steps, stepAnswer{
			step.State, rfc3339(time.UnixMilli(step.AtMS)), step.Reason, step.Materials, step.Order, step.Due, step.Unit, step.Hours, step.Text,
		})
	}
	for _, l := range status.LookedUp() {
		out.Licences = append(out.Licences, licenceAnswer{l.Material.Code, l.State, rfc3339(time.UnixMilli(l.AtMS))})
	}
	for _, r := range status.Replies {
		out.Replies = append(out.Replies, replyAnswer{r.State, rfc3339(time.UnixMilli(r.AtMS)), r.Told})
	}
	for _, p := range status.Parts {
		out.Parts = append(out.Parts, partAnswer{p.N, p.Name, p.Unit, p.State, rfc3339(time.UnixMilli(p.AtMS)), p.Decision})
	}
	out.Deliveries = deliveryAnswers(status.Deliveries)
	return out
}

func deliveryAnswers(way []village.DeliveryWord) (out []deliveryAnswer) {
	for _, w := range way {
		out = append(out, deliveryAnswer{w.State, rfc3339(time.UnixMilli(w.AtMS)), w.Carrier, w.Waybill})
	}
	return out
}

// due is the sentence of by when it is done, of a case whose last step is its acceptance:
// a supplement stops the clock.
func (k *kiosk) due(text *lang.Text, s desk.Status) string {
	n := len(s.Steps)
	if n == 0 || s.Steps[n-1].State != village.CaseAccepted {
		return ""
	}
	d := k.deadline(text, s.Item, time.UnixMilli(s.Steps[n-1].AtMS))
	if !d.Agrees(s.Steps[n-1].Due) {
		return ""
	}
	return d.Sentence
}

// dueText is the sentence of [kiosk.due] among the others.
func (c *call) dueText(due string) string {
	if due == "" {
		return ""
	}
	return c.text.T("cli.status.limit", "sentence", due)
}

// unratedText names what may be rated still.
func (c *call) unratedText(s desk.Status) string {
	var acts []string
	for _, act := range s.Unrated() {
		acts = append(acts, flow.ActText(c.text, act))
	}
	if len(acts) == 0 {
		return ""
	}
	return c.text.T("cli.status.unrated", "acts", strings.Join(acts, c.text.T("list.semicolon")))
}

// statusText is a status in words.
func (c *call) statusText(s desk.Status) string {
	t := c.text.T
	text := t("cli.status", "code", s.Case.ShortCode.Spaced(), "item", s.Item.Name,
		"state", t(s.Case.Item.StateKey(s.Stands())), "record", t("state.record."+string(s.Record)))
	if n := len(s.Steps); n > 0 {
		last := s.Steps[n-1]
		text += t("cli.status.since", "time", rfc3339(time.UnixMilli(last.AtMS)))
		if last.Reason != "" {
			text += t("cli.status.reason", "reason", t("case.reason."+string(last.Reason)))
		}
	}
	if decided := s.Decision(); decided != "" && decided != s.Case.State {
		text += t("cli.status.decided", "decision", t("state.case."+string(decided)))
	}
	if why := s.Why(); why != "" {
		text += t("cli.status.why", "why", why)
	}
	text += flow.HeldText(c.text, s.Handling)
	text += c.toBring(s) + c.entrustText(s.Case)
	text += c.requestText(s.Case.Item, s.Steps) + c.followText(s) + c.licenceText(s) + c.partText(s.Parts) + c.deliveryText(s)
	if s.Problem != "" {
		text += t("cli.status.problem", "problem", t(s.Problem))
	}
	if s.Case.Number != "" && !s.GivenBack() { // it is another's
		text += t("cli.status.number", "number", s.Case.Number)
	}
	if n := len(s.Replies); n > 0 {
		last := s.Replies[n-1]
		words := t("reply." + string(last.State))
		if last.Told != "" {
			words += t("reply.told." + string(last.Told))
		}
		text += t("cli.status.reply", "time", rfc3339(time.UnixMilli(last.AtMS)), "reply", words)
	}
	return text
}

// partText is where the parts of a package stand, in words.
func (c *call) partText(parts []village.PartStanding) (text string) {
	t := c.text.T
	for _, p := range parts {
		state := t("progress.part." + string(p.State))
		if p.Decision != "" && p.Decision != p.State {
			state = t("cli.status.part.decided", "decision", t("progress.part."+string(p.Decision)), "state", state)
		}
		text += t("cli.status.part", "n", p.N, "name", p.Name, "unit", p.Unit, "state", state)
	}
	return text
}

// deliveryText is where the result is and what to do next.
func (c *call) deliveryText(s desk.Status) string {
	w, ok := s.Delivery()
	if !ok {
		return ""
	}
	carrier := ""
	if w.Carrier != "" {
		carrier = c.text.T("carrier." + string(w.Carrier))
	}
	return c.text.T("cli.status.delivery", "words", c.text.T("progress.delivery.of."+string(w.State), "carrier", carrier, "number", w.Waybill))
}

// toBring names the papers that the county waits for: those it asked for, then those that
// were to follow, while the paper is still good for it.
func (c *call) toBring(s desk.Status) (text string) {
	bring := func(key string, verb village.FollowVerb, codes []string) {
		if s.May(verb) == nil {
			text += c.papersText(key, s.Names(codes))
		}
	}
	bring("cli.status.left", village.Supplement, s.Left())
	bring("cli.status.to_follow", village.MakeUp, s.ToFollow())
	if s.MakeUpBy != "" {
		text += c.text.T("cli.status.make_up_by", "day", s.MakeUpBy)
	}
	return text
}

// papersText names papers in a sentence; nothing when there are none.
func (c *call) papersText(key string, names []string) string {
	if len(names) == 0 {
		return ""
	}
	return c.text.T(key, "papers", strings.Join(names, c.text.T("list.semicolon")))
}

// licenceText is what look-ups found, in words.
func (c *call) licenceText(s desk.Status) (text string) {
	for _, l := range s.LookedUp() {
		text += c.text.T("licence.word."+string(l.State), "paper", l.Material.Name)
	}
	return text
}

// requestText is what the steps of a request say beyond its state.
func (c *call) requestText(item village.ItemCode, steps []village.CaseStep) (text string) {
	if !item.IsRequest() {
		return ""
	}
	add := func(key, name, value string) {
		if value != "" {
			text += c.text.T(key, name, value)
		}
	}
	for _, step := range steps {
		add("cli.status.order", "order", step.Order)
		add("cli.status.due", "day", string(step.Due))
		add("cli.status.unit", "unit", step.Unit)
		add("cli.status.hours", "hours", step.Hours)
		if step.State == village.Answered {
			add("cli.status.text", "text", step.Text)
		}
	}
	return text
}
