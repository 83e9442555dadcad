package county

import (
	"context"
	"database/sql"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// untold is an order of which a machine at its centre was told less than there is.
type untold struct {
	number string
	kiosk  seal.KioskID
	acts   int
	told   int
}

// untoldOrders are a hundred at once: who pushes waits for the transaction that tells.
func (db *DB) untoldOrders() string {
	return `
	SELECT r.number, k.id, (SELECT COUNT(*) FROM rectification_act a WHERE a.number = r.number), COALESCE(t.step, 0)
	FROM rectification r JOIN kiosk k ON k.village = ` + db.todays("r.centre") + ` AND k.revoked_ms = 0
	LEFT JOIN rectification_told t ON t.number = r.number AND t.kiosk = k.id
	WHERE COALESCE(t.step, 0) < (SELECT COUNT(*) FROM rectification_act a WHERE a.number = r.number)
	ORDER BY r.opened_ms, r.number, k.id LIMIT 100`
}

func (db *DB) untolds(ctx context.Context, query func(context.Context, string, ...any) (*sql.Rows, error)) ([]untold, error) {
	rows, err := query(ctx, db.untoldOrders())
	return collect(rows, err, func(u *untold) []any { return []any{&u.number, &u.kiosk, &u.acts, &u.told} })
}

// TellOrders implements office.OrderPost. It looks first, so that nothing is written, and
// nobody waits, while there is nothing to tell.
func (db *DB) TellOrders(ctx context.Context, write func(office.Rectification) (village.Letter, error)) (letters int, err error) {
	if list, err := db.untolds(ctx, db.db.Read().QueryContext); err != nil || len(list) == 0 {
		return 0, failed("look for orders to tell", err)
	}
	err = db.db.Write(ctx, "tell of orders", func(tx *sql.Tx) error {
		letters = 0
		list, err := db.untolds(ctx, tx.QueryContext)
		if err != nil {
			return err
		}
		for _, u := range list {
			told, err := db.tellOrder(ctx, tx, u, write)
			if err != nil {
				return err
			}
			letters += told
		}
		return nil
	})
	return letters, err
}

// tellOrder notes first how far the machine is told: of two offices that tell at once, one
// finds it noted and writes nothing.
func (db *DB) tellOrder(ctx context.Context, tx *sql.Tx, u untold, write func(office.Rectification) (village.Letter, error)) (letters int, err error) {
	noted, err := tx.ExecContext(ctx, `
		INSERT INTO rectification_told (number, kiosk, step) VALUES ($1, $2, $3)
		ON CONFLICT (number, kiosk) DO UPDATE SET step = excluded.step WHERE rectification_told.step < excluded.step`,
		u.number, u.kiosk, u.acts)
	if err != nil {
		return 0, err
	}
	if n, err := noted.RowsAffected(); err != nil || n == 0 {
		return 0, err
	}
	found, err := db.rectifications(ctx, tx, `WHERE number = $1`, u.number)
	if err != nil {
		return 0, err
	}
	r := found[0]
	if u.told == 0 && r.State().Over() {
		return 0, nil
	}
	letter, err := write(r)
	if err != nil {
		return 0, err
	}
	_, _, err = writeLetter(ctx, tx, u.kiosk, letter)
	return 1, err
}
