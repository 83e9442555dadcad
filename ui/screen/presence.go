package screen

import (
	"fyne.io/fyne/v2"

	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// NewPresence draws the answer of this machine as a code for the inspector's machine.
func NewPresence(st Stage) *Screen {
	p := st.Turn.Presence
	head := newHeader(st, head{Title: st.t("presence.title")})
	return newScreen(st, head, func(sh *sheet) {
		drawPresence(sh, p, head)
		sh.foot(act{Name: "home", Words: sh.t("rating.home"), Icon: "visit", Kind: touch.Primary, Tap: p.Home})
	})
}

// drawPresence puts the words above the code, or beside it where the window is wide.
func drawPresence(sh *sheet, p *flow.Presence, h *header) {
	cols := sh.columns(sh.readable(h))
	words, room := cols[0], cols[len(cols)-1]
	if p.Problem.Text != "" {
		n := touch.NewNotice(sh.look, touch.Warning, "warn", p.Problem.Text)
		n.At(words.x, words.y, words.w)
		sh.add(n)
		return
	}
	y := sh.text(sh.whole(sh.t("presence.head"), 2, words.w, sh.headTypes()...), area{words.x, words.y, words.w, 0}) + 12
	say := "presence.how"
	if p.Busy {
		say = "presence.busy"
	}
	y = sh.text(style.NewText(sh.look.Body, sh.look.Ink, sh.t(say)), area{words.x, y, words.w, 0}) + gap
	if len(cols) == 1 {
		room.y, room.h = y, room.bottom()-y
	}
	sh.code(p.Code, room)
}

// code is a QR code as large as its room allows, in its middle; text that is none leaves
// the room empty.
func (sh *sheet) code(text string, room area) {
	modules := sh.stage.Turn.Kiosk().QR
	if modules == nil || text == "" {
		return
	}
	m := modules(text)
	if len(m) == 0 {
		return
	}
	img := touch.NewQR(m, max(3, int(min(room.w, room.h))/(len(m)+8)))
	side := img.Size().Width
	img.Move(fyne.NewPos(room.x+(room.w-side)/2, room.y+(room.h-side)/2))
	sh.add(img)
}
