package desk

import (
	"context"
	"slices"

	"bianmin/app/village"
)

// SurveyInput says what a person thinks of the answer to a request to 12345, in two answers
// that are asked apart: solved, and satisfied. Whoever gave no name says it with the paper as
// well. Its JSON form is that of docs/intake.schema.json.
type SurveyInput struct {
	ID      village.RecordID `json:"-"` // as of [Application]
	Code    string           `json:"code"`
	Solved  *bool            `json:"solved"`
	Pleased *bool            `json:"pleased"`
	Helper  string           `json:"-"` // as of [Application]; who writes down what the person says
}

// Survey takes the two answers in. They travel sealed, and lie nowhere here. The errors are
// those of [Desk.Status] and [Status.May]; [village.Invalid] at "solved" or "pleased".
func (d *Desk) Survey(ctx context.Context, in SurveyInput) (FollowedUp, error) {
	status, err := d.may(ctx, in.Code, village.Survey)
	switch {
	case err != nil:
		return FollowedUp{}, err
	case in.Solved == nil:
		return FollowedUp{}, village.Refuse("solved", "err.survey.both")
	case in.Pleased == nil:
		return FollowedUp{}, village.Refuse("pleased", "err.survey.both")
	}
	body := FollowUpBody{Verb: village.Survey, Materials: []MaterialBody{}, Solved: in.Solved, Pleased: in.Pleased, ComingBody: ComingBody{Helper: in.Helper}}
	return d.follow(ctx, status, in.ID, body, nil)
}

// unsurveyed is the key of why nothing can be said of an answer now, or "": only a request
// to 12345 has one, each answer is judged once, and none while a unit works on a better one.
func (s Status) unsurveyed() string {
	if _, ok := s.Case.Item.Ticket(); !ok {
		return "err.survey.case"
	}
	var answered int64 // when, by the county's clock
	for _, step := range s.Steps {
		if step.State == village.Answered {
			answered = step.AtMS
		}
	}
	switch {
	case answered == 0 || s.Case.State != village.Answered && s.Case.State != village.Completed:
		return "err.survey.not_answered"
	case slices.ContainsFunc(s.FollowUps, func(f village.FollowUpAt) bool { return judges(f, answered) }):
		return "err.survey.said"
	}
	return ""
}

// judges reports whether f says something of the answer given at answered, in milliseconds.
// One that the county has not heard of yet does: nobody says it again meanwhile. One that it
// took in is counted by its clock, for that of the machine may be wrong.
func judges(f village.FollowUpAt, answered int64) bool {
	switch {
	case f.Verb != village.Survey:
		return false
	case f.Outcome.State != "":
		return f.Outcome.AtMS >= answered
	case f.Problem == "":
		return true
	}
	return f.FiledAt.UnixMilli() >= answered
}
