package flow

import (
	"context"
	"slices"
	"time"

	"bianmin/app/desk"
	"bianmin/app/inspect"
	"bianmin/app/village"
)

// HeldFor is how long a visit that was put aside waits for its inspector. A default of
// ours.
const HeldFor = 4 * time.Hour

// Visits is what the pages of an inspection (实地检查) ask of the machine.
type Visits struct {
	Begin func(context.Context, desk.InspectionInput) (desk.Begun, error)
	File  func(context.Context, desk.InspectionInput) (desk.InspectionDone, error)
	// Challenge is a code that the machine of the centre of an order answers.
	Challenge func(ctx context.Context, order string) (string, error)
	// Answer is this machine's answer to a challenge of another one, noted in its log first.
	Answer func(ctx context.Context, challenge string) (string, error)
}

// Visit is an inspection of a centre, of this one or, on the inspector's own machine, of
// the one that the order names: the papers that open it, then its checklist with
// what was found so far. It lives in memory alone. Who leaves it, or walks away, finds it
// again with the same badge for [HeldFor]; nobody else sees any of it.
type Visit struct {
	page
	Papers  inspect.Papers // as scanned; what was not believed is dropped
	Busy    bool           // the papers are being believed
	Problem Problem
	Pages   Pages
	inspection

	Check func(section int) // opens the rules of a section
	End   func()            // opens the result
	Pause func()            // leaves it for later

	held  map[string]held // by the text of the inspector's badge
	asked int             // counts questions to the machine, so that a late answer is dropped
}

// inspection is what is known of a visit once its papers were believed.
type inspection struct {
	Begun     desk.Begun
	Source    inspect.Source // "" until the papers were believed
	Challenge string         // for the centre's machine; "" where it is this one
	Proof     string         // of presence, by both machines
	unproved  bool           // goes on without it
	found     map[inspect.RuleID]Observation
}

// held is a visit that was put aside.
type held struct {
	papers inspect.Papers
	inspection
	until time.Time
}

// Observation is what was seen at one rule.
type Observation struct {
	Broken   bool // 不符合; false: 符合
	Times    int
	Note     string
	Severity inspect.Severity
	Photos   []Picture
}

// Open reports whether the papers were believed.
func (v *Visit) Open() bool { return v.Source != "" }

// Sources are those that send inspectors, the district first.
func (v *Visit) Sources() []inspect.Source {
	return []inspect.Source{inspect.District, inspect.City, inspect.Province, inspect.Self}
}

// Choose says who inspects: some rules take more when others find them.
func (v *Visit) Choose(s inspect.Source) {
	v.Source = s
	v.Changed()
}

// scan takes a paper. With an order and a badge the machine is asked, and again for a
// second inspector; the badge of a visit that was put aside opens it as it was.
func (v *Visit) scan(ctx context.Context, text string, kind inspect.Paper) {
	before := v.Papers
	switch {
	case kind == inspect.OrderPaper:
		if v.Meeting() { // it was the wrong order
			v.inspection = inspection{}
		}
		v.Papers.Order = text
	case kind == inspect.AnswerCode:
		v.meet(ctx, text)
		return
	case !kind.Badge():
		return
	case v.Papers.Inspector == "" || v.Papers.Inspector == text:
		v.Papers.Inspector = text
		if v.resume(text) {
			return
		}
	default:
		v.Papers.Witness = text
	}
	v.Problem, v.Pages = Problem{}, Pages{}
	v.hush()
	if v.Papers.Order != "" && v.Papers.Inspector != "" && (!v.Open() || v.Papers != before) {
		v.begin(ctx, before)
	}
	v.Changed()
}

// begin asks whether the papers are the county's, for this centre and for today.
func (v *Visit) begin(ctx context.Context, before inspect.Papers) {
	v.Busy = true
	v.asked++
	asked, in := v.asked, v.input()
	var begun desk.Begun
	var challenge string
	var err error
	v.run(func() {
		if begun, err = v.kiosk.Visits.Begin(ctx, in); err == nil && begun.Away {
			challenge, err = v.kiosk.Visits.Challenge(ctx, in.Order)
		}
	}, func() {
		if asked != v.asked {
			return
		}
		v.Busy = false
		switch {
		case err == nil:
			v.believed(begun, challenge)
		case v.Open():
			v.Papers, v.Problem = before, v.problem(err, "visit.failed")
		default:
			v.drop(ctx, err)
		}
		v.Changed()
	})
}

// believed opens the checklist, or adds the second inspector to it.
func (v *Visit) believed(b desk.Begun, challenge string) {
	v.Begun = b
	if !v.Open() {
		v.Challenge = challenge
		v.Source, v.found = inspect.District, map[inspect.RuleID]Observation{}
	}
}

// drop forgets the paper that was not believed, so that another one can be scanned. The
// visit does not wait for a second inspector, unless its checklist wants one.
func (v *Visit) drop(ctx context.Context, err error) {
	problem := v.problem(err, "visit.failed")
	if problem.Field == "witness" && v.Papers.Witness == "" && v.Problem.Text != "" {
		return // why the second one was not believed is said already
	}
	v.Problem = problem
	switch v.Problem.Field {
	case "order":
		v.Papers.Order = ""
	case "witness":
		if v.Papers.Witness != "" {
			v.Papers.Witness = ""
			v.begin(ctx, v.Papers)
		}
	case "inspector":
		v.Papers.Inspector = ""
	}
}

// resume opens the visit that the holder of a badge has put aside.
func (v *Visit) resume(badge string) bool {
	h, ok := v.held[badge]
	if !ok || v.Open() {
		return false
	}
	delete(v.held, badge)
	v.Papers, v.inspection, v.Problem = h.papers, h.inspection, Problem{}
	v.Changed()
	return true
}

// tick forgets what waited long enough.
func (v *Visit) tick() {
	for badge, h := range v.held {
		if !v.kiosk.Now().Before(h.until) {
			delete(v.held, badge)
		}
	}
}

// wipe puts an open visit aside; the pages show nothing of it.
func (v *Visit) wipe() {
	kept := v.held
	if v.Open() {
		if kept == nil {
			kept = map[string]held{}
		}
		kept[v.Papers.Inspector] = held{v.Papers, v.inspection, v.kiosk.Now().Add(HeldFor)}
	}
	*v = Visit{page: v.page, Check: v.Check, End: v.End, Pause: v.Pause, held: kept, asked: v.asked + 1}
}

// over ends a visit that was handed in: nothing of it is kept.
func (v *Visit) over() {
	v.inspection = inspection{}
	v.wipe()
}

// input is the visit as it is handed in, without the person on duty.
func (v *Visit) input() desk.InspectionInput {
	in := desk.InspectionInput{
		Order: v.Papers.Order, Inspector: v.Papers.Inspector, Witness: v.Papers.Witness, Template: v.Begun.Template.ID, Version: v.Begun.Template.Version,
		Centre: v.Begun.Centre, Source: v.Source, Presence: v.Proof,
	}
	for id, o := range v.each() {
		f := desk.FindingInput{Rule: id, Times: o.Times, Note: o.Note, Severity: o.Severity}
		for _, p := range o.Photos {
			f.Photos = append(f.Photos, desk.PhotoInput{Data: p.Data})
		}
		in.Findings = append(in.Findings, f)
	}
	return in
}

// each is every rule that was found broken, in the order of the checklist.
func (v *Visit) each() func(yield func(inspect.RuleID, Observation) bool) {
	return func(yield func(inspect.RuleID, Observation) bool) {
		for _, s := range v.Begun.Template.Sections {
			for _, r := range s.Rules {
				if o := v.found[s.ID(r)]; o.Broken && !yield(s.ID(r), o) {
					return
				}
			}
		}
	}
}

// Found are the rules that were found broken, as they are scored.
func (v *Visit) Found() []inspect.Found {
	var list []inspect.Found
	for id, o := range v.each() {
		list = append(list, inspect.Found{Rule: id, Times: o.Times, Repeat: v.Repeats(id)})
	}
	return list
}

// Repeats reports whether a rule was found at this centre within a year.
func (v *Visit) Repeats(id inspect.RuleID) bool { return slices.Contains(v.Begun.Repeats, id) }

// VisitFinding is a rule that was found broken, with what follows.
type VisitFinding struct {
	Row
	Veto    bool
	Takes   inspect.Points // before the section's maximum
	Doubled bool
	Due     village.Day
}

// Findings are the rules that were found broken.
func (v *Visit) Findings() []VisitFinding {
	var list []VisitFinding
	for id, o := range v.each() {
		s, r, _ := v.Begun.Template.Rule(id)
		f := VisitFinding{Row: v.row(s, r), Veto: s.Kind == inspect.Veto, Doubled: s.Kind == inspect.Deduct && v.Repeats(id), Due: v.Begun.Due[o.Severity]}
		f.Takes = r.Takes(v.Source, o.Times, f.Doubled)
		list = append(list, f)
	}
	return list
}

// Score is what the visit comes to so far.
func (v *Visit) Score() inspect.Score {
	s, err := v.Begun.Template.Score(inspect.OfCentre, v.Source, v.Found())
	if err != nil && v.kiosk.Trouble != nil {
		v.kiosk.Trouble("score a visit", err)
	}
	return s
}

// photos is how many pictures were taken.
func (v *Visit) photos() int {
	n := 0
	for _, o := range v.found {
		n += len(o.Photos)
	}
	return n
}

// Part is one section of the checklist with how it stands.
type Part struct {
	Section inspect.Section
	Left    int            // rules that nobody has looked at, or that want a photograph
	Broken  int            // rules found broken
	Taken   inspect.Points // after the section's maximum
}

// Parts are the sections of the checklist for a centre.
func (v *Visit) Parts() []Part {
	taken := map[string]inspect.Points{}
	for _, t := range v.Score().Taken {
		taken[t.Section] = t.Points
	}
	var list []Part
	for _, s := range v.Begun.Template.Sections {
		p := Part{Section: s, Taken: taken[s.Code]}
		for _, r := range s.Rules {
			o, seen := v.found[s.ID(r)]
			if !seen || !o.complete(r) {
				p.Left++
			}
			if o.Broken {
				p.Broken++
			}
		}
		list = append(list, p)
	}
	return list
}

// complete reports whether nothing is missing of what was seen at r.
func (o Observation) complete(r inspect.Rule) bool { return !o.Broken || !r.Photo || len(o.Photos) > 0 }

// Next is the first section with rules to look at, from section from on and then from the
// beginning; -1 when all were looked at.
func (v *Visit) Next(from int) int {
	parts := v.Parts()
	for i := range parts {
		if at := (from + i) % len(parts); parts[at].Left > 0 {
			return at
		}
	}
	return -1
}

// Left is how many sections are not done.
func (v *Visit) Left() int {
	n := 0
	for _, p := range v.Parts() {
		if p.Left > 0 {
			n++
		}
	}
	return n
}

// GoOn opens what is to be looked at next, or the result when nothing is.
func (v *Visit) GoOn() {
	if at := v.Next(0); at >= 0 {
		v.Check(at)
		return
	}
	v.End()
}

// Down goes on to the page that starts at next.
func (v *Visit) Down(next int) { v.Pages.Down(next); v.Changed() }

// Up goes back one page.
func (v *Visit) Up() { v.Pages.Up(); v.Changed() }

func (v *Visit) reword() { v.Problem = v.again(v.Problem) }

func (v *Visit) aloud() []Phrase {
	s := v.script("visit.title")
	s.speak(v.Problem.Text)
	if v.Meeting() {
		s.speak(v.T("visit.meet.head", "place", v.Place()))
		s.say("visit.meet.how", "voice.next.visit.meet")
		return s.phrases
	}
	if !v.Open() {
		s.say("visit.head", "visit.how", "voice.next.visit.scan")
		return s.phrases
	}
	score := v.Score()
	s.speak(v.T("visit.score", "points", score.Points, "full", score.Full))
	for _, p := range v.Parts() {
		s.speak(p.Section.Name)
	}
	s.say("voice.next.visit")
	return s.phrases
}
