package county

import (
	"context"
	"database/sql"

	"bianmin/app/seal"
	"bianmin/county/office"
)

// KeepCountyKey makes key known to kiosks; one that is kept already stays where
// it is. The last that was added is the newest.
func (db *DB) KeepCountyKey(ctx context.Context, key seal.CountyKey) error {
	return db.db.Write(ctx, "keep a county key", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO county_key (id, public, place, made_ms)
			VALUES ($1, $2, (SELECT COALESCE(MAX(place), 0) + 1 FROM county_key), $3)
			ON CONFLICT (id) DO NOTHING`, key.ID.String(), key.Bytes(), db.now().UnixMilli())
		return err
	})
}

// CountyKeys are the county's public keys, the newest last.
func (db *DB) CountyKeys(ctx context.Context) ([][]byte, error) {
	rows, err := db.db.Read().QueryContext(ctx, `SELECT public FROM county_key ORDER BY place`)
	list, err := collect(rows, err, func(b *[]byte) []any { return []any{b} })
	return list, failed("read the county's keys", err)
}

// ListCountyKeys are the county's public keys with their places, the newest
// last.
func (db *DB) ListCountyKeys(ctx context.Context) ([]office.CountyKey, error) {
	type row struct {
		office.CountyKey
		public []byte
		madeMS int64
	}
	rows, err := db.db.Read().QueryContext(ctx, `SELECT public, place, made_ms FROM county_key ORDER BY place`)
	list, err := collect(rows, err, func(r *row) []any { return []any{&r.public, &r.Place, &r.madeMS} })
	keys := make([]office.CountyKey, len(list))
	for i, r := range list {
		if r.Key, err = seal.ParseCountyKey(r.public); err != nil {
			break
		}
		r.MadeAt = at(r.madeMS)
		keys[i] = r.CountyKey
	}
	return keys, failed("read the county's keys", err)
}
