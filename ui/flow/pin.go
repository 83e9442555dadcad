package flow

import "context"

const (
	// pinFor is how many seconds a question for a PIN stays.
	pinFor = 60
	pinLen = 12
)

// Pin is a question for a PIN, over every page.
type Pin struct {
	page
	Open    bool
	Typed   string
	Busy    bool
	Problem Problem
	Left    int // seconds until the question goes away

	name  string // of its texts, as "exit"
	judge func(ctx context.Context, pin string) error
	right func(context.Context) // the PIN was right
}

// Name is what the keys of its texts begin with.
func (p *Pin) Name() string { return p.name }

// ask opens the question.
func (p *Pin) ask() {
	p.wipe()
	p.hush()
	p.Open, p.Left = true, pinFor
	p.Changed()
}

// Insert types a digit.
func (p *Pin) Insert(digit string) {
	if p.Busy || len(p.Typed) >= pinLen || digit < "0" || digit > "9" {
		return
	}
	p.Typed, p.Problem, p.Left = p.Typed+digit, Problem{}, pinFor
	p.Changed()
}

// Backspace takes the last digit back.
func (p *Pin) Backspace() {
	if p.Typed != "" && !p.Busy {
		p.Typed, p.Problem = p.Typed[:len(p.Typed)-1], Problem{}
		p.Changed()
	}
}

// Clear takes all digits back.
func (p *Pin) Clear() { p.Typed = ""; p.Changed() }

// Try judges what is typed and goes on, or says why not.
func (p *Pin) Try(ctx context.Context) {
	if p.Busy || p.Typed == "" {
		return
	}
	pin := p.Typed
	p.Busy, p.Typed, p.Problem = true, "", Problem{}
	p.Changed()
	var err error
	p.run(func() { err = p.judge(ctx, pin) }, func() {
		p.Busy = false
		if err == nil {
			p.Close()
			p.right(ctx)
			return
		}
		p.Problem = p.problem(err, p.name+".failed")
		p.Changed()
	})
}

// Close goes back to the page below.
func (p *Pin) Close() {
	p.hush()
	p.wipe()
	p.Changed()
}

func (p *Pin) tick() {
	if !p.Open || p.Busy {
		return
	}
	if p.Left--; p.Left <= 0 {
		p.Close()
	}
}

func (p *Pin) wipe() { *p = Pin{page: p.page, name: p.name, judge: p.judge, right: p.right} }

func (p *Pin) reword() { p.Problem = p.again(p.Problem) }

func (p *Pin) aloud() []Phrase {
	s := p.script(p.name + ".head")
	s.speak(p.Problem.Text)
	s.say(p.name + ".note")
	return s.phrases
}
