package county

import (
	"context"
	"database/sql"

	"bianmin/app/village"
	"bianmin/county/office"
)

// KeepTraining implements office.TrainingBook. The row of the badge is written first: two at
// the same time come one after the other.
func (db *DB) KeepTraining(ctx context.Context, t office.Training) (number int64, err error) {
	err = db.db.Write(ctx, "keep a training", func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `UPDATE staff SET name = name WHERE badge = $1`, t.Badge)
		if err != nil {
			return err
		}
		if rows, err := done.RowsAffected(); err != nil || rows == 0 {
			return orUnknown(err, "badge", "err.staff.unknown")
		}
		var twice int
		if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM training WHERE course = $1 AND badge = $2 AND day = $3`,
			t.Course, t.Badge, t.Day).Scan(&twice); err != nil {
			return err
		}
		if twice > 0 {
			return &village.Error{Kind: village.Conflict, Field: "course", Key: "err.training.twice"}
		}
		return tx.QueryRowContext(ctx, `
			INSERT INTO training (number, course, badge, day, account, at_ms)
			VALUES ((SELECT COALESCE(MAX(number), 0) + 1 FROM training), $1, $2, $3, $4, $5) RETURNING number`,
			t.Course, t.Badge, t.Day, t.Account, t.At.UnixMilli()).Scan(&number)
	})
	return number, err
}

// Trainings implements office.TrainingBook.
func (db *DB) Trainings(ctx context.Context, limit int) ([]office.Training, error) {
	type row struct {
		office.Training
		ms int64
	}
	rows, err := db.db.Read().QueryContext(ctx, `
		SELECT t.number, t.course, t.badge, s.name, t.day, t.account, t.at_ms FROM training t JOIN staff s ON s.badge = t.badge
		ORDER BY t.day DESC, t.number DESC LIMIT $1`, limit)
	list, err := collect(rows, err, func(r *row) []any {
		return []any{&r.Number, &r.Course, &r.Badge, &r.Name, &r.Day, &r.Account, &r.ms}
	})
	all := make([]office.Training, len(list))
	for i, r := range list {
		all[i] = r.Training
		all[i].At = at(r.ms)
	}
	return all, failed("list trainings", err)
}
