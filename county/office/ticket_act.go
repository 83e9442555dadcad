package office

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// TicketAct is one thing that was done with a request. What the kiosk was told stands
// in its letter; the rest stays at the county, hidden in the database.
type TicketAct struct {
	Verb     Verb              `json:"verb"` // "" of acts before verbs were kept
	State    village.CaseState `json:"state"`
	At       time.Time         `json:"at"`
	Account  string            `json:"account"`      // "" = nobody kept it, the county's own number, or what follows from a home visit
	Role     Role              `json:"role"`         // the same
	By       string            `json:"by"`           // unit or place that the account works for
	Unit     string            `json:"unit"`         // that has it from then on; of a return, that should have it
	Co       []string          `json:"co,omitempty"` // units that help
	Reason   village.CaseReason
	Words    string      `json:"words"`            // what somebody typed; the answer
	Days     int         `json:"days"`             // of an extension
	Due      village.Day `json:"due"`              // last day of the limit from then on; of a home visit, its day
	Order    string      `json:"order"`            // number that it got
	Longer   *Extension  `json:"longer,omitempty"` // that was granted
	Reached  Yes         `json:"reached"`
	Solved   Yes         `json:"solved"`
	Pleased  Yes         `json:"pleased"`
	Helper   string      `json:"helper,omitempty"` // badge of who helped with what was done at a machine
	Tell     bool        `json:"tell"`
	Calendar string      `json:"calendar,omitempty"` // version of the one that Due was counted by
	Parts    []Part      `json:"parts,omitempty"`    // files of a reply, which show what was done; of an answer, those of the reply it is about
}

// Yes is an answer to a question that may not have been asked.
type Yes string

const (
	NotAsked Yes = ""
	SaidYes  Yes = "yes"
	SaidNo   Yes = "no"
)

func (y Yes) known() bool { return y == NotAsked || y == SaidYes || y == SaidNo }

// Step is what the kiosk is told.
func (a TicketAct) Step(id village.RecordID) village.CaseStep {
	s := village.CaseStep{Record: id, State: a.State, AtMS: a.At.UnixMilli(), Reason: a.Reason, Unit: a.Unit, Due: a.Due, Order: a.Order}
	if a.State == village.Answered {
		s.Text = a.Words
	}
	if a.Longer != nil {
		s.Hours = a.Longer.Span.String()
	}
	return s
}

// TicketDeed is what somebody wants to do with a request. What a verb does not use is
// empty.
type TicketDeed struct {
	Verb    Verb
	Unit    string
	Co      []string
	Day     village.Day // arrange only: when they come
	Longer  *Extension  // stay only; see [HoursDesk.Grant]
	Reason  village.CaseReason
	Words   string
	Days    int
	Reached Yes
	Solved  Yes
	Pleased Yes
	Files   []Shot // of a reply
}

// Do does one thing with a request in somebody's name, and writes the news to its
// kiosk when the verb tells, all or nothing: what the account may is judged on the row
// that is changed. The errors are [village.NotFound] for a request that is not there or
// not in the account's scope; [village.Denied] at "verb", err.case.role;
// [village.Conflict] at "state"; [village.Invalid] at the field that is wrong.
func (h *Hotline) Do(ctx context.Context, kiosk seal.KioskID, id village.RecordID, d TicketDeed, by Account) (done RequestHead, err error) {
	units, err := h.Store.Units(ctx)
	if err != nil {
		return done, err
	}
	err = h.Store.StepRequest(ctx, kiosk, id, func(r Request) (TicketAct, error) {
		act, err := h.weigh(r, d, by, units)
		if done = r.RequestHead; err == nil {
			done.State, done.Unit = act.State, act.Has(r.Unit)
		}
		return act, err
	}, d.Files...)
	return done, err
}

// Has is the unit that has the request after the act.
func (a TicketAct) Has(before string) string {
	if a.Unit == "" || a.Verb == VerbReturn {
		return before
	}
	return a.Unit
}

func (h *Hotline) weigh(r Request, d TicketDeed, by Account, units []string) (TicketAct, error) {
	if !r.In(by.Scope) {
		return TicketAct{}, &village.Error{Kind: village.NotFound, Field: "code", Key: "err.ticket.unknown"}
	}
	verb, ok := TicketFlow().verb(d.Verb)
	switch {
	case !ok:
		return TicketAct{}, village.Refuse("verb", "err.case.verb")
	case !slices.Contains(verb.Roles, by.Role):
		return TicketAct{}, &village.Error{Kind: village.Denied, Field: "verb", Key: "err.case.role"}
	case !slices.Contains(verb.From, r.State):
		return TicketAct{}, conflict("err.ticket.order")
	}
	if err := d.onlyFor(verb); err != nil {
		return TicketAct{}, err
	}
	w := ticketWeighing{deed: d, verb: verb, of: r, stand: r.Standing(), by: by, units: units, most: TicketFlow().Days, now: h.Now()}
	for _, name := range verb.Guards {
		if err := ticketGuards[name](w); err != nil {
			return TicketAct{}, err
		}
	}
	return h.act(w)
}

// act is what is kept.
func (h *Hotline) act(w ticketWeighing) (TicketAct, error) {
	d := w.deed
	a := TicketAct{
		Verb: w.verb.Name, State: w.verb.To, At: w.now, Account: w.by.Name, Role: w.by.Role, By: w.by.Scope.Unit + string(w.by.Scope.Division),
		Unit: d.Unit, Co: d.Co, Reason: d.Reason, Words: d.Words, Days: d.Days, Due: d.Day, Reached: d.Reached, Solved: d.Solved, Pleased: d.Pleased, Longer: d.Longer, Tell: w.verb.Tell,
	}
	if a.State == "" {
		a.State = w.of.State
	}
	switch a.Verb {
	case VerbReply:
		for _, f := range d.Files {
			a.Parts = append(a.Parts, f.part())
		}
	case VerbAnswer:
		a.Parts = w.stand.Replied.Parts
	}
	if a.Verb == VerbExtend { // what was asked for, neither more nor less
		last, err := time.ParseInLocation(time.DateOnly, string(w.of.Due), village.Zone)
		if err != nil {
			return a, conflict("err.ticket.no_limit")
		}
		a.Days, a.Unit = w.stand.Requested.Days, w.of.Unit
		a.Calendar = h.countedBy()
		if a.Due, err = h.Due(last, a.Days); err != nil {
			return a, err
		}
	}
	return a, nil
}

// onlyFor refuses what the verb does not use: nothing that was said is dropped
// silently.
func (d TicketDeed) onlyFor(v FlowVerb) error {
	uses := func(guards ...string) bool {
		return slices.ContainsFunc(guards, func(g string) bool { return slices.Contains(v.Guards, g) })
	}
	switch {
	case d.Unit != "" && !uses("unit", "next_unit"), len(d.Co) > 0 && !uses("unit"):
		return village.Refuse("unit", "err.ticket.unit")
	case d.Day != "" && !uses("day"):
		return village.Refuse("day", "err.book.day")
	case d.Reason != "" && !uses("reason"):
		return village.Refuse("reason", "err.case.reason")
	case d.Words != "" && !uses("words", "answer", "survey"):
		return village.Refuse("answer", "err.ticket.answer")
	case d.Longer != nil && !uses("extension"):
		return village.Refuse("hours", "err.extension.hours")
	case d.Days != 0 && !uses("days"):
		return village.Refuse("days", "err.case.days")
	case len(d.Files) > 0 && !uses("evidence"):
		return village.Refuse("files", "err.ticket.files")
	case d.Reached != "" && !uses("reached", "survey"), (d.Solved != "" || d.Pleased != "") && !uses("survey"):
		return village.Refuse("survey", "err.ticket.survey")
	}
	return nil
}

// MaxTicketWords is the longest text of an act that no kiosk is told, in characters.
const MaxTicketWords = 1000

func wordsFit(s string) bool {
	return strings.TrimSpace(s) != "" && utf8.RuneCountInString(s) <= MaxTicketWords
}
