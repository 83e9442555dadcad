package flow_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"bianmin/app/desk"
	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// cameBack is a person at the progress of a case for which the county wants papers.
func cameBack(t *testing.T, asked ...string) (*flowtest.Machine, *flow.Turn) {
	t.Helper()
	turn, m := found(t)
	if len(asked) > 0 {
		m.Store.Steps = []village.CaseStep{{State: village.SupplementAsked, AtMS: flowtest.Monday().UnixMilli(), Materials: asked}}
		turn.Progress.Look(t.Context())
	}
	if !turn.Progress.Found {
		t.Fatalf("%+v", turn.Progress.Problem)
	}
	return m, turn
}

// answered is a person at the progress of a request that the county answered.
func answered(t *testing.T) (m *flowtest.Machine, turn *flow.Turn, code string) {
	t.Helper()
	m = flowtest.New()
	turn = flow.NewTurn(m.Kiosk)
	out, err := turn.Kiosk().Accept(t.Context(), desk.TicketInput{Type: village.TicketHelp, Place: "445203104202", Content: "路灯坏了", Anonymous: true, Consent: true}.Application())
	if err != nil {
		t.Fatal(err)
	}
	m.Store.State, m.Store.Steps = village.RecordStored, []village.CaseStep{{State: village.Answered, AtMS: flowtest.Monday().UnixMilli()}}
	turn.Home.Choose(2)
	for _, r := range string(out.ShortCode) {
		turn.Progress.Type(t.Context(), string(r))
	}
	if !turn.Progress.Can(village.Survey) {
		t.Fatal("nothing can be said of the answer")
	}
	return m, turn, string(out.ShortCode)
}

// TestASupplementIsHandedInPaperByPaper: what was not brought stays open, nothing is
// asked twice, and the slip is printed once.
func TestASupplementIsHandedInPaperByPaper(t *testing.T) {
	m, turn := cameBack(t, "hkb", "cz")
	if !turn.Progress.Can(village.Supplement) {
		t.Fatal("the page does not offer it")
	}
	turn.Progress.FollowUp(village.Supplement)
	f := turn.FollowUp
	if f.Submit(t.Context()); f.Done() || f.Lacks() == "" {
		t.Fatal("handed in without a paper")
	}
	f.Papers.Choose("hkb", village.Later)
	f.Papers.Choose("cz", village.Original)
	if f.Brought() != 1 {
		t.Errorf("%d papers are here", f.Brought())
	}
	f.Submit(t.Context())
	if !f.Done() || !slices.Equal(f.Missing(), []string{"居民户口簿"}) || m.FollowSlips != 1 {
		t.Fatalf("%+v, %d slips, %+v", f.Handed, m.FollowSlips, f.Problem)
	}
	f.Submit(t.Context())
	if n := len(m.Store.FollowUps); n != 1 {
		t.Errorf("%d were stored", n)
	}
	turn.Back() // from the end of it nobody goes back to what the last one did
	if turn.Route() != flow.RouteHome || turn.FollowUp.Done() || turn.FollowUp.Digits != "" {
		t.Errorf("at %s with %+v", turn.Route(), turn.FollowUp.Handed)
	}
}

// TestTakingBackAsksForFourAndClaimsNothing: the case stands as it stood.
func TestTakingBackAsksForFourAndClaimsNothing(t *testing.T) {
	m, turn := cameBack(t)
	turn.Progress.FollowUp(village.Withdraw)
	f := turn.FollowUp
	for _, key := range []string{"0", "0", "2", "X", "1", "x"} {
		f.Insert(key)
	}
	if f.Digits != "002X" {
		t.Fatalf("typed %q", f.Digits)
	}
	f.Backspace()
	if f.Submit(t.Context()); f.Done() {
		t.Fatal("three are enough")
	}
	f.Insert("1")
	f.Submit(t.Context())
	if !f.Done() || f.Digits != "" {
		t.Fatalf("%+v, %q is left on the page", f.Problem, f.Digits)
	}
	code := string(f.Handed.ShortCode)
	turn.Finish()
	turn.Home.Choose(2)
	for _, r := range code {
		turn.Progress.Type(t.Context(), string(r))
	}
	p := turn.Progress
	if p.Status.Case.State != village.Received || p.Can(village.Withdraw) {
		t.Errorf("it stands at %s, to be taken back again %v", p.Status.Case.State, p.Can(village.Withdraw))
	}
	m.Store.FollowUps[0].Outcome = village.Outcome{State: village.OutcomeUnproven}
	p.Look(t.Context())
	if !p.Can(village.Withdraw) || !slices.ContainsFunc(p.Stages(), func(s flow.Stage) bool { return strings.Contains(s.Note, "后四位") }) {
		t.Errorf("after the county's word: %+v", p.Stages())
	}
}

// TestAComplaintNamesTheCase, and nothing of the person.
func TestAComplaintNamesTheCase(t *testing.T) {
	code, rows, got := complains(t, "no")
	if !strings.Contains(rows, code) || strings.Contains(rows, "陈") {
		t.Errorf("the summary says %s", rows)
	}
	if village.ShortCode(got.About).Spaced() != code {
		t.Errorf("handed in about %q", got.About)
	}
}

// TestH1WhoComplainsAnonymouslyNamesNoCase: the case would say who it is.
func TestH1WhoComplainsAnonymouslyNamesNoCase(t *testing.T) {
	if code, rows, got := complains(t, "yes"); strings.Contains(rows, code) || got.About != "" {
		t.Errorf("the summary says %s, handed in about %q", rows, got.About)
	}
}

// complains hands in a complaint from a paper and answers with the paper's code, what the
// summary says and what was handed in.
func complains(t *testing.T, anonymous string) (code, summary string, got desk.Application) {
	t.Helper()
	_, turn := cameBack(t)
	code = turn.Progress.Status.Case.ShortCode.Spaced()
	turn.Progress.Complain()
	if turn.Route() != flow.RouteNotice {
		t.Fatalf("at %s", turn.Route())
	}
	turn.Notice.Agree()
	for turn.Form.Question().Field != "form."+village.TicketContent {
		at := turn.Form.At
		if turn.Form.Question().Type == village.FieldDivision {
			turn.Form.Set("445203104202")
		}
		if turn.Form.Next(); turn.Form.At == at {
			t.Fatalf("stuck at %s: %+v", turn.Form.Question().Field, turn.Form.Problem)
		}
	}
	if why := turn.Form.Question().Why; !strings.Contains(why, code) || turn.Form.Value() != "" {
		t.Errorf("it says %q, and is filled in with %q", why, turn.Form.Value())
	}
	answerAs(turn, map[string]string{
		"form." + village.TicketContent: "等了三次", "form." + village.TicketAnonymous: anonymous, "form." + village.TicketName: "李大山",
		"form." + village.TicketPhone: "13800000000", "form." + village.TicketConfidential: "no", "form." + village.TicketCallBack: "no",
	}, "")
	if turn.Route() == flow.RouteMaterials {
		turn.Materials.Next()
	}
	rows, _ := json.Marshal(turn.Confirm.Rows)
	turn.Kiosk().Accept = func(_ context.Context, a desk.Application) (desk.Accepted, error) {
		got = a
		return desk.Accepted{}, nil
	}
	turn.Confirm.Submit(t.Context())
	return code, string(rows), got
}

// Test21EachServiceActIsRatedOnce: the receipt, each supplement, the result, from the
// paper, in any order.
func Test21EachServiceActIsRatedOnce(t *testing.T) {
	m, turn := cameBack(t, "cz")
	p := turn.Progress
	if got := p.Status.Unrated(); !slices.Equal(got, []string{"receive"}) {
		t.Fatalf("to be rated: %v", got)
	}
	p.FollowUp(village.Supplement)
	turn.FollowUp.Papers.Choose("cz", village.Original)
	turn.FollowUp.Submit(t.Context())
	code := string(turn.FollowUp.Handed.ShortCode)
	m.Store.FollowUps = append(m.Store.FollowUps, m.Store.FollowUps[0]) // papers came once more
	m.Store.Steps = append(m.Store.Steps, village.CaseStep{State: village.Completed, AtMS: flowtest.Monday().UnixMilli()})
	for _, want := range []string{"result", "supplement.2", "supplement", "receive", ""} {
		turn.Finish()
		turn.Home.Choose(2)
		for _, r := range code {
			turn.Progress.Type(t.Context(), string(r))
		}
		turn.Progress.RateIt()
		if want == "" {
			if turn.Route() != flow.RouteProgress {
				t.Errorf("a fifth rating at %s", turn.Route())
			}
			break
		}
		r := turn.Rating
		if r.Act != want || r.Grade != 0 || want != "receive" && !strings.Contains(r.About(), turn.Progress.ActText(want)) {
			t.Fatalf("rates %q (%s), want %q; chosen already: %d", r.Act, r.About(), want, r.Grade)
		}
		r.Choose(5)
		if r.Submit(t.Context()); !r.Sent {
			t.Fatalf("%s: %+v", want, r.Problem)
		}
	}
	var acts []string
	for _, r := range m.Store.Ratings {
		acts = append(acts, r.Act)
	}
	if !slices.Equal(acts, []string{"result", "supplement.2", "supplement", "receive"}) {
		t.Errorf("rated %v", acts)
	}
}

// TestWhatWasToFollowIsMadeUpOnThePage, and is missing no more.
func TestWhatWasToFollowIsMadeUpOnThePage(t *testing.T) {
	_, turn := cameBack(t)
	p := turn.Progress
	if !p.Can(village.MakeUp) || len(p.ToBring()) != 1 {
		t.Fatalf("to bring %v", p.ToBring())
	}
	p.FollowUp(village.MakeUp)
	if n := len(turn.FollowUp.Papers.Rows); n != 1 {
		t.Fatalf("%d papers are asked for", n)
	}
	turn.FollowUp.Papers.Choose(turn.FollowUp.Papers.Rows[0].Material.Code, village.Original)
	turn.FollowUp.Submit(t.Context())
	if !turn.FollowUp.Done() || turn.FollowUp.Handed.Verb != village.MakeUp {
		t.Fatalf("%+v", turn.FollowUp.Problem)
	}
	code := string(turn.FollowUp.Handed.ShortCode)
	turn.Finish()
	turn.Home.Choose(2)
	for _, r := range code {
		turn.Progress.Type(t.Context(), string(r))
	}
	if p.Can(village.MakeUp) || len(p.ToBring()) != 0 {
		t.Errorf("still to come %v", p.ToBring())
	}
}

// TestH4SolvedAndSatisfiedAreAskedApartWithThePaper: neither is chosen before, both are
// answered, and what was said is on no page afterwards.
func TestH4SolvedAndSatisfiedAreAskedApartWithThePaper(t *testing.T) {
	_, turn, code := answered(t)
	turn.Progress.FollowUp(village.Survey)
	f := turn.FollowUp
	if f.Solved != nil || f.Pleased != nil {
		t.Error("an answer is chosen before the person chose")
	}
	f.Say(&f.Solved, true)
	if f.Submit(t.Context()); f.Done() {
		t.Fatal("one answer is enough")
	}
	f.Say(&f.Pleased, false)
	if f.Submit(t.Context()); !f.Done() {
		t.Fatalf("not taken in: %+v", f.Problem)
	}
	turn.GoHome()
	turn.Home.Choose(2)
	for _, r := range code {
		turn.Progress.Type(t.Context(), string(r))
	}
	if turn.Progress.Can(village.Survey) {
		t.Error("one answer is judged twice")
	}
}
