package flow_test

import (
	"context"
	"strings"
	"testing"

	"bianmin/app/desk"
	"bianmin/app/village"
	"bianmin/ui/flow"
)

// TestM11AnAgentWhoComesBackSeesTheLetterAndIsToldWhatItIsNotFor, and a helper beside
// either is named.
func TestM11AnAgentWhoComesBackSeesTheLetterAndIsToldWhatItIsNotFor(t *testing.T) {
	_, turn := cameBack(t, "hkb", "cz")
	turn.Progress.Status.Case.Behalf = true
	turn.Progress.Status.Case.Entrust = &village.Entrustment{Scope: []village.EntrustScope{village.EntrustHandIn}, ValidTo: "2026-12-31"}
	turn.Progress.FollowUp(village.Supplement)
	f := turn.FollowUp
	if !f.AsksWho() || !strings.Contains(f.Entrusted(), "提交申请和材料") || !strings.Contains(f.Entrusted(), "2026-12-31") {
		t.Fatalf("asks %v, the letter: %s", f.AsksWho(), f.Entrusted())
	}
	f.Papers.Choose("cz", village.Original)
	if f.Submit(t.Context()); f.Done() || f.Lacks() != "follow.lacks.by" {
		t.Fatalf("handed in by nobody: %s", f.Lacks())
	}
	if f.ComesAs(village.ComerAgent); !f.AsksWho() || !strings.Contains(f.Problem.Text, "重签") {
		t.Errorf("an agent outside the letter goes on: %+v", f.Problem)
	}
	if f.ComesAs(village.ComerApplicant); f.AsksWho() || f.Problem.Text != "" {
		t.Fatalf("the applicant is refused: %+v", f.Problem)
	}
	turn.Helper.Badge = "B-017"
	var said desk.Coming
	turn.Kiosk().Supplement = func(_ context.Context, in desk.SupplementInput) (desk.FollowedUp, error) {
		said = in.Coming
		return desk.FollowedUp{ID: "x"}, nil
	}
	f.Submit(t.Context())
	if said != (desk.Coming{By: village.ComerApplicant, Helper: "B-017"}) || !f.Done() {
		t.Errorf("the machine hears %+v", said)
	}
	turn.Finish()
	if f.By != "" {
		t.Error("the next person is taken for this one")
	}
}

// TestM11NobodyIsAskedWhoComesWhenNoAgentHandedIn: one question less.
func TestM11NobodyIsAskedWhoComesWhenNoAgentHandedIn(t *testing.T) {
	_, turn := cameBack(t)
	turn.Progress.FollowUp(village.Withdraw)
	if turn.FollowUp.AsksWho() || turn.Route() != flow.RouteFollowUp {
		t.Error("who comes is asked")
	}
}
