package county

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// metaRestored is the row of meta that says when this database came out of a
// backup, in milliseconds.
const metaRestored = "restored_ms"

// Mail implements office.Mailboxes. The kiosk's row is written first, which locks
// the mailbox, also against the acts of officers.
func (db *DB) Mail(ctx context.Context, kiosk seal.KioskID, do func(office.MailTx) error) error {
	return db.db.Write(ctx, "answer a question for letters of "+string(kiosk), func(tx *sql.Tx) error {
		t := &mailTx{ctx: ctx, tx: tx, kiosk: kiosk}
		var mailHead, base, head []byte
		var clonedMS int64
		b := &t.box
		err := tx.QueryRowContext(ctx, `
			UPDATE kiosk SET contact_ms = $1 WHERE id = $2 AND revoked_ms = 0
			RETURNING mail_seq, mail_head, epoch, want, base, head, cloned_ms`, db.now().UnixMilli(), kiosk).Scan(
			&b.Seq, &mailHead, &b.Chain.Epoch, &b.Chain.Want, &base, &head, &clonedMS)
		if err != nil {
			return stranger(err)
		}
		b.Head = mailHeadOf(kiosk, mailHead)
		copy(b.Chain.Base[:], base)
		copy(b.Chain.Head[:], head)
		b.Chain.Cloned = clonedMS != 0
		if b.RestoredAt, err = restoredAt(ctx, tx); err != nil {
			return err
		}
		err = tx.QueryRowContext(ctx, `SELECT value FROM meta WHERE key = 'incarnation'`).Scan(&b.Incarnation)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		return do(t)
	})
}

func mailHeadOf(kiosk seal.KioskID, stored []byte) seal.Head {
	if len(stored) != len(seal.Head{}) {
		return seal.MailBase(kiosk)
	}
	return seal.Head(stored)
}

// restoredAt is when this database came out of a backup; the zero time for one
// that never did.
func restoredAt(ctx context.Context, tx *sql.Tx) (time.Time, error) {
	var raw []byte
	err := tx.QueryRowContext(ctx, `SELECT value FROM meta WHERE key = $1`, metaRestored).Scan(&raw)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	ms, err := strconv.ParseInt(string(raw), 10, 64)
	return time.UnixMilli(ms), err
}

// noteRestored notes that this database came out of a backup at a time.
func noteRestored(ctx context.Context, tx *sql.Tx, at time.Time) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
		metaRestored, []byte(strconv.FormatInt(at.UnixMilli(), 10)))
	return err
}

// mailTx is one question inside its transaction.
type mailTx struct {
	ctx   context.Context //nolint:containedctx // it lives as long as one call
	tx    *sql.Tx
	kiosk seal.KioskID
	box   office.Mailbox
}

// Mailbox implements office.MailTx, as do all that follow.
func (t *mailTx) Mailbox() office.Mailbox { return t.box }

func (t *mailTx) HeadAt(seq int64) (seal.Head, error) {
	var head []byte
	err := t.tx.QueryRowContext(t.ctx, `SELECT head FROM letter WHERE kiosk = $1 AND seq = $2`, t.kiosk, seq).Scan(&head)
	return mailHeadOf(t.kiosk, head), err
}

func (t *mailTx) Taken(seq int64) error {
	_, err := t.tx.ExecContext(t.ctx, `UPDATE kiosk SET mail_taken = $1 WHERE id = $2 AND mail_taken <> $1`, seq, t.kiosk)
	return err
}

func (t *mailTx) Letters(after int64, limit int) ([]village.Letter, error) {
	type row struct {
		village.Letter
		ms int64
	}
	rows, err := t.tx.QueryContext(t.ctx, `
		SELECT seq, kind, written_ms, body, head FROM letter WHERE kiosk = $1 AND seq > $2 ORDER BY seq LIMIT $3`, t.kiosk, after, limit)
	list, err := collect(rows, err, func(r *row) []any { return []any{&r.Seq, &r.Kind, &r.ms, &r.Body, &r.Head} })
	var letters []village.Letter
	for _, r := range list {
		r.WrittenAt = time.UnixMilli(r.ms).In(village.Zone)
		letters = append(letters, r.Letter)
	}
	return letters, err
}

func (t *mailTx) Write(l village.Letter) (err error) {
	t.box.Seq, t.box.Head, err = writeLetter(t.ctx, t.tx, t.kiosk, l)
	return err
}

// writeLetter puts a letter behind the last of a kiosk, whose row it locks.
func writeLetter(ctx context.Context, tx *sql.Tx, kiosk seal.KioskID, l village.Letter) (seq int64, head seal.Head, err error) {
	var before []byte
	err = tx.QueryRowContext(ctx, `UPDATE kiosk SET mail_seq = mail_seq + 1 WHERE id = $1 RETURNING mail_seq, mail_head`, kiosk).Scan(&seq, &before)
	if err != nil {
		return 0, head, err
	}
	l.Seq = seq
	head = mailHeadOf(kiosk, before).NextLetter(kiosk, l)
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO letter (kiosk, seq, kind, written_ms, body, head) VALUES ($1, $2, $3, $4, $5, $6)`,
		kiosk, seq, l.Kind, l.WrittenAt.UnixMilli(), l.Body, head[:]); err != nil {
		return 0, head, err
	}
	_, err = tx.ExecContext(ctx, `UPDATE kiosk SET mail_head = $1 WHERE id = $2`, head[:], kiosk)
	return seq, head, err
}

func (t *mailTx) Held(day village.Day) ([]village.Lease, error) {
	rows, err := t.tx.QueryContext(t.ctx, `
		SELECT epoch, lo, hi, first_day, last_day FROM lease WHERE kiosk = $1 AND last_day >= $2 ORDER BY lo, first_day`, t.kiosk, day)
	return collect(rows, err, func(l *village.Lease) []any { return []any{&l.Epoch, &l.Lo, &l.Hi, &l.From, &l.To} })
}

// Free locks the incarnation's row first: two gateways must not see the same block
// as free.
func (t *mailTx) Free(day village.Day, first, size int) (int, error) {
	if _, err := t.tx.ExecContext(t.ctx, `UPDATE meta SET value = value WHERE key = 'incarnation'`); err != nil {
		return 0, err
	}
	rows, err := t.tx.QueryContext(t.ctx, `SELECT lo, hi FROM lease WHERE last_day >= $1 ORDER BY lo`, day)
	held, err := collect(rows, err, func(l *village.Lease) []any { return []any{&l.Lo, &l.Hi} })
	if err != nil {
		return 0, err
	}
	return office.FreeSerials(held, first, size), nil
}

func (t *mailTx) Grant(l village.Lease) error {
	done, err := t.tx.ExecContext(t.ctx, `
		INSERT INTO lease (kiosk, epoch, lo, hi, first_day, last_day) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (lo, first_day) DO UPDATE SET last_day = excluded.last_day
			WHERE lease.kiosk = excluded.kiosk AND lease.epoch = excluded.epoch`,
		t.kiosk, l.Epoch, l.Lo, l.Hi, l.From, l.To)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return &village.Error{Kind: village.Conflict, Err: errors.New("another kiosk has these serials")}
}
