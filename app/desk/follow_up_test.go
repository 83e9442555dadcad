package desk_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"bianmin/app/desk"
	"bianmin/app/seal/sealtest"
	"bianmin/app/village"
)

// TestAPaperIsGoodForWhatItsStateAllows: each refusal is one sentence, and nothing of
// it is stored.
func TestAPaperIsGoodForWhatItsStateAllows(t *testing.T) {
	ask := village.CaseStep{State: village.SupplementAsked, Materials: []string{"book"}}
	handed := village.FollowUpAt{FollowUp: village.FollowUp{Verb: village.Supplement, Materials: []village.HandedIn{{Code: "book", How: village.Original}}}}
	back := func(o village.OutcomeState) village.FollowUpAt {
		return village.FollowUpAt{FollowUp: village.FollowUp{Verb: village.Withdraw}, Outcome: village.Outcome{State: o}}
	}
	for name, tt := range map[string]struct {
		state            village.CaseState
		item             village.ItemCode
		steps            []village.CaseStep
		earlier          []village.FollowUpAt
		supply, withdraw string
	}{
		"handed in":          {state: village.Received, supply: "err.follow.not_asked"},
		"asked for papers":   {state: village.SupplementAsked, steps: []village.CaseStep{ask}},
		"all handed in":      {state: village.SupplementAsked, steps: []village.CaseStep{ask}, earlier: []village.FollowUpAt{handed}, supply: "err.follow.all_there"},
		"accepted":           {state: village.CaseAccepted, steps: []village.CaseStep{ask, {State: village.CaseAccepted}}, supply: "err.follow.not_asked"},
		"decided":            {state: village.Approved, supply: "err.follow.not_asked", withdraw: "err.follow.over"},
		"over":               {state: village.Completed, supply: "err.follow.not_asked", withdraw: "err.follow.over"},
		"taken back already": {state: village.SupplementAsked, steps: []village.CaseStep{ask}, earlier: []village.FollowUpAt{back("")}, supply: "err.follow.withdrawn", withdraw: "err.follow.withdrawn"},
		"not by its owner":   {state: village.Received, earlier: []village.FollowUpAt{back(village.OutcomeUnproven)}, supply: "err.follow.not_asked"},
		"a request":          {state: village.Registered, item: village.TicketHelp.Item(), supply: "err.follow.request", withdraw: "err.follow.request"},
	} {
		s := desk.Status{Case: village.Case{State: tt.state, Item: tt.item}, Steps: tt.steps, FollowUps: tt.earlier}
		for verb, want := range map[village.FollowVerb]string{village.Supplement: tt.supply, village.Withdraw: tt.withdraw} {
			key := ""
			if e, ok := errors.AsType[*village.Error](s.May(verb)); ok {
				key = e.Key
			}
			if key != want {
				t.Errorf("%s, %s: %q, want %q", name, verb, key, want)
			}
		}
	}
}

// TestTheLastFourAreSealedAndNowhereElse: a verifier on the disk would be ten
// thousand guesses.
func TestTheLastFourAreSealedAndNowhereElse(t *testing.T) {
	d, store := counter(t)
	out, err := d.Accept(t.Context(), application())
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range []string{"", "02X", "00 2X", "abcd", "0002X"} {
		_, err := d.Withdraw(t.Context(), desk.WithdrawInput{Code: string(out.ShortCode), LastFour: wrong})
		if e, ok := errors.AsType[*village.Error](err); !ok || e.Field != "last_four" {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	back, err := d.Withdraw(t.Context(), desk.WithdrawInput{Code: out.ShortCode.Spaced(), LastFour: " 002x "})
	if err != nil {
		t.Fatal(err)
	}
	var b desk.FollowUpBody
	text, err := sealtest.Text("K1", pending(t, store)[1])
	if err == nil {
		err = json.Unmarshal(text, &b)
	}
	if err != nil || b.LastFour != "002X" || b.Case != out.ID || b.Kiosk != "K1" || b.ShortCode != out.ShortCode || b.Verb != village.Withdraw {
		t.Errorf("sealed %+v, %v", b, err)
	}
	if back.State != "received" || back.QR == "" || back.FollowUp.Of != out.ID {
		t.Errorf("answered %+v", back)
	}
	s, err := d.Status(t.Context(), string(out.ShortCode))
	if err != nil || len(s.FollowUps) != 1 || s.Case.State != village.Received {
		t.Errorf("the machine says %+v, %v: it has not been taken back yet", s, err)
	}
}

// TestASecondHandDoesNotDouble: two programs that drew up the same at once, and one
// that was cut off behind its commit.
func TestASecondHandDoesNotDouble(t *testing.T) {
	d, store := counter(t)
	out, err := d.Accept(t.Context(), application())
	if err != nil {
		t.Fatal(err)
	}
	in := desk.WithdrawInput{ID: "01900000-0000-7000-8000-0000000000aa", Code: string(out.ShortCode), LastFour: "002X"}
	errs := make([]error, 2)
	for i := range errs {
		_, errs[i] = d.Withdraw(t.Context(), in)
	}
	if errs[0] != nil || village.KindOf(errs[1]) != village.Conflict {
		t.Errorf("%v", errs)
	}
	if n := len(pending(t, store)); n != 2 {
		t.Errorf("%d records", n)
	}
}

func TestASupplementSaysWhatIsStillToCome(t *testing.T) {
	s := desk.Status{
		Steps:     []village.CaseStep{{State: village.SupplementAsked, Materials: []string{"a", "b", "c"}}},
		FollowUps: []village.FollowUpAt{{FollowUp: village.FollowUp{Verb: village.Supplement, Materials: []village.HandedIn{{Code: "b"}}}}},
	}
	if got := s.Left(); !slices.Equal(got, []string{"a", "c"}) {
		t.Errorf("left %v", got)
	}
}

// Test21AnActIsRatedWhenItTookPlaceAndOnce (GB/T 39734: 一次一评).
func Test21AnActIsRatedWhenItTookPlaceAndOnce(t *testing.T) {
	d, store := counter(t)
	out, err := d.Accept(t.Context(), application())
	if err != nil {
		t.Fatal(err)
	}
	rate := func(act string) (field, key string) {
		_, err := d.Rate(t.Context(), desk.RatingInput{Target: string(out.ShortCode), Act: act, Grade: 5})
		if e, ok := errors.AsType[*village.Error](err); ok {
			return e.Field, e.Key
		}
		return "", ""
	}
	for _, tt := range []struct{ act, field, key string }{
		{"supplement", "act", "err.rating.act_not_yet"}, // nobody has asked for anything
		{"result", "act", "err.rating.act_not_yet"},
		{"visit", "act", "err.rating.act"}, // of the centre
		{"gossip", "act", "err.rating.act"},
		{"", "", ""},
		{"receive", "target", "err.rating.twice"}, // the same as none
	} {
		if field, key := rate(tt.act); field != tt.field || key != tt.key {
			t.Errorf("%q: %s at %q, want %s at %q", tt.act, key, field, tt.key, tt.field)
		}
	}
	step := village.CaseStep{Record: out.ID, State: village.Completed, AtMS: monday.UnixMilli()}
	letter, err := village.NewLetter(village.LetterCase, monday, step)
	if err != nil {
		t.Fatal(err)
	}
	letter.Seq, letter.Head = 1, make([]byte, 32)
	if err := store.TakeLetters(t.Context(), village.MailState{}, village.MailState{Seq: 1, Head: letter.Head}, []village.Letter{letter}); err != nil {
		t.Fatal(err)
	}
	if field, key := rate("result"); key != "" {
		t.Errorf("the result: %s at %q", key, field)
	}
	if _, err := d.Rate(t.Context(), desk.RatingInput{Target: desk.TargetCentre, Act: "receive", Grade: 5}); village.KindOf(err) != village.Invalid {
		t.Errorf("the centre's receipt: %v", err)
	}
	s, err := d.Status(t.Context(), string(out.ShortCode))
	if err != nil || len(s.Unrated()) != 0 || !slices.Equal(s.Rated, []string{"receive", "result"}) {
		t.Errorf("rated %v, left %v, %v", s.Rated, s.Unrated(), err)
	}
}

// Test21EachTimeThatPapersCameIsRatedOnce: the second time has its number, and the first is
// called as before there were numbers.
func Test21EachTimeThatPapersCameIsRatedOnce(t *testing.T) {
	d, store := counter(t)
	out, err := d.Accept(t.Context(), application())
	if err != nil {
		t.Fatal(err)
	}
	letter, err := village.NewLetter(village.LetterCase, monday, village.CaseStep{
		Record: out.ID, State: village.SupplementAsked, AtMS: monday.UnixMilli(), Materials: []string{"card", "book"},
	})
	if err != nil {
		t.Fatal(err)
	}
	letter.Seq, letter.Head = 1, make([]byte, 32)
	if err := store.TakeLetters(t.Context(), village.MailState{}, village.MailState{Seq: 1, Head: letter.Head}, []village.Letter{letter}); err != nil {
		t.Fatal(err)
	}
	rate := func(act string) string {
		_, err := d.Rate(t.Context(), desk.RatingInput{Target: string(out.ShortCode), Act: act, Grade: 5})
		if err == nil {
			return ""
		}
		return village.Keyed(err).Key
	}
	for i, code := range []string{"card", "book"} {
		if act := village.NthAct(desk.ActSupplement, i+1); rate(act) != "err.rating.act_not_yet" {
			t.Errorf("%s is rated before it took place", act)
		}
		in := desk.SupplementInput{Code: string(out.ShortCode), Materials: []desk.MaterialInput{{Code: code, Declared: village.Original}}}
		if _, err := d.Supplement(t.Context(), in); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range [][2]string{
		{"supplement.1", "err.rating.act"}, {"receive.2", "err.rating.act"}, {"result.2", "err.rating.act"}, {"supplement.3", "err.rating.act_not_yet"},
		{"supplement.2", ""}, {"supplement", ""}, {"supplement.2", "err.rating.twice"}, {"supplement", "err.rating.twice"},
	} {
		if key := rate(tt[0]); key != tt[1] {
			t.Errorf("%s: %q, want %q", tt[0], key, tt[1])
		}
	}
	s, err := d.Status(t.Context(), string(out.ShortCode))
	if err != nil || !slices.Equal(s.Unrated(), []string{"receive"}) {
		t.Errorf("left %v, %v", s.Unrated(), err)
	}
	sealed := pending(t, store)
	for i, want := range []desk.RatingBody{{Act: "supplement", Nth: 2}, {Act: "supplement"}} {
		var b desk.RatingBody
		text, err := sealtest.Text("K1", sealed[len(sealed)-2+i])
		if err == nil {
			err = json.Unmarshal(text, &b)
		}
		if err != nil || b.Act != want.Act || b.Nth != want.Nth {
			t.Errorf("sealed %+v, %v", b, err)
		}
	}
}
