package office

import (
	"context"
	"slices"
	"strings"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/seal"
	"bianmin/app/village"
)

// Act is one thing that was done with a case.
type Act struct {
	Verb      Verb
	State     village.CaseState // in which the case stands from then on
	At        time.Time
	Account   string
	Role      Role
	Unit      string // or place that the account works for
	Reason    village.CaseReason
	Words     string // the reason as somebody typed it; no machine is told
	Told      string // sentence for whoever holds the paper; ""
	Materials []string
	Kind      string          // of a special procedure
	Days      int             // of an extension
	Carrier   village.Carrier // of a result that was sent
	Waybill   village.Waybill
	Tell      bool              // the kiosk is told
	Decided   []village.Decided // by itself, before somebody acted
	Due       time.Time

	Sub    int       // of a package: the part that it was done with; 0 = the whole
	Behind int       // of a part: how many acts the whole had before
	Moves  []SubMove // what it changes of the parts
	Whole  *Act      // what follows for the whole when it was done with a part; without a verb its due day alone
}

// Deed is what somebody wants to do with a case. What a verb does not use is empty.
type Deed struct {
	Verb      Verb
	Reason    village.CaseReason
	Words     string   // the reason in full, for the letter
	Told      string   // sentence for whoever holds the paper, where the verb lets one travel; may be empty
	Materials []string // codes of the item's materials
	Kind      string   // of a special procedure
	Days      int      // working days of an extension
	Carrier   village.Carrier
	Waybill   string // as typed
}

// Do does one thing with a case in somebody's name and writes the news to its kiosk,
// all or nothing. The errors are [village.NotFound] for a case that is not there or
// not in the account's scope; [village.Denied] at "verb", err.case.role;
// [village.Conflict] at "state"; [village.Invalid] at the field that is wrong.
func (o *Office) Do(ctx context.Context, kiosk seal.KioskID, id village.RecordID, d Deed, by Account) (done CaseHead, err error) {
	fits := o.mayTell(ctx, kiosk, id, d.Told)
	err = o.Mailboxes.Step(ctx, kiosk, id, func(c CaseHead) (Act, error) {
		act, err := o.weigh(c, d, by)
		if err == nil {
			err = fits
		}
		done = c
		done.State = act.State
		return act, err
	})
	return done, err
}

// mayTell refuses a sentence for the paper that names who applies, or who came for them.
func (o *Office) mayTell(ctx context.Context, kiosk seal.KioskID, id village.RecordID, told string) error {
	if told == "" {
		return nil
	}
	c, err := o.Mailboxes.Case(ctx, kiosk, id)
	if err != nil {
		return err
	}
	people := []village.Applicant{c.Applicant}
	if c.Behalf != nil {
		people = append(people, c.Behalf.Agent)
	}
	named := slices.ContainsFunc(people, func(a village.Applicant) bool {
		return namesPerson(told, a.Name, string(a.Phone)) || namesPerson(told, a.ID, "")
	})
	return unless(!named, village.Refuse("told", "err.case.told_names"))
}

// weigh is the act that d becomes, with what is due after it, or why it may not be.
func (o *Office) weigh(c CaseHead, d Deed, by Account) (Act, error) {
	flow, cal, now := DefaultFlow(), o.Calendar(), o.Now()
	if !by.Scope.Holds(c.Village, c.Unit) {
		return Act{}, &village.Error{Kind: village.NotFound, Field: "code", Key: "err.case.unknown"}
	}
	stand, err := flow.Stand(c, cal, now)
	if err != nil {
		return Act{}, err
	}
	verb, ok := flow.verb(d.Verb)
	switch {
	case !ok:
		return Act{}, village.Refuse("verb", "err.case.verb")
	case !slices.Contains(verb.Roles, by.Role):
		return Act{}, &village.Error{Kind: village.Denied, Field: "verb", Key: "err.case.role"}
	}
	if (verb.Part || verb.Alone) && len(c.Subs) > 0 {
		return Act{}, conflict("err.case.parts")
	}
	w := weighing{most: flow.Days, deed: d, verb: verb, stand: stand, by: by, now: now}
	if err := w.permit(c.State); err != nil {
		return Act{}, err
	}
	act := w.act(c)
	act.Decided = stand.decided(c, now)
	c.Acts = append(slices.Clone(c.Acts), act)
	after, err := flow.Stand(c, cal, now)
	if act.Due = after.Due; err != nil || len(c.Subs) == 0 {
		return act, err
	}
	return o.moved(c, act)
}

// permit refuses what may not be done in a state.
func (w weighing) permit(state village.CaseState) error {
	if slices.Contains(w.verb.Guards, "asked_never") && w.stand.Asked {
		return guards["asked_never"](w) // says more than that the order is wrong
	}
	if !slices.Contains(w.verb.From, state) {
		return conflict("err.case.order")
	}
	if err := w.deed.onlyFor(w.verb); err != nil {
		return err
	}
	for _, name := range w.verb.Guards {
		if err := guards[name](w); err != nil {
			return err
		}
	}
	return nil
}

// act is what is kept.
func (w weighing) act(c CaseHead) Act {
	a := Act{
		Verb: w.verb.Name, State: w.verb.To, At: w.now, Account: w.by.Name, Role: w.by.Role, Unit: w.by.Scope.Unit + string(w.by.Scope.Division),
		Reason: w.deed.Reason, Words: strings.TrimSpace(w.deed.Words), Told: strings.TrimSpace(w.deed.Told), Materials: w.deed.Materials, Kind: w.deed.Kind, Days: w.deed.Days, Tell: w.verb.Tell,
	}
	if a.State == "" {
		a.State = c.State
	}
	a.Carrier = w.deed.Carrier
	a.Waybill, _ = village.ParseWaybill(w.deed.Waybill) // a guard looked at it
	if a.Verb == VerbExtend {                           // what was asked for, neither more nor less
		a.Days, a.Words, a.Told = w.stand.Requested.Days, w.stand.Requested.Words, w.stand.Requested.Told
	}
	return a
}

// onlyFor refuses what the verb does not use: nothing that was said is dropped
// silently.
func (d Deed) onlyFor(v FlowVerb) error {
	uses := func(guard string) bool { return slices.Contains(v.Guards, guard) }
	switch {
	case d.Reason != "" && !uses("reason"):
		return village.Refuse("reason", "err.case.reason")
	case d.Words != "" && !uses("words"):
		return village.Refuse("words", "err.case.words")
	case d.Told != "" && !v.Travels:
		return village.Refuse("told", "err.case.told")
	case len(d.Materials) > 0 && !uses("materials"):
		return village.Refuse("materials", "err.case.materials")
	case d.Kind != "" && !uses("kind"):
		return village.Refuse("kind", "err.case.kind")
	case (d.Carrier != "" || d.Waybill != "") && !uses("waybill"):
		return village.Refuse("waybill", "err.case.waybill")
	case d.Days != 0 && !uses("days"):
		return village.Refuse("days", "err.case.days")
	}
	return nil
}

// Open are the verbs that by may try on a case that stands at s: those of its state and
// role, without those that nothing has called for yet or that were used up.
func (o *Office) Open(s Standing, by Account) []FlowVerb {
	return slices.DeleteFunc(DefaultFlow().Open(s.State, by.Role), func(v FlowVerb) bool {
		return slices.ContainsFunc(v.Guards, func(name string) bool {
			switch name {
			case "asked_never", "to_make_up", "days_asked", "extended_never", "in_time", "on_way", "not_handed_over":
				return guards[name](weighing{verb: v, stand: s, by: by, now: o.Now()}) != nil
			}
			return false
		})
	})
}

// Standing is where a case stands now.
func (o *Office) Standing(c CaseHead) (Standing, error) {
	return DefaultFlow().Stand(c, o.Calendar(), o.Now())
}

// Calendar is the one that days are counted by.
func (o *Office) Calendar() *calendar.Calendar {
	if o.Days != nil {
		return o.Days.Calendar()
	}
	return defaultDays()
}
