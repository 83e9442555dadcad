package flow

import (
	"context"
	"image"
	"sync/atomic"

	"bianmin/app/village"
)

// Picture is a paper that was photographed.
type Picture struct {
	Data  []byte      // JPEG or PNG, as it is handed in
	Sharp bool        // its letters can be read, as far as a machine can say
	Small image.Image // to be known by on a card, 240 px at most
	View  image.Image // to be looked at before it is kept
	Cut   bool        // it was straightened or cropped: the whole frame shows more
}

// PhotoState says what the camera's page shows.
type PhotoState string

const (
	PhotoLooks   PhotoState = "looks"   // what the camera sees now
	PhotoTaking  PhotoState = "taking"  // a picture is being made of what it saw
	PhotoTaken   PhotoState = "taken"   // the picture, to be kept or taken again
	PhotoTrouble PhotoState = "trouble" // there is nothing to see, and why
)

// Photo photographs one paper. The picture lives in memory: no draft holds it.
type Photo struct {
	page
	Paper   village.Material
	How     string // message key of how to do it
	State   PhotoState
	Taken   Picture
	Shot    image.Image // the frame that Taken was made of, as long as the page shows it
	Problem Problem
	Keep    func(code string, p Picture)

	seen *atomic.Pointer[image.Image] // the newest frame; written by the camera's goroutine
	stop func()                       // ends the camera's work; nil when it does none
}

// Frame is what the camera sees now; nil before the first frame.
func (p *Photo) Frame() image.Image {
	if p.seen == nil {
		return nil
	}
	if frame := p.seen.Load(); frame != nil {
		return *frame
	}
	return nil
}

// Look shows what the camera sees, also after a picture that was not good.
func (p *Photo) Look() {
	if p.State == PhotoTaking {
		return
	}
	p.rest()
	p.State, p.Taken, p.Problem = PhotoLooks, Picture{}, Problem{}
	p.Shot = nil
	seen := &atomic.Pointer[image.Image]{}
	// The camera ends with the page, not with a call: whoever leaves it stops it.
	ctx, stop := context.WithCancel(context.Background())
	p.seen, p.stop = seen, stop
	var err error
	p.run(func() { err = p.kiosk.Watch(ctx, func(frame image.Image) { seen.Store(&frame) }) }, func() {
		if ctx.Err() == nil && err != nil {
			p.trouble(err)
		}
	})
	p.hush()
	p.Changed()
}

// Shoot makes a picture of what the camera sees.
func (p *Photo) Shoot() {
	frame := p.Frame()
	if p.State != PhotoLooks || frame == nil {
		return
	}
	p.develop(frame, false)
}

// Whole makes the picture once more of all that the camera saw, where too much of it
// was cut off.
func (p *Photo) Whole() {
	if p.State == PhotoTaken && p.Taken.Cut {
		p.develop(p.Shot, true)
	}
}

func (p *Photo) develop(frame image.Image, whole bool) {
	p.rest()
	p.State = PhotoTaking
	ctx, stop := context.WithCancel(context.Background())
	p.stop = stop
	p.Changed()
	var taken Picture
	var err error
	p.run(func() { taken, err = p.kiosk.Develop(frame, p.Paper.Picture, whole) }, func() {
		if ctx.Err() != nil { // the page was left
			return
		}
		p.rest()
		if err != nil {
			p.trouble(err)
			return
		}
		p.State, p.Taken, p.Shot = PhotoTaken, taken, frame
		p.Changed()
	})
}

// Use keeps the picture, also one that is not sharp: the person can see what the
// machine cannot.
func (p *Photo) Use() {
	if p.State == PhotoTaken {
		p.Keep(p.Paper.Code, p.Taken)
	}
}

// Verdict is the key of what the machine thinks of the picture.
func (p *Photo) Verdict() string {
	switch {
	case !p.Taken.Sharp:
		return "photo.blurred"
	case p.Taken.Cut:
		return "photo.cut"
	}
	return "photo.sharp"
}

func (p *Photo) trouble(err error) {
	p.rest()
	p.State, p.Problem = PhotoTrouble, p.problem(err, "photo.failed")
	p.Changed()
}

// rest stops the camera.
func (p *Photo) rest() {
	if p.stop != nil {
		p.stop()
	}
	p.stop, p.seen = nil, nil
}

func (p *Photo) open(paper village.Material) {
	p.wipe()
	p.Paper, p.How = paper, "photo.how"
}

func (p *Photo) wipe() {
	p.rest()
	*p = Photo{page: p.page, Keep: p.Keep}
}

func (p *Photo) aloud() []Phrase {
	s := p.script("photo.title")
	s.speak(p.Paper.Name, p.Problem.Text)
	switch p.State {
	case PhotoTaken:
		s.say(p.Verdict(), "voice.next.photo.taken")
	case PhotoTrouble:
		s.say("voice.next.photo.trouble")
	default:
		s.say(p.How, "voice.next.photo")
	}
	return s.phrases
}

// photograph opens the camera for one paper.
func (t *Turn) photograph(paper village.Material) {
	t.Photo.open(paper)
	if t.route == RouteFinding || t.route == RouteRectify {
		t.Photo.How, t.Photo.Paper.Picture = "finding.shoot.how", village.PictureScene
	}
	t.show(RoutePhoto)
	t.Photo.Look()
}

// photographed goes back to the papers with the picture of one.
func (t *Turn) photographed(code string, p Picture) {
	switch t.stack[len(t.stack)-1] {
	case RouteForm:
		t.Form.attachLetter(p)
		t.Back()
		t.Form.Next()
		return
	case RouteFinding:
		t.Finding.attach(p)
	case RouteRectify:
		t.Rectify.attach(code, p)
	case RouteFollowUp:
		t.FollowUp.Papers.attach(code, p)
	default:
		t.Materials.attach(code, p)
	}
	t.Back()
}
