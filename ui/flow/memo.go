package flow

import (
	"context"
	"time"

	"bianmin/app/desk"
)

// Memo is how far somebody is with saying something about a service.
type Memo string

const (
	MemoNone     Memo = ""
	MemoSpeaking Memo = "speaking" // it is being recorded
	MemoThere    Memo = "there"
	MemoPlaying  Memo = "playing" // it is being played back
)

// memo is what somebody says with a rating. It lies in memory and nowhere else.
type memo struct {
	Memo    Memo
	Telling bool // the page on which one speaks is open
	Spoken  int  // seconds since the recording began

	voice []byte
	halt  context.CancelFunc // of what is being recorded or played; nil: nothing is
	begun int                // counts what was recorded and played, so that a late end is dropped
}

// CanSpeak reports whether the machine has a microphone.
func (r *Rating) CanSpeak() bool { return r.kiosk.Record != nil }

// CanListen reports whether what was said can be played back.
func (r *Rating) CanListen() bool { return r.kiosk.Listen != nil && r.Memo == MemoThere }

// MostSpoken is for how many seconds somebody may speak.
func (r *Rating) MostSpoken() int { return int(desk.MaxVoice / time.Second) }

// Speak records what the person says, in place of what was said before, until
// [Rating.Enough] or for as long as may be.
func (r *Rating) Speak(ctx context.Context) {
	if r.Busy || r.Sent || r.halt != nil || !r.CanSpeak() {
		return
	}
	var said []byte
	var err error
	ctx = r.begin(ctx, MemoSpeaking)
	r.runMemo(func() { said, err = r.kiosk.Record(ctx) }, func() {
		if err != nil {
			r.Problem = r.problem(err, "rating.voice.failed")
		} else {
			r.voice = said
		}
	})
}

// Listen plays back what was said.
func (r *Rating) Listen(ctx context.Context) {
	if r.halt != nil || !r.CanListen() {
		return
	}
	var err error
	ctx, voice := r.begin(ctx, MemoPlaying), r.voice
	r.runMemo(func() { err = r.kiosk.Listen(ctx, voice) }, func() {
		if err != nil && ctx.Err() == nil {
			r.Problem = Problem{Text: r.T("rating.voice.mute")}
		}
	})
}

// begin shows what is done now; the context ends with it.
func (r *Rating) begin(ctx context.Context, now Memo) context.Context {
	r.hush()
	ctx, r.halt = context.WithCancel(ctx)
	r.begun++
	r.Memo, r.Spoken, r.Problem = now, 0, Problem{}
	r.Changed()
	return ctx
}

// runMemo records or plays off the UI goroutine. What ends after the rating it belongs to,
// or after the next that was begun, is nobody's: then is not called.
func (r *Rating) runMemo(work, then func()) {
	begun := r.begun
	r.run(work, func() {
		if r.begun != begun {
			return
		}
		then()
		r.Enough()
		r.rest()
	})
}

// unsaid is what no rating has said anything with yet; nothing that ends late is for it.
func (m memo) unsaid() memo { return memo{begun: m.begun + 1} }

// Tell opens the page on which one speaks, or closes it.
func (r *Rating) Tell(open bool) {
	if !open {
		r.Enough()
	}
	r.Telling, r.Problem = open && r.CanSpeak(), Problem{}
	r.Changed()
}

// Enough ends what is being recorded or played.
func (r *Rating) Enough() {
	if r.halt != nil {
		r.halt()
		r.halt = nil
	}
}

// Unsay drops what was said.
func (r *Rating) Unsay() {
	if r.halt == nil {
		r.voice = nil
		r.rest()
	}
}

// rest shows what there is.
func (r *Rating) rest() {
	r.Memo = MemoNone
	if len(r.voice) > 0 {
		r.Memo = MemoThere
	}
	r.Changed()
}

// tick counts a second of speech.
func (r *Rating) tick() {
	if r.Memo == MemoSpeaking {
		r.Spoken++
		r.Changed()
	}
}
