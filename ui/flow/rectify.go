package flow

import (
	"context"
	"slices"
	"strings"

	"bianmin/app/desk"
	"bianmin/app/inspect"
	"bianmin/app/village"
)

// rectifyMost is the length of what is written, in characters.
const rectifyMost = 500

// Rectify is the page on which the centre says what it put right about an order (整改回复):
// in words, with pictures of what it looks like now and, if somebody has them, of before.
// Nothing of it is kept until it is handed in.
type Rectify struct {
	page
	Order   desk.CentreOrder
	Note    Writing
	Writing bool // the keyboard is open
	Before  []Picture
	After   []Picture
	Busy    bool
	Problem Problem
	Pages   Pages

	Handed desk.Accepted // zero until it is stored
	Paper  PrintState

	Home   func()
	Shoot  func(village.Material)
	Acting func() string // badge of who helps
}

// Done reports whether it is stored: nothing more is asked.
func (r *Rectify) Done() bool { return r.Handed.ID != "" }

// Aside says why the county could not take the last reply; "" when it could.
func (r *Rectify) Aside() string {
	if r.Order.Step() != desk.OrderAside {
		return ""
	}
	why := r.Order.Sent[len(r.Order.Sent)-1].Problem
	if !r.kiosk.Text.Has(why) {
		return r.T("orders.step.aside")
	}
	return r.T("rectify.aside", "why", r.T(why))
}

// Cameras reports whether pictures can be taken at this machine.
func (r *Rectify) Cameras() bool { return r.kiosk.Watch != nil }

// Full reports whether no further picture can be taken.
func (r *Rectify) Full() bool { return len(r.Before)+len(r.After) >= village.MaxFiles }

// Photograph opens the camera for what it looks like, or looked like: one of
// [inspect.Before] and [inspect.After].
func (r *Rectify) Photograph(of string) {
	if r.Cameras() && !r.Full() && !r.Busy {
		r.Shoot(village.Material{Code: of, Name: r.T("rectify." + of)})
	}
}

// Unshoot drops the last picture.
func (r *Rectify) Unshoot(of string) {
	if r.Busy {
		return
	}
	list := r.pictures(of)
	*list = (*list)[:max(len(*list)-1, 0)]
	r.Changed()
}

// attach keeps a picture.
func (r *Rectify) attach(of string, p Picture) {
	list := r.pictures(of)
	*list = append(slices.Clone(*list), p)
}

func (r *Rectify) pictures(of string) *[]Picture {
	if of == inspect.Before {
		return &r.Before
	}
	return &r.After
}

// Write opens or closes the keyboard.
func (r *Rectify) Write(open bool) {
	if r.Busy {
		return
	}
	r.Writing, r.Problem = open, Problem{}
	r.Changed()
}

// Lacks is the key of what is still missing before it can be handed in, or "".
func (r *Rectify) Lacks() string {
	switch {
	case !r.Cameras():
		return "rectify.no_camera"
	case len(r.After) == 0:
		return "rectify.lacks.photo"
	case strings.TrimSpace(r.Note.Text) == "":
		return "rectify.lacks.note"
	}
	return ""
}

// Submit hands it in by the rules of the command, and prints its receipt.
func (r *Rectify) Submit(ctx context.Context) {
	if r.Busy || r.Done() || r.Lacks() != "" {
		return
	}
	r.Busy, r.Problem = true, Problem{}
	r.Changed()
	in := desk.RectifyInput{Order: r.Order.Number, Text: r.Note.Text, Photos: inputs(r.After), Before: inputs(r.Before), Helper: r.Acting()}
	var out desk.Accepted
	var err error
	r.run(func() { out, err = r.kiosk.Orders.Reply(ctx, in) }, func() {
		r.Busy = false
		r.hush()
		if err != nil {
			r.Problem, r.Pages = r.problem(err, "rectify.failed"), Pages{}
			r.Changed()
			return
		}
		r.Handed, r.Before, r.After, r.Note.Text, r.Pages = out, nil, nil, "", Pages{}
		r.Changed()
		r.Print(ctx)
	})
}

func inputs(list []Picture) (photos []desk.PhotoInput) {
	for _, p := range list {
		photos = append(photos, desk.PhotoInput{Data: p.Data})
	}
	return photos
}

// Print prints the receipt; it can be asked for again.
func (r *Rectify) Print(ctx context.Context) {
	if r.Paper == Printing || !r.Done() {
		return
	}
	r.Paper, r.Problem = Printing, Problem{}
	r.Changed()
	var came bool
	var err error
	code := r.Handed.ShortCode
	r.run(func() { came, err = r.kiosk.Print(ctx, code) }, func() {
		r.Paper, r.Problem = printed(came, err), r.problem(err, "accepted.print.failed")
		r.Changed()
	})
}

// Down goes on to the page that starts at next.
func (r *Rectify) Down(next int) { r.Pages.Down(next); r.Changed() }

// Up goes back one page.
func (r *Rectify) Up() { r.Pages.Up(); r.Changed() }

// open goes on with what was written about the same order.
func (r *Rectify) open(o desk.CentreOrder) {
	if r.Order.Number != o.Number || r.Done() {
		r.wipe()
	}
	r.Order = o
}

func (r *Rectify) wipe() {
	*r = Rectify{page: r.page, Home: r.Home, Shoot: r.Shoot, Acting: r.Acting}
	r.Note = Writing{Most: rectifyMost, changed: func() { r.Changed() }}
}

func (r *Rectify) reword() { r.Problem = r.again(r.Problem) }

func (r *Rectify) aloud() []Phrase {
	s := r.script("rectify.title")
	s.speak(r.Problem.Text)
	if r.Done() {
		s.say("rectify.done", "rectify.done.note", "voice.next.rectify.done")
		return s.phrases
	}
	s.speak(r.OrderText(r.Order), r.DueText(r.Order), r.Aside())
	if key := r.Lacks(); key != "" {
		s.say(key)
		return s.phrases
	}
	s.say("voice.next.rectify")
	return s.phrases
}
