package county

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"time"

	"bianmin/app/village"
	"bianmin/county/office"
)

const documentColumns = `number, code, kind, at_ms, kiosk, id, part, account, withdrawn_ms, withdrawn_by, reason, replaced_by`

type documentRow struct {
	office.Document
	atMS, withdrawnMS int64
}

func (r *documentRow) columns() []any {
	return []any{&r.Number, &r.Code, &r.Kind, &r.atMS, &r.Kiosk, &r.ID, &r.Part, &r.Account, &r.withdrawnMS, &r.WithdrawnBy, &r.Reason, &r.ReplacedBy}
}

func (r *documentRow) document() office.Document {
	d := r.Document
	d.At, d.WithdrawnAt = at(r.atMS), at(r.withdrawnMS)
	return d
}

// DocumentCode implements office.DocumentBook.
func (db *DB) DocumentCode(number string, content []byte) string {
	digest := sha256.Sum256(content)
	return hex.EncodeToString(db.data.Sum("document_code", number, string(digest[:]))[:8])
}

// documentSum is a digest as it is kept.
func (db *DB) documentSum(what string, digest [sha256.Size]byte) string {
	return hex.EncodeToString(db.data.Sum("document_"+what, string(digest[:])))
}

// EnterDocument implements office.DocumentBook.
func (db *DB) EnterDocument(ctx context.Context, d office.Document, content []byte) (kept office.Document, err error) {
	sum := db.documentSum("content", sha256.Sum256(content))
	err = db.db.Write(ctx, "enter a document", func(tx *sql.Tx) error {
		var r documentRow
		err := tx.QueryRowContext(ctx, `SELECT `+documentColumns+` FROM document
			WHERE number = $1 OR (content = $2 AND kind = $3 AND kiosk = $4 AND id = $5 AND part = $6 AND withdrawn_ms = 0 AND replaced_by = '')
			ORDER BY at_ms LIMIT 1`, d.Number, sum, d.Kind, d.Kiosk, d.ID, d.Part).Scan(r.columns()...)
		if !errors.Is(err, sql.ErrNoRows) {
			kept = r.document()
			return err
		}
		kept = d
		kept.Code = db.DocumentCode(d.Number, content)
		_, err = tx.ExecContext(ctx, `INSERT INTO document (number, code, kind, at_ms, content, kiosk, id, part, account) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			d.Number, kept.Code, d.Kind, d.At.UnixMilli(), sum, d.Kiosk, d.ID, d.Part, d.Account)
		return err
	})
	return kept, err
}

// KeepDocumentFile implements office.DocumentBook.
func (db *DB) KeepDocumentFile(ctx context.Context, number string, digest [sha256.Size]byte, at time.Time) error {
	return db.db.Write(ctx, "keep what a document is", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO document_file (digest, number, at_ms) VALUES ($1, $2, $3) ON CONFLICT (digest) DO NOTHING`,
			db.documentSum("file", digest), number, at.UnixMilli())
		return err
	})
}

// Document implements office.DocumentBook.
func (db *DB) Document(ctx context.Context, number string) (office.Document, error) {
	return db.oneDocument(ctx, ` WHERE number = $1`, number)
}

// DocumentOfFile implements office.DocumentBook.
func (db *DB) DocumentOfFile(ctx context.Context, digest [sha256.Size]byte) (office.Document, error) {
	return db.oneDocument(ctx, ` WHERE number = (SELECT number FROM document_file WHERE digest = $1)`, db.documentSum("file", digest))
}

func (db *DB) oneDocument(ctx context.Context, where string, of any) (office.Document, error) {
	var r documentRow
	err := db.db.Read().QueryRowContext(ctx, `SELECT `+documentColumns+` FROM document`+where, of).Scan(r.columns()...)
	return r.document(), failed("find a document", err)
}

// Documents implements office.DocumentBook.
func (db *DB) Documents(ctx context.Context, limit int) (all []office.Document, err error) {
	rows, err := db.db.Read().QueryContext(ctx, `SELECT `+documentColumns+` FROM document ORDER BY at_ms DESC, number LIMIT $1`, limit)
	list, err := collect(rows, err, (*documentRow).columns)
	for _, r := range list {
		all = append(all, r.document())
	}
	return all, failed("list documents", err)
}

// WithdrawDocument implements office.DocumentBook.
func (db *DB) WithdrawDocument(ctx context.Context, d office.Document) error {
	return db.db.Write(ctx, "withdraw a document", func(tx *sql.Tx) error {
		var stands bool
		err := tx.QueryRowContext(ctx, `SELECT withdrawn_ms = 0 AND replaced_by = '' FROM document WHERE number = $1`, d.Number).Scan(&stands)
		if err != nil {
			return err
		}
		if !stands {
			return &village.Error{Kind: village.Conflict, Field: "number", Key: "err.document.gone"}
		}
		_, err = tx.ExecContext(ctx, `UPDATE document SET withdrawn_ms = $1, withdrawn_by = $2, reason = $3 WHERE number = $4`,
			d.WithdrawnAt.UnixMilli(), d.WithdrawnBy, d.Reason, d.Number)
		return err
	})
}

// ReplaceDocument implements office.DocumentBook.
func (db *DB) ReplaceDocument(ctx context.Context, number, by string) error {
	return db.db.Write(ctx, "replace a document", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE document SET replaced_by = $1 WHERE number = $2 AND withdrawn_ms = 0 AND replaced_by = ''`, by, number)
		return err
	})
}
