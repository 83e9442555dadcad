package flow

import "bianmin/assets/lang"

// Languages are those that the machine can speak, its own first.
func (t *Turn) Languages() []*lang.Text { return t.languages }

// NextLanguage is the language that the next touch of the language switch speaks:
// the one after that of the turn, "" for the machine's own.
func (t *Turn) NextLanguage() string {
	for i, text := range t.languages {
		if text == t.kiosk.Text && i+1 < len(t.languages) {
			return t.languages[i+1].Language
		}
	}
	return ""
}

// speak changes the language; an unknown one is the machine's own. What a page
// has worded already is worded again; what the person typed stays as it is, and
// so does what the catalogue says, which has one language.
func (t *Turn) speak(language string) {
	t.kiosk.Text = t.languages[0]
	for _, text := range t.languages {
		if text.Language == language {
			t.kiosk.Text = text
		}
	}
	for _, p := range []interface{ reword() }{
		t.Home, t.Guide, t.Notice, t.Form, t.Precheck, t.Confirm, t.Accepted, t.Rating, t.Progress, t.Leave, t.Resume, t.Exit, t.Helper, t.Letters, t.FollowUp, t.Practice, t.Visit, t.Verdict, t.Presence, t.Orders, t.Rectify, t.Today,
	} {
		p.reword()
	}
	if t.route == RouteConfirm {
		t.Confirm.Rows = t.summary()
	}
	t.Reading.hush()
}

func (g *Guide) reword() {
	if g.Item.Code != "" {
		g.open(g.Item)
	}
}

func (n *Notice) reword() {
	if n.Item.Code != "" {
		n.ask()
	}
}

// reword asks in the language of the turn; where the person stands, what is
// typed and what is being corrected stay.
func (f *Form) reword() {
	fresh := map[string]Question{}
	for _, q := range append(append(f.questions(f.item), f.documentQuestion()), f.addressQuestions()...) {
		fresh[q.Field] = q
	}
	for i, q := range f.asked {
		f.asked[i] = fresh[q.Field]
	}
	if f.Card.Words != "" {
		f.Card.Words = f.Card.say()
	}
	if f.Problem.err != nil {
		f.Problem = f.wrong(f.Problem.err)
	}
}

func (c *Confirm) reword() { c.Problem = c.again(c.Problem) }

func (a *Accepted) reword() {
	a.warn()
	a.Problem = a.again(a.Problem)
}

func (r *Rating) reword() { r.Problem = r.again(r.Problem) }

func (p *Progress) reword() {
	p.Problem = p.again(p.Problem)
	p.Elsewhere.Problem = p.again(p.Elsewhere.Problem)
}

func (u *FollowUp) reword() { u.Problem = u.again(u.Problem) }

func (p *Practice) reword() { p.Problem = p.again(p.Problem) }

func (l *Leave) reword() { l.Problem = l.again(l.Problem) }

func (r *Resume) reword() { r.Problem = r.again(r.Problem) }

func (e *Exit) reword() { e.Problem = e.again(e.Problem) }
