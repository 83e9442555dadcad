package county

import (
	"testing"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// vetoed is a visit that found what vetoes.
func vetoed(seq int64) village.Record {
	return countytest.Inspection(seq, func(r *inspect.Record) {
		r.Findings = append(r.Findings, inspect.Finding{Found: inspect.Found{Rule: "veto.charge", Times: 1}, Severity: inspect.Urgent, Due: "2026-11-24"})
	}, nil)
}

// proposed is the only proposal after a look.
func proposed(t *testing.T, db *DB, n *office.Inspectorate) office.Proposal {
	t.Helper()
	if err := n.Propose(t.Context()); err != nil {
		t.Fatal(err)
	}
	list, err := db.Proposals(t.Context(), office.ProposalQuery{})
	if err != nil || len(list) != 1 {
		t.Fatalf("%+v, %v", list, err)
	}
	return list[0]
}

// TestAVetoProposesAnOrderThatOneOfficerConfirmsOnce: rule, version and the sum of what it saw
// are kept; before that nothing is ordered.
func TestAVetoProposesAnOrderThatOneOfficerConfirmsOnce(t *testing.T) {
	db, _, n := inspected(t, vetoed(1))
	p := proposed(t, db, n)
	if p.Rule != "vetoed" || p.Version != office.OrderDefaults().Version || len(p.Inputs) != 64 || p.State != office.Proposed || p.Points != 0 || p.Line != 600 {
		t.Errorf("%+v", p)
	}
	before, err := db.Rectifications(t.Context())
	if err != nil || len(before) != 3 { // one a finding
		t.Fatalf("%d orders, %v", len(before), err)
	}
	if _, err := n.Confirm(t.Context(), p, inspect.Urgent, " ", "陈丽君"); village.Keyed(err).Key != "err.rectify.text" {
		t.Errorf("without words: %v", err)
	}
	r, err := n.Confirm(t.Context(), p, inspect.Urgent, "全面整改", "陈丽君")
	if err != nil {
		t.Fatal(err)
	}
	after, err := db.Rectifications(t.Context())
	if err != nil || len(after) != 4 || r.State() != inspect.RectOpen || r.Rule != "vetoed" || r.Record != p.Record {
		t.Errorf("%d orders, %+v, %v", len(after), r, err)
	}
	if _, err := n.Confirm(t.Context(), p, inspect.Urgent, "再来一张", "林小梅"); village.Keyed(err).Key != "err.proposal.over" {
		t.Errorf("confirmed twice: %v", err)
	}
	if err := n.Drop(t.Context(), p, "林小梅"); village.Keyed(err).Key != "err.proposal.over" {
		t.Errorf("dropped after it was confirmed: %v", err)
	}
	if p = proposed(t, db, n); p.State != office.Confirmed || p.Number != r.Number || p.By != "陈丽君" {
		t.Errorf("kept as %+v", p)
	}
}

// strike strikes the order of a finding, as after an objection that was right.
func strike(t *testing.T, db *DB, n *office.Inspectorate, rule inspect.RuleID) {
	t.Helper()
	orders, err := db.Rectifications(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range orders {
		if o.Rule == rule {
			if _, err := n.Act(t.Context(), o.Number, office.RectAct{Verb: inspect.Struck, By: "陈丽君", Text: "不是这样"}); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestAProposalLapsesWhenTheObjectionWasRight, and what an officer saw before is confirmed no
// more.
func TestAProposalLapsesWhenTheObjectionWasRight(t *testing.T) {
	db, _, n := inspected(t, vetoed(1))
	p := proposed(t, db, n)
	strike(t, db, n, "veto.charge")
	if got := proposed(t, db, n); got.State != office.Lapsed || got.By != "" {
		t.Errorf("%+v", got)
	}
	if _, err := n.Confirm(t.Context(), p, inspect.Urgent, "全面整改", "陈丽君"); village.Keyed(err).Key != "err.proposal.over" {
		t.Errorf("confirmed what holds no longer: %v", err)
	}
}

// TestWhatChangedSinceItWasSeenIsNotDecided, also when the rule holds still and nobody looked
// since.
func TestWhatChangedSinceItWasSeenIsNotDecided(t *testing.T) {
	db, _, n := inspected(t, vetoed(1))
	p := proposed(t, db, n)
	if found, err := n.FindProposal(t.Context(), string(p.Visit.Code), p.Sum()); err != nil || !found.Same(p) {
		t.Errorf("%+v, %v", found, err)
	}
	strike(t, db, n, "duty.absent")
	if _, err := n.Confirm(t.Context(), p, inspect.Urgent, "全面整改", "陈丽君"); village.Keyed(err).Key != "err.proposal.over" {
		t.Errorf("confirmed: %v", err)
	}
	if err := n.Drop(t.Context(), p, "陈丽君"); village.Keyed(err).Key != "err.proposal.over" {
		t.Errorf("dropped: %v", err)
	}
	for sum, want := range map[string]string{p.Sum(): "err.proposal.over", p.Sum()[1:]: "err.proposal.sum", "": "err.proposal.sum"} {
		if _, err := n.FindProposal(t.Context(), string(p.Visit.Code), sum); village.Keyed(err).Key != want {
			t.Errorf("by the sum %q: %v", sum, err)
		}
	}
	now := proposed(t, db, n)
	if now.State != office.Proposed || now.Inputs == p.Inputs {
		t.Fatalf("%+v", now)
	}
	if err := n.Drop(t.Context(), now, "陈丽君"); err != nil {
		t.Errorf("as it is now: %v", err)
	}
}

// TestAProposalThatLapsedIsMadeAgainWhenItsRuleHoldsAgain with the very same inputs.
func TestAProposalThatLapsedIsMadeAgainWhenItsRuleHoldsAgain(t *testing.T) {
	db, k, n := inspected(t, vetoed(1))
	p := proposed(t, db, n)
	p.State, p.DecidedAt = office.Lapsed, countytest.At
	if err := db.Propose(t.Context(), nil, []office.Proposal{p}); err != nil {
		t.Fatal(err)
	}
	db.hand(t, k, []village.Record{vetoed(1)}, countytest.Inspection(2, func(r *inspect.Record) { r.VisitedAt = r.VisitedAt.Add(time.Minute) }, nil))
	if got := proposed(t, db, n); got.State != office.Proposed || got.Inputs != p.Inputs {
		t.Errorf("%+v", got)
	}
}

// TestOrdersAreProposedAfterVisitsThatCameLatelyOnly: one that waits is followed all the same.
func TestOrdersAreProposedAfterVisitsThatCameLatelyOnly(t *testing.T) {
	db, _, n := inspected(t, vetoed(1))
	days := office.OrderDefaults().Days
	late := &office.Inspectorate{Book: db, Templates: n.Templates, Days: n.Days, Rand: n.Rand, Now: func() time.Time { return db.now().AddDate(0, 0, days).Add(time.Second) }}
	if err := late.Propose(t.Context()); err != nil {
		t.Fatal(err)
	}
	if list, err := db.Proposals(t.Context(), office.ProposalQuery{}); err != nil || len(list) != 0 {
		t.Fatalf("after %d days: %+v, %v", days, list, err)
	}
	p := proposed(t, db, n)
	strike(t, db, n, "duty.absent")
	if got := proposed(t, db, late); got.State != office.Proposed || got.Inputs == p.Inputs {
		t.Errorf("one that waits is not followed: %+v", got)
	}
	strike(t, db, n, "veto.charge")
	if got := proposed(t, db, late); got.State != office.Lapsed {
		t.Errorf("%+v", got)
	}
}

// TestProposalsAreChosenByScopeStateAndNumber.
func TestProposalsAreChosenByScopeStateAndNumber(t *testing.T) {
	db, _, n := inspected(t, vetoed(1))
	p := proposed(t, db, n)
	r, err := n.Confirm(t.Context(), p, inspect.Urgent, "全面整改", "陈丽君")
	if err != nil {
		t.Fatal(err)
	}
	for want, queries := range map[int][]office.ProposalQuery{
		1: {{Scope: office.Scope{Division: p.Visit.Centre}}, {State: office.Confirmed}, {Code: p.Visit.Code}, {Number: r.Number}, {Limit: 1}},
		0: {{Scope: office.Scope{Division: "445203105000"}}, {State: office.Proposed}, {Code: "1"}, {Number: r.Number + "1"}},
	} {
		for _, q := range queries {
			if list, err := db.Proposals(t.Context(), q); err != nil || len(list) != want {
				t.Errorf("%+v: %d, %v", q, len(list), err)
			}
		}
	}
}

func TestAVisitAboveItsLineProposesNothing(t *testing.T) {
	db, _, n := inspected(t, countytest.Inspection(1, nil, nil))
	if err := n.Propose(t.Context()); err != nil {
		t.Fatal(err)
	}
	if list, err := db.Proposals(t.Context(), office.ProposalQuery{}); err != nil || len(list) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
}
