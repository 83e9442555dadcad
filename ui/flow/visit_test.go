package flow_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"bianmin/app/desk"
	"bianmin/app/inspect"
	"bianmin/app/token"
	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// visited is a machine at which I-3 has begun a visit.
func visited(t *testing.T) (*flowtest.Machine, *flow.Turn) {
	t.Helper()
	m, turn := shown(t, flowtest.Order())
	if turn.Route() != flow.RouteVisit || !turn.Visit.Open() {
		t.Fatalf("at %s: %+v", turn.Route(), turn.Visit.Problem)
	}
	return m, turn
}

// complies says of the sections from one on that all is as it should be.
func complies(turn *flow.Turn) {
	for turn.Visit.Next(0) >= 0 {
		turn.Visit.Check(turn.Visit.Next(0))
		turn.Checklist.RestComplies()
		turn.Back()
	}
}

func TestEitherPaperOpensAVisitAndBothAreNeeded(t *testing.T) {
	for _, first := range []string{flowtest.Paper(nil), flowtest.Order()} {
		turn := flow.NewTurn(flowtest.New().Kiosk)
		turn.Scanned(t.Context(), first)
		if turn.Route() != flow.RouteVisit || turn.Visit.Open() {
			t.Fatalf("after one paper at %s, open %v", turn.Route(), turn.Visit.Open())
		}
		for _, text := range []string{flowtest.Paper(nil), flowtest.Order()} {
			turn.Scanned(t.Context(), text)
		}
		if !turn.Visit.Open() || turn.Visit.Begun.Order != "2026-11-23-1" || !slices.Equal(turn.Visit.Begun.Inspectors, []string{"I-3"}) {
			t.Errorf("%+v", turn.Visit.Begun)
		}
	}
}

// TestPapersThatAreNotBelievedOpenNothing: the sentence is that of the command, and
// the paper at fault can be scanned again.
func TestPapersThatAreNotBelievedOpenNothing(t *testing.T) {
	elsewhere := flowtest.Paper(func(p *token.Token) {
		p.Kind, p.Role, p.Places = token.DayOrder, "I-3", []village.DivisionCode{"445203104203", "445203104204"}
	})
	yesterday := flowtest.Paper(func(p *token.Token) { p.First = p.First.AddDate(0, 0, -1); p.Last = p.First })
	for want, papers := range map[string][2]string{
		"工作令里没有这个服务中心":     {flowtest.Paper(nil), elsewhere},
		"这个码今天不能用":         {yesterday, flowtest.Order()},
		"检查员不能检查自己值班的服务中心": {flowtest.Badge("I-3"), flowtest.Order()},
	} {
		turn := flow.NewTurn(flowtest.New().Kiosk)
		turn.Scanned(t.Context(), papers[1])
		turn.Scanned(t.Context(), papers[0])
		if turn.Visit.Open() || !strings.Contains(turn.Visit.Problem.Text, want) {
			t.Errorf("%s: open %v, %q", want, turn.Visit.Open(), turn.Visit.Problem.Text)
		}
		for _, text := range []string{flowtest.Order(), flowtest.Paper(nil)} {
			turn.Scanned(t.Context(), text)
		}
		if !turn.Visit.Open() {
			t.Errorf("%s: the right papers open nothing: %+v", want, turn.Visit.Problem)
		}
	}
}

func TestAnInspectorsPaperTakesNothingFromAPersonInTheMiddle(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	toForm(turn)
	turn.Form.Set("陈阿妹")
	turn.Scanned(t.Context(), flowtest.Order())
	if turn.Route() != flow.RouteForm || turn.Form.Value() != "陈阿妹" {
		t.Errorf("at %s with %q", turn.Route(), turn.Form.Value())
	}
}

func TestASecondInspectorJoinsAndAStrangerDoesNot(t *testing.T) {
	_, turn := visited(t)
	turn.Scanned(t.Context(), flowtest.Badge("A-7"))
	if turn.Visit.Papers.Witness != "" || turn.Visit.Problem.Text == "" || !turn.Visit.Open() {
		t.Errorf("somebody of the centre: %+v", turn.Visit.Papers)
	}
	turn.Scanned(t.Context(), flowtest.Paper(func(p *token.Token) { p.Number = "I-4" }))
	if !slices.Equal(turn.Visit.Begun.Inspectors, []string{"I-3", "I-4"}) || turn.Visit.Problem.Text != "" {
		t.Errorf("%v %+v", turn.Visit.Begun.Inspectors, turn.Visit.Problem)
	}
}

// TestAVisitDoesNotWaitForASecondInspector: who is refused as the second one is named,
// and the first goes on without scanning anything again.
func TestAVisitDoesNotWaitForASecondInspector(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	for _, text := range []string{flowtest.Paper(nil), flowtest.Badge("A-7"), flowtest.Order()} {
		turn.Scanned(t.Context(), text)
	}
	if v := turn.Visit; !v.Open() || v.Papers.Witness != "" || !strings.Contains(v.Problem.Text, "检查员不能检查自己值班的服务中心") {
		t.Errorf("open %v, %+v, %q", v.Open(), v.Papers, v.Problem.Text)
	}
}

// TestAVisitIsHandedInByTheRulesOfTheCommand: what the pages said is what the county
// gets, in one record.
func TestAVisitIsHandedInByTheRulesOfTheCommand(t *testing.T) {
	m, turn := visited(t)
	finds(t, turn, "duty.absent", "十点没有人")
	finds(t, turn, "counter.missing", "")
	turn.Finding.Step(1)
	turn.Back()
	turn.Back()
	if turn.Route() != flow.RouteVisit {
		t.Fatalf("at %s", turn.Route())
	}
	if s := turn.Visit.Score(); s.Points != 896 {
		t.Errorf("so far %s", s.Points)
	}
	complies(turn)
	turn.Visit.GoOn()
	d := turn.Verdict
	if turn.Route() != flow.RouteVerdict || d.Lacks() != "verdict.lacks.answer" {
		t.Fatalf("at %s, lacks %q", turn.Route(), d.Lacks())
	}
	d.Choose(inspect.Signed)
	d.Write(flow.DutyName)
	d.Writes().Insert("林小梅")
	d.Write("")
	turn.Scanned(t.Context(), flowtest.Badge("A-7"))
	d.Sign(signature())
	d.Submit(t.Context())
	if !d.Done() || d.Handed.Score.Points != 896 || len(d.Handed.Findings) != 2 || d.Paper != flow.Printed {
		t.Fatalf("%+v, %+v", d.Handed, d.Problem)
	}
	kept := m.Store.Inspected
	if len(m.Store.Records) != 1 || m.Store.Records[0].Kind != village.RecordInspection || len(kept) != 1 || kept[0].Duty != "A-7" || kept[0].Inspector != "I-3" {
		t.Errorf("%d records, kept %+v", len(m.Store.Records), kept)
	}
	turn.Back()
	turn.Scanned(t.Context(), flowtest.Paper(nil))
	if turn.Visit.Open() {
		t.Error("a visit that was handed in is opened again")
	}
}

// TestAVisitIsHandedInWithTheVersionThatItWasBegunWith: a newer checklist comes into use
// while the inspector walks about; who begins afterwards has it.
func TestAVisitIsHandedInWithTheVersionThatItWasBegunWith(t *testing.T) {
	m, turn := visited(t)
	finds(t, turn, "duty.absent", "")
	begun := turn.Visit.Begun.Template.Version
	newer := turn.Visit.Begun.Template
	newer.Version = "2099-1"
	m.Checklists = append(m.Checklists, newer)
	turn.GoHome()
	turn.Scanned(t.Context(), flowtest.Paper(nil))
	complies(turn)
	turn.Visit.GoOn()
	turn.Verdict.Choose(inspect.Absent)
	turn.Verdict.Submit(t.Context())
	if d := turn.Verdict; !d.Done() || begun == newer.Version || d.Handed.Case.Catalogue != begun {
		t.Errorf("begun with %s, handed in with %s: %+v", begun, d.Handed.Case.Catalogue, d.Problem)
	}
	turn.GoHome()
	turn.Scanned(t.Context(), flowtest.Paper(nil))
	turn.Scanned(t.Context(), flowtest.Order())
	if got := turn.Visit.Begun.Template.Version; got != newer.Version {
		t.Errorf("the next visit begins with %q", got)
	}
}

// finds says that a rule is broken, with a note and a photograph, and stays there.
func finds(t *testing.T, turn *flow.Turn, id inspect.RuleID, note string) {
	t.Helper()
	for turn.Route() != flow.RouteVisit {
		turn.Back()
	}
	section, _, _ := strings.Cut(string(id), ".")
	turn.Visit.Check(slices.IndexFunc(turn.Visit.Parts(), func(p flow.Part) bool { return p.Section.Code == section }))
	turn.Checklist.Break(id)
	turn.Finding.Note.Insert(note)
	if turn.Finding.Lacks() != "finding.lacks.photo" {
		t.Errorf("without a photograph it lacks %q", turn.Finding.Lacks())
	}
	turn.Finding.Photograph()
	turn.Photo.Shoot()
	turn.Photo.Use()
	if turn.Route() != flow.RouteFinding || turn.Finding.Lacks() != "" {
		t.Fatalf("at %s, lacks %q", turn.Route(), turn.Finding.Lacks())
	}
}

func TestAFindingWithoutItsPhotographIsNotDone(t *testing.T) {
	_, turn := visited(t)
	turn.Visit.Check(1)
	turn.Checklist.Break("duty.absent")
	turn.Back()
	turn.Checklist.RestComplies()
	if turn.Checklist.Lacks() != "checklist.lacks.photo" || turn.Visit.Parts()[1].Left != 1 {
		t.Errorf("lacks %q, left %d", turn.Checklist.Lacks(), turn.Visit.Parts()[1].Left)
	}
	turn.Checklist.Comply("duty.absent")
	if turn.Checklist.Lacks() != "" || turn.Visit.Score().Points != 1000 {
		t.Errorf("lacks %q at %s", turn.Checklist.Lacks(), turn.Visit.Score().Points)
	}
}

func TestNothingMilderThanTheRuleCanBeChosen(t *testing.T) {
	_, turn := visited(t)
	turn.Visit.Check(1)
	turn.Checklist.Break("duty.absent")
	f := turn.Finding
	if f.Due() != "2026-11-30" || f.Takes() != 100 {
		t.Errorf("due %s, takes %s", f.Due(), f.Takes())
	}
	if f.Grade(inspect.Minor); f.Row().Severity != inspect.Serious {
		t.Errorf("it became %s", f.Row().Severity)
	}
	if f.Grade(inspect.Urgent); f.Due() != "2026-11-24" {
		t.Errorf("at once means %s", f.Due())
	}
	turn.Visit.Choose(inspect.City)
	if f.Takes() != 200 {
		t.Errorf("found by the city it takes %s", f.Takes())
	}
}

func TestARepeatIsSaidAndTakesDouble(t *testing.T) {
	m, turn := visited(t)
	turn.GoHome()
	m.Store.Inspected = append(m.Store.Inspected, desk.Inspected{Centre: flowtest.Centre, Day: "2026-03-02", Inspector: "I-9", Rules: []inspect.RuleID{"duty.absent"}})
	turn = flow.NewTurn(m.Kiosk)
	turn.Scanned(t.Context(), flowtest.Order())
	turn.Scanned(t.Context(), flowtest.Paper(nil))
	turn.Visit.Check(1)
	turn.Checklist.Break("duty.absent")
	if !turn.Finding.Doubled() || turn.Finding.Takes() != 200 || turn.Visit.Score().Points != 800 {
		t.Errorf("doubled %v, takes %s, %s", turn.Finding.Doubled(), turn.Finding.Takes(), turn.Visit.Score().Points)
	}
}

// TestAVisitThatIsPutAsideIsSeenByItsInspectorAlone: going home, walking away, and
// another badge.
func TestAVisitThatIsPutAsideIsSeenByItsInspectorAlone(t *testing.T) {
	for how, leave := range map[string]func(*flowtest.Machine, *flow.Turn){
		"by the button": func(_ *flowtest.Machine, turn *flow.Turn) { turn.Visit.Pause() },
		"walking away": func(m *flowtest.Machine, turn *flow.Turn) {
			m.At = m.At.Add(flow.IdleAfter + flow.IdleWarning)
			turn.Tick()
		},
	} {
		m, turn := visited(t)
		finds(t, turn, "duty.absent", "十点没有人")
		leave(m, turn)
		if turn.Route() != flow.RouteHome || turn.Visit.Open() || turn.Finding.ID != "" {
			t.Fatalf("%s: at %s", how, turn.Route())
		}
		turn.Scanned(t.Context(), flowtest.Paper(func(p *token.Token) { p.Number = "I-4" }))
		if turn.Visit.Open() {
			t.Errorf("%s: another badge opens it", how)
		}
		turn.GoHome()
		turn.Scanned(t.Context(), flowtest.Paper(nil))
		if !turn.Visit.Open() || turn.Visit.Score().Points != 900 {
			t.Errorf("%s: the same badge finds %s", how, turn.Visit.Score().Points)
		}
		turn.GoHome()
		m.At = m.At.Add(flow.HeldFor)
		turn.Tick()
		turn.Scanned(t.Context(), flowtest.Paper(nil))
		if turn.Visit.Open() {
			t.Errorf("%s: it waits without end", how)
		}
	}
}

func TestAFailureLosesNothing(t *testing.T) {
	m, turn := visited(t)
	complies(turn)
	turn.Visit.GoOn()
	turn.Verdict.Choose(inspect.Absent)
	m.Store.Err = errors.New("disk")
	turn.Verdict.Submit(t.Context())
	if turn.Verdict.Done() || turn.Verdict.Problem.Text == "" || turn.Verdict.Answer != inspect.Absent {
		t.Fatalf("%+v", turn.Verdict)
	}
	m.Store.Err = nil
	turn.Verdict.Submit(t.Context())
	if !turn.Verdict.Done() {
		t.Errorf("%+v", turn.Verdict.Problem)
	}
}

func TestALateAnswerAboutPapersReachesNobody(t *testing.T) {
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	m.Hold = true
	turn.Scanned(t.Context(), flowtest.Order())
	turn.Scanned(t.Context(), flowtest.Paper(nil))
	if !turn.Visit.Busy {
		t.Fatal("nothing is asked")
	}
	turn.GoHome()
	m.Release()
	if turn.Visit.Open() {
		t.Error("the next person finds a visit")
	}
}

func TestEveryPageOfAVisitIsReadWithItsTitleAndWhatToDoNext(t *testing.T) {
	_, turn := visited(t)
	l := &listener{t: t, turn: turn}
	l.hear("visit", "visit.title", "voice.next.visit")
	turn.Visit.Check(1)
	l.hear("checklist", "visit.title", "voice.next.checklist")
	turn.Checklist.Break("duty.absent")
	l.hear("finding", "finding.title", "voice.next.finding")
	turn.Finding.Drop()
	turn.Back()
	complies(turn)
	turn.Visit.GoOn()
	l.hear("verdict", "verdict.title", "verdict.lacks.answer")
	turn.Verdict.Choose(inspect.Absent)
	l.hear("verdict chosen", "verdict.title", "voice.next.verdict")
	turn.Verdict.Submit(t.Context())
	l.hear("verdict done", "verdict.title", "voice.next.verdict.done")
	for _, h := range l.pages {
		if !strings.HasPrefix(said(h.phrases), h.title) || !strings.HasPrefix(h.phrases[len(h.phrases)-1].Key, h.next) {
			t.Errorf("%s is read as %+v", h.page, h.phrases)
		}
	}
}

// TestAChallengeIsAnsweredAtHomeAlone: what is answered is what the other machine
// believes, and another code is not answered.
func TestAChallengeIsAnsweredAtHomeAlone(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	challenge := flowtest.Challenge()
	turn.Scanned(t.Context(), challenge)
	p := turn.Presence
	if turn.Route() != flow.RoutePresence || inspect.PaperOf(p.Code) != inspect.AnswerCode {
		t.Fatalf("at %s with %q, %+v", turn.Route(), p.Code, p.Problem)
	}
	turn.Scanned(t.Context(), p.Code)
	if p.Code != "" || p.Problem.Text == "" {
		t.Errorf("an answer is answered: %q", p.Code)
	}
	turn.GoHome()
	if p.Code != "" || p.Problem.Text != "" {
		t.Error("the next person finds a code")
	}
	toForm(turn)
	turn.Scanned(t.Context(), challenge)
	if turn.Route() != flow.RouteForm {
		t.Errorf("a challenge takes a person to %s", turn.Route())
	}
}

// TestAVisitThatNeedsTwoOpensWithTheSecondBadge; what is wrong with a second one is said and
// not hidden by the question for another.
func TestAVisitThatNeedsTwoOpensWithTheSecondBadge(t *testing.T) {
	m := flowtest.New()
	for i := range m.Checklists {
		m.Checklists[i].Inspectors = 2
	}
	turn := flow.NewTurn(m.Kiosk)
	turn.Scanned(t.Context(), flowtest.Paper(nil))
	turn.Scanned(t.Context(), flowtest.Order())
	if turn.Visit.Open() || !strings.Contains(turn.Visit.Problem.Text, "要两位检查员") {
		t.Fatalf("open %v by one: %q", turn.Visit.Open(), turn.Visit.Problem.Text)
	}
	turn.Scanned(t.Context(), flowtest.Badge("A-7"))
	if turn.Visit.Open() || !strings.Contains(turn.Visit.Problem.Text, "值班的服务中心") {
		t.Errorf("open %v with an assistant: %q", turn.Visit.Open(), turn.Visit.Problem.Text)
	}
	turn.Scanned(t.Context(), flowtest.Paper(func(p *token.Token) { p.Number = "I-4" }))
	if !turn.Visit.Open() || len(turn.Visit.Begun.Inspectors) != 2 {
		t.Errorf("two open nothing: %+v", turn.Visit.Problem)
	}
}
