package county

import (
	"context"
	"database/sql"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// TryAsk implements office.AskBook. A refused try is counted too.
func (db *DB) TryAsk(ctx context.Context, kiosk seal.KioskID, code village.ShortCode, day village.Day) error {
	var ofCode, ofKiosk int
	err := db.db.Write(ctx, "count a question", func(tx *sql.Tx) (err error) {
		if ofKiosk, err = countTry(ctx, tx, string(kiosk), day); err != nil {
			return err
		}
		ofCode, err = countTry(ctx, tx, string(code), day)
		return err
	})
	switch {
	case err != nil:
		return err
	case ofKiosk > office.KioskTries:
		return &village.Error{Kind: village.Denied, Field: "code", Key: "err.ask.kiosk"}
	case ofCode > office.CodeTries:
		return &village.Error{Kind: village.Denied, Field: "code", Key: "err.ask.code"}
	}
	return nil
}

func countTry(ctx context.Context, tx *sql.Tx, subject string, day village.Day) (n int, err error) {
	err = tx.QueryRowContext(ctx, `
		INSERT INTO ask_try (subject, day, tries) VALUES ($1, $2, 1)
		ON CONFLICT (subject) DO UPDATE SET tries = CASE WHEN ask_try.day = excluded.day THEN ask_try.tries + 1 ELSE 1 END, day = excluded.day
		RETURNING tries`, subject, day).Scan(&n)
	return n, err
}

// Forgive implements office.AskBook. The rows are taken in the order of TryAsk.
func (db *DB) Forgive(ctx context.Context, kiosk seal.KioskID, code village.ShortCode, day village.Day) error {
	return db.db.Write(ctx, "forgive a question", func(tx *sql.Tx) error {
		for _, subject := range []string{string(kiosk), string(code)} {
			if _, err := tx.ExecContext(ctx, `UPDATE ask_try SET tries = tries - 1 WHERE subject = $1 AND day = $2 AND tries > 0`, subject, day); err != nil {
				return err
			}
		}
		return nil
	})
}
