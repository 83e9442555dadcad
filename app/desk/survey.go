package desk

import (
	"context"

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
	body := FollowUpBody{Verb: village.Survey, Materials: []MaterialBody{}, Solved: in.Solved, Pleased: in.Pleased}
	return d.follow(ctx, status, in.ID, body, nil)
}

// unsurveyed is the key of why nothing can be said of an answer now, or "": only a request
// to 12345 has one, and each answer is judged once.
func (s Status) unsurveyed() string {
	if _, ok := s.Case.Item.Ticket(); !ok {
		return "err.survey.case"
	}
	answers, said := 0, 0
	for _, step := range s.Steps {
		if step.State == village.Answered {
			answers++
		}
	}
	for _, f := range s.FollowUps {
		if f.Verb == village.Survey {
			said++
		}
	}
	switch {
	case answers == 0:
		return "err.survey.not_answered"
	case said >= answers:
		return "err.survey.said"
	}
	return ""
}
