package county

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"bianmin/app/village"
	"bianmin/county/office"
)

// memberRow takes a row of staff apart.
type memberRow struct {
	office.Member
	addedMS, revokedMS int64
}

func (r *memberRow) columns() []any {
	return []any{&r.Badge, &r.Name, &r.Salt, &r.PIN, &r.addedMS, &r.revokedMS}
}

// Members implements office.StaffList.
func (db *DB) Members(ctx context.Context) ([]office.Member, error) {
	rows, err := db.db.Read().QueryContext(ctx, `SELECT badge, name, salt, pin, added_ms, revoked_ms FROM staff ORDER BY badge`)
	found, err := collect(rows, err, (*memberRow).columns)
	list := make([]office.Member, len(found))
	for i, r := range found {
		list[i] = r.Member
		list[i].AddedAt = at(r.addedMS)
		if r.revokedMS != 0 {
			list[i].RevokedAt = at(r.revokedMS)
		}
	}
	return list, failed("list helpers", err)
}

// AddMember implements office.StaffBook.
func (db *DB) AddMember(ctx context.Context, m office.Member) error {
	added, err := db.changedOne(ctx, "add a helper", `
		INSERT INTO staff (badge, name, salt, pin, added_ms, revoked_ms) VALUES ($1, $2, $3, $4, $5, 0) ON CONFLICT (badge) DO NOTHING`,
		m.Badge, m.Name, m.Salt, m.PIN, m.AddedAt.UnixMilli())
	if err == nil && !added {
		return &village.Error{Kind: village.Conflict, Err: errors.New("the badge is taken")}
	}
	return err
}

// SetMemberPIN implements office.StaffBook.
func (db *DB) SetMemberPIN(ctx context.Context, badge string, salt, pin []byte) error {
	found, err := db.changedOne(ctx, "set a helper's PIN", `UPDATE staff SET salt = $1, pin = $2 WHERE badge = $3 AND revoked_ms = 0`, salt, pin, badge)
	return orNotFound(found, err)
}

// RevokeMember implements office.StaffBook.
func (db *DB) RevokeMember(ctx context.Context, badge string, at time.Time) error {
	found, err := db.changedOne(ctx, "revoke a helper", `UPDATE staff SET revoked_ms = $1 WHERE badge = $2 AND revoked_ms = 0`, at.UnixMilli(), badge)
	return orNotFound(found, err)
}

// memberName is the name behind a badge; "" when the county knows none.
func memberName(ctx context.Context, tx *sql.Tx, badge string) (name string, err error) {
	err = tx.QueryRowContext(ctx, `SELECT name FROM staff WHERE badge = $1`, badge).Scan(&name)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return name, err
}
