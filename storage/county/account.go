package county

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"bianmin/app/village"
	"bianmin/county/office"
)

const accountTable = "account"

// AddAccount implements office.AccountBook.
func (db *DB) AddAccount(ctx context.Context, c office.Credentials) error {
	key, err := db.hide(c.Key, accountTable, c.Name)
	if err != nil {
		return failed("hide a key", err)
	}
	return db.db.Write(ctx, "add an account", func(tx *sql.Tx) error {
		added, err := tx.ExecContext(ctx, `
			INSERT INTO account (name, person, role, division, unit, era, disabled, salt, password, otp_key, otp_step,
				setup, setup_ms, tries, locked_ms, made_ms)
			VALUES ($1, $2, $3, $4, $5, $6, 0, '', '', $7, 0, $8, $9, 0, 0, $10) ON CONFLICT (name) DO NOTHING`,
			c.Name, c.Person, c.Role, c.Scope.Division, c.Scope.Unit, c.Era, key, c.Setup, c.SetupEnd.UnixMilli(), c.MadeAt.UnixMilli())
		if err != nil {
			return err
		}
		if n, err := added.RowsAffected(); err != nil || n == 1 {
			return err
		}
		return &village.Error{Kind: village.Conflict, Err: errors.New("the name is taken")}
	})
}

const accountColumns = `name, person, role, division, unit, era, disabled, password, made_ms,
	EXISTS (SELECT 1 FROM account_link k WHERE k.name = account.name)`

// accountRow takes a row of accountColumns apart.
type accountRow struct {
	office.Credentials
	disabled int
	madeMS   int64
}

func (r *accountRow) columns() []any {
	return []any{&r.Name, &r.Person, &r.Role, &r.Scope.Division, &r.Scope.Unit, &r.Era, &r.disabled, &r.Password, &r.madeMS, &r.Linked}
}

func (r *accountRow) account() office.Account {
	a := r.Account
	a.Disabled, a.Ready, a.MadeAt = r.disabled != 0, len(r.Password) > 0, time.UnixMilli(r.madeMS)
	return a
}

// Account implements office.AccountBook.
func (db *DB) Account(ctx context.Context, name string) (office.Account, error) {
	var row accountRow
	err := db.db.Read().QueryRowContext(ctx, `SELECT `+accountColumns+` FROM account WHERE name = $1`, name).Scan(row.columns()...)
	return row.account(), failed("find an account", err)
}

// Accounts implements office.AccountBook.
func (db *DB) Accounts(ctx context.Context) ([]office.Account, error) {
	rows, err := db.db.Read().QueryContext(ctx, `SELECT `+accountColumns+` FROM account ORDER BY name`)
	list, err := collect(rows, err, (*accountRow).columns)
	all := make([]office.Account, len(list))
	for i := range list {
		all[i] = list[i].account()
	}
	return all, failed("list accounts", err)
}

// TryAccount implements office.AccountBook.
func (db *DB) TryAccount(ctx context.Context, name string) (c office.Credentials, err error) {
	var row accountRow
	var setupMS int64
	var key []byte
	now := db.now().UnixMilli()
	err = db.db.Write(ctx, "count a try to sign in", func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, `
			UPDATE account SET tries = CASE WHEN tries + 1 >= $1 THEN 0 ELSE tries + 1 END,
				locked_ms = CASE WHEN tries + 1 >= $1 THEN $2 ELSE locked_ms END
			WHERE name = $3 AND disabled = 0 AND locked_ms <= $4
			RETURNING `+accountColumns+`, salt, otp_key, otp_step, setup, setup_ms`,
			office.MaxSignInTries, now+office.LockMinutes*time.Minute.Milliseconds(), name, now,
		).Scan(append(row.columns(), &row.Salt, &key, &row.Step, &row.Setup, &setupMS)...)
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		var locked int64
		if err := tx.QueryRowContext(ctx, `SELECT locked_ms FROM account WHERE name = $1 AND disabled = 0`, name).Scan(&locked); err != nil {
			return err
		}
		return &village.Error{Kind: village.Denied, Err: errors.New("the account is locked for a while")}
	})
	if err != nil {
		return office.Credentials{}, err
	}
	c = row.Credentials
	c.Account, c.SetupEnd = row.account(), time.UnixMilli(setupMS)
	return c, failed("read a key", db.unhide(key, &c.Key, accountTable, name))
}

// SignedIn implements office.AccountBook.
func (db *DB) SignedIn(ctx context.Context, name string, step int64) (taken bool, err error) {
	return db.changedOne(ctx, "note a sign-in", `
		UPDATE account SET tries = 0, locked_ms = 0, otp_step = $1 WHERE name = $2 AND disabled = 0 AND otp_step < $1`, step, name)
}

// ForgetTries implements office.AccountBook.
func (db *DB) ForgetTries(ctx context.Context, c office.Credentials) error {
	_, err := db.changedOne(ctx, "forget tries", `UPDATE account SET tries = 0, locked_ms = 0 WHERE name = $1 AND setup = $2`, c.Name, c.Setup)
	return err
}

// SetPassword implements office.AccountBook.
func (db *DB) SetPassword(ctx context.Context, c office.Credentials) (taken bool, err error) {
	return db.changedOne(ctx, "set a password", `
		UPDATE account SET salt = $1, password = $2, otp_step = $3, setup = '', setup_ms = 0, tries = 0, locked_ms = 0, era = era + 1
		WHERE name = $4 AND disabled = 0 AND setup = $5`, c.Salt, c.Password, c.Step, c.Name, c.Setup)
}

// ResetAccount implements office.AccountBook.
func (db *DB) ResetAccount(ctx context.Context, c office.Credentials) error {
	key, err := db.hide(c.Key, accountTable, c.Name)
	if err != nil {
		return failed("hide a key", err)
	}
	found, err := db.changedOne(ctx, "reset an account", `
		UPDATE account SET salt = '', password = '', otp_key = $1, otp_step = 0, setup = $2, setup_ms = $3,
			tries = 0, locked_ms = 0, disabled = 0, era = era + 1 WHERE name = $4`, key, c.Setup, c.SetupEnd.UnixMilli(), c.Name)
	return orNotFound(found, err)
}

// DisableAccount implements office.AccountBook.
func (db *DB) DisableAccount(ctx context.Context, name string) error {
	found, err := db.changedOne(ctx, "disable an account", `UPDATE account SET disabled = 1, era = era + 1 WHERE name = $1`, name)
	return orNotFound(found, err)
}

func orNotFound(found bool, err error) error {
	if err == nil && !found {
		return &village.Error{Kind: village.NotFound, Err: sql.ErrNoRows}
	}
	return err
}

// changedOne runs one statement and reports whether it changed a row.
func (db *DB) changedOne(ctx context.Context, what, statement string, values ...any) (changed bool, err error) {
	err = db.db.Write(ctx, what, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, statement, values...)
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		changed = n == 1
		return err
	})
	return changed, err
}
