package flow

import (
	"context"
	"time"
)

const (
	// HandedFor is how long a helper who has handed the machine over can take it back
	// with the badge alone. A default of ours.
	HandedFor = 10 * time.Minute
	// helperIdle is how long nobody touches the machine before the help ends.
	helperIdle = IdleAfter + IdleWarning
)

// Helper is the help of somebody of the centre (帮办): signed in with badge and PIN,
// over whatever page is shown, which stays as it is. It outlives a person's turn,
// since one helper helps many, and ends by a touch, when nobody touches the machine,
// or when the county ends it.
type Helper struct {
	Pin
	Badge   string      // who is signed in; "" for nobody
	Handed  bool        // the person goes on alone; the helper can take it back
	Renewed func()      // what is said over the pages changed
	left    func() bool // ends what only a helper does; false while something is under way

	second   bool         // the badge that waits is of the second person of a home visit
	seconded func(string) // who that is
	visited  bool         // a second person signed in in this turn

	scanned string // text of the badge that waits for its PIN
	judged  string // of the one whose PIN was looked at last
	taken   string // of the one that is signed in
	number  string // what the machine answered to the PIN
	handed  time.Time
	touched time.Time
}

// helper is the help of this turn. Its answers are for whoever is signed in, whoever's
// turn it is.
func (t *Turn) helper() *Helper {
	h := &Helper{Renewed: func() {}, left: t.endHelp, seconded: t.seconded}
	h.Pin = Pin{page: t.page(), name: "signin", judge: h.judge, right: h.signedIn}
	h.run = t.kiosk.runs
	return h
}

func (k *Kiosk) runs(work, then func()) { k.Run(work, then) }

// Acting is the badge of who helps now; "" while nobody does.
func (h *Helper) Acting() string {
	if h.Handed {
		return ""
	}
	return h.Badge
}

// Scan takes a badge: it asks for the PIN, or says why its holder may not help. The
// badge that has handed the machine over takes it back at once. It reports whether
// text is a badge at all.
func (h *Helper) Scan(text string) bool {
	if h.kiosk.Badge == nil {
		return false
	}
	badge, err := h.kiosk.Badge(text)
	switch {
	case !badge:
		return false
	case h.Busy:
	case err == nil && h.Handed && text == h.taken:
		h.Handed = false
		h.Close()
		h.Renewed()
	case text != h.taken || h.Acting() == "":
		h.ask()
		h.second, h.scanned, h.Problem = false, text, h.problem(err, "signin.failed")
		h.Changed()
	}
	return true
}

// HandOver leaves the machine to the person, who finds the page as it is, and never in
// the middle of a practice.
func (h *Helper) HandOver() {
	if h.Acting() == "" || !h.left() {
		return
	}
	h.Handed, h.handed = true, h.kiosk.Now()
	h.Renewed()
}

// SignOut ends the help.
func (h *Helper) SignOut() {
	if h.Badge == "" {
		return
	}
	h.Close()
	h.Badge, h.Handed, h.scanned, h.taken = "", false, "", ""
	var err error
	h.run(func() { err = h.kiosk.SignOut() }, func() {
		if err != nil && h.kiosk.Trouble != nil {
			h.kiosk.Trouble("sign out", err)
		}
	})
	h.left()
	h.Renewed()
}

// judge asks the machine, off the UI goroutine.
func (h *Helper) judge(ctx context.Context, pin string) (err error) {
	if h.second {
		return h.judgeSecond(ctx, pin)
	}
	h.judged = h.scanned
	h.number, err = h.kiosk.SignIn(ctx, h.judged, pin)
	return err
}

func (h *Helper) signedIn(context.Context) {
	if h.second {
		h.seconded(h.number)
		return
	}
	if h.Badge != h.number {
		h.left() // one helper's practice is not the next one's
	}
	h.Badge, h.Handed, h.taken, h.touched = h.number, false, h.judged, h.kiosk.Now()
	h.Renewed()
}

// tick ends the help of who has gone, and of whom the county has ended.
func (h *Helper) tick() {
	h.Pin.tick()
	if h.Badge == "" {
		return
	}
	now := h.kiosk.Now()
	if err := h.kiosk.Helps(); err != nil {
		h.SignOut()
		h.ask()
		h.Problem = h.problem(err, "signin.failed")
		h.Changed()
		return
	}
	if h.Handed && now.Sub(h.handed) >= HandedFor || !h.Handed && now.Sub(h.touched) >= helperIdle {
		h.SignOut()
	}
}
