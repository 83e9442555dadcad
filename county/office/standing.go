package office

import (
	"time"

	"bianmin/app/calendar"
	"bianmin/app/village"
)

// ClockName names the clock that runs in a state.
type ClockName string

const (
	ClockReply   ClockName = "reply"   // to accept, refuse or ask once
	ClockTotal   ClockName = "total"   // to decide
	ClockDeliver ClockName = "deliver" // to hand over what was decided
)

// Names of the days of a [Flow] that are counted here. They are working days (行政许可法 art. 82).
const (
	daysReply     = "reply"     // art. 32: else the case counts as accepted from its receipt
	daysDeliver   = "deliver"   // art. 44
	daysExtension = "extension" // art. 42, at most, with approval and the reasons told
)

// longestLimit is the longest limit of an item, in days.
const longestLimit = 365

// Standing is where a case stands, made from its acts alone.
type Standing struct {
	State     village.CaseState
	Since     time.Time            // when it came there
	Clock     ClockName            // that runs; "" = none
	Due       time.Time            // end of the last day; zero = nothing is due
	Why       calendar.Explanation // how Due comes about; zero when nothing is due
	Deemed    bool                 // accepted by silence, or by law before anybody said so
	DeemedAt  time.Time            // when that was; zero = it is not
	StartAt   time.Time            // of the total clock; zero = not accepted. It never changes.
	Paused    int                  // days that did not count against the limit
	Extended  int                  // days that were added
	Asked     bool                 // a supplement was asked for
	Requested Act                  // extension that waits for approval; zero = none
	MakeUp    bool                 // papers are still to be made up
	MakeUpDue time.Time            // end of the last day for it; zero = nobody signed for one, or not accepted

	WayPaused   int // days of what a part waited for that did not count against its limit
	WayExtended int // and those that were added to it

	Delivery village.DeliveryState // where the result is; "" = nobody noted it
}

// Stand folds the acts of a case in their order. The total clock starts once: at the
// first acceptance, or at the receipt when nobody had answered in time (行政许可法
// art. 32). Special procedures and approved extensions move its end and nothing else
// does.
func (f *Flow) Stand(c CaseHead, cal *calendar.Calendar, now time.Time) (Standing, error) {
	fold, err := f.fold(c, cal)
	if err != nil {
		return fold.Standing, err
	}
	if state, ok := f.state(fold.State); ok {
		fold.Clock = state.Clock
	}
	if fold.Clock == ClockReply {
		fold.deem(now)
	}
	s := fold.Standing
	if err := s.run(fold); err != nil || len(c.Subs) == 0 {
		return s, err
	}
	return f.latest(s, c, cal, now)
}

// fold goes through the acts of a case.
func (f *Flow) fold(c CaseHead, cal *calendar.Calendar) (folding, error) {
	fold := folding{flow: f, Standing: Standing{State: village.Received, Since: c.ReceivedAt, MakeUp: c.Later > 0}, of: c, cal: cal}
	err := fold.answerFrom(c.ReceivedAt)
	for _, a := range c.Acts {
		if err == nil {
			err = fold.add(a)
		}
	}
	return fold, err
}

// folding is a standing on its way through the acts.
type folding struct {
	Standing
	flow     *Flow
	of       CaseHead
	cal      *calendar.Calendar
	reply    calendar.Explanation // until when an answer is due
	pausedAt time.Time
	cut      int // days of a special procedure that ended with the case
}

func (f *folding) answerFrom(at time.Time) (err error) {
	f.reply, err = f.cal.Explain(at, calendar.Limit{Days: f.flow.Days[daysReply]})
	return err
}

// followBy sets the last day for papers that follow. It counts from the acceptance that
// the applicant was told of, and is no longer than the item's limit.
func (f *folding) followBy(accepted time.Time) error {
	if !f.MakeUp || f.of.MakeUpDays == 0 {
		return nil
	}
	why, err := f.cal.Explain(accepted, calendar.Limit{Days: f.of.MakeUpDays, Unit: f.of.Limit.Unit})
	if err == nil {
		f.MakeUpDue = why.Deadline()
	}
	return err
}

// silent reports whether nobody had answered when the time for it was over.
func (f *folding) silent(at time.Time) bool {
	return !f.Asked && f.StartAt.IsZero() && !at.Before(f.reply.Deadline())
}

// deem notes that the case counts as accepted when nobody had answered in time.
func (f *folding) deem(at time.Time) {
	if !f.Deemed && f.silent(at) {
		f.Deemed, f.DeemedAt = true, f.reply.Deadline()
	}
}

func (f *folding) add(a Act) (err error) {
	verb, _ := f.flow.verb(a.Verb)
	if verb.Delivery != "" {
		f.Delivery = verb.Delivery
	}
	f.deem(a.At)
	switch a.Verb {
	case VerbAsk:
		f.Asked = true
	case VerbSupplemented: // a default of ours: the law says nothing of a second answer
		err = f.answerFrom(a.At)
	case VerbAccept:
		f.StartAt = a.At
		if f.Deemed {
			f.StartAt = f.of.ReceivedAt
		}
		err = f.followBy(a.At)
	case VerbMadeUp:
		f.MakeUp, f.MakeUpDue = false, time.Time{}
	case VerbPause:
		f.pausedAt = a.At
	case VerbResume:
		f.Paused += between(f.cal, f.of.Limit.Unit, f.pausedAt, a.At)
	case VerbEnd, VerbWithdraw:
		if f.State == village.Paused {
			f.cut = between(f.cal, f.of.Limit.Unit, f.pausedAt, a.At)
		}
	case VerbAskExtension:
		f.Requested = a
	case VerbDeclineMore:
		f.Requested = Act{}
	case VerbExtend:
		f.Extended, f.Requested = f.Extended+a.Days, Act{}
	}
	if a.State != f.State {
		f.State, f.Since = a.State, a.At
	}
	return err
}

// run winds the clock of the state.
func (s *Standing) run(fold folding) (err error) {
	c, cal := fold.of, fold.cal
	switch s.Clock {
	case ClockReply:
		s.Why = fold.reply
	case ClockTotal:
		switch {
		case c.Limit.Days == 0: // the catalogue does not say
			return nil
		case c.part != nil:
			err = s.follow(fold.flow, c, cal)
		default:
			s.Why, err = cal.ExplainMoved(s.StartAt, c.Limit, s.Paused, s.Extended)
		}
	case ClockDeliver:
		s.Why, err = cal.Explain(s.decidedAt(c), calendar.Limit{Days: fold.flow.Days[daysDeliver]})
	default:
		return nil
	}
	if err == nil && s.Clock != "" {
		s.Due = s.Why.Deadline()
	}
	return err
}

// decidedAt is when the decision was taken.
func (s *Standing) decidedAt(c CaseHead) time.Time {
	for _, a := range c.Acts {
		if a.State == village.Approved || a.State == village.Refused {
			return a.At
		}
	}
	return s.Since
}

// between are the days after from's up to to's, in the unit of a limit.
func between(cal *calendar.Calendar, unit string, from, to time.Time) int {
	n := 0
	for _, d := range cal.Days(from, to)[1:] {
		if unit == village.CalendarDays || d.Worked() {
			n++
		}
	}
	return n
}

// Overdue reports whether what is due was not done.
func (s Standing) Overdue(now time.Time) bool { return !s.Due.IsZero() && !now.Before(s.Due) }
