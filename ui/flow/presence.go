package flow

import "context"

// Presence shows what this machine answers to an inspector's own machine (到场证明). The
// answer is a code of one day and one order: it names nobody.
type Presence struct {
	page
	Code    string // text of the answer; "" while there is none
	Busy    bool
	Problem Problem
	Home    func()
}

// answer answers a challenge that was scanned.
func (p *Presence) answer(ctx context.Context, challenge string) {
	if p.Busy {
		return
	}
	p.Code, p.Problem, p.Busy = "", Problem{}, true
	p.hush()
	p.Changed()
	var code string
	var err error
	p.run(func() { code, err = p.kiosk.Visits.Answer(ctx, challenge) }, func() {
		p.Code, p.Problem, p.Busy = code, p.problem(err, "presence.failed"), false
		p.Changed()
	})
}

func (p *Presence) wipe() { *p = Presence{page: p.page, Home: p.Home} }

func (p *Presence) reword() { p.Problem = p.again(p.Problem) }

func (p *Presence) aloud() []Phrase {
	s := p.script("presence.title")
	s.speak(p.Problem.Text)
	if p.Code != "" {
		s.say("presence.head", "presence.how")
	}
	s.say("voice.next.presence")
	return s.phrases
}
