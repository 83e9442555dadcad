package office

import (
	"errors"
	"testing"

	"bianmin/app/village"
)

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
		err := r.maySay("answer", answer)
		var e *village.Error
		if errors.As(err, &e); (err == nil) != (key == "") || err != nil && e.Key != key {
			t.Errorf("%q: %v, want %q", answer, err, key)
		}
	}
	r.Confidential = true
	if err := r.maySay("answer", "好"); err == nil {
		t.Error("an answer to somebody who is kept secret was let through")
	}
	if err := r.maySay("answer", ""); err != nil {
		t.Errorf("answered by phone: %v", err)
	}
}
