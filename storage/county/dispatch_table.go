package county

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"bianmin/app/village"
	"bianmin/county/office"
)

// KeepDispatchTable makes a table the one in use. The error is [village.Conflict] at
// "version" when there was one of that version.
func (db *DB) KeepDispatchTable(ctx context.Context, t office.DispatchTable) error {
	content, err := json.Marshal(t)
	if err != nil {
		return village.Failed("write a table of units", err)
	}
	return db.db.Write(ctx, "keep a table of units", func(tx *sql.Tx) error {
		var n int
		if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM dispatch_table WHERE version = $1`, t.Version).Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			return &village.Error{Kind: village.Conflict, Field: "version", Key: "err.dispatch.version"}
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO dispatch_table (number, version, content, account, at_ms)
			VALUES ((SELECT COALESCE(MAX(number), 0) + 1 FROM dispatch_table), $1, $2, $3, $4)`, t.Version, string(content), t.Account, t.At.UnixMilli())
		return err
	})
}

// DispatchTable is the one in use; empty when there is none.
func (db *DB) DispatchTable(ctx context.Context) (t office.DispatchTable, err error) {
	var content, account string
	var ms int64
	err = db.db.Read().QueryRowContext(ctx, `SELECT content, account, at_ms FROM dispatch_table ORDER BY number DESC LIMIT 1`).Scan(&content, &account, &ms)
	if errors.Is(err, sql.ErrNoRows) {
		return t, nil
	}
	if err == nil {
		err = village.DecodeJSON([]byte(content), &t)
	}
	t.Account, t.At = account, at(ms)
	return t, failed("read the table of units", err)
}
