package flow

import (
	"context"
	"image"
	"strings"
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
	PhotoPages   PhotoState = "pages"   // the pages of the paper so far, to add to or take away from
	PhotoTrouble PhotoState = "trouble" // there is nothing to see, and why
)

// Photo photographs one paper. The picture lives in memory: no draft holds it.
type Photo struct {
	page
	Paper   village.Material
	How     string // message key of how to do it
	Instead string // of what to do where the camera shows nothing; "" = as the trouble says
	State   PhotoState
	Taken   Picture
	Shot    image.Image // the frame that Taken was made of, as long as the page shows it
	Problem Problem
	Pages   []Picture // of the paper that were kept; nil where one picture is all
	Keep    func(code string, p Picture)
	Drop    func(code string, page int) []Picture // takes a kept page away and returns the others
	Room    func() int                            // pages that can still be taken

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
		kept := p.Taken
		kept.View = nil // what stays until the end is the file and a picture to know it by
		p.Keep(p.Paper.Code, kept)
	}
}

// More photographs the next page of the paper.
func (p *Photo) More() {
	if p.State == PhotoPages && p.Room() > 0 {
		p.Look()
	}
}

// Remove takes the page at n away; the camera waits for another when none is left.
func (p *Photo) Remove(n int) {
	if p.State != PhotoPages || n < 0 || n >= len(p.Pages) {
		return
	}
	if p.list(p.Drop(p.Paper.Code, n)); len(p.Pages) == 0 {
		p.Look()
	}
}

// list shows the pages of the paper so far.
func (p *Photo) list(pages []Picture) {
	p.rest()
	p.State, p.Pages, p.Taken, p.Shot, p.Problem = PhotoPages, pages, Picture{}, nil, Problem{}
	p.hush()
	p.Changed()
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
	if p.Instead != "" {
		p.Problem = p.told(p.Instead)
	}
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
	*p = Photo{page: p.page, Keep: p.Keep, Drop: p.Drop, Room: p.Room}
}

func (p *Photo) aloud() []Phrase {
	title := "photo.title"
	if strings.Contains(p.Paper.Code, pictureMark) {
		title = "photo.title.ticket"
	}
	s := p.script(title)
	s.speak(p.Paper.Name, p.Problem.Text)
	switch p.State {
	case PhotoTaken:
		s.say(p.Verdict(), "voice.next.photo.taken")
	case PhotoTrouble:
		s.say("voice.next.photo.trouble")
	case PhotoPages:
		if p.Room() == 0 {
			s.speak(p.T("photo.pages.full", "n", len(p.Pages)))
			break
		}
		s.say("photo.pages.note", "voice.next.photo.pages")
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
	if t.route == RouteForm {
		t.Photo.How, t.Photo.Instead = t.Form.how()
	}
	paged := t.route == RouteMaterials || t.route == RouteFollowUp
	t.show(RoutePhoto)
	if pages := t.papers().photographed(paper.Code); paged && (len(pages) > 0 || t.papers().Room() == 0) {
		t.Photo.list(pages)
		return
	}
	t.Photo.Look()
}

// papers are those that the camera was opened from, or is to be opened from.
func (t *Turn) papers() *Materials {
	from := t.route
	if from == RoutePhoto {
		from = t.stack[len(t.stack)-1]
	}
	if from == RouteFollowUp {
		return t.FollowUp.Papers
	}
	return t.Materials
}

// dropped takes a page of a paper away and returns the others.
func (t *Turn) dropped(code string, page int) []Picture {
	t.papers().drop(code, page)
	return t.papers().photographed(code)
}

// photographed goes back to the papers with the picture of one.
func (t *Turn) photographed(code string, p Picture) {
	switch t.stack[len(t.stack)-1] {
	case RouteForm:
		t.Form.attach(p)
		t.Back()
		t.Form.Next()
		return
	case RouteFinding:
		t.Finding.attach(p)
	case RouteRectify:
		t.Rectify.attach(code, p)
	default:
		t.papers().attach(code, p)
		if len(t.Photo.Pages) > 0 { // one of several: the list goes on
			t.Photo.list(t.papers().photographed(code))
			return
		}
	}
	t.Back()
}
