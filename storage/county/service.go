package county

import (
	"context"
	"database/sql"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/village"
)

// Serving implements office.ServiceBook, as do all that follow.
func (db *DB) Serving(ctx context.Context) ([]inspect.Service, error) {
	rows, err := db.db.Read().QueryContext(ctx, `SELECT badge, centre, first_day, last_day FROM staff_service ORDER BY badge, centre, first_day`)
	list, err := collect(rows, err, func(s *inspect.Service) []any { return []any{&s.Badge, &s.Centre, &s.First, &s.Last} })
	return list, failed("list who serves where", err)
}

func (db *DB) Serve(ctx context.Context, list []inspect.Service, at time.Time) error {
	return db.db.Write(ctx, "note who serves", func(tx *sql.Tx) error {
		for _, s := range list {
			_, err := tx.ExecContext(ctx, `
				INSERT INTO staff_service (badge, centre, first_day, last_day, noted_ms) VALUES ($1, $2, $3, $4, $5)
				ON CONFLICT (badge, centre, first_day) DO UPDATE SET noted_ms = excluded.noted_ms, last_day = CASE
					WHEN staff_service.last_day = '' OR excluded.last_day = '' THEN ''
					WHEN excluded.last_day > staff_service.last_day THEN excluded.last_day ELSE staff_service.last_day END`,
				s.Badge, s.Centre, s.First, s.Last, at.UnixMilli())
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func (db *DB) Leave(ctx context.Context, badges []string, centre village.DivisionCode, last village.Day) error {
	return db.db.Write(ctx, "note who left", func(tx *sql.Tx) error {
		for _, badge := range badges {
			if err := db.leave(ctx, tx, badge, centre, last); err != nil {
				return err
			}
		}
		return nil
	})
}

// leave ends it under every code that the centre has or had.
func (db *DB) leave(ctx context.Context, tx *sql.Tx, badge string, centre village.DivisionCode, last village.Day) error {
	_, err := tx.ExecContext(ctx, `
		UPDATE staff_service SET last_day = $1 WHERE badge = $2 AND `+db.todays("centre")+` = $3 AND first_day <= $1 AND (last_day = '' OR last_day > $1)`, last, badge, db.Today(centre))
	if err != nil {
		return err
	}
	var ends bool
	err = tx.QueryRowContext(ctx, `
		SELECT EXISTS (SELECT 1 FROM staff_service WHERE badge = $1 AND centre = $2 AND last_day = $3)`, badge, centre, last).Scan(&ends)
	if err == nil && !ends {
		err = &village.Error{Kind: village.NotFound, Field: "badge", Key: "err.serving.unknown", Args: map[string]any{"badge": badge}}
	}
	return err
}
