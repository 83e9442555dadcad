package county

import (
	"context"
	"database/sql"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// lastReply is how far the record of a row r was answered.
const lastReply = `COALESCE((SELECT p.state FROM reply p WHERE p.kiosk = r.kiosk AND p.id = r.id ORDER BY p.step DESC LIMIT 1), '')`

// RatingsOf implements office.Replies.
func (db *DB) RatingsOf(ctx context.Context, code village.ShortCode) ([]office.RatingHead, error) {
	rows, err := db.db.Read().QueryContext(ctx, `
		SELECT r.kiosk, r.id, r.target, r.act, `+lastReply+`, CASE WHEN length(r.voice) > 0 THEN 1 ELSE 0 END FROM office_rating r
		WHERE r.target = $1 AND r.target <> '' ORDER BY r.received_ms, r.kiosk, r.seq`, code)
	type row struct {
		office.RatingHead
		voice int
	}
	found, err := collect(rows, err, func(r *row) []any { return []any{&r.Kiosk, &r.ID, &r.Code, &r.Act, &r.Said, &r.voice} })
	var list []office.RatingHead
	for _, r := range found {
		r.Voice = r.voice == 1
		list = append(list, r.RatingHead)
	}
	return list, failed("find ratings", err)
}

// Reply implements office.Replies. The kiosk's row is locked first, as for a step of
// a case.
func (db *DB) Reply(ctx context.Context, kiosk seal.KioskID, id village.RecordID, decide func(village.ReplyState) (village.Reply, error)) error {
	return db.db.Write(ctx, "answer record "+string(id), func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE kiosk SET mail_seq = mail_seq WHERE id = $1`, kiosk); err != nil {
			return err
		}
		var last village.ReplyState
		err := tx.QueryRowContext(ctx, `SELECT `+lastReply+` FROM record r WHERE r.kiosk = $1 AND r.id = $2`, kiosk, id).Scan(&last)
		if err != nil {
			return err
		}
		reply, err := decide(last)
		if err != nil {
			return err
		}
		return keepReply(ctx, tx, kiosk, reply)
	})
}

// keepReply keeps a reply and the letter that says it.
func keepReply(ctx context.Context, tx *sql.Tx, kiosk seal.KioskID, reply village.Reply) error {
	letter, err := village.NewLetter(village.LetterReply, time.UnixMilli(reply.AtMS), reply)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO reply (kiosk, id, step, state, told, at_ms)
		VALUES ($1, $2, (SELECT COUNT(*) FROM reply WHERE kiosk = $1 AND id = $2) + 1, $3, $4, $5)`,
		kiosk, reply.Record, reply.State, reply.Told, reply.AtMS)
	if err == nil {
		_, _, err = writeLetter(ctx, tx, kiosk, letter)
	}
	return err
}
