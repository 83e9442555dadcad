package county

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

const requestFileTable = "request_file"

// keepRequestFiles keeps what came with a reply to a request.
func (db *DB) keepRequestFiles(ctx context.Context, tx *sql.Tx, kiosk seal.KioskID, id village.RecordID, files []office.Shot) error {
	for _, f := range files {
		sum := sha256.Sum256(f.Data)
		hidden, err := db.hide(f.Data, requestFileTable, string(kiosk), string(id), hex.EncodeToString(sum[:]))
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO request_file (kiosk, id, sha256, hidden) VALUES ($1, $2, $3, $4) ON CONFLICT (kiosk, id, sha256) DO NOTHING`, kiosk, id, sum[:], hidden); err != nil {
			return err
		}
	}
	return nil
}

// RequestFile implements office.Requests.
func (db *DB) RequestFile(ctx context.Context, kiosk seal.KioskID, id village.RecordID, p office.Part) (data []byte, err error) {
	err = db.read(ctx, "open a file of a reply", func(tx *sql.Tx) error {
		var hidden []byte
		if err := tx.QueryRowContext(ctx, `SELECT hidden FROM request_file WHERE kiosk = $1 AND id = $2 AND sha256 = $3`, kiosk, id, p.SHA256[:]).Scan(&hidden); err != nil {
			return err
		}
		return db.unhide(hidden, &data, requestFileTable, string(kiosk), string(id), hex.EncodeToString(p.SHA256[:]))
	})
	return data, err
}
