package office

import (
	_ "embed"
	"slices"
	"sync"
	"time"

	"bianmin/app/village"
)

//go:embed ticket.json
var ticketFile []byte

// The verbs of a ticket that its standing and older commands know; all others are in
// ticket.json alone.
const (
	VerbDispatch Verb = "dispatch"
	VerbSign     Verb = "sign"
	VerbReturn   Verb = "return"
	VerbContact  Verb = "contact"
	VerbReply    Verb = "reply"
	VerbSendBack Verb = "send_back"
	VerbAnswer   Verb = "answer"
	VerbFollow   Verb = "follow"
	VerbRework   Verb = "rework"
	VerbComplete Verb = "complete"
	VerbArchive  Verb = "archive"

	VerbArrange Verb = "arrange"  // of a visit: who comes, and when
	VerbHeld    Verb = "held"     // of a booking: it took place
	VerbCallOff Verb = "call_off" // of a booking: it does not
	VerbStay    Verb = "stay"     // of longer hours: the window stays open
	VerbDecline Verb = "decline"  // of longer hours: it does not
	VerbMissed  Verb = "missed"   // of an appointment: nobody came
	VerbMove    Verb = "move"     // of an appointment: its person took another seat, with the paper
)

// TicketFlow is the way of a request and of a booking, from its number on; it is in ticket.json.
//
//nolint:gochecknoglobals // the embedded definition, parsed once
var TicketFlow = sync.OnceValue(func() *Flow {
	f, err := parseFlow(ticketFile, func(guard string) bool { return ticketGuards[guard] != nil })
	if err != nil {
		panic(err) // a test reads it
	}
	return f
})

// TicketStanding is how far a request has come, made from its acts alone.
type TicketStanding struct {
	SignedAt  time.Time // by the unit that has it; zero = not yet
	Returned  TicketAct // that the county has not answered; zero = none
	Returns   int
	Requested TicketAct // extension that waits; zero = none
	Extended  int       // working days that were added
	Contacts  int       // with the person, since it was given out last
	Replied   TicketAct // that the county has not looked at; zero = none
	Followed  TicketAct // the last call afterwards; zero = none
	Reworked  bool
	Archived  bool
}

// Standing folds the acts of a request in their order. What a unit did ends when the
// request is given out again.
func (r Request) Standing() (s TicketStanding) {
	for _, a := range r.Acts {
		s.add(a)
	}
	return s
}

func (s *TicketStanding) add(a TicketAct) {
	switch a.Verb {
	case VerbDispatch, VerbRework:
		s.SignedAt, s.Returned, s.Contacts, s.Replied, s.Requested = time.Time{}, TicketAct{}, 0, TicketAct{}, TicketAct{}
		s.Reworked = s.Reworked || a.Verb == VerbRework
	case VerbSign: // who gave it back takes it after all
		s.SignedAt, s.Returned = a.At, TicketAct{}
	case VerbReturn:
		s.Returned = a
		s.Returns++
	case VerbAskExtension:
		s.Requested = a
	case VerbDeclineMore:
		s.Requested = TicketAct{}
	case VerbExtend:
		s.Extended, s.Requested = s.Extended+a.Days, TicketAct{}
	case VerbContact:
		s.Contacts++
	case VerbReply:
		s.Replied = a
	case VerbSendBack, VerbAnswer:
		s.Replied = TicketAct{}
	case VerbFollow, VerbSurvey:
		s.Followed = a
	case VerbArchive:
		s.Archived = true
	}
}

// In reports whether a request lies in a scope: of its place, and given to its unit,
// alone or to help.
func (r RequestHead) In(s Scope) bool {
	return s.Holds(r.Place, r.Unit) || s.Unit != "" && slices.Contains(r.Co, s.Unit) && s.Holds(r.Place, s.Unit)
}

// Open are the verbs that by may try on a request that stands at s: those of its state
// and role, without those that nothing has called for yet or that were used up.
func (h *Hotline) Open(r Request, by Account) []FlowVerb {
	stand := r.Standing()
	return slices.DeleteFunc(TicketFlow().Open(r.State, by.Role), func(v FlowVerb) bool {
		w := ticketWeighing{verb: v, of: r, stand: stand, by: by, now: h.Now()}
		return slices.ContainsFunc(v.Guards, func(name string) bool {
			return !ticketAsks[name] && ticketGuards[name](w) != nil
		})
	})
}

// LateReturn reports whether a return came after the days that there are for it.
func (h *Hotline) LateReturn(r Request) bool {
	var given time.Time
	for _, a := range r.Acts {
		switch a.Verb {
		case VerbDispatch, VerbRework:
			given = a.At
		case VerbReturn:
			return h.late(given, "return", a.At)
		}
	}
	return false
}

// LateSign reports whether the unit that has a request neither signed for it nor gave it back
// in the days that there are for that.
func (h *Hotline) LateSign(r Request) bool {
	if s := r.Standing(); r.State != village.Dispatched || !s.SignedAt.IsZero() || s.Returned.Verb != "" {
		return false
	}
	var given time.Time
	for _, a := range r.Acts {
		if a.Verb == VerbDispatch || a.Verb == VerbRework {
			given = a.At
		}
	}
	return !given.IsZero() && h.late(given, "sign", h.Now())
}

// late reports whether a moment lies behind the days, by their name, that began at given.
func (h *Hotline) late(given time.Time, days string, at time.Time) bool {
	last, err := h.Due(given, TicketFlow().Days[days])
	return err == nil && village.DayOf(at) > last
}
