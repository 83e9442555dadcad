package county

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// Chain implements office.Store. The kiosk's row is written first, even when all
// is repeated: it locks the kiosk, so that two pushes of one kiosk never see the
// same position, and an answer never comes from a database that cannot commit.
func (db *DB) Chain(ctx context.Context, kiosk seal.KioskID, lifetime int64, do func(office.ChainTx) error) error {
	return db.db.Write(ctx, "take a push of "+string(kiosk), func(tx *sql.Tx) error {
		t := &chainTx{ctx: ctx, tx: tx, kiosk: kiosk, nowMS: db.now().UnixMilli()}
		var base, head, auditHead []byte
		var revokedMS, sinceMS, clonedMS int64
		c, a := &t.chain, &t.audit
		err := tx.QueryRowContext(ctx, `
			UPDATE kiosk SET contact_ms = $1, lifetime = CASE WHEN lifetime < $2 THEN $2 ELSE lifetime END
			WHERE id = $3
			RETURNING revoked_ms, epoch, want, base, head, durable_epoch, durable_seq, epoch_ms, epochs, cloned_ms, kept,
				audit_branch, audit_want, audit_head, audit_told, said_ms, said_lifetime, said_waiting`,
			t.nowMS, lifetime, kiosk).Scan(&revokedMS, &c.Epoch, &c.Want, &base, &head, &c.DurableEpoch, &c.DurableSeq, &sinceMS, &c.Epochs, &clonedMS, &t.kept,
			&a.Branch, &a.Want, &auditHead, &a.Told, &a.SaidMS, &a.Lifetime, &a.Waiting)
		if err != nil {
			return stranger(err)
		}
		copy(c.Base[:], base)
		copy(c.Head[:], head)
		copy(a.Head[:], auditHead)
		c.EpochsSince, c.Cloned, c.Revoked = time.UnixMilli(sinceMS), clonedMS != 0, revokedMS != 0
		return do(t)
	})
}

// stranger turns "no such row" into the refusal of a machine.
func stranger(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return &village.Error{Kind: village.Denied, Key: "err.county.kiosk", Err: err}
	}
	return err
}

// chainTx is one push inside its transaction.
type chainTx struct {
	ctx   context.Context //nolint:containedctx // it lives as long as one call
	tx    *sql.Tx
	kiosk seal.KioskID
	nowMS int64
	chain office.Chain
	audit office.AuditState
	kept  int64
}

// Chain implements office.ChainTx.
func (t *chainTx) Chain() office.Chain { return t.chain }

// Heads implements office.ChainTx.
func (t *chainTx) Heads(first, last int64) ([]seal.Head, error) {
	rows, err := t.tx.QueryContext(t.ctx, `
		SELECT head FROM position WHERE kiosk = $1 AND epoch = $2 AND seq >= $3 AND seq <= $4 ORDER BY seq`,
		t.kiosk, t.chain.Epoch, first, last)
	list, err := collect(rows, err, func(b *[]byte) []any { return []any{b} })
	heads := make([]seal.Head, len(list))
	for i, raw := range list {
		copy(heads[i][:], raw)
	}
	if err == nil && int64(len(heads)) != max(last-first+1, 0) {
		err = fmt.Errorf("%d heads from %d to %d", len(heads), first, last)
	}
	return heads, err
}

// Open implements office.ChainTx.
func (t *chainTx) Open(epoch int64, base seal.Head, since time.Time, count int) error {
	t.chain.Epoch, t.chain.Want, t.chain.Base, t.chain.Head = epoch, 1, base, base
	_, err := t.tx.ExecContext(t.ctx, `
		UPDATE kiosk SET epoch = $1, want = 1, base = $2, head = $2, epoch_ms = $3, epochs = $4 WHERE id = $5`,
		epoch, base[:], since.UnixMilli(), count, t.kiosk)
	return err
}

// Alarm implements office.ChainTx.
func (t *chainTx) Alarm() error {
	_, err := t.tx.ExecContext(t.ctx, `UPDATE kiosk SET cloned_ms = $1 WHERE id = $2`, t.nowMS, t.kiosk)
	return err
}

// Append implements office.ChainTx.
func (t *chainTx) Append(entries []office.Entry) error {
	known, err := t.known(entries)
	if err != nil {
		return err
	}
	b := batch{t: t, known: known}
	for _, e := range entries {
		b.add(e)
	}
	if err := b.insert(); err != nil {
		return err
	}
	last := entries[len(entries)-1].Record
	_, err = t.tx.ExecContext(t.ctx, `UPDATE kiosk SET want = $1, head = $2, kept = $3 WHERE id = $4`, last.Seq+1, last.Hash, t.kept, t.kiosk)
	return err
}

// batch is what one push adds to the tables.
type batch struct {
	t                         *chainTx
	known                     digests
	positions, records, parts rows
	aside                     []office.Entry
	again                     []village.RecordID // are here already
}

func (b *batch) add(e office.Entry) {
	r, t := e.Record, b.t
	name, known := b.known.find(r)
	b.positions.add(t.kiosk, r.Epoch, r.Seq, name, r.Hash)
	if known {
		b.again = append(b.again, name)
		return
	}
	if name != r.ID { // the same name for other content: both are kept
		r.ID, e.Problem = name, "err.county.fork"
	}
	b.known[r.ID] = r.Digest
	t.kept++
	r.Seq = t.kept
	b.records.add(t.kiosk, r.Seq, r.ID, r.Kind, r.Schema, notNull(r.Body), r.Digest, r.CreatedAt.UnixMilli(), r.TimeTrust, t.nowMS,
		asNumber(e.Problem != ""))
	for i, p := range r.Parts {
		b.parts.add(t.kiosk, r.ID, i, p.Material, p.Type, p.SHA256, p.Size, asNumber(e.Present[i]))
	}
	if e.Record = r; e.Problem != "" {
		b.aside = append(b.aside, e)
	}
}

// digests are those of stored records by id.
type digests map[village.RecordID][]byte

// find is the id under which r is stored, or is to be: another content under its
// name is kept beside the first, once.
func (d digests) find(r village.Record) (id village.RecordID, known bool) {
	first, taken := d[r.ID]
	if !taken || bytes.Equal(first, r.Digest) {
		return r.ID, taken
	}
	for id, digest := range d {
		if bytes.Equal(digest, r.Digest) && strings.HasPrefix(string(id), string(r.ID)+"!") {
			return id, true
		}
	}
	return village.RecordID(fmt.Sprintf("%s!%d.%d", r.ID, r.Epoch, r.Seq)), false
}

func (b *batch) insert() error {
	t := b.t
	for _, step := range []struct {
		into string
		rows rows
	}{
		{`position (kiosk, epoch, seq, id, head)`, b.positions},
		{`record (kiosk, seq, id, kind, schema, body, digest, created_ms, time_trust, received_ms, opened)`, b.records},
		{`part (kiosk, record, position, material, type, sha256, bytes, present)`, b.parts},
	} {
		if err := step.rows.insert(t.ctx, t.tx, step.into); err != nil {
			return err
		}
	}
	for _, e := range b.aside {
		if err := setAside(t.ctx, t.tx, office.Opened{Kiosk: t.kiosk, Record: e.Record, Problem: e.Problem}, t.nowMS); err != nil {
			return err
		}
	}
	return t.hopeAgain(b.again)
}

// known are the digests of the records that are stored already under the names of
// entries, and, when another content comes under one of them, under names made of
// such.
func (t *chainTx) known(entries []office.Entry) (digests, error) {
	args := []any{t.kiosk}
	for _, e := range entries {
		args = append(args, e.Record.ID)
	}
	known := make(digests, len(entries))
	err := t.digests(known, `SELECT id, digest FROM record WHERE kiosk = $1 AND id IN (`+places(2, len(entries))+`)`, args...)
	for _, e := range entries {
		if first, taken := known[e.Record.ID]; err == nil && taken && !bytes.Equal(first, e.Record.Digest) {
			return known, t.digests(known, `
				SELECT r.id, r.digest FROM quarantine q JOIN record r ON r.kiosk = q.kiosk AND r.seq = q.seq
				WHERE q.kiosk = $1 AND q.problem = 'err.county.fork'`, t.kiosk)
		}
	}
	return known, err
}

func (t *chainTx) digests(into digests, query string, args ...any) error {
	type row struct {
		id     village.RecordID
		digest []byte
	}
	found, err := t.tx.QueryContext(t.ctx, query, args...)
	list, err := collect(found, err, func(r *row) []any { return []any{&r.id, &r.digest} })
	for _, r := range list {
		into[r.id] = r.digest
	}
	return err
}

// maxRejects and maxMissing bound an answer.
const (
	maxRejects = 100
	maxMissing = 64
)

// Rest implements office.ChainTx.
func (t *chainTx) Rest(incarnation []byte, rejectsSeen, want int64) (rest office.Rest, err error) {
	err = t.tx.QueryRowContext(t.ctx, `SELECT value FROM meta WHERE key = 'incarnation'`).Scan(&rest.Incarnation)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return rest, err
	}
	if !bytes.Equal(incarnation, rest.Incarnation) {
		rejectsSeen = 0
	}
	found, err := t.tx.QueryContext(t.ctx, `
		SELECT number, id, problem FROM quarantine WHERE kiosk = $1 AND number > $2 ORDER BY number LIMIT $3`, t.kiosk, rejectsSeen, maxRejects)
	rest.Rejects, err = collect(found, err, func(r *village.Reject) []any { return []any{&r.Number, &r.ID, &r.Key} })
	if err != nil {
		return rest, err
	}
	found, err = t.tx.QueryContext(t.ctx, `
		SELECT p.sha256 FROM part p JOIN position o ON o.kiosk = p.kiosk AND o.id = p.record
		WHERE p.kiosk = $1 AND p.present = 0 AND o.epoch = $2 ORDER BY o.seq, p.position LIMIT $3`, t.kiosk, t.chain.Epoch, maxMissing)
	missing, err := collect(found, err, func(b *[]byte) []any { return []any{b} })
	if err != nil {
		return rest, err
	}
	for _, sum := range missing {
		rest.Missing = append(rest.Missing, [32]byte(sum))
	}
	rest.Complete = want - 1
	if len(missing) > 0 {
		err = t.tx.QueryRowContext(t.ctx, `
			SELECT COALESCE(MIN(o.seq), $1) - 1 FROM part p JOIN position o ON o.kiosk = p.kiosk AND o.id = p.record
			WHERE p.kiosk = $2 AND p.present = 0 AND o.epoch = $3`, want, t.kiosk, t.chain.Epoch).Scan(&rest.Complete)
		if err != nil {
			return rest, err
		}
	}
	return rest, nil
}
