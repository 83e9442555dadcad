package office

import (
	"context"
	"slices"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// RatingHead is what is not hidden of a rating and decides about its answer.
type RatingHead struct {
	Kiosk seal.KioskID
	ID    village.RecordID
	Code  village.ShortCode // on the receipt of the case that was rated
	Act   string            // service act, as "receive"
	Said  village.ReplyState
	Voice bool // something was said with it
}

// Answer is what an officer answers to a rating.
type Answer struct {
	Code  string       // on the receipt of the rated case
	Kiosk seal.KioskID // "" unless several machines gave out the code
	Act   string       // "" unless several acts of the case were rated
	State village.ReplyState
	Told  village.ReplyWay
}

// Replies is what answers need of the county's database.
type Replies interface {
	// RatingsOf are the ratings of cases with a short code, and how far each was
	// answered, the oldest first.
	RatingsOf(ctx context.Context, code village.ShortCode) ([]RatingHead, error)

	// Reply lets decide judge how far a record was answered and keeps what it
	// says, together with the letter to the record's kiosk, in one transaction. An
	// unknown record is [village.NotFound].
	Reply(ctx context.Context, kiosk seal.KioskID, id village.RecordID, decide func(last village.ReplyState) (village.Reply, error)) error
}

// AnswerRating says how far the county has got with a rating, and writes the news
// to its kiosk, both or neither. A rating of the centre has no receipt: nobody
// could be told. The errors are [village.Invalid] at "code", "state" or "told";
// [village.NotFound] at "code", err.rating.none; [village.Conflict] at "code",
// err.rating.several, and at "state", err.reply.order.
func (o *Office) AnswerRating(ctx context.Context, a Answer) (RatingHead, error) {
	if err := (village.Reply{State: a.State, Told: a.Told}).Check(); err != nil {
		return RatingHead{}, err
	}
	found, err := o.FindRating(ctx, a)
	if err != nil {
		return RatingHead{}, err
	}
	err = o.Replies.Reply(ctx, found.Kiosk, found.ID, func(last village.ReplyState) (village.Reply, error) {
		if !a.State.May(last) {
			return village.Reply{}, &village.Error{Kind: village.Conflict, Field: "state", Key: "err.reply.order"}
		}
		return village.Reply{Record: found.ID, State: a.State, AtMS: o.Now().UnixMilli(), Told: a.Told}, nil
	})
	found.Said = a.State
	return found, err
}

// FindRating is the one rating that a names; the errors are those of
// [Office.AnswerRating] at "code".
func (o *Office) FindRating(ctx context.Context, a Answer) (RatingHead, error) {
	code, err := village.ParseShortCode(a.Code)
	if err != nil {
		return RatingHead{}, village.At("code", err)
	}
	found, err := o.Replies.RatingsOf(ctx, code)
	if err != nil {
		return RatingHead{}, err
	}
	found = slices.DeleteFunc(found, func(r RatingHead) bool {
		return a.Kiosk != "" && r.Kiosk != a.Kiosk || a.Act != "" && r.Act != a.Act
	})
	switch len(found) {
	case 0:
		return RatingHead{}, &village.Error{Kind: village.NotFound, Field: "code", Key: "err.rating.none"}
	case 1:
		return found[0], nil
	}
	return RatingHead{}, &village.Error{Kind: village.Conflict, Field: "code", Key: "err.rating.several"}
}
