package screen

import (
	"context"
	"errors"
	"strings"
	"testing"

	"bianmin/app/desk"
	"bianmin/app/inspect"
	"bianmin/app/token"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// visited is I-3 with a visit begun on a machine that has a camera.
func visited(then func(*testing.T, *flowtest.Machine, *flow.Turn)) func(*testing.T, *flowtest.Machine, *flow.Turn) {
	return func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
		m.Camera = sheetOfPaper()
		turn.Kiosk().Watch = m.Plug()
		turn.Scanned(t.Context(), flowtest.Paper(nil))
		turn.Scanned(t.Context(), flowtest.Order())
		if !turn.Visit.Open() {
			t.Fatalf("no visit: %+v", turn.Visit.Problem)
		}
		then(t, m, turn)
	}
}

// finds says that a rule is broken, with a note and n photographs, and stays there.
func finds(turn *flow.Turn, id inspect.RuleID, note string, n int) {
	for turn.Route() != flow.RouteVisit {
		turn.Back()
	}
	section, _, _ := strings.Cut(string(id), ".")
	for i, p := range turn.Visit.Parts() {
		if p.Section.Code == section {
			turn.Visit.Check(i)
		}
	}
	turn.Checklist.Break(id)
	turn.Finding.Note.Insert(note)
	for range n {
		turn.Finding.Photograph()
		turn.Photo.Shoot()
		turn.Photo.Use()
	}
}

// ends says of the rest that it complies, and comes to the result.
func ends(turn *flow.Turn) {
	for turn.Route() != flow.RouteVisit {
		turn.Back()
	}
	for turn.Visit.Next(0) >= 0 {
		turn.Visit.Check(turn.Visit.Next(0))
		turn.Checklist.RestComplies()
		turn.Back()
	}
	turn.Visit.GoOn()
}

const longNote = "十点零八分值班台没有人，值班表写的是陈伟，十点二十五分回到岗位，说去镇里送材料，有两位群众在门口等了半个小时，没有人告诉他们什么时候有人，也没有写在门上"

func visitCases() []picture {
	return []picture{
		{"visit", visited(func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			turn.Visit.Check(0)
			turn.Checklist.RestComplies()
			finds(turn, "duty.absent", longNote, 1)
			turn.Back()
			turn.Checklist.RestComplies()
			turn.Back()
		})},
		walkScan("visit-scan", flowtest.Paper(nil)),
		walkScan("presence", flowtest.Challenge()),
		{"presence-error", func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			turn.Kiosk().Visits.Answer = func(context.Context, string) (string, error) { return "", errors.New("disk") }
			turn.Scanned(t.Context(), flowtest.Challenge())
		}},
		{"visit-error", func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			turn.Scanned(t.Context(), flowtest.Order())
			turn.Scanned(t.Context(), flowtest.Badge("I-3"))
		}},
		inspectedElsewhere("visit-meet", func(*testing.T, *flow.Turn) {}),
		inspectedElsewhere("visit-meet-error", func(t *testing.T, turn *flow.Turn) {
			turn.Scanned(t.Context(), flowtest.Answered(turn.Visit.Challenge, flowtest.Centre))
		}),
		inspectedElsewhere("visit-met", func(t *testing.T, turn *flow.Turn) {
			turn.Scanned(t.Context(), flowtest.Answered(turn.Visit.Challenge, flowtest.Elsewhere))
		}),
		{"visit-longest", visited(func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			turn.Scanned(t.Context(), flowtest.Paper(func(p *token.Token) { p.Number = "I-4445203104202" }))
			turn.Scanned(t.Context(), flowtest.Badge("A-7"))
			turn.Visit.Down(12)
		})},
		{"visit-facts", visited(func(_ *testing.T, _ *flowtest.Machine, turn *flow.Turn) { turn.Visit.Down(13) })},
		{"checklist", visited(func(_ *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			finds(turn, "duty.absent", longNote, 2)
			turn.Back()
		})},
		{"checklist-error", visited(func(_ *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			finds(turn, "run.fault", "", 0)
			turn.Back()
			turn.Checklist.RestComplies()
		})},
		{"checklist-veto", visited(func(_ *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			finds(turn, "veto.fake", "", 1)
			turn.Back()
			turn.Checklist.RestComplies()
		})},
		{"checklist-longest", visited(func(_ *testing.T, _ *flowtest.Machine, turn *flow.Turn) { turn.Visit.Check(11) })},
		{"finding", visited(func(_ *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			finds(turn, "duty.absent", "十点零八分值班台没有人", 2)
		})},
		{"finding-empty", visited(func(_ *testing.T, _ *flowtest.Machine, turn *flow.Turn) { finds(turn, "counter.missing", "", 0) })},
		{"finding-write", visited(func(_ *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			finds(turn, "duty.absent", longNote, 0)
			turn.Finding.Write(true)
		})},
		{"finding-error", visited(func(_ *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			turn.Kiosk().Watch = nil
			finds(turn, "run.hygiene", "", 0)
		})},
		{"finding-longest", repeated(func(_ *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			finds(turn, "wait.seat", longNote, 5)
			turn.Finding.Step(1)
			turn.Finding.Grade(inspect.Urgent)
		})},
		{"verdict", visited(func(_ *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			finds(turn, "duty.absent", "十点零八分值班台没有人", 1)
			ends(turn)
		})},
		{"verdict-signed", visited(func(_ *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			finds(turn, "duty.absent", "", 1)
			ends(turn)
			turn.Verdict.Choose(inspect.Signed)
			turn.Verdict.Name.Insert("林小梅")
			turn.Verdict.Sign(signature())
			turn.Verdict.Down(9)
		})},
		{"verdict-write", visited(func(_ *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			ends(turn)
			turn.Verdict.Choose(inspect.Objects)
			turn.Verdict.Write(flow.Objection)
		})},
		{"verdict-longest", repeated(func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			for _, id := range []inspect.RuleID{"duty.absent", "run.fault", "wait.seat", "veto.fake"} {
				finds(turn, id, longNote, 1)
			}
			ends(turn)
			turn.Verdict.Choose(inspect.Objects)
			turn.Verdict.Name.Insert("买买提江·阿卜杜热合曼·吐尔逊")
			turn.Verdict.Objection.Insert(longNote + longNote)
			turn.Verdict.Down(5)
		})},
		{"verdict-error", visited(func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			ends(turn)
			turn.Verdict.Choose(inspect.Absent)
			m.Store.Err = errors.New("disk")
			turn.Verdict.Submit(t.Context())
		})},
		{"verdict-done", visited(func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			finds(turn, "duty.absent", "", 1)
			ends(turn)
			turn.Verdict.Choose(inspect.Absent)
			turn.Verdict.Submit(t.Context())
			if !turn.Verdict.Done() {
				t.Fatalf("%+v", turn.Verdict.Problem)
			}
		})},
	}
}

// inspectedElsewhere is the inspector's own machine with an order for another centre.
func inspectedElsewhere(name string, then func(*testing.T, *flow.Turn)) picture {
	return picture{name, func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
		turn.Scanned(t.Context(), flowtest.Paper(nil))
		turn.Scanned(t.Context(), flowtest.OrderElsewhere())
		then(t, turn)
	}}
}

// walkScan scans one code at home.
func walkScan(name, text string) picture {
	return picture{name, func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) { turn.Scanned(t.Context(), text) }}
}

// repeated is a visit to a centre where the same was found in March.
func repeated(then func(*testing.T, *flowtest.Machine, *flow.Turn)) func(*testing.T, *flowtest.Machine, *flow.Turn) {
	return func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
		m.Store.Inspected = []desk.Inspected{{Centre: flowtest.Centre, Day: "2026-03-02", Inspector: "I-9", Rules: []inspect.RuleID{"duty.absent", "wait.seat"}}}
		visited(then)(t, m, turn)
	}
}
