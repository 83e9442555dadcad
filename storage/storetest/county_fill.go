package storetest

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3" // the county's file is filled behind its back

	"bianmin/app/seal"
	"bianmin/app/village"
)

// What made cases are like: so many places, units and items, three years of them, and of
// twenty one that is still open.
const (
	filledVillages = 217
	filledTowns    = 15
	filledUnits    = 41
	filledItems    = 1135
	filledYears    = 3
	openOf         = 20
)

// FillCounty puts n made cases into the county's SQLite file at path, which must know a
// machine of that name, with their acts and a rating of every fourth, as received up to now.
// It goes past the doors of the county's own program: a million would take hours there.
func FillCounty(tb testing.TB, path string, key *seal.DataKey, kiosk seal.KioskID, n int, now time.Time) {
	tb.Helper()
	db, err := sql.Open("sqlite3", "file:"+path+"?_journal_mode=WAL&_synchronous=OFF&_foreign_keys=off&_cache_size=-200000")
	if err != nil {
		tb.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	tx, err := db.BeginTx(tb.Context(), nil)
	if err != nil {
		tb.Fatal(err)
	}
	rebuild, err := withoutIndexes(tb.Context(), tx)
	if err != nil {
		tb.Fatal(err)
	}
	f := filling{tx: tx, key: key, kiosk: kiosk, rng: rand.New(rand.NewPCG(8, uint64(n))), made: map[string]*sql.Stmt{}} //nolint:gosec // made cases are no secret
	span := now.Sub(now.AddDate(-filledYears, 0, 0))
	for i := range n {
		if err := f.one(tb.Context(), i+1, now.Add(span/time.Duration(n)*time.Duration(i)-span), now); err != nil {
			tb.Fatal(err)
		}
	}
	for _, statement := range append(rebuild, `INSERT INTO case_item (item, item_name) SELECT DISTINCT item, item_name FROM office_case WHERE true ON CONFLICT DO NOTHING`) {
		if _, err := tx.ExecContext(tb.Context(), statement); err != nil {
			tb.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		tb.Fatal(err)
	}
}

// withoutIndexes drops the indexes of the tables that are filled; rebuild makes them again,
// which takes a fraction of keeping them up row by row.
func withoutIndexes(ctx context.Context, tx *sql.Tx) (rebuild []string, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('record', 'office_case', 'case_step', 'office_rating')`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var drop []string
	for rows.Next() {
		var name, made string
		if err := rows.Scan(&name, &made); err != nil {
			return nil, err
		}
		drop, rebuild = append(drop, `DROP INDEX `+name), append(rebuild, made)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	for _, statement := range drop {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return nil, err
		}
	}
	return rebuild, nil
}

type filling struct {
	tx    *sql.Tx
	key   *seal.DataKey
	kiosk seal.KioskID
	rng   *rand.Rand
	made  map[string]*sql.Stmt
}

func (f *filling) exec(ctx context.Context, statement string, args ...any) error {
	s := f.made[statement]
	if s == nil {
		var err error
		if s, err = f.tx.PrepareContext(ctx, statement); err != nil {
			return err
		}
		f.made[statement] = s
	}
	_, err := s.ExecContext(ctx, args...)
	return err
}

// one makes case number seq.
func (f *filling) one(ctx context.Context, seq int, at, now time.Time) error {
	id := fmt.Sprintf("01930000-0000-7000-8000-%012x", seq)
	place := f.rng.IntN(filledVillages)
	item := min(f.rng.IntN(filledItems), f.rng.IntN(filledItems)) // some are asked for more often
	unit := fmt.Sprintf("unit-%02d", item%filledUnits)
	hidden, err := f.hidden(id)
	if err != nil {
		return err
	}
	state, due := village.Completed, int64(-1)
	if open := f.rng.IntN(openOf) == 0; open {
		state, due = []village.CaseState{village.Received, village.CaseAccepted, village.UnderReview, village.SupplementAsked}[f.rng.IntN(4)], now.AddDate(0, 0, f.rng.IntN(60)-20).UnixMilli()
	}
	if err := f.exec(ctx, `INSERT INTO record (kiosk, seq, id, kind, schema, body, digest, created_ms, time_trust, received_ms, opened) VALUES (?, ?, ?, 'case', 2, x'', x'', ?, 'synced', ?, 1)`,
		f.kiosk, seq, id, at.UnixMilli(), at.UnixMilli()); err != nil {
		return err
	}
	if err := f.exec(ctx, `INSERT INTO office_case (kiosk, id, seq, short_code, item, item_name, department, village, state, accepted_ms, received_ms, delivery, answers, warnings,
		hidden, number, printed, official, limit_days, limit_unit, later, make_up_days, due_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pickup', 4, 'null', ?, '', '', 0, 10, 'workdays', 0, 0, ?)`,
		f.kiosk, id, seq, village.NewShortCode(f.rng), fmt.Sprintf("item-%04d", item), fmt.Sprintf("Item number %04d", item), unit,
		fmt.Sprintf("445203%03d%03d", 100+place%filledTowns, 200+place/filledTowns), state, at.Add(-time.Minute).UnixMilli(), at.UnixMilli(), hidden, due); err != nil {
		return err
	}
	if err := f.acts(ctx, id, unit, state, at); err != nil || seq%4 != 0 {
		return err
	}
	return f.exec(ctx, `INSERT INTO office_rating (kiosk, id, seq, target, act, grade, tags, village, rated_ms, received_ms, hidden, state) VALUES (?, ?, ?, '', '', ?, '[]', ?, ?, ?, x'', 'filed')`,
		f.kiosk, id, seq, 1+f.rng.IntN(5), "445203104202", at.UnixMilli(), at.UnixMilli())
}

// acts are those that led to a state.
func (f *filling) acts(ctx context.Context, id, unit string, state village.CaseState, at time.Time) error {
	way := map[village.CaseState][]string{
		village.CaseAccepted: {"accept"}, village.UnderReview: {"accept", "review"}, village.SupplementAsked: {"ask"},
		village.Completed: {"accept", "review", "approve", "complete"},
	}[state]
	for i, verb := range way {
		if err := f.exec(ctx, `INSERT INTO case_step (kiosk, id, step, state, at_ms, reason, materials, verb, account, role, unit, kind, days) VALUES (?, ?, ?, ?, ?, '', '[]', ?, 'chen', 'unit', ?, '', 0)`,
			f.kiosk, id, i+1, state, at.Add(time.Duration(i+1)*time.Hour).UnixMilli(), verb, unit); err != nil {
			return err
		}
	}
	return nil
}

// hidden is what a list opens of a case, of the size that most have.
func (f *filling) hidden(id string) ([]byte, error) {
	plain, err := json.Marshal(map[string]any{
		"applicant": village.Applicant{Kind: "person", Name: "Chen Lijun", IDType: "resident", ID: "44052119560317234X", Phone: "13800138000"},
		"materials": []map[string]string{{"code": "id", "name": "ID card", "how": "original"}, {"code": "form", "name": "form", "how": "original"}}, "parts": []any{},
	})
	if err != nil {
		return nil, err
	}
	return f.key.Seal(plain, "office_case", string(f.kiosk), id)
}
