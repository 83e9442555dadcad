package village

import (
	"testing"
	"time"
)

func TestAReplyGoesForwardAndEnds(t *testing.T) {
	all := []ReplyState{"", ReplyTaken, ReplyWorking, ReplyDone, ReplyExplained}
	may := map[[2]ReplyState]bool{
		{"", ReplyTaken}: true, {"", ReplyWorking}: true, {"", ReplyDone}: true, {"", ReplyExplained}: true,
		{ReplyTaken, ReplyWorking}: true, {ReplyTaken, ReplyDone}: true, {ReplyTaken, ReplyExplained}: true,
		{ReplyWorking, ReplyDone}: true, {ReplyWorking, ReplyExplained}: true,
	}
	for _, last := range all {
		for _, next := range all {
			if got := next.May(last); got != may[[2]ReplyState{last, next}] {
				t.Errorf("%q after %q: %v", next, last, got)
			}
		}
	}
}

func TestOnlyWordsOfTheSetTravel(t *testing.T) {
	for name, tt := range map[string]struct {
		reply Reply
		field string
	}{
		"looked at":            {Reply{State: ReplyTaken}, ""},
		"done, told by phone":  {Reply{State: ReplyDone, Told: ToldByPhone}, ""},
		"explained, not told":  {Reply{State: ReplyExplained}, ""},
		"told before the end":  {Reply{State: ReplyWorking, Told: ToldByPhone}, "told"},
		"in words of its own":  {Reply{State: ReplyDone, Told: "ask Mr Chen"}, "told"},
		"in a state of no set": {Reply{State: "sorry"}, "state"},
		"in no state":          {Reply{}, "state"},
	} {
		err := tt.reply.Check()
		if e := Keyed(err); tt.field == "" != (err == nil) || err != nil && (e == nil || e.Field != tt.field) {
			t.Errorf("%s: %v, want %q", name, err, tt.field)
		}
	}
}

func TestALetterThatAnswersNothingSaysNothing(t *testing.T) {
	var letters []Letter
	for _, r := range []Reply{{Record: "r", State: ReplyTaken}, {State: ReplyDone}, {Record: "r", State: "x"}, {Record: "r", State: ReplyDone}} {
		l, err := NewLetter(LetterReply, time.UnixMilli(1), r)
		if err != nil {
			t.Fatal(err)
		}
		letters = append(letters, l)
	}
	letters = append(letters, Letter{Kind: LetterReply, Body: []byte("{")}, Letter{Kind: LetterCase, Body: letters[0].Body})
	if got := ReadReplies(letters); len(got) != 2 || got[0].State != ReplyTaken || got[1].State != ReplyDone {
		t.Errorf("%+v", got)
	}
}
