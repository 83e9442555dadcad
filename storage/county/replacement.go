package county

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// AskKey keeps a replacement's question, in place of an earlier one under the same
// ticket, and returns it with the answer to this very question. The ticket was
// good: its tries begin anew.
func (db *DB) AskKey(ctx context.Context, r office.Replacement) (office.Replacement, error) {
	err := db.db.Write(ctx, "ask for the key of "+string(r.Kiosk), func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE enrolment SET tries = 0 WHERE selector = $1`, r.Selector); err != nil {
			return err
		}
		var revoked int64
		err := tx.QueryRowContext(ctx, `SELECT village, lifetime, epoch, revoked_ms FROM kiosk WHERE id = $1`, r.Kiosk).Scan(&r.Village, &r.Lifetime, &r.Epoch, &revoked)
		if errors.Is(err, sql.ErrNoRows) || err == nil && revoked != 0 {
			return &village.Error{Kind: village.Denied, Key: "err.county.kiosk", Err: errors.New("kiosk is unknown or revoked")}
		}
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			INSERT INTO replacement (selector, kiosk, escrow, answer_key, asked_ms) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (selector) DO UPDATE SET kiosk = excluded.kiosk, escrow = excluded.escrow,
				answer_key = excluded.answer_key, asked_ms = excluded.asked_ms, answer = '', problem = ''
			WHERE replacement.answer_key <> excluded.answer_key OR replacement.escrow <> excluded.escrow`,
			r.Selector, r.Kiosk, r.Escrow, r.Key, db.now().UnixMilli())
		if err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, `SELECT answer, problem FROM replacement WHERE selector = $1`, r.Selector).Scan(&r.Answer, &r.Problem)
	})
	return r, err
}

// AskedKeys are the questions of replacements that nobody has answered.
func (db *DB) AskedKeys(ctx context.Context) ([]office.Replacement, error) {
	rows, err := db.db.Read().QueryContext(ctx, `
		SELECT r.selector, r.kiosk, k.village, r.escrow, r.answer_key FROM replacement r JOIN kiosk k ON k.id = r.kiosk
		WHERE r.answer = '' AND r.problem = '' AND k.revoked_ms = 0 ORDER BY r.selector`)
	list, err := collect(rows, err, func(r *office.Replacement) []any {
		return []any{&r.Selector, &r.Kiosk, &r.Village, &r.Escrow, &r.Key}
	})
	return list, failed("read who asks for a key", err)
}

// AnswerKey keeps the answer to a question that was not replaced meanwhile.
func (db *DB) AnswerKey(ctx context.Context, r office.Replacement) error {
	return db.db.Write(ctx, "return the key of "+string(r.Kiosk), func(tx *sql.Tx) error {
		if r.Answer == nil {
			r.Answer = []byte{}
		}
		_, err := tx.ExecContext(ctx, `UPDATE replacement SET answer = $1, problem = $2 WHERE selector = $3 AND answer_key = $4`,
			r.Answer, r.Problem, r.Selector, r.Key)
		return err
	})
}

// ReplacedAt is when a replacement took a kiosk's place: certificates from before
// are not its own. The zero time when none did.
func (db *DB) ReplacedAt(ctx context.Context, id seal.KioskID) (time.Time, error) {
	var ms int64
	err := db.db.Read().QueryRowContext(ctx, `SELECT replaced_ms FROM kiosk WHERE id = $1`, id).Scan(&ms)
	return at(ms), failed("find when a kiosk was replaced", stranger(err))
}

// replaced ends what was asked under a ticket, once the machine is enrolled with
// it. A ticket for a replacement ends the certificates of the machine before it.
func replaced(ctx context.Context, tx *sql.Tx, selector string, k office.Kiosk) error {
	_, err := tx.ExecContext(ctx, `
		UPDATE kiosk SET replaced_ms = $1 WHERE id = $2 AND EXISTS (SELECT 1 FROM enrolment WHERE selector = $3 AND replaces = $2)`,
		k.EnrolledAt.Truncate(time.Second).UnixMilli(), k.ID, selector)
	if err == nil {
		_, err = tx.ExecContext(ctx, `DELETE FROM replacement WHERE selector = $1`, selector)
	}
	return err
}
