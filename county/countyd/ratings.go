package main

import (
	"encoding/json"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

type ratingsCmd struct {
	Anomalies ratingsAnomaliesCmd `cmd:"" help:"List ratings that look made, with the rule that asks; a question, no proof."`
	Answer    ratingsAnswerCmd    `cmd:"" help:"Say how far the county has got with a rating; its machine tells whoever holds the paper."`
	Export    ratingsExportCmd    `cmd:"" help:"Write the ratings of cases in the form of the national exchange, signed; nothing that names a person."`
	Show      ratingsShowCmd      `cmd:"" help:"How far a rating was answered; nothing of what it says."`
}

// ratingName names one rating.
type ratingName struct {
	database
	Code  string `arg:"" help:"Code on the receipt of the rated case."`
	Act   string `help:"Which service act, when several of the case were rated."`
	Kiosk string `placeholder:"ID" help:"Which machine, when several gave out the code."`
	JSON  bool   `help:"Answer as JSON."`
}

func (n ratingName) answer() office.Answer {
	return office.Answer{Code: n.Code, Kiosk: seal.KioskID(n.Kiosk), Act: n.Act}
}

type ratingsAnswerCmd struct {
	ratingName
	State string `required:"" enum:"taken,working,done,explained" help:"taken, working, done or explained."`
	Told  string `help:"With done and explained: how the person hears the rest; phone, visit or office."`
}

// Run answers in the county's name. It takes only what the machines have words for:
// what it says lies on the kiosk in clear.
func (c *ratingsAnswerCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB) error {
		a := c.answer()
		a.State, a.Told = village.ReplyState(c.State), village.ReplyWay(c.Told)
		found, err := replies(w, db).AnswerRating(w.ctx, a)
		if err != nil {
			return err
		}
		return w.ratingLine(found, c.JSON)
	})
}

type ratingsShowCmd struct{ ratingName }

// Run shows neither grade nor words.
func (c *ratingsShowCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB) error {
		found, err := replies(w, db).FindRating(w.ctx, c.answer())
		if err != nil {
			return err
		}
		return w.ratingLine(found, c.JSON)
	})
}

func replies(w *world, db *county.DB) *office.Office { return &office.Office{Replies: db, Now: w.now} }

// ratingAnswer is a rating in the answer of `ratings answer` and `ratings show`.
type ratingAnswer struct {
	Kiosk seal.KioskID        `json:"kiosk"`
	ID    village.RecordID    `json:"id"`
	Code  village.ShortCode   `json:"short_code"` // of the case
	Act   string              `json:"act"`
	State *village.ReplyState `json:"state"` // null = not answered yet
	Voice bool                `json:"voice"` // something was said with it; the console plays it
}

func (w *world) ratingLine(r office.RatingHead, asJSON bool) error {
	if asJSON {
		out := ratingAnswer{Kiosk: r.Kiosk, ID: r.ID, Code: r.Code, Act: r.Act, Voice: r.Voice}
		if r.Said != "" {
			out.State = &r.Said
		}
		return json.NewEncoder(w.stdout).Encode(out)
	}
	said := "county.reply.none"
	if r.Said != "" {
		said = "county.reply." + string(r.Said)
	}
	return w.say("county.rating.line", "code", r.Code.Spaced(), "state", w.text.T(said))
}
