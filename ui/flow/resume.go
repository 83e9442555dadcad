package flow

import (
	"errors"
	"strings"

	"bianmin/app/desk"
	"bianmin/app/village"
)

// FourLen is how many characters of a number prove its owner.
const FourLen = 4

// Ask is one of the things that the owner of a draft is asked.
type Ask string

const (
	AskCode   Ask = "code"   // given out on leaving
	AskNumber Ask = "number" // last four of the document's number
	AskPhone  Ask = "phone"  // last four of the phone; after a crash
)

// Resume asks for the proof that what is not done belongs to the person at the
// kiosk. It shows nothing of it.
type Resume struct {
	page
	Wait    Waiting
	ByCode  bool // the person has a code; else a crash ended the turn
	At      Ask
	Typed   map[Ask]string
	Busy    bool
	Over    bool // nothing more can be tried here
	Problem Problem

	Found func(desk.Draft) bool
}

// Asked are the questions in their order.
func (r *Resume) Asked() []Ask {
	if r.ByCode {
		return []Ask{AskCode, AskNumber}
	}
	return []Ask{AskNumber, AskPhone}
}

// Len is how many characters the question shown takes.
func (r *Resume) Len() int {
	if r.At == AskCode {
		return village.ResumeCodeLen
	}
	return FourLen
}

// Left is how many are still to be typed.
func (r *Resume) Left() int { return max(0, r.Len()-len(r.Typed[r.At])) }

// WithCode asks for a code instead: the person is another one.
func (r *Resume) WithCode() {
	if r.Busy {
		return
	}
	r.ask(true)
	r.Changed()
}

// Insert types at the end of the question shown; what no longer fits is ignored.
func (r *Resume) Insert(key string) {
	text := r.Typed[r.At] + strings.ToUpper(key)
	if r.Busy || r.Over || len(text) > r.Len() || r.At == AskPhone && strings.Contains(text, "X") {
		return
	}
	if r.At == AskNumber && strings.Contains(text[:len(text)-1], "X") {
		return // it can only be the last
	}
	r.Typed[r.At], r.Problem = text, Problem{}
	r.Changed()
}

// Backspace takes the last character back.
func (r *Resume) Backspace() {
	if text := r.Typed[r.At]; text != "" && !r.Busy {
		r.Typed[r.At], r.Problem = text[:len(text)-1], Problem{}
		r.Changed()
	}
}

// Clear takes back all of the question shown.
func (r *Resume) Clear() {
	if !r.Busy {
		r.Typed[r.At] = ""
		r.Changed()
	}
}

// Next asks the next question; after the last one the proof is judged.
func (r *Resume) Next() {
	if r.Busy || r.Over || r.Left() > 0 {
		return
	}
	if r.At == AskCode {
		if _, err := village.ParseResumeCode(r.Typed[AskCode]); err != nil { // a slip costs no try
			r.Problem = r.problem(err, "resume.failed")
			r.Changed()
			return
		}
	}
	asked := r.Asked()
	if r.At == asked[0] {
		r.At, r.Problem = asked[1], Problem{}
		r.hush()
		r.Changed()
		return
	}
	r.prove()
}

func (r *Resume) prove() {
	r.Busy, r.Problem = true, Problem{}
	r.Changed()
	proof := desk.Proof{Number: r.Typed[AskNumber], Phone: r.Typed[AskPhone]}
	if r.ByCode {
		proof.Code, _ = village.ParseResumeCode(r.Typed[AskCode]) // read before
	}
	var d desk.Draft
	var err error
	r.run(func() { d, err = r.kiosk.Drafts.Resume(proof) }, func() {
		r.Busy = false
		switch {
		case err != nil:
			r.refused(err)
		case !r.Found(d):
			r.Over, r.Problem = true, r.told("resume.item")
			r.Changed()
		}
	})
}

// refused says why, and begins the questions again.
func (r *Resume) refused(err error) {
	problem := r.problem(err, "resume.failed")
	e, ok := errors.AsType[*village.Error](err)
	r.Over = ok && e.Kind == village.NotFound && (e.Field == "" || !r.ByCode)
	r.ask(r.ByCode)
	r.Problem = problem
	r.Changed()
}

// previous goes one question back; on the first it reports false.
func (r *Resume) previous() bool {
	asked := r.Asked()
	if r.Busy || r.Over || r.At == asked[0] {
		return r.Busy
	}
	r.At, r.Problem = asked[0], Problem{}
	r.hush()
	r.Changed()
	return true
}

func (r *Resume) ask(byCode bool) {
	r.ByCode, r.Typed, r.Problem = byCode, map[Ask]string{}, Problem{}
	r.At = r.Asked()[0]
	r.hush()
}

func (r *Resume) open(w Waiting) {
	r.wipe()
	r.Wait = w
	r.ask(w.Item == "")
}

func (r *Resume) wipe() {
	*r = Resume{page: r.page, Found: r.Found, Typed: map[Ask]string{}, At: AskCode, ByCode: true}
}
