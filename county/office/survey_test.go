package office

import (
	"testing"
	"time"

	"bianmin/app/village"
)

// TestH4WhatWasSaidOfAnEarlierAnswerDoesNotJudgeALaterOne: a machine without a line keeps it
// until the request has been given out again and answered anew.
func TestH4WhatWasSaidOfAnEarlierAnswerDoesNotJudgeALaterOne(t *testing.T) {
	first := time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC)
	second := first.Add(48*time.Hour + 300*time.Millisecond)
	r := Request{RequestHead: RequestHead{State: village.Answered}, Acts: []TicketAct{
		{Verb: VerbAnswer, At: first}, {Verb: VerbRework, At: first.Add(24 * time.Hour)}, {Verb: VerbAnswer, At: second},
	}}
	for _, tt := range []struct {
		said time.Time
		want village.OutcomeState
	}{
		{first.Add(time.Hour), village.OutcomeLate},
		{second.Truncate(time.Second), village.OutcomeTaken},
		{second.Add(time.Hour), village.OutcomeTaken},
	} {
		f := FollowUp{FiledAt: tt.said, Solved: SaidYes, Pleased: SaidYes}
		if _, got := r.Said(f, second.Add(72*time.Hour)); got != tt.want {
			t.Errorf("said at %s: %s, want %s", tt.said, got, tt.want)
		}
	}
}
