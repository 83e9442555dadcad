package county

import (
	"context"
	"database/sql"
	"errors"

	"bianmin/app/village"
	"bianmin/county/office"
)

// LinkedAccount implements office.AccountBook, as do LinkAccount and UnlinkAccount.
func (db *DB) LinkedAccount(ctx context.Context, issuer, subject string) (office.Account, error) {
	var row accountRow
	err := db.db.Read().QueryRowContext(ctx, `SELECT `+accountColumns+` FROM account
		WHERE name = (SELECT l.name FROM account_link l WHERE l.issuer = $1 AND l.subject = $2)`, issuer, subject).Scan(row.columns()...)
	return row.account(), failed("find a linked account", err)
}

func (db *DB) LinkAccount(ctx context.Context, name, issuer, subject string) error {
	return db.db.Write(ctx, "link an account", func(tx *sql.Tx) error {
		var holder string
		err := tx.QueryRowContext(ctx, `SELECT name FROM account_link WHERE issuer = $1 AND subject = $2`, issuer, subject).Scan(&holder)
		switch {
		case err == nil && holder == name:
			return nil
		case err == nil:
			return &village.Error{Kind: village.Conflict, Err: errors.New("the subject is another account's")}
		case !errors.Is(err, sql.ErrNoRows):
			return err
		}
		return relink(ctx, tx, name, func() error {
			_, err := tx.ExecContext(ctx, `INSERT INTO account_link (issuer, subject, name) VALUES ($1, $2, $3)`, issuer, subject, name)
			return err
		})
	})
}

func (db *DB) UnlinkAccount(ctx context.Context, name string) error {
	return db.db.Write(ctx, "unlink an account", func(tx *sql.Tx) error {
		return relink(ctx, tx, name, func() error { return nil })
	})
}

// relink takes the link of an account away, ends its sessions and does what comes in its place.
func relink(ctx context.Context, tx *sql.Tx, name string, then func() error) error {
	done, err := tx.ExecContext(ctx, `UPDATE account SET era = era + 1 WHERE name = $1`, name)
	if err != nil {
		return err
	}
	n, err := done.RowsAffected()
	if err := orNotFound(n == 1, err); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM account_link WHERE name = $1`, name); err != nil {
		return err
	}
	return then()
}
