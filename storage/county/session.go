package county

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Sessions keeps who is signed in (github.com/alexedwards/scs/v2, CtxStore). The
// token it is given is a hash of the one that the browser has.
type Sessions struct{ db *DB }

// Sessions are those of the database.
func (db *DB) Sessions() Sessions { return Sessions{db} }

// keepSessions is how long rows stay after their end.
const keepSessions = 7 * 24 * time.Hour

// FindCtx implements scs.CtxStore. Whether a session has ended is judged by who reads
// it, on one clock with all that it holds.
func (s Sessions) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	err = s.db.db.Read().QueryRowContext(ctx, `SELECT data FROM session WHERE token = $1 AND length(data) > 0`, token).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	return data, err == nil, failed("find a session", err)
}

// CommitCtx implements scs.CtxStore, and forgets sessions that ended long ago. A request
// that was under way when its session was ended does not bring it back.
func (s Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	return s.db.db.Write(ctx, "keep a session", func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM session WHERE expires_ms <= $1`, s.db.now().Add(-keepSessions).UnixMilli()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `
			INSERT INTO session (token, data, expires_ms) VALUES ($1, $2, $3)
			ON CONFLICT (token) DO UPDATE SET data = excluded.data, expires_ms = excluded.expires_ms WHERE length(session.data) > 0`, token, data, expiry.UnixMilli())
		return err
	})
}

// DeleteCtx implements scs.CtxStore. The row stays without its data until it would be
// forgotten anyway: it says that this token has ended.
func (s Sessions) DeleteCtx(ctx context.Context, token string) error {
	return s.db.db.Write(ctx, "end a session", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE session SET data = $1 WHERE token = $2`, []byte{}, token)
		return err
	})
}

// Find implements scs.Store, which has no context to give.
func (s Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit implements scs.Store.
func (s Sessions) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

// Delete implements scs.Store.
func (s Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }
