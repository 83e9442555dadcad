package flow

import (
	"context"
	"slices"
	"strings"

	"bianmin/app/calendar"
	"bianmin/app/desk"
	"bianmin/app/village"
)

// Rating is the page on which a person rates a service act, or the centre as a
// whole (好差评). No grade is chosen before the person chooses one.
type Rating struct {
	page
	Code    village.ShortCode // "" rates the centre
	Act     string            // service act of the case
	Name    string            // of the item rated
	Grade   village.Grade     // 0 until chosen
	Tags    []string          // codes chosen
	Text    string
	All     bool // the tags beside the core ones are shown too
	Writing bool // the keyboard is open
	Busy    bool
	Sent    bool
	Closed  bool   // it was rated before: nothing can be sent
	Letters string // pinyin on the keyboard that is no word yet
	Problem Problem
	Pages   Pages
	Leave   func()
	memo
}

// Offered are the official tags of the grade chosen, the core ones first.
func (r *Rating) Offered() []village.RatingTag {
	tags := slices.Clone(r.kiosk.Tags().Tags[r.Grade])
	slices.SortStableFunc(tags, func(a, b village.RatingTag) int { return core(a) - core(b) })
	if r.All {
		return tags
	}
	return slices.DeleteFunc(tags, func(t village.RatingTag) bool { return !t.Core })
}

func core(t village.RatingTag) int {
	if t.Core {
		return 0
	}
	return 1
}

// Hidden is how many tags stand under 更多.
func (r *Rating) Hidden() int { return len(r.kiosk.Tags().Tags[r.Grade]) - len(r.Offered()) }

// Choose sets the grade; the tags of another grade are dropped.
func (r *Rating) Choose(g village.Grade) {
	if g != r.Grade {
		r.Tags, r.All = nil, false
	}
	r.Grade, r.Problem, r.Pages = g, Problem{}, Pages{}
	r.Changed()
}

// Toggle takes a tag or drops it.
func (r *Rating) Toggle(code string) {
	if i := slices.Index(r.Tags, code); i >= 0 {
		r.Tags = slices.Delete(r.Tags, i, i+1)
	} else {
		r.Tags = append(r.Tags, code)
	}
	r.Problem = Problem{}
	r.Changed()
}

// Chosen reports whether a tag is taken.
func (r *Rating) Chosen(code string) bool { return slices.Contains(r.Tags, code) }

// More shows all tags of the grade.
func (r *Rating) More() { r.All = true; r.Changed() }

// Write opens or closes the keyboard.
func (r *Rating) Write(open bool) { r.Writing = open; r.Changed() }

// Compose keeps the letters that are no word yet.
func (r *Rating) Compose(letters string) {
	if letters != r.Letters {
		r.Letters = letters
		r.Changed()
	}
}

// SetText is what the person wrote.
func (r *Rating) SetText(text string) {
	r.Text, r.Problem = text, Problem{}
	r.Changed()
}

// Lacks is the key of what is still missing before it can be sent, or "".
func (r *Rating) Lacks() string {
	switch {
	case r.Closed:
		return "rating.lacks.nothing"
	case r.Grade == 0:
		return "rating.lacks.grade"
	case r.Memo == MemoSpeaking:
		return "rating.lacks.speaking"
	case r.Grade.Poor() && len(r.Tags) == 0 && strings.TrimSpace(r.Text) == "" && len(r.voice) == 0:
		return "rating.lacks.reason"
	}
	return ""
}

// Submit stores the rating.
func (r *Rating) Submit(ctx context.Context) {
	if r.Busy || r.Sent || r.Lacks() != "" {
		return
	}
	r.Enough()
	r.Busy, r.Problem = true, Problem{}
	r.Changed()
	in := desk.RatingInput{Target: desk.TargetCentre, Grade: r.Grade, Tags: slices.Clone(r.Tags), Text: r.Text, Said: r.voice}
	if r.Code != "" {
		in.Target, in.Act = string(r.Code), r.Act
	}
	var err error
	r.run(func() { _, err = r.kiosk.Rate(ctx, in) }, func() {
		r.Busy = false
		r.hush()
		if err != nil {
			r.Problem = r.problem(err, "rating.failed")
			r.Closed = village.KindOf(err) == village.Conflict
		} else {
			r.Sent, r.Writing, r.Tags, r.Text, r.memo = true, false, nil, "", r.unsaid()
		}
		r.Changed()
	})
}

// Down goes on to the page that starts at next.
func (r *Rating) Down(next int) { r.Pages.Down(next); r.Changed() }

// Up goes back one page.
func (r *Rating) Up() { r.Pages.Up(); r.Changed() }

// About is what is rated, in words.
func (r *Rating) About() string {
	if r.Code == "" {
		return r.T("rating.centre", "name", r.kiosk.Centre().Name)
	}
	about := r.T("rating.case", "name", r.Name, "code", r.Code.Spaced())
	if r.Act == "" || r.Act == desk.ActReceive {
		return about
	}
	return r.ActText(r.Act) + r.T("confirm.colon") + about
}

// ActText is what is rated of a case, in words.
func (p page) ActText(act string) string { return ActText(p.kiosk.Text, act) }

// ActText is what is rated of a case, in the words of text.
func ActText(text calendar.Texts, act string) string {
	kind, n, _ := village.ActNth(act)
	words := text.T("rating.act." + kind)
	if n > 1 {
		words = text.T("rating.act.nth", "act", words, "n", n)
	}
	return words
}

func (r *Rating) open(code village.ShortCode, act, name string) {
	r.wipe()
	r.Code, r.Act, r.Name = code, act, name
}

func (r *Rating) wipe() {
	r.Enough()
	*r = Rating{page: r.page, Leave: r.Leave, memo: r.unsaid()}
}
