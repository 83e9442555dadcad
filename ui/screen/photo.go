package screen

import (
	"image"
	"time"

	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// framePace is how often the page looks for another frame: 20 a second move well.
const framePace = 50 * time.Millisecond

// photoPage is the camera's page with what moves on it.
type photoPage struct {
	photo *flow.Photo
	head  *header
	live  *canvas.Image // shows what the camera sees; nil while it does not
	stop  func()        // of looking for frames; nil when nobody looks
}

// NewPhoto draws what the camera sees, and then the picture.
func NewPhoto(st Stage) *Screen {
	p := &photoPage{photo: st.Turn.Photo}
	p.head = newHeader(st, head{Key: "photo.title", Step: 3})
	s := newScreen(st, p.head, p.draw)
	s.reset = p.still
	return s
}

func (p *photoPage) draw(sh *sheet) {
	p.still()
	ph := p.photo
	if p.photo.State == flow.PhotoPages {
		p.pages(sh)
		return
	}
	frame, words := p.areas(sh)
	y := sh.text(sh.fit(ph.Paper.Name, 3, words.w, append(sh.headTypes(), sh.look.Small)...), words) + 12
	words.y = y
	sh.box(sh.look.Sunk, sh.look.Hair, sh.look.Border(2), style.RadiusCard, frame)
	switch ph.State {
	case flow.PhotoTrouble:
		p.said(sh, touch.Warning, ph.Problem.Text, words)
	case flow.PhotoTaken:
		p.show(sh, ph.Taken.View, frame)
		tone := touch.Quiet
		if !ph.Taken.Sharp {
			tone = touch.Warning
		}
		p.said(sh, tone, sh.t(ph.Verdict()), words)
		p.whole(sh, frame, words)
	case flow.PhotoTaking:
		p.said(sh, touch.Quiet, sh.t("photo.busy"), words)
	default:
		p.live = p.show(sh, ph.Frame(), frame)
		sh.text(style.NewText(sh.look.Body, sh.look.Ink, sh.t(ph.How)), words)
		p.watch(sh)
	}
	p.foot(sh)
}

// areas are the room of the picture and that of the words: below each other, or side
// by side where the window is wide.
func (p *photoPage) areas(sh *sheet) (frame, words area) {
	b := sh.readable(p.head)
	if sh.stage.landscape() {
		w := (b.w - gap) * 0.6
		return area{b.x, b.y, w, b.h}, area{b.x + w + gap, b.y, b.w - w - gap, 0}
	}
	above := sh.look.H1.Line*3 + sh.look.Body.Line*5 + 24
	if p.photo.Taken.Cut {
		above += wholeHigh + gap
	}
	high := min(b.w*3/4, b.h-above)
	return area{b.x, b.bottom() - high, b.w, high}, area{b.x, b.y, b.w, 0}
}

func (p *photoPage) said(sh *sheet, tone touch.Tone, words string, a area) {
	icon := "camera"
	if tone == touch.Warning {
		icon = "warn"
	}
	n := touch.NewNotice(sh.look, tone, icon, words)
	n.At(a.x, a.y, a.w)
	sh.add(n)
}

// wholeHigh is the height of the way to the whole picture.
const wholeHigh = style.MinTarget

// whole is the way to the picture of everything that the camera saw.
func (p *photoPage) whole(sh *sheet, frame, words area) {
	if !p.photo.Taken.Cut {
		return
	}
	bottom := frame.y - gap
	if sh.stage.landscape() {
		bottom = frame.bottom()
	}
	b := touch.NewButton(sh.look, touch.Secondary, sh.t("photo.whole"), p.photo.Whole)
	sh.target("whole", b, area{words.x, bottom - wholeHigh, words.w, wholeHigh})
}

// show puts a frame into its room, whole.
func (p *photoPage) show(sh *sheet, frame image.Image, a area) *canvas.Image {
	img := canvas.NewImageFromImage(frame)
	img.FillMode, img.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleFastest
	style.Put(img, a.x+4, a.y+4, a.w-8, a.h-8)
	if frame == nil {
		img.Hide()
	}
	sh.add(img)
	return img
}

// watch moves the picture as long as the page shows what the camera sees.
func (p *photoPage) watch(sh *sheet) {
	if sh.stage.Every == nil {
		return
	}
	had := p.photo.Frame() != nil
	p.stop = sh.stage.Every(framePace, func() {
		frame := p.photo.Frame()
		if frame == nil || p.live == nil {
			return
		}
		if !had { // the first frame lets the button be pressed
			p.photo.Changed()
			return
		}
		if p.live.Image != frame {
			p.live.Image = frame
			p.live.Refresh()
		}
	})
}

// still stops looking for frames.
func (p *photoPage) still() {
	if p.stop != nil {
		p.stop()
	}
	p.stop, p.live = nil, nil
}

func (p *photoPage) foot(sh *sheet) {
	ph, back := p.photo, act{Name: "previous", Words: sh.t("tool.back"), Width: 220, Kind: touch.Secondary, Tap: sh.stage.Turn.Back}
	shoot := act{Name: "shoot", Words: sh.t("photo.shoot"), Icon: "camera", Kind: touch.Primary, Tap: ph.Shoot}
	switch ph.State {
	case flow.PhotoTrouble:
		sh.foot(back, act{Name: "retry", Words: sh.t("photo.retry"), Kind: touch.Primary, Tap: ph.Look})
	case flow.PhotoTaken:
		again := act{Name: "again", Words: sh.t("photo.again"), Width: 260, Kind: touch.Secondary, Tap: ph.Look}
		use := act{Name: "use", Words: sh.t("photo.use"), Icon: "check", Kind: touch.Primary, Tap: ph.Use}
		if !ph.Taken.Sharp {
			again.Kind, again.Width, again.Icon = touch.Primary, 0, "camera"
			use.Kind, use.Width, use.Icon, use.Words = touch.Secondary, 260, "", sh.t("photo.use.anyway")
			sh.foot(back, use, again)
			return
		}
		sh.foot(back, again, use)
	case flow.PhotoTaking:
		shoot.Why = sh.t("photo.busy")
		sh.foot(back, shoot)
	default:
		if ph.Frame() == nil {
			shoot.Why = sh.t("photo.wait")
		}
		sh.foot(back, shoot)
	}
}
