package flow

import "context"

// Phrase is one thing that is read aloud.
type Phrase struct {
	Key   string // message key, which is the name of its clip; "" when the words vary
	Text  string
	Spell bool // one character at a time
}

// ReadingState is what 朗读 does now.
type ReadingState string

// The states of 朗读. What a person filled in is said only on a press of its
// own, which is offered after the page was read to its end.
const (
	ReadingQuiet   ReadingState = ""
	ReadingAloud   ReadingState = "aloud"
	ReadingOffered ReadingState = "own" // the next press reads what the person filled in
	ReadingFailed  ReadingState = "failed"
)

// Reading reads the page to who cannot, or likes to hear it (朗读).
type Reading struct {
	page
	State ReadingState

	aloud, own func() []Phrase
	stop       func()
	count      int // of readings begun and stopped: a late end does not touch the next one
}

// Works reports whether the machine can speak.
func (r *Reading) Works() bool { return r.kiosk.Say != nil }

// Press begins to read the page, or stops; after the end of a page on which
// something is filled in it reads that.
func (r *Reading) Press(ctx context.Context) {
	switch {
	case !r.Works():
	case r.State == ReadingAloud:
		r.hush()
	case r.State == ReadingOffered:
		r.say(ctx, r.own(), ReadingQuiet)
	case len(r.own()) > 0:
		r.say(ctx, append(r.aloud(), r.said("voice.own")...), ReadingOffered)
	default:
		r.say(ctx, r.aloud(), ReadingQuiet)
	}
}

func (r *Reading) say(ctx context.Context, phrases []Phrase, after ReadingState) {
	ctx, r.stop = context.WithCancel(ctx)
	r.count++
	count, stop, language := r.count, r.stop, r.kiosk.Text.Language
	r.State = ReadingAloud
	r.Changed()
	var err error
	r.run(func() { err = r.kiosk.Say(ctx, language, phrases) }, func() {
		stop()
		if r.count != count {
			return
		}
		r.State = after
		if err != nil {
			r.State = ReadingFailed
			if r.kiosk.Trouble != nil {
				r.kiosk.Trouble("read aloud", err)
			}
		}
		r.Changed()
	})
}

// hush is silence at once, and the offer to read what is filled in is over.
func (r *Reading) hush() {
	if r.State == ReadingQuiet {
		return
	}
	if r.stop != nil {
		r.stop()
	}
	r.count++
	r.State, r.stop = ReadingQuiet, nil
	r.Changed()
}

// wipe silences whatever is said of the person who has gone.
func (r *Reading) wipe() { r.hush() }

// reading is 朗读 of this turn.
func (t *Turn) reading() *Reading { return &Reading{page: t.page(), aloud: t.Aloud, own: t.Own} }

// moved shows another page in silence.
func (t *Turn) moved(route Route) {
	t.Reading.hush()
	t.watchCard()
	if route != RoutePhoto {
		t.Photo.wipe()
	}
	if route != RouteRating {
		t.Rating.Enough()
	}
	if route != RouteDevices {
		t.Devices.wipe()
	}
	t.Moved(route)
}
