package desk

import (
	"context"
	"encoding/base64"
	"slices"
	"strings"

	"bianmin/app/village"
)

// CollectSignature is what the signature of who received a result is called among the files
// of the record.
const CollectSignature = "collect.signature"

// CollectInput says that a result that lay at the village was handed over (领取): by a helper
// who is signed in, to the applicant or to whom a letter entrusts with receiving it. Its JSON
// form is that of docs/intake.schema.json.
type CollectInput struct {
	ID        village.RecordID `json:"-"` // as of [Application]
	Code      string           `json:"code"`
	LastFour  string           `json:"last_four"` // as of [WithdrawInput]; the agent's where the agent of the case comes alone
	Signature string           `json:"signature"` // of who received it: PNG or JPEG in base64
	Coming
}

// Collect takes the hand-over of a result in. The helper looks at the document; the county
// compares the last four before it counts, for this machine keeps none. The errors are those of
// [Desk.Status] and [Status.May]; [village.Invalid] at "helper", "last_four", "signature" or
// at who comes.
func (d *Desk) Collect(ctx context.Context, in CollectInput) (FollowedUp, error) {
	status, err := d.may(ctx, in.Code, village.Collect)
	if err != nil {
		return FollowedUp{}, err
	}
	if in.Helper == "" {
		return FollowedUp{}, village.Refuse("helper", "err.collect.helper")
	}
	who, letter, err := d.comes(status, village.Collect, in.Coming)
	if err != nil {
		return FollowedUp{}, err
	}
	four := strings.ToUpper(strings.TrimSpace(in.LastFour))
	if len(four) != 4 || village.LastFour(four) == "" {
		return FollowedUp{}, village.Refuse("last_four", "err.collect.last_four")
	}
	signed, err := signature(in.Signature, CollectSignature, "err.collect.signature")
	if err != nil {
		return FollowedUp{}, village.At("signature", err)
	}
	body := FollowUpBody{Verb: village.Collect, Materials: []MaterialBody{}, LastFour: four, ComingBody: who}
	return d.follow(ctx, status, in.ID, body, append(letter, signed))
}

// uncollected is the key of why no result can be handed over now, or "": it lies here, as the
// county told, and nobody handed it over yet, unless it did not count.
func (s Status) uncollected() string {
	switch w, ok := s.Delivery(); {
	case s.Collected():
		return "err.collect.done"
	case !ok || s.Case.State != village.Delivery || w.State != village.DeliveryAtVillage:
		return "err.collect.not_here"
	}
	return ""
}

// Collected reports whether the result was handed over here, as far as it may still count.
func (s Status) Collected() bool {
	return slices.ContainsFunc(s.FollowUps, func(f village.FollowUpAt) bool {
		return f.Verb == village.Collect && (f.Outcome.State == "" || f.Outcome.State == village.OutcomeTaken)
	})
}

// signature is a picture of one, in base64 with or without what a browser writes before it, as
// the file name of a record; key is of the error for anything else.
func signature(text, name, key string) (village.Part, error) {
	if _, after, ok := strings.Cut(text, ";base64,"); ok && strings.HasPrefix(text, "data:") {
		text = after
	}
	data, err := base64.StdEncoding.DecodeString(text)
	part := newPart(name, data)
	if err != nil || len(data) > village.MaxFileBytes || part.Type != typePNG && part.Type != typeJPEG {
		return village.Part{}, village.Refuse("", key)
	}
	return part, nil
}
