package flow_test

import (
	"slices"
	"strings"
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// checkedPapers is a turn that stands at the check, with one answer for each paper.
func checkedPapers(t *testing.T, how map[string]village.MaterialState) (*flowtest.Machine, *flow.Turn) {
	t.Helper()
	m := flowtest.New()
	turn := flow.NewTurn(m.Kiosk)
	at(t, turn, flow.RouteMaterials)
	for _, row := range turn.Materials.Rows {
		if row.Material.Necessity != village.Conditional {
			answer := how[row.Material.Code]
			if answer == "" {
				answer = village.Original
			}
			turn.Materials.Choose(row.Material.Code, answer)
		}
	}
	turn.Materials.Next()
	if turn.Route() != flow.RoutePrecheck {
		t.Fatalf("at %s", turn.Route())
	}
	return m, turn
}

func TestP13TheCheckSaysFirstWhatIsStillToBeDone(t *testing.T) { // P13, 4.3
	for name, tt := range map[string]struct {
		how        map[string]village.MaterialState
		head, trip string
		defers     bool
	}{
		"all there":     {nil, "材料齐了，可以交", "材料都齐了", false},
		"photo follows": {map[string]village.MaterialState{"zp": village.Later}, "主要材料齐了", "近期一寸照片", true},
		"bank book too": {map[string]village.MaterialState{"zp": village.Later, "cz": village.Later}, "还差 1 样主要材料", "银行卡或存折", false},
		"licence would": {map[string]village.MaterialState{"sfz": village.Later}, "有的可以不用带", "同意核验", false},
	} {
		_, turn := checkedPapers(t, tt.how)
		if p := turn.Precheck; p.Head() != tt.head || !strings.Contains(p.Answer.Trip.Text, tt.trip) || p.Answer.MayDefer != tt.defers {
			t.Errorf("%s: %q, %q, may defer %v", name, p.Head(), p.Answer.Trip.Text, p.Answer.MayDefer)
		}
		turn.Precheck.Next() // a missing paper keeps nobody
		if turn.Route() != flow.RouteConfirm {
			t.Errorf("%s: at %s", name, turn.Route())
		}
	}
}

func TestM3PapersFollowOnlyWhenThePersonChoseAndSigned(t *testing.T) { // M3
	m, turn := checkedPapers(t, map[string]village.MaterialState{"zp": village.Later})
	turn.Precheck.Follow(t.Context())
	if turn.Route() != flow.RouteTolerance || len(m.Said) == 0 {
		t.Fatalf("at %s, %d phrases were read aloud", turn.Route(), len(m.Said))
	}
	words := strings.Join(turn.Tolerance.Points(), "\n")
	for _, want := range []string{"近期一寸照片", "5 个工作日", "终止办理", "不选也能照常交"} {
		if !strings.Contains(words, want) {
			t.Errorf("%q is not in %s", want, words)
		}
	}
	if turn.Tolerance.Next(); turn.Route() != flow.RouteTolerance {
		t.Error("went on without a signature")
	}
	turn.Tolerance.Sign(signature())
	turn.Tolerance.Next()
	turn.Confirm.Sign(signature())
	turn.Confirm.Submit(t.Context())
	if turn.Route() != flow.RouteAccepted || !slices.Equal(turn.Accepted.Accepted.Case.Deferred(), []string{"zp"}) {
		t.Fatalf("at %s: %+v, %+v", turn.Route(), turn.Confirm.Problem, turn.Accepted.Accepted.Case.Materials)
	}
}

func TestTheUsualWayPromisesNothing(t *testing.T) {
	_, turn := checkedPapers(t, map[string]village.MaterialState{"zp": village.Later})
	turn.Precheck.Follow(t.Context())
	turn.Tolerance.Sign(signature())
	turn.Back() // thought again
	turn.Precheck.Next()
	turn.Confirm.Sign(signature())
	turn.Confirm.Submit(t.Context())
	if turn.Route() != flow.RouteAccepted || len(turn.Accepted.Accepted.Case.Deferred()) != 0 {
		t.Fatalf("at %s: %+v", turn.Route(), turn.Accepted.Accepted.Case.Materials)
	}
}

func TestWhatWasSignedIsSignedAgainAfterLeaving(t *testing.T) {
	_, turn := checkedPapers(t, map[string]village.MaterialState{"zp": village.Later})
	turn.Precheck.Follow(t.Context())
	turn.Tolerance.Sign(signature())
	turn.Tolerance.Next()
	if d := turn.Leave.Draft(); d.Page != string(flow.RouteMaterials) {
		t.Errorf("the draft goes on at %s, without what was signed", d.Page)
	}
}

// Test23ADeclarationHasAFormOfItsOwn: 告知承诺 is not 容缺.
func Test23ADeclarationHasAFormOfItsOwn(t *testing.T) {
	m := flowtest.New()
	item, _ := flowtest.Item(flowtest.Declared)
	turn := flow.NewTurn(m.Kiosk)
	turn.Home.Choose(1)
	turn.Search.Chosen(item)
	turn.Guide.Start()
	turn.Notice.Agree()
	(&listener{t: t, turn: turn}).fill()
	turn.Materials.Choose("read", village.Promised)
	turn.Materials.Next()
	turn.Precheck.Next()
	if turn.Route() != flow.RoutePromise {
		t.Fatalf("at %s", turn.Route())
	}
	words := strings.Join(turn.Promise.Points(), "\n")
	for _, want := range []string{"在校就读证明：我现在在校就读", "以后不用再交", "承诺的都是真的"} {
		if !strings.Contains(words, want) {
			t.Errorf("%q is not in %s", want, words)
		}
	}
	turn.Promise.Sign(signature())
	turn.Promise.Next()
	turn.Confirm.Submit(t.Context())
	if turn.Route() != flow.RouteAccepted || turn.Accepted.Accepted.Case.Materials[0].How != village.Promised || len(turn.Accepted.Missing) != 0 {
		t.Fatalf("at %s: %+v, %+v", turn.Route(), turn.Confirm.Problem, turn.Accepted.Accepted.Case.Materials)
	}
}
