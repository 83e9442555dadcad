package office

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// RatingAct is one thing that was done with a poor rating (差评处置). Nothing of it but
// the state of a reply ever leaves the county.
type RatingAct struct {
	Verb    Verb               `json:"verb"`
	State   village.CaseState  `json:"state"`
	At      time.Time          `json:"at"`
	Account string             `json:"account"`
	Role    Role               `json:"role"`
	By      string             `json:"by"`     // unit or place that the account works for
	Reason  village.CaseReason `json:"reason"` // how hard it is to put right; why it is appealed
	Words   string             `json:"words"`
	Told    village.ReplyWay   `json:"told"` // how the person hears the words
	Reached Yes                `json:"reached"`
	Solved  Yes                `json:"solved"`
	Pleased Yes                `json:"pleased"`
}

// RatingDeed is what somebody wants to do with a rating. What a verb does not use is
// empty.
type RatingDeed struct {
	Verb    Verb
	Reason  village.CaseReason
	Words   string
	Told    village.ReplyWay
	Reached Yes
	Solved  Yes
	Pleased Yes
}

// RatingCase is a rating with all that was done about it.
type RatingCase struct {
	Rating
	Unit string             // of the rated case; "" = of the centre as a whole
	Acts []RatingAct        // in their order
	Said village.ReplyState // last that the kiosk was told; "" = nothing

	Given Given // the order that was made of it
}

// RatingBook is where the county keeps what is done with ratings. Every method is one
// transaction.
type RatingBook interface {
	// Rating is one rating; see [village.NotFound].
	Rating(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (RatingCase, error)

	// StepRating lets decide judge a rating and keeps what it decides, with a letter
	// to the kiosk that says reply, if that has a state.
	StepRating(ctx context.Context, kiosk seal.KioskID, id village.RecordID, decide func(RatingCase) (RatingAct, village.Reply, error)) error
}

// RatingDesk handles poor ratings.
type RatingDesk struct {
	Store RatingBook
	Due   func(from time.Time, days int) (village.Day, error) // last of so many working days
	Now   func() time.Time
}

// Do does one thing with a rating in somebody's name, and tells the kiosk how far it
// has come, all or nothing. The errors are [village.NotFound] for a rating that is not
// there or not in the account's scope; [village.Denied] at "verb", err.case.role;
// [village.Conflict] at "state"; [village.Invalid] at the field that is wrong.
func (d *RatingDesk) Do(ctx context.Context, kiosk seal.KioskID, id village.RecordID, deed RatingDeed, by Account) error {
	return d.Store.StepRating(ctx, kiosk, id, func(r RatingCase) (RatingAct, village.Reply, error) {
		act, err := d.weigh(r, deed, by)
		if err != nil {
			return act, village.Reply{}, err
		}
		return act, act.reply(r), nil
	})
}

func (d *RatingDesk) weigh(r RatingCase, deed RatingDeed, by Account) (RatingAct, error) {
	if !r.In(by.Scope) {
		return RatingAct{}, &village.Error{Kind: village.NotFound, Field: "code", Key: "err.rating.none"}
	}
	verb, ok := RatingFlow().verb(deed.Verb)
	switch {
	case !ok:
		return RatingAct{}, village.Refuse("verb", "err.case.verb")
	case !slices.Contains(verb.Roles, by.Role):
		return RatingAct{}, &village.Error{Kind: village.Denied, Field: "verb", Key: "err.case.role"}
	case !slices.Contains(verb.From, r.State):
		return RatingAct{}, conflict("err.case.order")
	}
	if err := deed.onlyFor(verb); err != nil {
		return RatingAct{}, err
	}
	w := ratingWeighing{deed: deed, verb: verb, of: r, stand: r.Standing(), by: by}
	for _, name := range verb.Guards {
		if err := ratingGuards[name](w); err != nil {
			return RatingAct{}, err
		}
	}
	act := RatingAct{
		Verb: verb.Name, State: verb.To, At: d.Now(), Account: by.Name, Role: by.Role, By: by.Scope.Unit + string(by.Scope.Division),
		Reason: deed.Reason, Words: deed.Words, Told: deed.Told, Reached: deed.Reached, Solved: deed.Solved, Pleased: deed.Pleased,
	}
	if act.State == "" {
		act.State = r.State
	}
	return act, nil
}

// reply is what whoever holds the paper is told. It goes forward only: a word that was
// said is not said back, and nobody hears of an appeal.
func (a RatingAct) reply(r RatingCase) village.Reply {
	state := map[Verb]village.ReplyState{
		"sign": village.ReplyTaken, "uphold": village.ReplyWorking, VerbRectify: village.ReplyDone, "explain": village.ReplyExplained, "exclude": village.ReplyExplained,
	}[a.Verb]
	if r.Target == "" || state == "" || !state.May(r.Said) {
		return village.Reply{}
	}
	return village.Reply{Record: r.ID, State: state, AtMS: a.At.UnixMilli(), Told: a.Told}
}

// onlyFor refuses what the verb does not use.
func (d RatingDeed) onlyFor(v FlowVerb) error {
	uses := func(guards ...string) bool {
		return slices.ContainsFunc(guards, func(g string) bool { return slices.Contains(v.Guards, g) })
	}
	switch {
	case d.Reason != "" && !uses("reason"):
		return village.Refuse("reason", "err.case.reason")
	case d.Words != "" && !uses("words", "survey"):
		return village.Refuse("words", "err.ticket.words")
	case d.Told != "" && !uses("told"):
		return village.Refuse("told", "err.reply.told")
	case d.Reached != "" && !uses("reached", "survey"), (d.Solved != "" || d.Pleased != "") && !uses("survey"):
		return village.Refuse("survey", "err.ticket.survey")
	}
	return nil
}

// survey refuses a call that says neither or too much: who was reached says whether it
// is solved, and whether they are satisfied, which are two things; of who was not,
// nothing is said.
func survey(reached, solved, pleased Yes, words string) error {
	said := reached == SaidYes
	good := solved.known() && pleased.known() && utf8.RuneCountInString(words) <= MaxTicketWords &&
		(said || reached == SaidNo) && said == (solved != NotAsked) && said == (pleased != NotAsked)
	return unless(good, village.Refuse("survey", "err.ticket.survey"))
}
