package flow_test

import (
	"slices"
	"testing"

	"bianmin/app/desk"
	"bianmin/app/desk/desktest"
	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// killedAt is a page of the way to an application at which the program is killed.
type killedAt struct {
	page string
	to   func(*testing.T) (*flowtest.Machine, *flow.Turn) // to that page, by the buttons of a person
	back flow.Route                                       // where the owner goes on; "" where nothing is kept
	want func(*testing.T, *flow.Turn)                     // what the owner finds there; nil: nothing but the page
}

func killedPages() []killedAt {
	return append([]killedAt{
		{"notice", atRoute(flow.RouteNotice), "", nil},
		{"form", func(t *testing.T) (*flowtest.Machine, *flow.Turn) {
			m := flowtest.New()
			return m, halfway(t, m)
		}, flow.RouteForm, func(t *testing.T, turn *flow.Turn) { wantIs(t, "the account", turn.Form.Value(), "62305800") }},
		{"photograph of the form", func(t *testing.T) (*flowtest.Machine, *flow.Turn) {
			m, turn := atPhoto(t, flowtest.Portrait)
			turn.Form.Photograph()
			turn.Photo.Shoot()
			return m, turn
		}, flow.RouteForm, func(t *testing.T, turn *flow.Turn) { wantIs(t, "the question", turn.Form.Question().Field, photoField) }},
		{"photo", photographing(false), flow.RouteMaterials, wantNoPicture},
		{"materials with a picture", photographing(true), flow.RouteMaterials, wantNoPicture},
		{"pre-check", func(t *testing.T) (*flowtest.Machine, *flow.Turn) {
			return checkedPapers(t, map[string]village.MaterialState{"zp": village.Later})
		}, flow.RouteMaterials, func(t *testing.T, turn *flow.Turn) { wantIs(t, "papers open", turn.Materials.Open(), 0) }},
	}, signedPages()...)
}

// signedPages are those from the first signature on.
func signedPages() []killedAt {
	return []killedAt{
		{"容缺 signed", func(t *testing.T) (*flowtest.Machine, *flow.Turn) {
			m, turn := checkedPapers(t, map[string]village.MaterialState{"zp": village.Later})
			turn.Precheck.Follow(t.Context())
			turn.Tolerance.Sign(signature())
			return m, turn
		}, flow.RouteMaterials, func(t *testing.T, turn *flow.Turn) {
			wantIs(t, "bytes of the 容缺", len(turn.Tolerance.Signature), 0)
		}},
		{"the last page after 容缺", func(t *testing.T) (*flowtest.Machine, *flow.Turn) {
			m, turn := checkedPapers(t, map[string]village.MaterialState{"zp": village.Later})
			turn.Precheck.Follow(t.Context())
			turn.Tolerance.Sign(signature())
			turn.Tolerance.Next()
			return m, turn
		}, flow.RouteMaterials, func(t *testing.T, turn *flow.Turn) {
			wantIs(t, "bytes of the 容缺", len(turn.Tolerance.Signature), 0)
		}},
		{"告知承诺 signed", func(t *testing.T) (*flowtest.Machine, *flow.Turn) {
			m, turn := promising(t)
			turn.Promise.Sign(signature())
			return m, turn
		}, flow.RouteMaterials, func(t *testing.T, turn *flow.Turn) { wantIs(t, "bytes of the promise", len(turn.Promise.Signature), 0) }},
		{"delivery", func(t *testing.T) (*flowtest.Machine, *flow.Turn) {
			m, turn := atRoute(flow.RouteConfirm)(t)
			turn.Confirm.Deliver(desk.AtPoint)
			return m, turn
		}, flow.RouteConfirm, func(t *testing.T, turn *flow.Turn) { wantIs(t, "the delivery", turn.Confirm.Mode, desk.AtPoint) }},
		{"delivery to an address", expressed, flow.RouteConfirm, func(t *testing.T, turn *flow.Turn) {
			wantIs(t, "the delivery", turn.Confirm.Mode, desk.Express)
			wantIs(t, "the address", turn.Confirm.Application().Delivery.Address, "鹧鸪巷九十九号")
		}},
		{"signature", signed, flow.RouteConfirm, func(t *testing.T, turn *flow.Turn) {
			wantIs(t, "bytes of the signature", len(turn.Confirm.Signature), len(signature()))
		}},
		{"leaving", func(t *testing.T) (*flowtest.Machine, *flow.Turn) {
			m, turn := signed(t)
			turn.Tick()
			turn.LeaveForNow()
			return m, turn
		}, flow.RouteConfirm, nil},
	}
}

func atRoute(r flow.Route) func(*testing.T) (*flowtest.Machine, *flow.Turn) {
	return func(t *testing.T) (*flowtest.Machine, *flow.Turn) {
		m := flowtest.New()
		turn := flow.NewTurn(m.Kiosk)
		at(t, turn, r)
		return m, turn
	}
}

func signed(t *testing.T) (*flowtest.Machine, *flow.Turn) {
	m, turn := atRoute(flow.RouteConfirm)(t)
	turn.Confirm.Sign(signature())
	return m, turn
}

// expressed is at the last page of an item whose result is sent to an address.
func expressed(t *testing.T) (*flowtest.Machine, *flow.Turn) {
	m := flowtest.New()
	item, _ := flowtest.Item(flowtest.Everything)
	turn := flow.NewTurn(m.Kiosk)
	turn.Home.Choose(1)
	turn.Search.Chosen(item)
	turn.Guide.Start()
	turn.Notice.Agree()
	answers := typed()
	answers[flow.FieldName], answers[flow.FieldPhone] = "陈阿妹", "13800000000"
	answers[flow.FieldPayer] = string(desk.PayReceiver)
	answerAs(turn, answers, "")
	turn.Materials.Next()
	turn.Confirm.Deliver(desk.Express)
	answerAs(turn, answers, "")
	if turn.Route() != flow.RouteConfirm {
		t.Fatalf("at %s: %+v", turn.Route(), turn.Form.Problem)
	}
	return m, turn
}

// photographing is at the page of a photograph of the bank book, or after it was used.
func photographing(used bool) func(*testing.T) (*flowtest.Machine, *flow.Turn) {
	return func(t *testing.T) (*flowtest.Machine, *flow.Turn) {
		m, turn := withCamera(t)
		turn.Materials.Choose("cz", village.Photographed)
		turn.Photo.Shoot()
		if used {
			turn.Photo.Use()
		}
		return m, turn
	}
}

// promising is at the form of 告知承诺.
func promising(t *testing.T) (*flowtest.Machine, *flow.Turn) {
	m := flowtest.New()
	item, _ := flowtest.Item(flowtest.Declared)
	turn := flow.NewTurn(m.Kiosk)
	turn.Home.Choose(1)
	turn.Search.Chosen(item)
	turn.Guide.Start()
	turn.Notice.Agree()
	fill(t, turn)
	turn.Materials.Choose("read", village.Promised)
	turn.Materials.Next()
	turn.Precheck.Next()
	if turn.Route() != flow.RoutePromise {
		t.Fatalf("at %s", turn.Route())
	}
	return m, turn
}

func wantIs(t *testing.T, what string, got, want any) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// wantNoPicture: a picture is in no draft, so the paper is asked for again and nobody is
// told that it is there.
func wantNoPicture(t *testing.T, turn *flow.Turn) {
	t.Helper()
	if p := paper(turn, "cz"); p.How != "" {
		t.Errorf("the bank book stands as %s, and there is no picture", p.How)
	}
}

// handInFrom hands in a turn from whatever page it stands at.
func handInFrom(t *testing.T, turn *flow.Turn) {
	t.Helper()
	for range 12 {
		switch turn.Route() {
		case flow.RouteNotice:
			turn.Notice.Agree()
		case flow.RouteForm:
			if turn.Form.Question().Field == photoField && turn.Form.Question().Required {
				snap(turn)
			} else {
				fill(t, turn)
			}
		case flow.RouteMaterials:
			for _, row := range turn.Materials.Rows {
				answer := village.Original
				if slices.Contains(row.Options, village.Promised) {
					answer = village.Promised
				}
				turn.Materials.Choose(row.Material.Code, answer)
			}
			turn.Materials.Next()
		case flow.RoutePrecheck:
			turn.Precheck.Next()
		case flow.RoutePromise:
			turn.Promise.Sign(signature())
			turn.Promise.Next()
		case flow.RouteConfirm:
			turn.Confirm.Sign(signature())
			turn.Confirm.Submit(t.Context())
		case flow.RouteAccepted:
			return
		}
	}
	t.Fatalf("stuck at %s: %+v %+v", turn.Route(), turn.Form.Problem, turn.Confirm.Problem)
}

// powerCut takes the memory too, in which drafts are.
func powerCut(m *flowtest.Machine) *flow.Turn {
	m.Shelf = desktest.NewShelf()
	m.Kiosk.Drafts.Shelf = m.Shelf
	return crash(m)
}

// TestAKillAtEachPageLosesAndDoublesNothing: whoever comes next reads nothing; the owner
// goes on by both numbers, or by the code and the last four after leaving, and hands in
// once. After a power cut nothing is there, and nobody is told otherwise.
func TestAKillAtEachPageLosesAndDoublesNothing(t *testing.T) {
	for _, tt := range killedPages() {
		t.Run(tt.page, func(t *testing.T) {
			m, turn := tt.to(t)
			turn.Tick()
			turn = crash(m)
			wantNothingPersonal(t, turn)
			if turn.Home.Wait.Any() != (tt.back != "") || turn.Home.Wait.Left || m.Store.Saved() != 0 {
				t.Fatalf("the home page says %+v, %d are stored", turn.Home.Wait, m.Store.Saved())
			}
			if tt.back == "" {
				return
			}
			turn.Home.Resume()
			prove(turn, "0022", "0000") // somebody else
			if turn.Route() != flow.RouteResume {
				t.Fatal("a neighbour gets it")
			}
			prove(turn, "0021", "0000")
			tt.goesOn(t, m, turn)
		})
		if tt.back == "" {
			continue
		}
		t.Run(tt.page+", left with a code", func(t *testing.T) {
			m, turn := tt.to(t)
			if turn.Route() == flow.RouteLeave {
				turn.Leave.Stay()
			}
			turn.LeaveForNow()
			turn.Leave.Keep(t.Context())
			code := string(turn.Leave.Left.Code)
			turn = crash(m)
			wantNothingPersonal(t, turn)
			turn.Home.Resume()
			prove(turn, code, "0021")
			tt.goesOn(t, m, turn)
		})
		t.Run(tt.page+", power cut", func(t *testing.T) {
			m, turn := tt.to(t)
			turn.Tick()
			if turn = powerCut(m); turn.Home.Wait.Any() || m.Store.Saved() != 0 || kept(t, m) != 0 {
				t.Errorf("the home page says %+v, %d stored, %d kept", turn.Home.Wait, m.Store.Saved(), kept(t, m))
			}
		})
	}
}

// goesOn: the owner stands where he stood and hands in once.
func (tt killedAt) goesOn(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
	t.Helper()
	if turn.Route() != tt.back {
		t.Fatalf("at %s, want %s: %+v", turn.Route(), tt.back, turn.Resume.Problem)
	}
	if tt.want != nil {
		tt.want(t, turn)
	}
	handInFrom(t, turn)
	if m.Store.Saved() != 1 || kept(t, m) != 0 || crash(m).Home.Wait.Any() {
		t.Errorf("%d records, %d drafts", m.Store.Saved(), kept(t, m))
	}
}

// TestAKillWhileItIsStoredHandsInOnce, on either side of the commit: before it the draft
// waits for its owner; after it the record is there, and the draft leads nobody to hand
// it in again.
func TestAKillWhileItIsStoredHandsInOnce(t *testing.T) {
	for name, committed := range map[string]bool{"before the commit": false, "after it": true} {
		t.Run(name, func(t *testing.T) {
			m, turn := signed(t)
			turn.Tick()
			turn.Kiosk().Run = killing(committed)
			turn.Confirm.Submit(t.Context())
			turn = crash(m)
			wantNothingPersonal(t, turn)
			if turn.Home.Wait.Any() == committed {
				t.Fatalf("the home page says %+v", turn.Home.Wait)
			}
			if !committed {
				turn.Home.Resume()
				prove(turn, "0021", "0000")
				handInFrom(t, turn)
			}
			if m.Store.Saved() != 1 || kept(t, m) != 0 || len(m.Came) != 0 {
				t.Errorf("%d records, %d drafts, %d papers came out", m.Store.Saved(), kept(t, m), len(m.Came))
			}
		})
	}
}

// killing is a machine that dies when something is stored: before it, or before anybody
// hears of it.
func killing(committed bool) func(work, then func()) {
	return func(work, _ func()) {
		if committed {
			work()
		}
	}
}

// TestAKillThatIsNotSurvivedIsSeen is the negative control: a shelf that forgets, and a
// machine that does not know what it stored, fail the tests above.
func TestAKillThatIsNotSurvivedIsSeen(t *testing.T) {
	m, turn := signed(t)
	turn.Tick()
	if !crash(m).Home.Wait.Any() || powerCut(m).Home.Wait.Any() {
		t.Error("a kill and a power cut are the same")
	}
	m, turn = signed(t)
	turn.Tick()
	turn.Kiosk().Run = killing(true)
	turn.Confirm.Submit(t.Context())
	m.Kiosk.Drafts.Handed = func(village.RecordID) (bool, error) { return false, nil }
	if !crash(m).Home.Wait.Any() {
		t.Error("a draft goes although nobody knows of its record")
	}
}
