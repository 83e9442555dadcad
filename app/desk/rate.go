package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// TargetCentre is the target of a rating of the centre as a whole.
const TargetCentre = "centre"

// Service acts that can be rated, one rating each (一次一评, GB/T 39734-2020).
const (
	ActReceive    = "receive"    // 收件, rated by the receipt's code
	ActSupplement = "supplement" // 补正: papers were handed in later
	ActResult     = "result"     // 签收: the county is done with it
	actVisit      = "visit"      // the visit as a whole; nobody's name stands behind it
)

// Acts are the service acts of the case that took place, as far as this machine
// knows, the latest first. Each time that papers were handed in later is one, see
// [village.NthAct].
func (s Status) Acts() []string {
	acts, brought := []string{ActReceive}, 0
	for _, f := range s.FollowUps {
		if f.Verb == village.Supplement || f.Verb == village.MakeUp {
			brought++
			acts = append(acts, village.NthAct(ActSupplement, brought))
		}
	}
	switch s.Case.State {
	case village.Delivery, village.Completed, village.Answered, village.NotAccepted, village.Ended:
		acts = append(acts, ActResult)
	}
	slices.Reverse(acts)
	return acts
}

// Unrated are those of [Status.Acts] that nobody has rated here.
func (s Status) Unrated() []string {
	return slices.DeleteFunc(s.Acts(), func(act string) bool { return slices.Contains(s.Rated, act) })
}

// RatingBody is what is sealed of a rating, and the body of a record of schema 1.
type RatingBody struct {
	ID      village.RecordID  `json:"id"`
	Target  village.ShortCode `json:"target"`        // "" for the centre
	Act     string            `json:"act"`           // without its number
	Nth     int               `json:"nth,omitempty"` // which of its kind in the case; 0 = the first, or an earlier release
	Grade   village.Grade     `json:"grade"`
	Tags    []string          `json:"tags"`
	TagSet  string            `json:"tag_set"` // version of the official tags
	Text    string            `json:"text"`
	RatedAt time.Time         `json:"rated_at"`
	Village string            `json:"village"`
	Files   []FileBody        `json:"files,omitempty"` // what was said, if anything
	Helper  string            `json:"helper,omitempty"`
}

// Rate takes a rating (好差评). Grade 1 and 2 need a tag, a text or a recording; a service
// act is rated once, and not before it took place. Wrong input is [village.Invalid],
// a second rating and one that comes too early [village.Conflict], a code that this kiosk did not issue [village.NotFound].
func (d *Desk) Rate(ctx context.Context, in RatingInput) (Rated, error) {
	body, err := d.checkRating(in)
	if err != nil {
		return Rated{}, err
	}
	said, err := speak(in.Said)
	if err != nil {
		return Rated{}, err
	}
	if err := d.tookPlace(ctx, body); err != nil {
		return Rated{}, err
	}
	if err := d.Ready(); err != nil {
		return Rated{}, err
	}
	now, trust := d.Now()
	if body.ID, err = d.NewID(); err != nil {
		return Rated{}, village.Failed("name the rating", err)
	}
	body.RatedAt, body.Village, body.Helper = now.Truncate(time.Second), string(d.Village()), in.Helper
	act := body.number()
	record := village.Record{ID: body.ID, Kind: village.RecordRating, CreatedAt: body.RatedAt, TimeTrust: trust}
	clear := seal.Clear{Village: d.Village(), ShortCode: body.Target, AcceptedMS: body.RatedAt.UnixMilli()}
	var pieces [][]byte
	if len(said) > 0 {
		body.Files, pieces = cutFiles(said)
	}
	if err := d.seal(&record, clear, body, pieces); err != nil {
		return Rated{}, err
	}
	r := village.Rating{ID: body.ID, Target: body.Target, Act: act, RatedAt: body.RatedAt, Digest: record.Digest, Helper: in.Helper}
	r, err = d.Store.SaveRating(ctx, r, record)
	if village.KindOf(err) == village.Conflict && err != nil {
		return Rated{}, &village.Error{Kind: village.Conflict, Field: "target", Key: "err.rating.twice", Err: err}
	}
	if err != nil {
		return Rated{}, err
	}
	return Rated{ID: r.ID, State: "received", Place: r.Seq}, nil
}

// tookPlace refuses a rating of a service act that did not take place, as far as this
// machine knows.
func (d *Desk) tookPlace(ctx context.Context, body RatingBody) error {
	if body.Target == "" {
		return nil
	}
	status, err := d.Status(ctx, string(body.Target))
	if kind := status.Case.Item.Kind(); err == nil && (kind == village.RecordInspection || kind == village.RecordRectification) { // it serves nobody
		err = &village.Error{Kind: village.NotFound}
	}
	switch {
	case err != nil && village.KindOf(err) == village.NotFound:
		return &village.Error{Kind: village.NotFound, Field: "target", Key: "err.rating.unknown_code", Err: err}
	case err != nil:
		return err
	case !slices.Contains(status.Acts(), body.Act):
		return &village.Error{Kind: village.Conflict, Field: "act", Key: "err.rating.act_not_yet"}
	}
	return nil
}

// number takes the number out of the name of the act, which it answers with.
func (b *RatingBody) number() (act string) {
	act = b.Act
	if kind, nth, _ := village.ActNth(act); nth > 1 {
		b.Act, b.Nth = kind, nth
	}
	return act
}

// rate takes the act that was named; "" is the receipt of a case, or the visit.
func (b *RatingBody) rate(act string) error {
	kind, nth, ok := village.ActNth(act)
	switch {
	case act == "" || act == b.Act:
	case b.Target != "" && ok && (kind == ActSupplement || kind == ActResult && nth == 1):
		b.Act = act
	default:
		return village.Refuse("act", "err.rating.act")
	}
	return nil
}

func (d *Desk) checkRating(in RatingInput) (RatingBody, error) {
	tags := d.Tags() // one set for all of a rating
	body := RatingBody{Act: actVisit, Grade: in.Grade, Tags: []string{}, TagSet: tags.Version}
	if in.Target == "" {
		return body, village.Refuse("target", "err.rating.target")
	}
	if in.Target != TargetCentre {
		code, err := village.ParseShortCode(in.Target)
		if err != nil {
			return body, village.At("target", err)
		}
		body.Target, body.Act = code, ActReceive
	}
	if err := body.rate(in.Act); err != nil {
		return body, err
	}
	if !in.Grade.Valid() {
		return body, village.Refuse("grade", "err.rating.grade")
	}
	for i, code := range in.Tags {
		at := fmt.Sprintf("tags[%d]", i)
		_, grade, ok := tags.Find(code)
		switch {
		case !ok:
			return body, village.Refuse(at, "err.rating.tag")
		case grade != in.Grade:
			return body, village.Refuse(at, "err.rating.tag_grade")
		case slices.Contains(body.Tags, code):
			return body, village.Refuse(at, "err.rating.tag_twice")
		}
		body.Tags = append(body.Tags, code)
	}
	text, err := line(in.Text, 0, 500)
	if err != nil {
		return body, village.At("text", err)
	}
	if body.Text = text; in.Grade.Poor() && len(body.Tags) == 0 && strings.TrimSpace(text) == "" && len(in.Said) == 0 {
		return body, village.Refuse("tags", "err.rating.reason")
	}
	return body, nil
}
