package office

import (
	"time"

	"bianmin/app/village"
)

// VerbSurvey is what the person said of an answer with the paper of the request, as a call
// afterwards asks it (回访): solved and satisfied, apart. No account does it.
const VerbSurvey Verb = "survey"

func yesOf(said *bool) Yes {
	switch {
	case said == nil:
		return NotAsked
	case *said:
		return SaidYes
	}
	return SaidNo
}

// Said is the act that a survey becomes, and what its machine is told. It counts for a
// request that was answered, also when it was closed since; one that was given out again
// meanwhile, or never answered, or answered anew since, is not what the person judged.
func (r Request) Said(f FollowUp, now time.Time) (TicketAct, village.OutcomeState) {
	if r.State != village.Answered && r.State != village.Completed {
		return TicketAct{}, village.OutcomeLate
	}
	for _, a := range r.Acts {
		if a.Verb == VerbAnswer && f.FiledAt.Before(a.At.Truncate(time.Second)) { // machines write whole seconds
			return TicketAct{}, village.OutcomeLate
		}
	}
	return TicketAct{
		Verb: VerbSurvey, State: r.State, At: now, Role: RoleApplicant, Reached: SaidYes, Solved: f.Solved, Pleased: f.Pleased, Helper: f.Helper,
	}, village.OutcomeTaken
}
