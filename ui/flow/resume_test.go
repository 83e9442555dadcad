package flow_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"bianmin/app/desk"
	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// halfway is a turn whose form is filled in as far as the bank account.
func halfway(t *testing.T, m *flowtest.Machine) *flow.Turn {
	t.Helper()
	turn := flow.NewTurn(m.Kiosk)
	at(t, turn, flow.RouteForm)
	for _, answer := range []string{"陈阿妹", validID, "13800000000", "445203104202"} {
		turn.Form.Set(answer)
		turn.Form.Next()
	}
	turn.Form.Set("62305800")
	turn.Tick()
	return turn
}

// crash ends the program; the next one shows its home page.
func crash(m *flowtest.Machine) *flow.Turn {
	m.At = m.At.Add(2 * time.Minute)
	m.Crash()
	return flow.NewTurn(m.Kiosk)
}

func prove(turn *flow.Turn, answers ...string) {
	for _, answer := range answers {
		for _, r := range answer {
			turn.Resume.Insert(string(r))
		}
		turn.Resume.Next()
	}
}

// secrets are what halfway types.
func secrets() []string { return []string{"陈阿妹", validID, "13800000000", "62305800"} }

// wantNothingPersonal searches all that the window holds but the shelf, which
// stands for files.
func wantNothingPersonal(t *testing.T, turn *flow.Turn) {
	t.Helper()
	shelf := reflect.ValueOf(turn.Kiosk().Drafts.Shelf).Pointer()
	for _, s := range secrets() {
		if holds(reflect.ValueOf(turn), s, map[uintptr]bool{shelf: true}) {
			t.Errorf("%q is in the view-models", s)
		}
	}
}

func kept(t *testing.T, m *flowtest.Machine) (n int) {
	t.Helper()
	if err := m.Shelf.Each(func(village.RecordID, []byte, int) { n++ }); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTheOwnerGoesOnAfterACrash(t *testing.T) {
	m := flowtest.New()
	before := halfway(t, m)
	shelf := reflect.ValueOf(m.Shelf).Pointer()
	for _, s := range secrets() {
		if !holds(reflect.ValueOf(before), s, map[uintptr]bool{shelf: true}) {
			t.Fatalf("the search does not find %q while it is typed", s)
		}
	}
	turn := crash(m)
	if w := turn.Home.Wait; w.Item != "80周岁以上老年人高龄津贴" || !w.At.Equal(flowtest.Monday()) {
		t.Fatalf("the home page says %+v", w)
	}
	wantNothingPersonal(t, turn)
	turn.Home.Resume()
	wantNothingPersonal(t, turn)
	prove(turn, "0021", "0000")
	if turn.Route() != flow.RouteForm || turn.Form.Question().Field != "form.bank_account" || turn.Form.Value() != "62305800" {
		t.Fatalf("at %s, %q: %q", turn.Route(), turn.Form.Question().Field, turn.Form.Value())
	}
	if turn.Form.Count() != before.Form.Count() {
		t.Errorf("%d questions, before %d", turn.Form.Count(), before.Form.Count())
	}
	finish(t, turn)
	if turn.Route() != flow.RouteAccepted || m.Store.Saved() != 1 || kept(t, m) != 0 {
		t.Errorf("at %s, %d records, %d drafts: %+v", turn.Route(), m.Store.Saved(), kept(t, m), turn.Confirm.Problem)
	}
}

// finish hands in a turn that stands at the bank account.
func finish(t *testing.T, turn *flow.Turn) {
	t.Helper()
	for turn.Route() == flow.RouteForm {
		switch turn.Form.Question().Field {
		case "form.bank_account":
			turn.Form.Set("6230580000001234")
		case "form.pay_mode":
			turn.Form.Set("首次申领")
		}
		turn.Form.Next()
		if turn.Form.Problem.Text != "" {
			t.Fatal(turn.Form.Problem)
		}
	}
	papers(turn)
	turn.Confirm.Sign(signature())
	turn.Confirm.Submit(t.Context())
}

// TestEveryPageIsGoneOnWith: choices, papers and the signature are kept too.
func TestEveryPageIsGoneOnWith(t *testing.T) {
	for _, route := range []flow.Route{flow.RouteForm, flow.RouteMaterials, flow.RouteConfirm} {
		t.Run(string(route), func(t *testing.T) {
			m := flowtest.New()
			turn := flow.NewTurn(m.Kiosk)
			at(t, turn, flow.RouteConfirm)
			turn.Confirm.Sign(signature())
			turn.Confirm.Deliver(desk.AtPoint)
			switch route {
			case flow.RouteForm:
				turn.Confirm.Correct("form.pay_mode") // a correction is begun again from the summary
				route = flow.RouteConfirm
			case flow.RouteMaterials:
				turn.Back()
			}
			turn.Tick()
			turn = crash(m)
			turn.Home.Resume()
			prove(turn, "0021", "0000")
			if turn.Route() != route {
				t.Fatalf("at %s, want %s", turn.Route(), route)
			}
			if n := turn.Materials.Open(); n != 0 || turn.Confirm.Mode != desk.AtPoint || len(turn.Confirm.Signature) == 0 {
				t.Errorf("%d papers open, %s, %d bytes of signature", n, turn.Confirm.Mode, len(turn.Confirm.Signature))
			}
			for turn.Route() != flow.RouteGuide { // the way back leads through all that was filled in
				turn.Back()
				if turn.Route() == flow.RouteHome {
					t.Fatal("the way back ends at the home page")
				}
			}
		})
	}
}

func TestFiveWrongProofsDestroyTheDraft(t *testing.T) {
	m := flowtest.New()
	halfway(t, m)
	turn := crash(m)
	turn.Home.Resume()
	for left := desk.DraftTries - 1; left > 0; left-- {
		prove(turn, "0022", "0000")
		if !strings.Contains(turn.Resume.Problem.Text, "还可以试") || turn.Resume.Over || turn.Route() != flow.RouteResume {
			t.Fatalf("%d left: %+v", left, turn.Resume.Problem)
		}
		wantNothingPersonal(t, turn)
	}
	prove(turn, "0022", "0000")
	if !turn.Resume.Over || !strings.Contains(turn.Resume.Problem.Text, "已经删掉") || kept(t, m) != 0 {
		t.Errorf("over %v, %q, %d kept", turn.Resume.Over, turn.Resume.Problem.Text, kept(t, m))
	}
	turn.GoHome()
	if turn.Home.Wait.Any() {
		t.Error("the home page still asks")
	}
}

// TestNothingIsKeptOfATurnThatEnded, however it ended.
func TestNothingIsKeptOfATurnThatEnded(t *testing.T) {
	for name, end := range map[string]func(*testing.T, *flowtest.Machine, *flow.Turn){
		"given up":  func(_ *testing.T, _ *flowtest.Machine, turn *flow.Turn) { turn.LeaveForNow(); turn.Leave.Home() },
		"handed in": func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) { finish(t, turn) },
		"walked away from": func(_ *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			for range int((flow.IdleAfter + flow.IdleWarning) / time.Second) {
				m.At = m.At.Add(time.Second)
				turn.Tick()
			}
		},
		"another item": func(_ *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			other, _ := flowtest.Item(flowtest.Plain)
			turn.Search.Chosen(other)
		},
		"back to the beginning": func(_ *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			for turn.Route() != flow.RouteHome {
				turn.Back()
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			m := flowtest.New()
			turn := halfway(t, m)
			if kept(t, m) != 1 {
				t.Fatal("nothing was kept to begin with")
			}
			end(t, m, turn)
			if n := kept(t, m); n != 0 {
				t.Errorf("%d drafts are kept", n)
			}
			wantNothingPersonal(t, turn)
			if w := crash(m).Home.Wait; w.Any() {
				t.Errorf("the next person is told %+v", w)
			}
		})
	}
}

// TestSavingKeepsNobodyWaiting: while one save is out nothing else is begun, and
// what changed meanwhile is saved after it.
func TestSavingKeepsNobodyWaiting(t *testing.T) {
	m := flowtest.New()
	turn := halfway(t, m)
	m.Hold = true
	turn.Form.Set("623058000")
	for range 5 {
		turn.Tick()
	}
	turn.Form.Set("6230580000")
	turn.Tick()
	if len(m.Later) != 1 {
		t.Fatalf("%d saves are out", len(m.Later))
	}
	m.Release()
	turn.Tick()
	turn.Tick() // nothing has changed: nothing is saved
	if len(m.Later) != 1 {
		t.Fatalf("%d saves after the first", len(m.Later))
	}
	m.Release()
	m.Hold = false
	turn = crash(m)
	turn.Home.Resume()
	prove(turn, "0021", "0000")
	if turn.Form.Value() != "6230580000" {
		t.Errorf("the account is %q", turn.Form.Value())
	}
}

// TestALateSaveDoesNotBringATurnBack: it was under way when the person left.
func TestALateSaveDoesNotBringATurnBack(t *testing.T) {
	m := flowtest.New()
	turn := halfway(t, m)
	m.Hold = true
	turn.Form.Set("623058000")
	turn.Tick()
	turn.GoHome()
	save, drop := m.Later[0], m.Later[1]
	m.Later = nil
	drop()
	save()
	if n := kept(t, m); n != 0 {
		t.Errorf("%d kept", n)
	}
}

// TestAChangedItemIsAgreedToAgain: a catalogue may come between crash and restart.
func TestAChangedItemIsAgreedToAgain(t *testing.T) {
	m := flowtest.New()
	halfway(t, m)
	changed, _ := flowtest.Item(flowtest.Allowance)
	changed.Fields[3].Purpose = "别的用处"
	m.Kiosk.Item = func(village.ItemCode) (village.ServiceItem, bool) { return changed, true }
	turn := crash(m)
	turn.Home.Resume()
	prove(turn, "0021", "0000")
	if turn.Route() != flow.RouteNotice || turn.Notice.Consent {
		t.Fatalf("at %s, consent %v", turn.Route(), turn.Notice.Consent)
	}
	turn.Notice.Agree()
	if turn.Form.Question().Field != "form.bank_account" || turn.Form.Value() != "62305800" {
		t.Errorf("%s: %q", turn.Form.Question().Field, turn.Form.Value())
	}
}

func TestAnItemThatIsGoneIsSaidToBe(t *testing.T) {
	m := flowtest.New()
	turn := halfway(t, m)
	turn.LeaveForNow()
	turn.Leave.Keep(t.Context())
	code := string(turn.Leave.Left.Code)
	m.Kiosk.Item = func(village.ItemCode) (village.ServiceItem, bool) { return village.ServiceItem{}, false }
	turn = crash(m)
	turn.Home.Resume()
	prove(turn, code, "0021")
	if !turn.Resume.Over || turn.Resume.Problem.Text == "" || kept(t, m) != 0 {
		t.Errorf("%+v, %d kept", turn.Resume.Problem, kept(t, m))
	}
	wantNothingPersonal(t, turn)
}

// TestADraftTravelsAsJSON: what a page holds must all be in what is kept.
func TestADraftTravelsAsJSON(t *testing.T) {
	m := flowtest.New()
	halfway(t, m)
	err := m.Shelf.Each(func(_ village.RecordID, body []byte, _ int) {
		var k struct{ Draft desk.Draft }
		if err := json.Unmarshal(body, &k); err != nil {
			t.Fatal(err)
		}
		for _, s := range secrets() {
			if !strings.Contains(string(body), s) {
				t.Errorf("%s is not kept", s)
			}
		}
		if k.Draft.Field != "form.bank_account" || !k.Draft.Consent || k.Draft.Edition == "" {
			t.Errorf("kept %+v", k.Draft)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}
