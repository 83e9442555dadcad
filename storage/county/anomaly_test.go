package county

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// rated is a county that holds ratings of one machine.
func rated(t *testing.T, records ...village.Record) *DB {
	t.Helper()
	db := openNew(t)
	k := db.know(t, 1)
	countytest.Unlock(t, db)
	if _, err := db.take(t, handed(k.ID, nil, records...)); err != nil {
		t.Fatal(err)
	}
	if err := (&office.Opener{Log: db}).Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	return db
}

// said is a rating a minute after the one before.
func said(seq int64, grade int, text string) village.Record {
	return countytest.Rating(seq, func(b map[string]any) {
		b["grade"], b["tags"], b["text"] = grade, []string{"207"}, text
		b["rated_at"] = countytest.At.Add(time.Duration(seq) * time.Minute).Format(time.RFC3339)
	})
}

func TestM18RatingsThatLookMadeAreFoundByTheirRule(t *testing.T) {
	rules := office.RatingDefaults()
	rules.AllBest.Least = 6
	same := func(n int, grade int) (records []village.Record) {
		for seq := int64(1); seq <= int64(n); seq++ {
			records = append(records, said(seq, grade, []string{"服务 很好！", "服务很好。"}[seq%2]))
		}
		return records
	}
	for _, tt := range []struct {
		name    string
		records []village.Record
		want    map[string]int // ratings by rule
	}{
		{"the same words, one too few", append(same(4, 4), said(5, 4, "别的一句话"), said(6, 4, "又是一句话")), map[string]int{}},
		{"the same words but for signs", same(5, 4), map[string]int{office.AnomalySameWords: 5}},
		{"words too short to say anything", []village.Record{said(1, 4, "好"), said(2, 4, "好"), said(3, 4, "好"), said(4, 4, "好"), said(5, 4, "好")}, map[string]int{}},
		{"nothing but the best", []village.Record{said(1, 5, ""), said(2, 5, ""), said(3, 5, ""), said(4, 5, ""), said(5, 5, ""), said(6, 5, "")}, map[string]int{office.AnomalyAllBest: 6}},
		{"one of them less", []village.Record{said(1, 5, ""), said(2, 5, ""), said(3, 5, ""), said(4, 5, ""), said(5, 5, ""), said(6, 4, "")}, map[string]int{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			db := rated(t, tt.records...)
			found, err := db.RatingAnomalies(t.Context(), office.Scope{}, rules, countytest.At)
			got := map[string]int{}
			for _, a := range found {
				got[a.Rule] = a.Ratings
				if a.Version != rules.Version || !a.From.Equal(countytest.At.Add(time.Minute)) {
					t.Errorf("%+v", a)
				}
			}
			if err != nil || fmt.Sprint(got) != fmt.Sprint(tt.want) {
				t.Errorf("found %v, want %v, %v", got, tt.want, err)
			}
			later, err := db.RatingAnomalies(t.Context(), office.Scope{}, rules, countytest.At.Add(time.Hour))
			if err != nil || len(later) != 0 {
				t.Errorf("of a later time %+v, %v", later, err)
			}
		})
	}
}

// TestTheDatabaseCountsTheWaitOfARatingAsTheRulesDo, for any moment in which one came.
func TestTheDatabaseCountsTheWaitOfARatingAsTheRulesDo(t *testing.T) {
	const seed = 20261129
	rng := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // a test
	db := rated(t, said(1, 5, ""), said(2, 2, "差"))
	near := office.RatingQuery{Scope: office.Scope{Division: "445203104202"}, PerPage: 10}
	ripe := 0
	for range 100 {
		received := countytest.At.Add(time.Duration(rng.Int64N(int64(72 * time.Hour)))).Truncate(time.Millisecond)
		if _, err := db.changedOne(t.Context(), "receive", `UPDATE office_rating SET received_ms = $1 WHERE grade = 5`, received.UnixMilli()); err != nil {
			t.Fatal(err)
		}
		near.Now = received.Add(time.Duration(rng.Int64N(int64(96 * time.Hour))))
		want := office.RatingDefaults().Ripe(office.Rating{Grade: 5, ReceivedAt: received}, near.Now)
		page, err := db.Ratings(t.Context(), near)
		if err != nil || page.Total != len(page.Ratings) || (page.Total == 2) != want {
			t.Fatalf("seed %d: received %s, at %s: %d listed, %d counted, want ripe %v, %v", seed, received, near.Now, len(page.Ratings), page.Total, want, err)
		}
		if want {
			ripe++
		}
	}
	if ripe == 0 || ripe == 100 {
		t.Errorf("ripe in %d of 100", ripe)
	}
}
