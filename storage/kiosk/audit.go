package kiosk

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// clockSlack is by how much clock and time since the boot may differ between two
// rows before a row says that the clock jumped: a time service moves a clock by
// less.
const clockSlack = 2 * time.Minute

// note adds a row to the audit log, in the transaction of the act that it tells
// of, and before it one that says so when the clock jumped.
func (db *DB) note(ctx context.Context, tx *sql.Tx, act village.Act) (village.AuditMark, error) {
	at, before, err := auditEnd(ctx, tx)
	if err != nil {
		return at, err
	}
	now := db.stamp()
	if jumped, act := clockJump(before, now); jumped {
		if at, err = addAudit(ctx, tx, at, village.AuditRow{Stamp: now, Act: act}); err != nil {
			return at, err
		}
	}
	return addAudit(ctx, tx, at, village.AuditRow{Stamp: now, Act: act})
}

// stamp is the moment of a row, as whoever opened the database tells it.
func (db *DB) stamp() village.Stamp {
	if db.Stamp != nil {
		return db.Stamp()
	}
	return village.Stamp{Wall: db.now(), Trust: village.TimeUnknown}
}

func addAudit(ctx context.Context, tx *sql.Tx, at village.AuditMark, row village.AuditRow) (village.AuditMark, error) {
	row.Seq = at.Seq + 1
	raw, err := seal.AuditBytes(row)
	if err != nil {
		return at, err
	}
	head := seal.Head(at.Head).Audit(raw)
	_, err = tx.ExecContext(ctx, `INSERT INTO audit (seq, row, head) VALUES (?, ?, ?)`, row.Seq, raw, head[:])
	return village.AuditMark{Seq: row.Seq, Head: head[:]}, err
}

// clockJump compares two moments. Within one boot the clock goes with the time
// since the boot; after another boot it may only have gone on.
func clockJump(before, now village.Stamp) (bool, village.Act) {
	if before.Wall.IsZero() {
		return false, village.Act{}
	}
	jump := now.Wall.Sub(before.Wall)
	if before.Boot == now.Boot && now.Mono != 0 {
		jump -= now.Mono - before.Mono
	} else if jump > 0 {
		return false, village.Act{}
	}
	act := village.Act{Kind: village.AuditClock, Subject: strconv.FormatInt(int64(jump.Abs()/time.Second), 10), Detail: village.AuditForward}
	if jump < 0 {
		act.Detail = village.AuditBackward
	}
	return jump.Abs() > clockSlack, act
}

// auditEnd is the last row's mark and moment; on a disk without rows it is where
// the log begins.
func auditEnd(ctx context.Context, tx *sql.Tx) (at village.AuditMark, stamp village.Stamp, err error) {
	var raw []byte
	err = tx.QueryRowContext(ctx, `SELECT seq, head, row FROM audit ORDER BY seq DESC LIMIT 1`).Scan(&at.Seq, &at.Head, &raw)
	if errors.Is(err, sql.ErrNoRows) {
		err = tx.QueryRowContext(ctx, `SELECT base, head FROM audit_log`).Scan(&at.Seq, &at.Head)
		return at, stamp, err
	}
	if err != nil {
		return at, stamp, err
	}
	// A last row that is damaged must not keep anybody from handing in: the check
	// of the log finds it, and so does everybody who holds a later head.
	row, _ := seal.ParseAudit(raw)
	return at, row.Stamp, nil
}

// Note adds a row that tells of something which is not in the database.
func (db *DB) Note(ctx context.Context, act village.Act) error {
	return db.sql.Write(ctx, "note "+string(act.Kind), func(tx *sql.Tx) error {
		_, err := db.note(ctx, tx, act)
		return err
	})
}

// NotePrint notes, before it goes, that the receipt of a case is handed to a
// printer, and returns how often it was before (补打).
func (db *DB) NotePrint(ctx context.Context, id village.RecordID) (before int, err error) {
	err = db.sql.Write(ctx, "note a print", func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, `UPDATE cases SET prints = prints + 1 WHERE id = ? RETURNING prints - 1`, id).Scan(&before)
		if err != nil {
			return err
		}
		act := village.Act{Kind: village.AuditPrint, Subject: string(id), Detail: village.AuditFirst}
		if before > 0 {
			act.Detail = village.AuditAgain
		}
		_, err = db.note(ctx, tx, act)
		return err
	})
	return before, err
}

// AuditTail implements outbox.AuditLog.
func (db *DB) AuditTail(ctx context.Context, from int64, maxRows, maxBytes int) (tail village.AuditTail, err error) {
	err = db.snapshot(ctx, "read the audit log", func(tx *sql.Tx) error {
		var want int64
		var base []byte
		if err := tx.QueryRowContext(ctx, `SELECT base, head, want FROM audit_log`).Scan(&tail.Base, &base, &want); err != nil {
			return err
		}
		if tail.End, _, err = auditEnd(ctx, tx); err != nil {
			return err
		}
		if from > 0 {
			want = from
		}
		tail.First, tail.Prev = max(want, tail.Base+1), base
		if tail.First > tail.End.Seq+1 {
			tail.First = tail.End.Seq + 1
		}
		if tail.First > tail.Base+1 {
			err := tx.QueryRowContext(ctx, `SELECT head FROM audit WHERE seq = ?`, tail.First-1).Scan(&tail.Prev)
			if err != nil && !errors.Is(err, sql.ErrNoRows) { // a row that is gone: the county sees it
				return err
			}
		}
		tail.Rows, err = auditRows(ctx, tx, tail.First, maxRows, maxBytes)
		return err
	})
	return tail, err
}

func auditRows(ctx context.Context, tx *sql.Tx, first int64, maxRows, maxBytes int) ([][]byte, error) {
	found, err := tx.QueryContext(ctx, `SELECT row FROM audit WHERE seq >= ? ORDER BY seq LIMIT ?`, first, maxRows)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var list [][]byte
	for found.Next() {
		var raw []byte
		if err := found.Scan(&raw); err != nil {
			return nil, err
		}
		if maxBytes -= len(raw); maxBytes < 0 {
			break
		}
		list = append(list, raw)
	}
	return list, found.Err()
}

// ContinueAudit lets the log of a replacement machine go on behind a mark that is
// known from paper or from a second medium: the rows before it are on the disk
// that is lost. It is for a log without rows only.
func (db *DB) ContinueAudit(ctx context.Context, after village.AuditMark) error {
	return db.sql.Write(ctx, "continue the audit log", func(tx *sql.Tx) error {
		var begun bool
		if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM audit)`).Scan(&begun); err != nil {
			return err
		}
		if begun || after.Seq < 1 || len(after.Head) < 8 {
			return &village.Error{Kind: village.Conflict, Err: errors.New("the log has begun, or there is nothing to continue")}
		}
		// Eight bytes are all that paper holds: the base is made of them, so that two
		// machines which continue the same paper continue the same log.
		base := seal.Head{}.Audit(after.Head[:8])
		_, err := tx.ExecContext(ctx, `UPDATE audit_log SET base = ?, head = ?, want = ?, place = (SELECT coalesce(max(place), 0) FROM outbox)`,
			after.Seq, base[:], after.Seq+1)
		if err != nil {
			return err
		}
		_, err = db.note(ctx, tx, village.Act{Kind: village.AuditRestored, Subject: strconv.FormatInt(after.Seq, 10)})
		return err
	})
}
