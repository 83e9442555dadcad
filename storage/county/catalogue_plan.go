package county

import (
	"context"
	"database/sql"
	"time"

	"bianmin/app/snapshot"
	"bianmin/county/office"
)

// KeepPlan implements office.Plans, as do all that follow.
func (db *DB) KeepPlan(ctx context.Context, p office.Plan) error {
	return db.db.Write(ctx, "plan catalogue "+p.Version, func(tx *sql.Tx) error {
		if err := dropPlan(ctx, tx, p.MadeAt); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `
			INSERT INTO catalogue_plan (number, version, day, account, made_ms, published_ms, dropped_ms)
			VALUES ((SELECT COALESCE(MAX(number), 0) + 1 FROM catalogue_plan), $1, $2, $3, $4, 0, 0)`, p.Version, p.Day, p.Account, p.MadeAt.UnixMilli())
		return err
	})
}

func (db *DB) DropPlan(ctx context.Context, at time.Time) error {
	return db.db.Write(ctx, "drop the plan of a catalogue", func(tx *sql.Tx) error { return dropPlan(ctx, tx, at) })
}

func dropPlan(ctx context.Context, tx *sql.Tx, at time.Time) error {
	_, err := tx.ExecContext(ctx, `UPDATE catalogue_plan SET dropped_ms = $1 WHERE published_ms = 0 AND dropped_ms = 0`, at.UnixMilli())
	return err
}

func (db *DB) Plans(ctx context.Context) ([]office.Plan, error) {
	type row struct {
		office.Plan
		made, published, dropped int64
	}
	rows, err := db.db.Read().QueryContext(ctx, `SELECT number, version, day, account, made_ms, published_ms, dropped_ms FROM catalogue_plan ORDER BY number DESC`)
	list, err := collect(rows, err, func(r *row) []any {
		return []any{&r.Number, &r.Version, &r.Day, &r.Account, &r.made, &r.published, &r.dropped}
	})
	plans := make([]office.Plan, len(list))
	for i, r := range list {
		plans[i] = r.Plan
		plans[i].MadeAt, plans[i].PublishedAt, plans[i].DroppedAt = at(r.made), at(r.published), at(r.dropped)
	}
	return plans, failed("list plans of catalogues", err)
}

func (db *DB) PublishPlan(ctx context.Context, number int64, at time.Time, content []byte, sign func(version int64) snapshot.Manifest) (done bool, err error) {
	err = db.db.Write(ctx, "carry out the plan of a catalogue", func(tx *sql.Tx) error {
		// Claimed first: who drops it meanwhile waits for this row, or was before.
		claimed, err := tx.ExecContext(ctx, `UPDATE catalogue_plan SET published_ms = $1 WHERE number = $2 AND published_ms = 0 AND dropped_ms = 0`,
			at.UnixMilli(), number)
		if err != nil {
			return err
		}
		n, err := claimed.RowsAffected()
		if err != nil || n == 0 {
			return err
		}
		done = true
		_, err = publish(ctx, tx, snapshot.Catalogue, content, sign)
		return err
	})
	return done && err == nil, err
}
