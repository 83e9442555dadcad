package flow

import (
	"encoding/base64"

	"bianmin/app/desk"
	"bianmin/app/village"
)

// CanCollect reports whether who helps can hand over the result of the case found: it lies here.
func (p *Progress) CanCollect() bool { return p.Acting() != "" && p.Can(village.Collect) }

// Sign takes the signature of who receives a result, as a PNG; nil takes it back.
func (f *FollowUp) Sign(png []byte) {
	f.Signature = png
	f.Changed()
}

// ToSign goes on from the last four to the signature.
func (f *FollowUp) ToSign() {
	if f.Verb == village.Collect && !f.Signing && f.Lacks() == "" {
		f.Signing, f.Problem = true, Problem{}
		f.hush()
		f.Changed()
	}
}

// previous goes back from the signature to the last four; it reports whether there was a step.
func (f *FollowUp) previous() bool {
	if !f.Signing || f.Done() {
		return false
	}
	f.Signing, f.Signature, f.Problem = false, nil, Problem{}
	f.hush()
	f.Changed()
	return true
}

// received is the hand-over of a result, as it stands on the page.
func (f *FollowUp) received(who desk.Coming) desk.CollectInput {
	return desk.CollectInput{
		Code: string(f.Status.Case.ShortCode), LastFour: f.Digits, Signature: base64.StdEncoding.EncodeToString(f.Signature), Coming: who,
	}
}
