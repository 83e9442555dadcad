package county

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/docs/decisiontest"
)

var _ office.JudgeBook = (*DB)(nil)

// judged is what is kept about a subject after a judge has looked twice at a time.
func judged(t *testing.T, db *DB, k office.Kiosk, subject string, now time.Time) (list []village.Decided) {
	t.Helper()
	j := &office.Judge{
		Book: db, Work: &office.Office{Mailboxes: db, Now: func() time.Time { return now }}, Hotline: &office.Hotline{Store: db, Now: db.now},
	}
	for range 2 {
		if err := j.Decide(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	found, err := db.Rulings(t.Context(), k.ID, subject)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range found {
		if !r.MadeAt.Equal(now) || slices.Contains(list, r.Decided) {
			t.Errorf("kept %+v", r)
		}
		list = append(list, r.Decided)
	}
	return list
}

// lateCase is a county with one accepted case whose papers follow within five days.
func lateCase(t *testing.T) (*DB, office.Kiosk) {
	t.Helper()
	db := openNew(t)
	countytest.Unlock(t, db)
	k := db.know(t, 1)
	db.hand(t, k, nil, countytest.Case(1, func(b map[string]any) {
		b["materials"] = []any{map[string]any{"code": "hukou", "name": "户口簿", "how": "deferred"}}
	}))
	if _, err := db.changedOne(t.Context(), "let papers follow", `UPDATE office_case SET make_up_days = 5, limit_days = 20 WHERE id = $1`, countytest.ID(1)); err != nil {
		t.Fatal(err)
	}
	work := &office.Office{Mailboxes: db, Now: db.now}
	if _, err := work.Do(t.Context(), k.ID, countytest.ID(1), office.Deed{Verb: office.VerbAccept}, office.Account{Name: "chen", Role: office.RoleCounty}); err != nil {
		t.Fatal(err)
	}
	return db, k
}

// TestP14EveryDecisionOfTheCountyNamesRuleVersionAndInputs, by the table of docs/decisions.md.
func TestP14EveryDecisionOfTheCountyNamesRuleVersionAndInputs(t *testing.T) {
	id := string(countytest.ID(1))
	later := countytest.At.AddDate(0, 0, 30)
	made := func(t *testing.T, rule string, records ...village.Record) []village.Decided {
		t.Helper()
		db := rated(t, records...)
		kiosks, err := db.Kiosks(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return slices.DeleteFunc(judged(t, db, kiosks[0], "", later), func(d village.Decided) bool { return d.Rule != rule })
	}
	many := func(n int, change func(seq int64, b map[string]any)) (records []village.Record) {
		for seq := int64(1); seq <= int64(n); seq++ {
			records = append(records, countytest.Rating(seq, func(b map[string]any) { change(seq, b) }))
		}
		return records
	}
	decisiontest.Check(t, "../../docs/decisions.md", "county", decisiontest.Witnesses{
		"deemed_accepted": func(t *testing.T) []village.Decided {
			db := openNew(t)
			countytest.Unlock(t, db)
			k := db.know(t, 1)
			db.hand(t, k, nil, countytest.Case(1, nil))
			if err := (&office.Office{Mailboxes: db, Now: db.now}).Wind(t.Context(), db); err != nil {
				t.Fatal(err)
			}
			if early := judged(t, db, k, id, countytest.At); len(early) != 0 {
				t.Errorf("before its time %+v", early)
			}
			return judged(t, db, k, id, later)
		},
		"make_up_over": func(t *testing.T) []village.Decided {
			db, k := lateCase(t)
			if early := judged(t, db, k, id, countytest.At); len(early) != 0 {
				t.Errorf("before their last day %+v", early)
			}
			return judged(t, db, k, id, later)
		},
		"goes_first": func(t *testing.T) (list []village.Decided) {
			db := openNew(t)
			countytest.Unlock(t, db)
			k := db.know(t, 1)
			db.hand(t, k, nil, countytest.Case(1, func(b map[string]any) { b["priority"] = map[string]any{"class": "elder", "version": 1} }),
				countytest.Case(2, func(b map[string]any) { b["priority"] = map[string]any{"class": "urgent", "version": 1} }), countytest.Case(3, nil))
			if err := office.Derive(t.Context(), db); err != nil {
				t.Fatal(err)
			}
			for seq := range int64(3) {
				found, err := db.Rulings(t.Context(), k.ID, string(countytest.ID(seq+1)))
				if err != nil || len(found) != 1-int(seq)/2 {
					t.Fatalf("of case %d %+v, %v", seq+1, found, err)
				}
				for _, r := range found {
					list = append(list, r.Decided)
				}
			}
			return list
		},
		"same_item_and_document": func(t *testing.T) []village.Decided {
			db := openNew(t)
			countytest.Unlock(t, db)
			one, two := db.know(t, 1), db.know(t, 2)
			db.hand(t, one, nil, countytest.Case(1, nil))
			db.hand(t, two, nil, countytest.Case(1, nil))
			c, err := db.Case(t.Context(), one.ID, countytest.ID(1))
			if err != nil || len(c.Twins) != 1 {
				t.Fatalf("%+v, %v", c.Twins, err)
			}
			return []village.Decided{{Rule: c.Twins[0].Rule, Version: strconv.Itoa(c.Twins[0].Version), Says: "perhaps", Inputs: c.Twins[0].Inputs}}
		},
		"same_request": func(t *testing.T) []village.Decided {
			db, k, hotline := requestRig(t)
			if err := hotline.Register(t.Context()); err != nil {
				t.Fatal(err)
			}
			list := judged(t, db, k, id, later)
			if len(list) != 4 || list[0].Says != "words" {
				t.Errorf("five in the same words: %+v", list)
			}
			return list
		},
		"trips_seen": func(t *testing.T) []village.Decided {
			db, k := lateCase(t)
			work := &office.Office{Mailboxes: db, Now: db.now}
			if _, err := work.Do(t.Context(), k.ID, countytest.ID(1), office.Deed{Verb: office.VerbCame}, office.Account{Name: "chen", Role: office.RoleCounty}); err != nil {
				t.Fatal(err)
			}
			if _, err := db.Incarnation(t.Context(), []byte("one life of many")); err != nil {
				t.Fatal(err)
			}
			as := func(plain []byte) ([]byte, error) { return plain, nil }
			p := &office.Publisher{Store: db, Trips: db, Signer: countytest.Issuer(), Pack: as, Now: db.now}
			if err := p.PublishTrips(t.Context()); err != nil {
				t.Fatal(err)
			}
			return judged(t, db, office.Kiosk{}, "gaoling-jintie", countytest.At)
		},
		"burst": func(t *testing.T) []village.Decided {
			return made(t, office.AnomalyBurst, many(5, func(int64, map[string]any) {})...)
		},
		"same_words": func(t *testing.T) []village.Decided {
			return made(t, office.AnomalySameWords, many(5, func(_ int64, b map[string]any) { b["text"] = "服务很好很好" })...)
		},
		"all_best": func(t *testing.T) []village.Decided {
			return made(t, office.AnomalyAllBest, many(20, func(seq int64, b map[string]any) {
				b["grade"], b["tags"], b["text"] = 5, []string{}, ""
				b["rated_at"] = countytest.At.Add(time.Duration(seq) * time.Minute).Format(time.RFC3339)
			})...)
		},
		"proposal": func(t *testing.T) []village.Decided {
			db, _, n := inspected(t, vetoed(1))
			p := proposed(t, db, n)
			return []village.Decided{{Rule: string(p.Rule), Version: p.Version, Says: string(p.State), Inputs: p.Inputs}}
		},
	})
}

// TestP14WhatWasDecidedBeforeIsKeptWithTheActThatFollows: nobody else has to look in between,
// and the act of somebody else keeps nothing twice.
func TestP14WhatWasDecidedBeforeIsKeptWithTheActThatFollows(t *testing.T) {
	db, k := lateCase(t)
	later := countytest.At.AddDate(0, 0, 30)
	work := &office.Office{Mailboxes: db, Now: func() time.Time { return later }}
	end := office.Deed{Verb: office.VerbEnd, Reason: village.ReasonNotMadeUp, Words: "没有补来"}
	if _, err := work.Do(t.Context(), k.ID, countytest.ID(1), end, office.Account{Name: "chen", Role: office.RoleCounty}); err != nil {
		t.Fatal(err)
	}
	list, err := db.Rulings(t.Context(), k.ID, string(countytest.ID(1)))
	if err != nil || len(list) != 1 || list[0].Rule != office.MakeUpRule || !list[0].Whole() || !list[0].MadeAt.Equal(later) {
		t.Errorf("kept %+v, %v", list, err)
	}
	if again := judged(t, db, k, string(countytest.ID(1)), later); len(again) != 1 {
		t.Errorf("after it ended %+v", again)
	}
}

// TestP14CasesThatWereAskedAboutKeepNoOtherFromItsDecision: nothing is ever decided about them.
func TestP14CasesThatWereAskedAboutKeepNoOtherFromItsDecision(t *testing.T) {
	db := openNew(t)
	countytest.Unlock(t, db)
	k := db.know(t, 1)
	db.hand(t, k, nil, countytest.Cases(1, 2)...)
	for _, statement := range []string{
		`UPDATE office_case SET state = 'precheck', due_ms = 1 + seq`,
		`INSERT INTO case_step (kiosk, id, step, verb, state, at_ms, reason, materials) SELECT kiosk, id, 1, 'ask', 'precheck', received_ms, '', '[]' FROM office_case WHERE seq = 1`,
	} {
		if err := db.exec(t, statement); err != nil {
			t.Fatal(err)
		}
	}
	found, err := db.Unanswered(t.Context(), countytest.At, 1)
	if err != nil || len(found) != 1 || found[0].ID != countytest.ID(2) {
		t.Errorf("the first is %+v, %v", found, err)
	}
}
