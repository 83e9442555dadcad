package flow

import (
	"context"

	"bianmin/app/village"
)

// Office is the printer for A4. Its functions may block.
type Office struct {
	// List is what can be printed about a case now, the receipt first.
	List func(context.Context, village.ShortCode) ([]Letter, error)
	// Print returns when the printer has done with the letter, as far as it says: whether
	// paper came out only the person knows, whose word Came takes.
	Print func(ctx context.Context, code village.ShortCode, kind string) error
	Came  func(ctx context.Context, code village.ShortCode, kind string, came bool) error
	// Blank prints the empty letter of entrustment for an item. No journal knows of it.
	Blank func(context.Context, village.ItemCode) error
}

// Letter is one paper that can be printed.
type Letter struct {
	Kind    string // its name stands under letter.KIND
	Printed int    // how many may be on paper already
	Unsure  bool   // nobody has said yet whether the last of them came out
}

// Letters prints what there is to be had on A4 about a case (打印文书): the receipt, and
// the letters about what the county decided. No name is on them: it is written by hand.
type Letters struct {
	page
	Code     village.ShortCode
	Blank    village.ItemCode // instead of a case: the item of an empty letter of entrustment
	Name     string           // of the item
	List     []Letter
	Printing string // kind of the letter that the printer has
	Asked    string // kind of the letter of which the person is asked whether it came out
	Problem  Problem
	Failed   string // kind of the letter that Problem is about; "" when it is about the list
	Pages    Pages

	looking bool
}

// Busy reports whether the printer has a letter, or a person is asked about one: one at a
// time, so that it is plain which paper is meant.
func (l *Letters) Busy() bool { return l.Printing != "" || l.Asked != "" }

// Look asks what can be printed.
func (l *Letters) Look(ctx context.Context) {
	if l.looking || l.kiosk.Office == nil || l.Blank != "" {
		return
	}
	l.looking = true
	var list []Letter
	var err error
	code := l.Code
	l.run(func() { list, err = l.kiosk.Office.List(ctx, code) }, func() {
		if l.looking = false; code != l.Code {
			return
		}
		if err != nil {
			l.Problem, l.Failed = l.problem(err, "letters.failed"), ""
		} else {
			l.List = list
			l.ask()
		}
		l.Changed()
	})
}

// ask asks of a paper of which nobody has said whether it came out: the power went, or
// its person did.
func (l *Letters) ask() {
	for _, letter := range l.List {
		if letter.Unsure && !l.Busy() && l.Failed == "" { // what failed is told first
			l.Asked = letter.Kind
		}
	}
}

// Print prints one letter, and then asks whether it came out.
func (l *Letters) Print(ctx context.Context, kind string) {
	if l.Busy() {
		return
	}
	l.Printing, l.Problem, l.Failed = kind, Problem{}, ""
	l.hush()
	l.Changed()
	var err error
	code, blank := l.Code, l.Blank
	l.run(func() {
		if blank != "" {
			err = l.kiosk.Office.Blank(ctx, blank)
			return
		}
		err = l.kiosk.Office.Print(ctx, code, kind)
	}, func() {
		l.Printing, l.Asked = "", kind
		if err != nil {
			l.Asked, l.Problem, l.Failed = "", l.problem(err, "letters.failed"), kind
		}
		l.Look(ctx)
		l.Changed()
	})
}

// Came takes the person's word; when there is no paper, another one is printed, with its
// mark.
func (l *Letters) Came(ctx context.Context, came bool) {
	kind, code, blank := l.Asked, l.Code, l.Blank
	if kind == "" {
		return
	}
	l.Asked = ""
	var err error
	l.run(func() {
		if blank == "" {
			err = l.kiosk.Office.Came(ctx, code, kind, came)
		}
	}, func() {
		if err != nil && l.kiosk.Trouble != nil { // the paper is there or is not, whatever the journal says
			l.kiosk.Trouble("print journal", err)
		}
		if !came {
			l.Print(ctx, kind)
			return
		}
		l.Look(ctx)
	})
	l.Changed()
}

// State says in words how one letter stands.
func (l *Letters) State(letter Letter) string {
	switch {
	case l.Printing == letter.Kind:
		return l.T("letters.printing")
	case l.Asked == letter.Kind:
		return l.T("letters.asked")
	case l.Failed == letter.Kind:
		return l.Problem.Text
	case letter.Printed > 0:
		return l.T("letters.printed", "n", letter.Printed)
	}
	return l.T("letters.of." + letter.Kind)
}

// Down goes on to the page that starts at next.
func (l *Letters) Down(next int) { l.Pages.Down(next); l.Changed() }

// Up goes back one page.
func (l *Letters) Up() { l.Pages.Up(); l.Changed() }

func (l *Letters) wipe() { *l = Letters{page: l.page} }

func (l *Letters) reword() { l.Problem = l.again(l.Problem) }

func (l *Letters) aloud() []Phrase {
	s := l.script("letters.title")
	for _, letter := range l.List {
		s.speak(l.T("letter."+letter.Kind), l.State(letter))
	}
	if l.Failed == "" {
		s.speak(l.Problem.Text)
	}
	if l.Asked == "" {
		s.say("letters.note")
	}
	return s.phrases
}

// letters opens the page for a case.
func (t *Turn) letters(ctx context.Context, code village.ShortCode, name string) {
	t.Letters.wipe()
	t.Letters.Code, t.Letters.Name = code, name
	t.show(RouteLetters)
	t.Letters.Look(ctx)
}

// CanBlank reports whether the empty letter of entrustment for the item can be printed here.
func (g *Guide) CanBlank() bool { return g.CanBehalf() && g.HasOffice() }

// blank opens the page for the empty letter of entrustment for the item of the guide.
func (t *Turn) blank() {
	t.Letters.wipe()
	t.Letters.Blank, t.Letters.Name = t.Guide.Item.Code, t.Guide.Item.Name
	t.Letters.List = []Letter{{Kind: "entrust"}}
	t.show(RouteLetters)
}

// HasOffice reports whether there is a printer for A4.
func (p page) HasOffice() bool { return p.kiosk.Office != nil }
