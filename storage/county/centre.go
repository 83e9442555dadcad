package county

import (
	"context"
	"database/sql"
	"errors"

	"bianmin/app/village"
	"bianmin/county/office"
)

// KeepCentres implements office.CentreBook, as do all that follow.
func (db *DB) KeepCentres(ctx context.Context, list []office.Centre) error {
	return db.db.Write(ctx, "keep centres", func(tx *sql.Tx) error {
		for _, c := range list {
			if err := db.keepCentre(ctx, tx, c); err != nil {
				return err
			}
		}
		return nil
	})
}

// keepCentre writes one under its code of today.
func (db *DB) keepCentre(ctx context.Context, tx *sql.Tx, c office.Centre) error {
	c.Code = db.Today(c.Code)
	if err := db.moveCentre(ctx, tx, c.Code); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO centre (code, name, address, keeper, phone, account, at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (code) DO UPDATE SET name = excluded.name, address = excluded.address, keeper = excluded.keeper, phone = excluded.phone, account = excluded.account, at_ms = excluded.at_ms`,
		c.Code, c.Name, c.Address, c.Keeper, c.Phone, c.Account, c.At.UnixMilli()); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM centre_post WHERE centre = $1`, c.Code); err != nil {
		return err
	}
	for _, post := range office.Posts() {
		if n := c.Posts[post]; n > 0 {
			if _, err := tx.ExecContext(ctx, `INSERT INTO centre_post (centre, post, people) VALUES ($1, $2, $3)`, c.Code, post, n); err != nil {
				return err
			}
		}
	}
	return nil
}

// moveCentre puts a centre that stands under earlier codes under that of today, with its assets.
// Of several that became one, that of today stays, else the one that was written last.
func (db *DB) moveCentre(ctx context.Context, tx *sql.Tx, today village.DivisionCode) error {
	if len(db.renamed) == 0 {
		return nil
	}
	var stays village.DivisionCode
	err := tx.QueryRowContext(ctx, `SELECT code FROM centre WHERE `+db.todays("code")+` = $1 ORDER BY code <> $1, at_ms DESC, code LIMIT 1`, today).Scan(&stays)
	if err != nil {
		if errors.Is(err, sql.ErrNoRows) {
			err = nil
		}
		return err
	}
	if stays != today {
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO centre (code, name, address, keeper, phone, account, at_ms)
			SELECT $1, name, address, keeper, phone, account, at_ms FROM centre WHERE code = $2`, today, stays); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE centre_post SET centre = $1 WHERE centre = $2`, today, stays); err != nil {
			return err
		}
	}
	for _, before := range []string{
		`UPDATE asset SET centre = $1 WHERE centre <> $1 AND ` + db.todays("centre") + ` = $1`,
		`DELETE FROM centre_post WHERE centre <> $1 AND ` + db.todays("centre") + ` = $1`,
		`DELETE FROM centre WHERE code <> $1 AND ` + db.todays("code") + ` = $1`,
	} {
		if _, err := tx.ExecContext(ctx, before, today); err != nil {
			return err
		}
	}
	return nil
}

func (db *DB) Centres(ctx context.Context, s office.Scope) (list []office.Centre, err error) {
	type row struct {
		office.Centre
		ms int64
	}
	type post struct {
		centre village.DivisionCode
		name   office.Post
		people int
	}
	in := ` WHERE $1 = '' OR ` + db.todays("code") + ` LIKE $1`
	err = db.read(ctx, "list centres", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `
			SELECT code, name, address, keeper, phone, account, at_ms, (SELECT COUNT(*) FROM asset a WHERE a.centre = code AND a.state <> 'gone'),
				(SELECT COUNT(*) FROM asset a WHERE a.centre = code AND a.state = 'broken') FROM centre`+in+` ORDER BY code`, within(s))
		found, err := collect(rows, err, func(r *row) []any {
			return []any{&r.Code, &r.Name, &r.Address, &r.Keeper, &r.Phone, &r.Account, &r.ms, &r.Assets, &r.Broken}
		})
		if err != nil {
			return err
		}
		rows, err = tx.QueryContext(ctx, `SELECT p.centre, p.post, p.people FROM centre_post p JOIN centre ON code = p.centre`+in, within(s))
		posts, err := collect(rows, err, func(p *post) []any { return []any{&p.centre, &p.name, &p.people} })
		of := map[village.DivisionCode]map[office.Post]int{}
		for _, p := range posts {
			if of[p.centre] == nil {
				of[p.centre] = map[office.Post]int{}
			}
			of[p.centre][p.name] = p.people
		}
		for _, r := range found {
			r.At, r.Posts = at(r.ms), of[r.Code]
			r.Code = db.Today(r.Code)
			list = append(list, r.Centre)
		}
		return err
	})
	return list, err
}

func (db *DB) KeepAssets(ctx context.Context, s office.Scope, list []office.Asset) error {
	return db.db.Write(ctx, "keep assets", func(tx *sql.Tx) error {
		for _, a := range list {
			if err := db.keepAsset(ctx, tx, s, a); err != nil {
				return err
			}
		}
		return nil
	})
}

// keepAsset writes one at the centre's code of today.
func (db *DB) keepAsset(ctx context.Context, tx *sql.Tx, s office.Scope, a office.Asset) error {
	a.Centre = db.Today(a.Centre)
	if err := db.moveCentre(ctx, tx, a.Centre); err != nil {
		return err
	}
	var known int
	if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM centre WHERE code = $1`, a.Centre).Scan(&known); err != nil || known == 0 {
		return orUnknown(err, "centre", "err.asset.centre")
	}
	done, err := tx.ExecContext(ctx, `
		INSERT INTO asset (tag, centre, name, serial, pieces, state, account, at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (tag) DO UPDATE SET centre = excluded.centre, name = excluded.name, serial = excluded.serial, pieces = excluded.pieces, state = excluded.state,
			account = excluded.account, at_ms = excluded.at_ms
		WHERE $9 = '' OR `+db.todays("asset.centre")+` LIKE $9`,
		a.Tag, a.Centre, a.Name, a.Serial, a.Pieces, a.State, a.Account, a.At.UnixMilli(), within(s))
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		if err == nil {
			err = &village.Error{Kind: village.Conflict, Field: "tag", Key: "err.asset.elsewhere"}
		}
		return err
	}
	for _, h := range a.Moves {
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO asset_handover (tag, day, giver, taker, basis, account, at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (tag, day, giver, taker) DO NOTHING`, a.Tag, h.Day, h.Giver, h.Taker, h.Basis, h.Account, h.At.UnixMilli()); err != nil {
			return err
		}
	}
	return nil
}

func (db *DB) Assets(ctx context.Context, s office.Scope, limit int) (list []office.Asset, err error) {
	type row struct {
		office.Asset
		ms int64
	}
	type moved struct {
		office.AssetMove
		tag string
		ms  int64
	}
	in := ` WHERE $1 = '' OR ` + db.todays("a.centre") + ` LIKE $1`
	err = db.read(ctx, "list assets", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT a.tag, a.centre, a.name, a.serial, a.pieces, a.state, a.account, a.at_ms FROM asset a`+in+` ORDER BY a.centre, a.tag LIMIT $2`, within(s), limit)
		found, err := collect(rows, err, func(r *row) []any {
			return []any{&r.Tag, &r.Centre, &r.Name, &r.Serial, &r.Pieces, &r.State, &r.Account, &r.ms}
		})
		if err != nil {
			return err
		}
		rows, err = tx.QueryContext(ctx, `SELECT h.tag, h.day, h.giver, h.taker, h.basis, h.account, h.at_ms FROM asset_handover h JOIN asset a ON a.tag = h.tag`+in+` ORDER BY h.day DESC, h.at_ms DESC`, within(s))
		handed, err := collect(rows, err, func(m *moved) []any {
			return []any{&m.tag, &m.Day, &m.Giver, &m.Taker, &m.Basis, &m.Account, &m.ms}
		})
		of := map[string][]office.AssetMove{}
		for _, m := range handed {
			m.At = at(m.ms)
			of[m.tag] = append(of[m.tag], m.AssetMove)
		}
		for _, r := range found {
			r.At, r.Centre, r.Moves = at(r.ms), db.Today(r.Centre), of[r.Tag]
			list = append(list, r.Asset)
		}
		return err
	})
	return list, err
}
