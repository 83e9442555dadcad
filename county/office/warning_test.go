package office

import (
	"context"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bianmin/app/calendar"
	"bianmin/app/seal"
	"bianmin/app/village"
)

// warningShelf is a book with one limit.
type warningShelf struct {
	ending Ending
	acts   []WarningAct
}

func (s *warningShelf) Endings(context.Context, Scope, village.Day, int) ([]Ending, error) {
	return []Ending{s.ending}, nil
}

func (s *warningShelf) WarningActs(context.Context, seal.KioskID, village.RecordID) ([]WarningAct, error) {
	return s.acts, nil
}

func (s *warningShelf) KeepWarningAct(_ context.Context, a WarningAct) error {
	s.acts = append(s.acts, a)
	return nil
}

func TestLevelsOfAWarningBeginOnTheirWorkingDays(t *testing.T) {
	for now, want := range map[string]int{
		"12-03 23:59": -1, "12-04 00:00": 0, "12-07 23:59": 0, // the 7th is a Monday
		"12-08 00:00": 1, "12-10 23:59": 1, "12-11 00:00": 2, "12-31 00:00": 2,
	} {
		if got, _, err := DefaultWarnings().Level(defaultDays(), "2026-12-07", at(now)); err != nil || got != want {
			t.Errorf("on %s it stands on level %d, want %d, %v", now, got, want, err)
		}
	}
}

// TestWhatIsDoneWithATaskNeverMovesItsLimitNorItsLevel, however often and by whom.
func TestWhatIsDoneWithATaskNeverMovesItsLimitNorItsLevel(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		begin := at("11-23 10:00")
		e := Ending{Kind: village.RecordCase, Kiosk: "K", ID: "1", What: EndsLimit, Place: "445203104202", Last: village.DayOf(begin).Add(rapid.IntRange(0, 40).Draw(r, "last"))}
		shelf, now := &warningShelf{ending: e}, begin
		d := &WarningDesk{Book: shelf, Rules: DefaultWarnings(), Days: func() *calendar.Calendar { return defaultDays() }, Now: func() time.Time { return now }}
		before := -1
		for range rapid.IntRange(1, 30).Draw(r, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 72).Draw(r, "hours")) * time.Hour)
			by := Account{Name: "chen", Role: rapid.SampledFrom([]Role{RoleCounty, RoleUnit, RoleLeader}).Draw(r, "role")}
			list, err := d.List(t.Context(), by)
			if err != nil {
				r.Fatal(err)
			}
			for _, w := range list {
				verb := rapid.SampledFrom([]Verb{WarningTake, WarningSettle}).Draw(r, "verb")
				if err := d.Act(t.Context(), w.Key(), verb, by); err != nil && village.KindOf(err) != village.Conflict {
					r.Fatal(err)
				}
				if w.Level < before || w.Last != e.Last || w.Since.After(now) {
					r.Fatalf("it stands on level %d after %d, until %s", w.Level, before, w.Last)
				}
				alone, _, err := d.Rules.Level(defaultDays(), e.Last, now)
				if before = w.Level; err != nil || w.Level != alone {
					r.Fatalf("level %d with acts, %d without, %v", w.Level, alone, err)
				}
			}
		}
		if shelf.ending != e {
			r.Fatalf("the limit became %+v", shelf.ending)
		}
	})
}

func TestLeadersAreToldFromTheLastLevelOn(t *testing.T) {
	for level := range 3 {
		if told := DefaultWarnings().Told(RoleLeader, level); told != (level == 2) {
			t.Errorf("on level %d a leader is told: %v", level, told)
		}
		if !DefaultWarnings().Told(RoleUnit, level) || DefaultWarnings().Told(RoleInspector, level) {
			t.Errorf("level %d", level)
		}
	}
}

func TestAUnitThatDoesNotSignInTimeIsLate(t *testing.T) {
	for day, want := range map[string]bool{"11-24 23:59": false, "11-25 00:00": true} {
		g := newTicketRig(t)
		g.try(Account{Name: "chen", Role: RoleCounty}, TicketDeed{Verb: VerbDispatch, Unit: "甲局"})
		g.now = at(day)
		if got := g.h.LateSign(g.r); got != want {
			t.Errorf("on %s it is late: %v", day, got)
		}
		g.try(Account{Name: "u1", Role: RoleUnit, Scope: Scope{Unit: "甲局"}}, TicketDeed{Verb: VerbSign})
		if g.h.LateSign(g.r) {
			t.Error("signed for, and late to sign")
		}
	}
}
