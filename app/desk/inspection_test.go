package desk_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/desk"
	"bianmin/app/inspect"
	"bianmin/app/seal"
	"bianmin/app/seal/sealtest"
	"bianmin/app/token"
	"bianmin/app/village"
	calendardata "bianmin/assets/calendar"
	checklists "bianmin/assets/inspect"
	"bianmin/storage/storetest"
)

const ownCentre village.DivisionCode = "445203104202"

// issuer signs papers as the county does.
func issuer(t *testing.T) seal.Identity {
	t.Helper()
	id, err := seal.NewIdentity(bytes.Repeat([]byte{5}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// paper is a code that is good on the day of the tests.
func paper(t *testing.T, change func(*token.Token)) string {
	t.Helper()
	y, m, d := monday.Date()
	day := time.Date(y, m, d, 0, 0, 0, 0, village.Zone)
	tok := token.Token{Kind: token.Badge, Number: "I-3", Role: "inspector", First: day, Last: day}
	change(&tok)
	text, err := token.Encode(tok, issuer(t))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func order(t *testing.T, places ...village.DivisionCode) string {
	return paper(t, func(p *token.Token) {
		p.Kind, p.Number, p.Role, p.Places = token.DayOrder, "2026-11-23-1", "I-3", places
	})
}

func inspections(t *testing.T) (*desk.Inspections, *storetest.Memory) {
	t.Helper()
	d, store := counter(t)
	days, err := calendar.Load(calendardata.WorkingDays())
	if err != nil {
		t.Fatal(err)
	}
	list, err := checklists.Templates()
	if err != nil {
		t.Fatal(err)
	}
	return &desk.Inspections{
		Desk: d, Store: store, Templates: func() []inspect.Template { return list },
		Calendar: func() *calendar.Calendar { return days },
		Signers:  func() []ed25519.PublicKey { return []ed25519.PublicKey{issuer(t).Public()} },
		KeyOf:    func(seal.KioskID) (ed25519.PublicKey, bool) { return nil, false },
	}, store
}

var picture = desk.PhotoInput{File: "a.jpg", Data: []byte("\xff\xd8\xff a room without anybody")}

// found is a visit at which nobody was there and two devices were missing.
func found(t *testing.T) desk.InspectionInput {
	return desk.InspectionInput{
		Order: order(t, ownCentre), Inspector: paper(t, func(*token.Token) {}), Template: "village-centre",
		Centre: ownCentre, Source: inspect.District,
		Findings: []desk.FindingInput{
			{Rule: "duty.absent", Note: "九点半无人", Photos: []desk.PhotoInput{picture}},
			{Rule: "counter.missing", Times: 2, Photos: []desk.PhotoInput{picture}},
		},
		Duty: desk.DutyInput{Answer: inspect.Objects, Name: "林小梅", Objection: "去开会了"},
	}
}

func TestI3InspectionIsScoredSealedAndQueuedWithItsEvidence(t *testing.T) {
	n, store := inspections(t)
	if _, err := n.Desk.Accept(t.Context(), application()); err != nil {
		t.Fatal(err)
	}
	out, err := n.File(t.Context(), found(t))
	if err != nil {
		t.Fatal(err)
	}
	if out.Score.Points != 896 || out.Score.Band != inspect.Yellow || out.Findings[0].Taken != 100 || out.Findings[1].Taken != 4 {
		t.Errorf("score %+v of %+v", out.Score, out.Findings)
	}
	if out.Findings[0].Due != "2026-11-30" || out.Findings[1].Due != "2026-12-14" {
		t.Errorf("due %s and %s", out.Findings[0].Due, out.Findings[1].Due)
	}
	if out.Facts == nil || out.Facts.Cases != 1 || out.Facts.Backlog != 1 || out.Presence != inspect.OnMachine || out.Facts.Trust != village.TimeSynced {
		t.Errorf("the machine says %+v", out.Facts)
	}
	r := pending(t, store)[1]
	var b inspect.Record
	text, err := sealtest.Text("K1", r)
	if err == nil {
		err = json.Unmarshal(text, &b)
	}
	if err != nil {
		t.Fatal(err)
	}
	if r.Kind != village.RecordInspection || b.ID != out.ID || len(b.Files) != 2 || b.Files[0].Of != "duty.absent" || b.Duty.Objection != "去开会了" || b.Order == "" {
		t.Errorf("sealed %+v", b)
	}
	piece, err := sealtest.Piece("K1", r, b.Files[0].First)
	if err != nil || !bytes.Equal(piece, picture.Data) {
		t.Errorf("the photograph came back as %q, %v", piece, err)
	}
	for _, word := range []string{"林小梅", "九点半", "duty.absent", "I-3"} {
		if bytes.Contains(r.Body, []byte(word)) {
			t.Errorf("the record shows %s", word)
		}
	}
	centre, _ := inspect.Find(n.Templates(), b.Template, b.Version)
	if err := b.Check(centre); err != nil {
		t.Errorf("its own score is not believed: %v", err)
	}
	if b.Findings[0].Times = 2; b.Check(centre) == nil {
		t.Error("another finding under the same score is believed")
	}
	if _, err := n.Desk.Rate(t.Context(), desk.RatingInput{Target: string(out.ShortCode), Grade: 5}); village.KindOf(err) != village.NotFound {
		t.Errorf("an inspection was rated: %v", err)
	}
}

func TestARepeatWithinAYearTakesDouble(t *testing.T) {
	n, _ := inspections(t)
	first, err := n.File(t.Context(), found(t))
	if err != nil {
		t.Fatal(err)
	}
	at := monday.AddDate(0, 12, 0)
	n.Desk.Now = func() (time.Time, village.TimeTrust) { return at, village.TimeSynced }
	again := found(t)
	stay := func(p *token.Token) { p.Last = p.First.AddDate(3, 0, 0) }
	again.Inspector = paper(t, stay)
	again.Order = paper(t, func(p *token.Token) {
		stay(p)
		p.Kind, p.Number, p.Role, p.Places = token.DayOrder, "x", "I-3", []village.DivisionCode{ownCentre}
	})
	second, err := n.File(t.Context(), again)
	if err != nil {
		t.Fatal(err)
	}
	if first.Findings[0].Repeat || !second.Findings[0].Repeat || second.Findings[0].Taken != 200 || second.Score.Points != 1000-200-8 {
		t.Errorf("first %+v, second %+v: %s", first.Findings[0], second.Findings[0], second.Score.Points)
	}
	at = at.AddDate(0, 12, 1)
	third, err := n.File(t.Context(), again)
	if err != nil || third.Findings[0].Repeat {
		t.Errorf("after a year and a day: %+v, %v", third.Findings, err)
	}
}

func TestInspectionWithoutItsPapersIsRefusedAndNothingIsStored(t *testing.T) {
	faults := map[string]func(*desk.InspectionInput){
		"order err.token.unreadable":    func(in *desk.InspectionInput) { in.Order = "" },
		"order err.check.paper":         func(in *desk.InspectionInput) { in.Order = in.Inspector },
		"order err.check.order_place":   func(in *desk.InspectionInput) { in.Order = order(t, "445203104203") },
		"order err.check.order_several": func(in *desk.InspectionInput) { in.Order = order(t, ownCentre, "445203104203") },
		"order err.check.day": func(in *desk.InspectionInput) {
			in.Order = paper(t, func(p *token.Token) {
				p.Kind, p.Role, p.Places = token.DayOrder, "I-3", []village.DivisionCode{ownCentre}
				p.First = p.First.AddDate(0, 0, -1)
				p.Last = p.First
			})
		},
		"inspector err.check.holder": func(in *desk.InspectionInput) { in.Inspector = paper(t, func(p *token.Token) { p.Number = "I-4" }) },
		"inspector err.check.role": func(in *desk.InspectionInput) {
			in.Inspector = paper(t, func(p *token.Token) { p.Role = "maintainer" })
		},
		"inspector err.check.own_centre": func(in *desk.InspectionInput) {
			in.Inspector = paper(t, func(p *token.Token) { p.Role = "assistant"; p.Places = []village.DivisionCode{ownCentre} })
		},
		"inspector err.check.scope": func(in *desk.InspectionInput) {
			in.Inspector = paper(t, func(p *token.Token) { p.Places = []village.DivisionCode{"445203105000"} })
		},
		"witness err.check.witness": func(in *desk.InspectionInput) { in.Witness = in.Inspector },
		"duty.badge err.check.own_centre": func(in *desk.InspectionInput) {
			in.Duty.Badge = paper(t, func(p *token.Token) { p.Role = "assistant" })
		},
		"template err.check.template":                       func(in *desk.InspectionInput) { in.Template = "website-2" },
		"source err.inspect.source":                         func(in *desk.InspectionInput) { in.Source = inspect.ByRating },
		"findings[0].rule err.check.rule":                   func(in *desk.InspectionInput) { in.Findings[0].Rule = "duty.asleep" },
		"findings[1].rule err.check.rule_twice":             func(in *desk.InspectionInput) { in.Findings[1].Rule, in.Findings[1].Times = in.Findings[0].Rule, 1 },
		"findings[1].times err.check.times":                 func(in *desk.InspectionInput) { in.Findings[1].Times = 11 },
		"findings[0].severity err.check.severity":           func(in *desk.InspectionInput) { in.Findings[0].Severity = inspect.Minor },
		"findings[0].photos err.check.photo":                func(in *desk.InspectionInput) { in.Findings[0].Photos = nil },
		"findings[0].photos[0].file err.material.file_type": func(in *desk.InspectionInput) { in.Findings[0].Photos = []desk.PhotoInput{{Data: []byte("text")}} },
		"duty.answer err.check.answer":                      func(in *desk.InspectionInput) { in.Duty.Answer = "" },
		"duty.name err.check.duty_name":                     func(in *desk.InspectionInput) { in.Duty.Answer, in.Duty.Objection = inspect.Absent, "" },
		"duty.objection err.check.objection":                func(in *desk.InspectionInput) { in.Duty.Objection = " " },
		"duty.signature err.check.signature":                func(in *desk.InspectionInput) { in.Duty.Answer, in.Duty.Objection = inspect.Signed, "" },
		"centre err.division.format":                        func(in *desk.InspectionInput) { in.Centre = "445203" },
		"presence err.check.presence":                       func(in *desk.InspectionInput) { in.Presence = "BMP1:X" },
	}
	for want, spoil := range faults {
		n, store := inspections(t)
		in := found(t)
		spoil(&in)
		_, err := n.File(t.Context(), in)
		if err == nil {
			t.Errorf("%s: taken in", want)
			continue
		}
		if e := village.Keyed(err); e.Field+" "+e.Key != want {
			t.Errorf("%s: %s %s", want, e.Field, e.Key)
		}
		if got := pending(t, store); len(got) != 0 {
			t.Errorf("%s: %d records", want, len(got))
		}
	}
}

func TestWhoWasOnDutyDoesNotInspectTheSameCentre(t *testing.T) {
	n, _ := inspections(t)
	in := found(t)
	in.Duty.Badge = paper(t, func(p *token.Token) { p.Number, p.Role = "A-7", "assistant" })
	if _, err := n.File(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	in.Duty.Badge = ""
	in.Witness = paper(t, func(p *token.Token) { p.Number = "A-7" })
	if _, err := n.Begin(t.Context(), in); err == nil || village.Keyed(err).Key != "err.check.own_centre" {
		t.Errorf("who served there was a witness: %v", err)
	}
}

// TestWhatAPageShowsBeforeIsWhatIsTakenIn: repeats, days and facts, by the same rules.
func TestWhatAPageShowsBeforeIsWhatIsTakenIn(t *testing.T) {
	n, store := inspections(t)
	in := found(t)
	if _, err := n.File(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	at := monday.AddDate(0, 3, 0)
	n.Desk.Now = func() (time.Time, village.TimeTrust) { return at, village.TimeSynced }
	stay := func(p *token.Token) { p.Last = p.First.AddDate(1, 0, 0) }
	in.Inspector = paper(t, stay)
	in.Order = paper(t, func(p *token.Token) {
		stay(p)
		p.Kind, p.Number, p.Role, p.Places = token.DayOrder, "x", "I-3", []village.DivisionCode{ownCentre}
	})
	in.Template = ""
	b, err := n.Begin(t.Context(), in)
	if err != nil || b.Order != "x" || b.Template.ID != "village-centre" || b.Facts == nil || len(pending(t, store)) != 1 {
		t.Fatalf("%+v, %v", b, err)
	}
	in.Template = b.Template.ID
	out, err := n.File(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range out.Findings {
		if !f.Repeat || len(b.Repeats) != 2 || b.Repeats[i] != f.Rule || b.Due[f.Severity] != f.Due {
			t.Errorf("%+v, before %v %v", f, b.Repeats, b.Due)
		}
	}
	if b.Facts.From != out.Facts.From || b.Facts.Machine != out.Facts.Machine || b.Facts.Backlog != out.Facts.Backlog {
		t.Errorf("before %+v, then %+v", b.Facts, out.Facts)
	}
	in.Order = order(t, "445203104203")
	if _, err := n.Begin(t.Context(), in); err == nil {
		t.Error("papers of another day and place begin a visit")
	}
}

func TestAnotherCentresMachineAddsNoFactsOfItsOwn(t *testing.T) {
	n, _ := inspections(t)
	in := found(t)
	in.Centre, in.Order = "445203104203", order(t, "445203104203")
	out, err := n.File(t.Context(), in)
	if err != nil || out.Facts != nil || out.Presence != inspect.Unproved {
		t.Errorf("%+v, %s, %v", out.Facts, out.Presence, err)
	}
}

func TestInputCannotNameFactsScoresOrRepeats(t *testing.T) {
	for _, key := range []string{`"facts":null`, `"score":{}`, `"findings":[{"rule":"duty.absent","repeat":false}]`, `"findings":[{"rule":"duty.absent","taken":1}]`} {
		var in desk.InspectionInput
		if err := village.DecodeJSON([]byte("{"+key+"}"), &in); err == nil || !strings.Contains(err.Error(), "unknown") {
			t.Errorf("%s is read: %v", key, err)
		}
	}
}

// TestNobodyInspectsWhereTheRegisterSaysThatTheyServe, neither first nor second, on the days
// that the register names.
func TestNobodyInspectsWhereTheRegisterSaysThatTheyServe(t *testing.T) {
	n, _ := inspections(t)
	day := village.DayOf(monday)
	serves := inspect.Service{Badge: "I-3", Centre: ownCentre, First: day, Last: day}
	n.Serving = func() []inspect.Service { return []inspect.Service{serves} }
	refused := func(in desk.InspectionInput, field string) {
		t.Helper()
		_, err := n.Begin(t.Context(), in)
		if e := village.Keyed(err); err == nil || e.Key != "err.check.serves" || e.Field != field || e.Kind != village.Denied {
			t.Errorf("%v, want %s", err, field)
		}
	}
	refused(found(t), "inspector")
	in := found(t)
	in.Witness = paper(t, func(p *token.Token) { p.Number = "I-4" })
	serves.Badge = "I-4"
	refused(in, "witness")
	for _, other := range []inspect.Service{
		{Badge: "I-4", Centre: "445203104203", First: day}, {Badge: "I-4", Centre: ownCentre, First: day.Add(1)}, {Badge: "I-4", Centre: ownCentre, First: "2026-01-01", Last: day.Add(-1)},
	} {
		if serves = other; other.Covers(day, day) && other.Centre == ownCentre {
			t.Errorf("%+v holds on %s", other, day)
		}
		if _, err := n.Begin(t.Context(), in); err != nil {
			t.Errorf("%+v: %v", other, err)
		}
	}
}

// TestAVisitThatWasBegunIsTakenInWhenTheRegisterIsHeardOfMeanwhile: nobody loses what they
// wrote down; the county flags it.
func TestAVisitThatWasBegunIsTakenInWhenTheRegisterIsHeardOfMeanwhile(t *testing.T) {
	n, store := inspections(t)
	in := found(t)
	if _, err := n.Begin(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	n.Serving = func() []inspect.Service {
		return []inspect.Service{{Badge: "I-3", Centre: ownCentre, First: village.DayOf(monday)}}
	}
	if _, err := n.Begin(t.Context(), in); err == nil {
		t.Error("another one begins")
	}
	if _, err := n.File(t.Context(), in); err != nil {
		t.Errorf("what was begun: %v", err)
	}
	if got := pending(t, store); len(got) != 1 {
		t.Errorf("stored %d", len(got))
	}
}

// TestAVisitByOneIsRefusedWhereItsChecklistWantsTwo at its begin and when it is handed in.
func TestAVisitByOneIsRefusedWhereItsChecklistWantsTwo(t *testing.T) {
	n, _ := inspections(t)
	two := slices.Clone(n.Templates())
	for i := range two {
		two[i].Inspectors = 2
	}
	n.Templates = func() []inspect.Template { return two }
	in := found(t)
	_, begin := n.Begin(t.Context(), in)
	_, file := n.File(t.Context(), in)
	for _, err := range []error{begin, file} {
		if e := village.Keyed(err); err == nil || e.Key != "err.check.two" || e.Field != "witness" {
			t.Errorf("by one: %v", err)
		}
	}
	in.Witness = paper(t, func(p *token.Token) { p.Number = "I-4" })
	if _, err := n.Begin(t.Context(), in); err != nil {
		t.Errorf("by two: %v", err)
	}
}
