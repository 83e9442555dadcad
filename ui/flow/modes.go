package flow

import "time"

// Modes are how the pages look and speak for the person who stands here. They
// are compared with ==; the zero value is the kiosk at rest.
type Modes struct {
	Large    bool   // 大字
	Contrast bool   // 高对比
	Low      bool   // 低位: what is to be pressed lies in the lower part
	Language string // of assets/lang; "" is the machine's own
}

// RestAfter is how long the home page keeps the modes of somebody who has gone
// back to it and touches nothing: they may be reading, but nobody else should
// find the machine as they left it.
const RestAfter = 60 * time.Second

// Modes are those of the person who stands here now.
func (t *Turn) Modes() Modes { return t.modes }

// SetModes changes how the pages look; the lists start at their top again,
// because other letters break into other pages.
func (t *Turn) SetModes(m Modes) {
	if m == t.modes {
		return
	}
	if m.Language != t.modes.Language {
		t.speak(m.Language)
	}
	t.modes = m
	t.Confirm.Signature, t.Tolerance.Signature, t.Promise.Signature = nil, nil, nil // the pad of the new look is empty, so it is signed again
	for _, p := range []*Pages{
		&t.Search.Pages, &t.Guide.Pages, &t.Notice.Pages, &t.Form.Pages, &t.Materials.Pages, &t.Precheck.Pages, &t.Tolerance.Pages, &t.Promise.Pages, &t.Confirm.Pages,
		&t.Accepted.Pages, &t.Rating.Pages, &t.Progress.Pages, &t.Letters.Pages,
	} {
		*p = Pages{}
	}
	t.Styled(m)
}

// rest gives the home page back its own modes when nobody touches it.
func (t *Turn) rest() {
	if t.modes == (Modes{}) {
		t.Idle.Touch()
		return
	}
	if t.kiosk.Now().Sub(t.Idle.touched) >= RestAfter {
		t.Finish()
	}
}
