package office

import (
	"context"
	"slices"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/seal"
	"bianmin/app/village"
)

// SubCase is what one unit does with a case of a package (并联子件). It is derived from
// the case and the catalogue that the case was taken with.
type SubCase struct {
	N         int // from 1, in the order of the package
	Item      village.ItemCode
	Name      string
	Unit      string // that decides
	Days      int    // that the unit takes, in working days
	Limit     calendar.Limit
	After     []int    // numbers of those that it waits for
	Materials []string // codes of the papers of the case that it needs
	Later     int      // of these that were to be made up later
	State     village.CaseState
	Due       time.Time // when the next thing is due; zero = nothing is
	Acts      []Act     // of its unit, in their order
}

// SubHead is a part in a list, with the whole that it belongs to.
type SubHead struct {
	SubCase
	Kiosk     seal.KioskID
	ID        village.RecordID
	ShortCode village.ShortCode
	Whole     string // name of the package
	Village   village.DivisionCode
}

// SubMove is what an act changes of a part.
type SubMove struct {
	N     int
	State village.CaseState
	Due   time.Time
	Tell  bool // the kiosk gets a letter
}

// Sub is part n, from 1.
func (c CaseHead) Sub(n int) (SubCase, bool) {
	i := slices.IndexFunc(c.Subs, func(s SubCase) bool { return s.N == n })
	if i < 0 {
		return SubCase{}, false
	}
	return c.Subs[i], true
}

// Part is part n of the case as a case of its unit, with its acts and those of the window;
// the whole for any other number.
func (c CaseHead) Part(n int) CaseHead {
	s, ok := c.Sub(n)
	if !ok {
		return c
	}
	return DefaultFlow().part(c, s)
}

// In reports whether who works in a scope acts on the case.
func (c CaseHead) In(s Scope) bool { return s.Holds(c.Village, c.Unit) }

// part is one part of the case as a case of its unit: what was done at the window with
// the whole, as far as it concerns the part, and what its unit did, in their order. So all
// parts start on one day, and nothing that is decided is moved by what came later.
func (f *Flow) part(c CaseHead, s SubCase) CaseHead {
	h := c
	h.Subs, h.Item, h.Unit, h.Limit, h.Later, h.State, h.Acts = nil, s.Item, s.Unit, s.Limit, s.Later, village.Received, nil
	add := func(a Act) {
		if a.State != "" {
			h.State = a.State
		}
		a.State = h.State
		h.Acts = append(h.Acts, a)
	}
	h.part = &partOf{c, s}
	own := s.Acts
	for i, a := range c.Acts {
		for len(own) > 0 && own[0].Behind <= i {
			add(own[0])
			own = own[1:]
		}
		verb, _ := f.verb(a.Verb)
		if !verb.Part && !verb.notes() && slices.Contains(verb.From, h.State) {
			a.State = verb.To
			a.Materials = slices.DeleteFunc(slices.Clone(a.Materials), func(code string) bool { return !slices.Contains(s.Materials, code) })
			add(a)
		}
	}
	for _, a := range own {
		add(a)
	}
	return h
}

// latest is where a whole stands whose parts are being decided: what is due of it is the
// latest that is due of them.
func (f *Flow) latest(whole Standing, c CaseHead, cal *calendar.Calendar, now time.Time) (Standing, error) {
	if whole.Clock == ClockReply || whole.Clock == "" {
		return whole, nil
	}
	s := whole
	s.Due, s.Why, s.Requested = time.Time{}, calendar.Explanation{}, Act{}
	for _, sub := range c.Subs {
		h := f.part(c, sub)
		stand, err := f.Stand(h, cal, now)
		if err != nil {
			return s, err
		}
		if stand.Due.After(s.Due) {
			s.Clock, s.Due, s.Why, s.Paused, s.Extended = stand.Clock, stand.Due, stand.Why, stand.Paused+stand.WayPaused, stand.Extended+stand.WayExtended
		}
	}
	return s, nil
}

// follows is where the whole stands when its parts stand so, and by which verb it came
// there. One that was ended holds nothing up.
func (f *Flow) follows(parts []CaseHead) (Verb, village.CaseState) {
	ended, ready, begun := true, true, false
	for _, h := range parts {
		over := f.Final(h.State)
		ended = ended && over
		ready = ready && (over || h.State == village.Delivery)
		begun = begun || h.State != village.CaseAccepted
	}
	switch {
	case ended:
		return VerbEnd, village.Ended
	case ready:
		return VerbDeliver, village.Delivery
	case begun:
		return VerbReview, village.UnderReview
	}
	return VerbAccept, village.CaseAccepted
}

// DoSub does one thing with a part of a case in somebody's name, as [Office.Do] does with
// a whole; where the whole stands follows, all or nothing.
func (o *Office) DoSub(ctx context.Context, kiosk seal.KioskID, id village.RecordID, n int, d Deed, by Account) error {
	return o.Mailboxes.Step(ctx, kiosk, id, func(c CaseHead) (Act, error) { return o.weighSub(c, n, d, by) })
}

func (o *Office) weighSub(c CaseHead, n int, d Deed, by Account) (Act, error) {
	flow := DefaultFlow()
	s, ok := c.Sub(n)
	if !ok {
		return Act{}, &village.Error{Kind: village.NotFound, Field: "code", Key: "err.case.unknown"}
	}
	verb, known := flow.verb(d.Verb)
	if known && !verb.Part {
		return Act{}, conflict("err.case.whole")
	}
	if d.Told != "" { // the paper is told of a part where it stands, and nothing else
		return Act{}, village.Refuse("told", "err.case.told")
	}
	act, err := o.weigh(flow.part(c, s), d, by)
	if err != nil {
		return Act{}, err
	}
	if verb.Waits && !flow.ready(c, s) {
		return Act{}, conflict("err.case.sub_after")
	}
	act.Sub, act.Behind = n, len(c.Acts)
	after := c
	after.Subs = slices.Clone(c.Subs)
	for i := range after.Subs {
		if after.Subs[i].N == n {
			after.Subs[i].Acts = append(slices.Clone(s.Acts), act)
		}
	}
	return o.moved(after, act)
}

// ready reports whether what a part waits for is decided.
func (f *Flow) ready(c CaseHead, s SubCase) bool {
	return !slices.ContainsFunc(c.Subs, func(b SubCase) bool {
		return slices.Contains(s.After, b.N) && undecided(f.part(c, b).State)
	})
}

// moved is an act with what it changes: of the parts, and of the whole when it was done
// with a part.
func (o *Office) moved(after CaseHead, act Act) (Act, error) {
	flow, cal, now := DefaultFlow(), o.Calendar(), o.Now()
	verb, _ := flow.verb(act.Verb)
	var parts []CaseHead
	for _, s := range after.Subs {
		h := flow.part(after, s)
		stand, err := flow.Stand(h, cal, now)
		if err != nil {
			return Act{}, err
		}
		parts = append(parts, h)
		if h.State != s.State || !stand.Due.Equal(s.Due) {
			act.Moves = append(act.Moves, SubMove{N: s.N, State: h.State, Due: stand.Due, Tell: verb.Tell && h.State != s.State})
		}
	}
	if act.Sub == 0 {
		return o.kept(after, parts, act)
	}
	return o.followed(after, parts, act)
}

// kept is an act with the whole when parts of it are decided already: they stay, and a
// withdrawal takes back the others.
func (o *Office) kept(after CaseHead, parts []CaseHead, act Act) (Act, error) {
	flow := DefaultFlow()
	open := slices.ContainsFunc(parts, func(h CaseHead) bool { return !flow.Final(h.State) })
	switch {
	case act.Verb != VerbWithdraw || !open:
		return act, nil
	case len(act.Moves) == 0:
		return Act{}, conflict("err.case.order")
	}
	_, act.State = flow.follows(parts)
	after.State, after.Acts = act.State, append(slices.Clone(after.Acts[:len(after.Acts)-1]), act)
	stand, err := flow.Stand(after, o.Calendar(), o.Now())
	act.Due = stand.Due
	return act, err
}

// followed is an act with a part and what follows for the whole.
func (o *Office) followed(after CaseHead, parts []CaseHead, act Act) (Act, error) {
	flow := DefaultFlow()
	whole := Act{At: act.At, Account: act.Account, Role: act.Role, Unit: act.Unit, State: after.State}
	if verb, state := flow.follows(parts); state != after.State {
		whole.Verb, whole.State, whole.Tell = verb, state, true
		if verb == VerbEnd {
			whole.Reason = act.Reason
		}
		after.Acts, after.State = append(slices.Clone(after.Acts), whole), state
	}
	stand, err := flow.Stand(after, o.Calendar(), o.Now())
	whole.Due = stand.Due
	act.Whole = &whole
	return act, err
}
