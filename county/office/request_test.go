package office

import (
	"errors"
	"testing"

	"bianmin/app/village"
)

func TestARequestGoesItsWayInOrder(t *testing.T) {
	for _, tt := range []struct {
		from, to village.CaseState
		rework   bool
		ok       bool
	}{
		{village.Received, village.Dispatched, false, false}, // it has no number yet
		{village.Registered, village.Dispatched, false, true},
		{village.Dispatched, village.Dispatched, false, true}, // another unit
		{village.Registered, village.Answered, false, true},
		{village.Dispatched, village.Answered, false, true},
		{village.Answered, village.Dispatched, false, true},
		{village.Answered, village.Dispatched, true, false}, // a second time once only
		{village.Answered, village.Completed, false, true},
		{village.Dispatched, village.Completed, false, false},
		{village.Completed, village.Dispatched, false, false},
		{village.NotAccepted, village.Answered, false, false},
	} {
		err := RequestHead{State: tt.from, Rework: tt.rework}.mayBecome(tt.to)
		if (err == nil) != tt.ok {
			t.Errorf("%s to %s, again %v: %v", tt.from, tt.to, tt.rework, err)
		}
	}
}

func TestAnAnswerThatNamesThePersonIsRefused(t *testing.T) {
	r := Request{Form: map[string]any{village.TicketName: "陈阿婆", village.TicketPhone: "0663-8888888"}}
	for answer, key := range map[string]string{
		"": "",
		"路灯修好了，有事打 0663-3261234":  "",
		"陈阿婆您好":                   "err.ticket.names",
		"打 06638888888 没人接":       "err.ticket.names",
		"打 0663 888 8888 没人接":     "err.ticket.names",
		"号码 110105 19491231 0021": "err.ticket.names",
	} {
		err := r.maySay(answer)
		var e *village.Error
		if errors.As(err, &e); (err == nil) != (key == "") || err != nil && e.Key != key {
			t.Errorf("%q: %v, want %q", answer, err, key)
		}
	}
	r.Confidential = true
	if err := r.maySay("好"); err == nil {
		t.Error("an answer to somebody who is kept secret was let through")
	}
	if err := r.maySay(""); err != nil {
		t.Errorf("answered by phone: %v", err)
	}
}
