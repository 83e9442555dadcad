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

func drawPresence(sh *sheet, p *flow.Presence, h *header) {
	say := "presence.how"
	if p.Busy {
		say = "presence.busy"
	}
	shown := shownCode{p.Problem.Text, sh.t("presence.head"), sh.t(say), p.Code}
	if p.Problem.Text != "" {
		shown = shownCode{Problem: p.Problem.Text}
	}
	sh.shows(shown, h)
}

// drawMeeting draws the challenge of the inspector's own machine for that of the centre.
func drawMeeting(sh *sheet, v *flow.Visit, h *header) {
	say := "visit.meet.how"
	if v.Busy {
		say = "visit.meet.busy"
	}
	sh.shows(shownCode{v.Problem.Text, sh.t("visit.meet.head", "place", v.Place()), sh.t(say), v.Challenge}, h)
	sh.foot(
		act{Name: "pause", Words: sh.t("visit.pause"), Icon: "lock", Width: 300, Kind: touch.Secondary, Tap: v.Pause},
		act{Name: "unproved", Words: sh.t("visit.meet.without"), Kind: touch.Secondary, Tap: v.Unproved},
	)
}

// shownCode is a code for another machine, with what to do.
type shownCode struct{ Problem, Head, How, Code string }

// shows puts the words above the code, or beside it where the window is wide.
func (sh *sheet) shows(c shownCode, h *header) {
	cols := sh.columns(sh.readable(h))
	words, room := cols[0], cols[len(cols)-1]
	y := words.y
	if c.Problem != "" {
		n := touch.NewNotice(sh.look, touch.Warning, "warn", c.Problem)
		y = n.At(words.x, words.y, words.w) + gap
		sh.add(n)
	}
	if c.Head != "" {
		y = sh.text(sh.whole(c.Head, 2, words.w, sh.headTypes()...), area{words.x, y, words.w, 0}) + 12
		y = sh.text(style.NewText(sh.look.Body, sh.look.Ink, c.How), area{words.x, y, words.w, 0}) + gap
	}
	if len(cols) == 1 {
		room.y, room.h = y, room.bottom()-y
	}
	sh.code(c.Code, room)
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
