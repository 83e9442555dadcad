package flow

import (
	"context"
	"slices"
	"strings"

	"bianmin/app/desk"
	"bianmin/app/village"
)

// FollowUp is the page on which a person who came back with the paper hands in what
// the county asked for, or takes the application back (凭回执再办).
type FollowUp struct {
	page
	Verb    village.FollowVerb
	Status  desk.Status // of the paper
	Papers  *Materials  // those that are still to come; none of a withdrawal
	Digits  string      // of a withdrawal, or of who receives a result: the last four, as far as typed
	Solved  *bool       // of a survey: what was said of the answer; nil while nothing was
	Pleased *bool       // the same
	Busy    bool
	Problem Problem
	Handed  desk.FollowedUp // zero until it is stored
	Paper   PrintState      // of the slip; "" before it was asked for
	Pages   Pages
	Home    func()

	Slots  []village.SlotLeft // of a move: those that are free
	Slot   village.SlotID     // that was chosen
	Seeing bool               // free slots are being looked for

	Signing   bool   // of a result: the last four are typed, who receives it signs
	Signature []byte // PNG; empty until signed

	Acting func() string // badge of who helps
	By     village.Comer // of a case that an agent handed in: who comes today; "" until said
}

// Done reports whether it is stored: nothing more is asked.
func (f *FollowUp) Done() bool { return f.Handed.ID != "" }

// Words is how message keys name what is done.
func (f *FollowUp) Words() string { return f.Verb.Words(f.Status.Case.Item) }

// AsksFour reports whether the last four are asked now, which prove who takes it back, or
// receives the result.
func (f *FollowUp) AsksFour() bool {
	return f.Verb == village.Collect && !f.Signing || f.Verb == village.Withdraw && f.Words() == string(village.Withdraw)
}

// Choose takes a slot to move to.
func (f *FollowUp) Choose(id village.SlotID) {
	f.Slot, f.Problem = id, Problem{}
	f.Changed()
}

// SlotText says a slot in the language of the turn.
func (f *FollowUp) SlotText(id village.SlotID) string { return f.kiosk.slotText(id) }

// Time is the time of the appointment: as it stands, and once it was moved, the new one.
func (f *FollowUp) Time() string {
	number := f.Status.Case.Number
	if f.Handed.Number != "" {
		number = f.Handed.Number
	}
	if id, _, ok := number.Seat(); ok {
		return f.SlotText(id)
	}
	return ""
}

// seek looks for slots that are free, but the one that it has.
func (f *FollowUp) seek() {
	f.Seeing = true
	var slots []village.SlotLeft
	var err error
	f.run(func() { slots, err = f.kiosk.Slots(context.Background()) }, func() {
		f.Seeing, f.Problem = false, f.problem(err, "booking.failed")
		has, _, _ := f.Status.Case.Number.Seat()
		f.Slots = slices.DeleteFunc(slots, func(s village.SlotLeft) bool { return s.Slot == has })
		f.Changed()
	})
}

// Insert types at the end of the last four; what no longer fits is ignored.
func (f *FollowUp) Insert(key string) {
	text := f.Digits + strings.ToUpper(key)
	if f.Busy || len(text) > FourLen || strings.Contains(text[:len(text)-1], "X") { // X can only be the last
		return
	}
	f.Digits, f.Problem = text, Problem{}
	f.Changed()
}

// Backspace takes the last character back.
func (f *FollowUp) Backspace() {
	if f.Digits != "" && !f.Busy {
		f.Digits, f.Problem = f.Digits[:len(f.Digits)-1], Problem{}
		f.Changed()
	}
}

// Clear takes all of the last four back.
func (f *FollowUp) Clear() {
	if !f.Busy {
		f.Digits = ""
		f.Changed()
	}
}

// Brought is how many of the papers are here.
func (f *FollowUp) Brought() int { return len(f.brought()) }

// brought are the papers that are here; the others stay to come.
func (f *FollowUp) brought() []desk.MaterialInput {
	return slices.DeleteFunc(f.Papers.declared(), func(m desk.MaterialInput) bool { return m.Declared == village.Later })
}

// Lacks is the key of what is still missing before it can be handed in, or "".
func (f *FollowUp) Lacks() string {
	switch {
	case f.AsksWho():
		return "follow.lacks.by"
	case f.Verb == village.Survey:
		if f.Solved == nil || f.Pleased == nil {
			return "follow.lacks.both"
		}
	case f.Verb == village.Move:
		if f.Slot == "" {
			return "follow.lacks.slot"
		}
	case f.Signing:
		if len(f.Signature) == 0 {
			return "follow.lacks.sign"
		}
	case f.Verb != village.Withdraw && f.Verb != village.Collect && f.Brought() == 0:
		return "follow.lacks.papers"
	case f.AsksFour() && len(f.Digits) < FourLen:
		return "follow.lacks.four"
	}
	return ""
}

// Say answers one of the two questions of a survey, which are asked apart: what is solved may
// please nobody.
func (f *FollowUp) Say(question **bool, yes bool) {
	if !f.Busy {
		*question, f.Problem = &yes, Problem{}
		f.Changed()
	}
}

// Submit stores it and prints the slip.
func (f *FollowUp) Submit(ctx context.Context) {
	if f.Busy || f.Done() || f.Lacks() != "" {
		return
	}
	if f.Verb == village.Collect && !f.Signing {
		f.ToSign()
		return
	}
	f.Busy, f.Problem = true, Problem{}
	f.Changed()
	hand := f.handing(ctx)
	var out desk.FollowedUp
	var err error
	f.run(func() { out, err = hand() }, func() {
		f.Busy = false
		f.hush()
		if err != nil {
			f.Problem = f.problem(err, "follow.failed")
			f.Changed()
			return
		}
		f.Handed, f.Digits, f.Signature, f.Pages = out, "", nil, Pages{}
		f.Papers.Rows = nil // the pictures of the papers
		f.Changed()
		f.Print(ctx)
	})
}

// handing is what is handed in, as it stands on the page now.
func (f *FollowUp) handing(ctx context.Context) func() (desk.FollowedUp, error) {
	code := string(f.Status.Case.ShortCode)
	who := desk.Coming{By: f.By, Helper: f.Acting()}
	papers := desk.SupplementInput{Code: code, Materials: f.brought(), Coming: who}
	back := desk.WithdrawInput{Code: code, LastFour: f.Digits, Coming: who}
	move := desk.MoveInput{Code: code, Slot: f.Slot, Helper: who.Helper}
	received := f.received(who)
	said := desk.SurveyInput{Code: code, Solved: f.Solved, Pleased: f.Pleased}
	switch f.Verb {
	case village.Withdraw:
		return func() (desk.FollowedUp, error) { return f.kiosk.Withdraw(ctx, back) }
	case village.Move:
		return func() (desk.FollowedUp, error) { return f.kiosk.Move(ctx, move) }
	case village.Collect:
		return func() (desk.FollowedUp, error) { return f.kiosk.Collect(ctx, received) }
	case village.Survey:
		return func() (desk.FollowedUp, error) { return f.kiosk.Survey(ctx, said) }
	case village.MakeUp:
		return func() (desk.FollowedUp, error) { return f.kiosk.MakeUp(ctx, papers) }
	}
	return func() (desk.FollowedUp, error) { return f.kiosk.Supplement(ctx, papers) }
}

// Print prints the slip; it can be asked for again.
func (f *FollowUp) Print(ctx context.Context) {
	if f.Paper == Printing || !f.Done() || f.kiosk.PrintFollowUp == nil {
		return
	}
	f.Paper, f.Problem = Printing, Problem{}
	f.Changed()
	var err error
	code, n := f.Handed.ShortCode, f.Handed.FollowUp.Nth
	var came bool
	f.run(func() { came, err = f.kiosk.PrintFollowUp(ctx, code, n) }, func() {
		f.Paper, f.Problem = printed(came, err), f.problem(err, "leave.print.failed")
		if f.Paper == NoPrinter {
			f.Problem = f.told("follow.print.none")
		}
		f.Changed()
	})
}

// Missing are the names of the papers that are still to come after this.
func (f *FollowUp) Missing() []string { return f.Status.Names(f.Handed.Missing) }

// Down goes on to the page that starts at next.
func (f *FollowUp) Down(next int) { f.Pages.Down(next); f.Changed() }

// Up goes back one page.
func (f *FollowUp) Up() { f.Pages.Up(); f.Changed() }

func (f *FollowUp) aloud() []Phrase {
	verb := f.Words()
	s := f.script("follow.title")
	s.speak(f.Problem.Text)
	if f.Done() {
		s.say("follow." + verb + ".done")
		s.speak(f.T("follow."+verb+".done.note", "slot", f.Time()))
		s.speak(f.Missing()...)
		s.say("voice.next.follow.done")
		return s.phrases
	}
	if f.AsksWho() {
		s.say("follow.by.head")
		s.speak(f.Entrusted())
		s.say("voice.next.follow.by")
		return s.phrases
	}
	if f.Signing {
		s.say("follow.collect.sign.head")
		s.speak(f.T("follow.collect.sign.note", "item", f.Status.Item.Name))
		s.say("voice.next.follow.collect.sign")
		return s.phrases
	}
	s.say("follow." + verb + ".head")
	if at := f.Time(); at != "" {
		s.speak(f.T("follow.seat.now", "slot", at))
	}
	s.say("follow." + verb + ".note")
	f.choices(s)
	for _, row := range f.Papers.Rows {
		s.speak(row.Material.Name)
	}
	s.say("voice.next.follow." + verb)
	return s.phrases
}

// choices says what there is to choose from: free times, or the two questions of a survey.
func (f *FollowUp) choices(s *script) {
	switch f.Verb {
	case village.Move:
		for _, free := range first(f.Slots) {
			s.speak(f.SlotText(free.Slot))
		}
		if len(f.Slots) == 0 && !f.Seeing && f.Problem.Text == "" {
			s.say("follow.move.none")
		}
	case village.Survey:
		for _, question := range []string{"follow.survey.solved", "follow.survey.pleased"} {
			s.say(question, question+".yes", question+".no")
		}
	}
}

// open prepares the page for what the person wants to do with the paper of s.
func (f *FollowUp) open(verb village.FollowVerb, s desk.Status) {
	f.wipe()
	f.Verb, f.Status = verb, s
	if verb == village.Move {
		f.seek()
	}
	asked := s.Item
	asked.Materials = nil
	left := map[village.FollowVerb][]string{village.Supplement: s.Left(), village.MakeUp: s.ToFollow()}[verb]
	for _, code := range left {
		m, ok := s.Item.Material(code)
		if !ok {
			m = village.Material{Code: code, Name: code}
		}
		// Only papers themselves are handed in later.
		m.ReplacedBy, m.Necessity, m.Promise, m.Dated = "", village.Required, nil, false
		asked.Materials = append(asked.Materials, m)
	}
	f.Papers.open(asked)
}

func (f *FollowUp) wipe() {
	papers := f.Papers
	papers.wipe()
	*f = FollowUp{page: f.page, Papers: papers, Home: f.Home, Acting: f.Acting}
}

// followUp opens the page for what the paper that was found is good for. Whoever helps hands
// the machine over for the survey: nobody judges an answer for the person.
func (t *Turn) followUp(verb village.FollowVerb) {
	found := t.Progress.Status // the hand-over may go home, where it is forgotten
	if verb == village.Survey {
		t.Helper.HandOver()
	}
	t.FollowUp.open(verb, found)
	t.show(RouteFollowUp)
}

// complain opens a complaint to 12345 about the case that was found, here or by the county. Its
// code goes with it by itself, and no hand can write over it.
func (t *Turn) complain() {
	it, ok := t.kiosk.Item(village.TicketComplain.Item())
	if !ok {
		return
	}
	about := string(t.Progress.Status.Case.ShortCode)
	if e := t.Progress.Elsewhere; e.Told != nil {
		about = e.Code
	}
	t.anew(it)
	t.Form.about(about)
	t.Guide.open(it)
	t.show(RouteNotice)
}
