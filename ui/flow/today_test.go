package flow_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"bianmin/app/desk"
	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// helps signs a helper in at a machine where signed papers follow.
func helps(t *testing.T) (*flowtest.Machine, *flow.Turn) {
	t.Helper()
	m, turn := signedToFollow(t)
	turn.GoHome()
	staff(m, turn).signIn(t)
	turn.OpenToday(t.Context())
	return m, turn
}

// TestTheDayIsThereForWhoHelpsAlone, and goes with the help.
func TestTheDayIsThereForWhoHelpsAlone(t *testing.T) {
	_, turn := signedToFollow(t)
	turn.GoHome()
	if turn.OpenToday(t.Context()); turn.HasToday() || turn.Route() != flow.RouteHome {
		t.Fatalf("nobody helps, and the page is %s", turn.Route())
	}
	_, turn = helps(t)
	if turn.Route() != flow.RouteToday || !turn.Today.Known {
		t.Fatalf("at %s: %+v", turn.Route(), turn.Today.Problem)
	}
	if turn.Helper.SignOut(); turn.Route() != flow.RouteHome {
		t.Errorf("after the help the page is %s", turn.Route())
	}
}

// TestM3TheDayNamesWhatFollowsUntilWhen by code and item: no name and no typed text.
func TestM3TheDayNamesWhatFollowsUntilWhen(t *testing.T) {
	m, turn := helps(t)
	m.Store.Steps = []village.CaseStep{{State: village.CaseAccepted, AtMS: flowtest.Monday().UnixMilli()}}
	turn.Today.Look(t.Context())
	said := ""
	for _, section := range turn.Today.Sections() {
		said += section.Head + "\n"
		for _, row := range section.Rows {
			said += row.Title + " " + row.Words + "\n"
		}
	}
	for _, want := range []string{"容缺", "高龄津贴", "还差 1 样，最迟 11月30日", "区里已受理"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not in\n%s", want, said)
		}
	}
	if strings.Contains(said, "陈阿妹") {
		t.Errorf("a name is in\n%s", said)
	}
}

// TestM8TheDayShowsWhatWasSetAsideAndWhatLiesHere, and what somebody has to act on.
func TestM8TheDayShowsWhatWasSetAsideAndWhatLiesHere(t *testing.T) {
	m, turn := helps(t)
	m.Store.State, m.Store.Problem = village.RecordNeedsAttention, "err.county.body"
	m.Store.Steps = []village.CaseStep{{State: village.Delivery, AtMS: flowtest.Monday().UnixMilli()}}
	m.Store.Deliveries = []village.DeliveryWord{{State: village.DeliveryAtVillage, AtMS: flowtest.Monday().UnixMilli()}}
	turn.Today.Look(t.Context())
	if w := turn.Today.Work; len(w.Aside) != 1 || len(w.Results) != 1 || len(w.Cases) != 1 {
		t.Fatalf("the day is %+v", w)
	}
	if row := turn.Today.Sections()[0].Rows[0]; !row.Urgent || !strings.Contains(row.Words, "请看这一件") {
		t.Errorf("what was set aside is %+v", row)
	}
}

// Test44AReceiptThatDidNotComeIsPrintedFromTheDay, and the look is noted with its reason.
func Test44AReceiptThatDidNotComeIsPrintedFromTheDay(t *testing.T) {
	m, turn := helps(t)
	code := turn.Today.Work.Cases[0].Case.ShortCode
	m.Store.NoPaper = []village.PrintJob{{Code: code, Paper: village.PaperReceipt, State: village.PrintFailed}}
	var did []string
	turn.Kiosk().Look = func(_ context.Context, of string, why village.AuditDetail) error {
		did = append(did, "look "+of+" "+string(why))
		return nil
	}
	turn.Kiosk().Print = func(_ context.Context, of village.ShortCode) (bool, error) {
		did = append(did, "print "+string(of))
		m.Store.NoPaper = nil
		return true, nil
	}
	turn.Today.Look(t.Context())
	first := turn.Today.Sections()[0]
	if row := first.Rows[0]; !row.Urgent || !row.Prints || !strings.Contains(first.Head, "没打出来") || row.Code != code {
		t.Fatalf("the day begins with %+v", first)
	}
	turn.Today.Print(t.Context(), code)
	if want := []string{"look " + string(code) + " reprint", "print " + string(code)}; !slices.Equal(did, want) {
		t.Errorf("it did %q, want %q", did, want)
	}
	if row := turn.Today.Sections()[0].Rows[0]; row.Prints {
		t.Errorf("after it came the day still begins with %+v", row)
	}
}

// TestALookFromTheDaySaysWhy: the case opens at its page, which asks the helper first.
func TestALookFromTheDaySaysWhy(t *testing.T) {
	_, turn := helps(t)
	turn.Today.See(t.Context(), turn.Today.Work.Cases[0].Case.ShortCode)
	if turn.Route() != flow.RouteProgress || !turn.Progress.Asking || turn.Progress.Found {
		t.Fatalf("at %s, asking %v, found %v", turn.Route(), turn.Progress.Asking, turn.Progress.Found)
	}
	turn.Progress.Because(t.Context(), village.LookSupplement)
	if !turn.Progress.Found {
		t.Errorf("not found: %+v", turn.Progress.Problem)
	}
	if turn.Back(); turn.Route() != flow.RouteToday {
		t.Errorf("back is %s", turn.Route())
	}
}

// TestH4WhoHelpsHandsTheMachineOverForTheSurvey, also from the page of the day, which goes with
// the help; and the day names no request to 12345, whose code is all that the survey asks for.
func TestH4WhoHelpsHandsTheMachineOverForTheSurvey(t *testing.T) {
	m, turn := helps(t)
	out, err := turn.Kiosk().Accept(t.Context(), desk.TicketInput{Type: village.TicketHelp, Place: "445203104202", Content: "路灯坏了", Anonymous: true, Consent: true}.Application())
	if err != nil {
		t.Fatal(err)
	}
	m.Store.Steps = []village.CaseStep{{State: village.Answered, AtMS: flowtest.Monday().UnixMilli()}}
	turn.Today.Look(t.Context())
	for _, s := range turn.Today.Work.Cases {
		if s.Case.ShortCode == out.ShortCode {
			t.Errorf("the day names the request %s", s.Case.ShortCode)
		}
	}
	turn.Today.See(t.Context(), out.ShortCode)
	turn.Progress.Because(t.Context(), village.LookProgress)
	if !turn.Progress.Can(village.Survey) {
		t.Fatalf("nothing can be said of the answer: %+v", turn.Progress.Problem)
	}
	turn.Progress.FollowUp(village.Survey)
	if turn.Helper.Acting() != "" || turn.Route() != flow.RouteFollowUp || turn.FollowUp.Status.Case.ShortCode != out.ShortCode {
		t.Errorf("%q still helps, at %s with %q", turn.Helper.Acting(), turn.Route(), turn.FollowUp.Status.Case.ShortCode)
	}
	if turn.Back(); turn.Route() != flow.RouteHome {
		t.Errorf("back from the survey is %s", turn.Route())
	}
}
