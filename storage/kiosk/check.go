package kiosk

import (
	"context"
	"errors"

	"bianmin/app/village"
	"bianmin/storage/sqldb"
)

// Check reads the whole database and compares tables with their indexes. The
// error is [village.Internal], err.store.damaged, when something does not fit.
func (db *DB) Check(ctx context.Context) error {
	var answer string
	if err := db.sql.Read().QueryRowContext(ctx, `PRAGMA integrity_check(1)`).Scan(&answer); err != nil {
		return sqldb.Failed("check the database", err)
	}
	if answer != "ok" {
		return &village.Error{Kind: village.Internal, Key: "err.store.damaged", Err: errors.New(answer)}
	}
	return nil
}
