package county

import (
	"context"
	"database/sql"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// SaveHealth keeps what a kiosk says now in place of what it said before. An unknown
// or revoked kiosk is [village.Denied].
func (db *DB) SaveHealth(ctx context.Context, kiosk seal.KioskID, h village.Health) error {
	return db.db.Write(ctx, "keep the health of "+string(kiosk), func(tx *sql.Tx) error {
		now := db.now().UnixMilli()
		var known int64
		// The kiosk's row is written first, as everywhere: two that come at once wait here.
		err := tx.QueryRowContext(ctx, `
			UPDATE kiosk SET contact_ms = $1 WHERE id = $2 AND revoked_ms = 0 RETURNING contact_ms`, now, kiosk).Scan(&known)
		if err != nil {
			return stranger(err)
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO health (kiosk, version, sent_ms, received_ms) VALUES ($1, $2, $3, $4)
			ON CONFLICT (kiosk) DO UPDATE SET version = $2, sent_ms = $3, received_ms = $4`,
			kiosk, h.Version, h.SentAt.UnixMilli(), now); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM health_finding WHERE kiosk = $1`, kiosk); err != nil {
			return err
		}
		for i, f := range h.Findings {
			if _, err := tx.ExecContext(ctx, `
				INSERT INTO health_finding (kiosk, place, name, state, figure) VALUES ($1, $2, $3, $4, $5)`,
				kiosk, i, f.Check, f.State, f.Figure); err != nil {
				return err
			}
		}
		return nil
	})
}

// Healths is how every machine last said that it was; one that never did is not in
// it.
func (db *DB) Healths(ctx context.Context) (map[seal.KioskID]village.Health, error) {
	type said struct {
		kiosk  seal.KioskID
		health village.Health
		sentMS int64
	}
	type found struct {
		kiosk   seal.KioskID
		finding village.Finding
	}
	all := map[seal.KioskID]village.Health{}
	err := db.read(ctx, "read how machines are", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT kiosk, version, sent_ms FROM health`)
		list, err := collect(rows, err, func(s *said) []any { return []any{&s.kiosk, &s.health.Version, &s.sentMS} })
		if err != nil {
			return err
		}
		rows, err = tx.QueryContext(ctx, `SELECT kiosk, name, state, figure FROM health_finding ORDER BY kiosk, place`)
		findings, err := collect(rows, err, func(f *found) []any {
			return []any{&f.kiosk, &f.finding.Check, &f.finding.State, &f.finding.Figure}
		})
		for _, s := range list {
			s.health.SentAt = at(s.sentMS)
			all[s.kiosk] = s.health
		}
		for _, f := range findings {
			h := all[f.kiosk]
			h.Findings = append(h.Findings, f.finding)
			all[f.kiosk] = h
		}
		return err
	})
	return all, err
}
