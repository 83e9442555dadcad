package desk_test

import (
	"context"
	"errors"
	"testing"

	"bianmin/app/desk"
	"bianmin/app/village"
	"bianmin/storage/storetest"
)

// TestH4EachAnswerIsJudgedOnceInTwoAnswers: with the paper of a request to 12345 alone, also
// of one without a name, and not before there is an answer.
func TestH4EachAnswerIsJudgedOnceInTwoAnswers(t *testing.T) {
	answered, again := village.CaseStep{State: village.Answered, AtMS: 100}, village.CaseStep{State: village.Answered, AtMS: 300}
	rework := village.CaseStep{State: village.Dispatched, AtMS: 200}
	said := func(atMS int64) []village.FollowUpAt {
		return []village.FollowUpAt{{FollowUp: village.FollowUp{Verb: village.Survey}, Outcome: village.Outcome{State: village.OutcomeTaken, AtMS: atMS}}}
	}
	waits := []village.FollowUpAt{{FollowUp: village.FollowUp{Verb: village.Survey}}}
	for name, tt := range map[string]struct {
		item    village.ItemCode
		steps   []village.CaseStep
		earlier []village.FollowUpAt
		want    string
	}{
		"no answer yet":   {item: village.TicketHelp.Item(), want: "err.survey.not_answered"},
		"answered":        {item: village.TicketHelp.Item(), steps: []village.CaseStep{answered}},
		"judged":          {item: village.TicketHelp.Item(), steps: []village.CaseStep{answered}, earlier: said(150), want: "err.survey.said"},
		"judged, untold":  {item: village.TicketHelp.Item(), steps: []village.CaseStep{answered}, earlier: waits, want: "err.survey.said"},
		"answered again":  {item: village.TicketHelp.Item(), steps: []village.CaseStep{answered, rework, again}, earlier: said(150)},
		"in work again":   {item: village.TicketHelp.Item(), steps: []village.CaseStep{answered, rework}, want: "err.survey.not_answered"},
		"second, judged":  {item: village.TicketHelp.Item(), steps: []village.CaseStep{answered, rework, again}, earlier: said(350), want: "err.survey.said"},
		"a case":          {item: item.Code, steps: []village.CaseStep{answered}, want: "err.survey.case"},
		"an appointment":  {item: village.BookWindow, steps: []village.CaseStep{answered}, want: "err.survey.case"},
		"closed, unasked": {item: village.TicketHelp.Item(), steps: []village.CaseStep{answered, {State: village.Completed}}},
	} {
		s := desk.Status{Case: village.Case{Item: tt.item}, Steps: tt.steps, FollowUps: tt.earlier}
		if n := len(tt.steps); n > 0 {
			s.Case.State = tt.steps[n-1].State
		}
		key := ""
		if e, ok := errors.AsType[*village.Error](s.May(village.Survey)); ok {
			key = e.Key
		}
		if key != tt.want {
			t.Errorf("%s: %q, want %q", name, key, tt.want)
		}
	}

	d, store := hotline(t)
	in := ticket()
	in.Anonymous, in.Name, in.Phone, in.CallBack = true, "", "", false
	out, err := d.Ticket(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	d.Store = answeredStore{store, answered}
	yes, no := true, false
	if _, err := d.Survey(t.Context(), desk.SurveyInput{Code: string(out.ShortCode), Solved: &yes}); !refusedAt(err, "pleased") {
		t.Errorf("one answer of two: %v", err)
	}
	slip, err := d.Survey(t.Context(), desk.SurveyInput{Code: string(out.ShortCode), Solved: &yes, Pleased: &no})
	if err != nil || slip.Verb != village.Survey || slip.QR == "" || len(slip.Missing) != 0 {
		t.Errorf("answered %+v, %v", slip, err)
	}
}

// answeredStore is a machine to which the county has answered every request.
type answeredStore struct {
	*storetest.Memory

	step village.CaseStep
}

func (s answeredStore) Standing(ctx context.Context, id village.RecordID) (village.Standing, error) {
	at, err := s.Memory.Standing(ctx, id)
	at.Steps = append(at.Steps, s.step)
	return at, err
}
