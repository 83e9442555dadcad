package county

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Bulletin is one as it was issued.
type Bulletin struct {
	Period   string
	Year     int
	Issue    int
	Corrects int    // the issue of its year that it corrects; 0 = none
	Hash     string // of the rows
	Content  []byte // the figures, as JSON
	Paper    []byte // what was printed; nil = of a release that did not keep it
	IssuedAt time.Time
}

const bulletinColumns = `period, year, issue, corrects, hash, content, paper, issued_ms`

func readBulletin(row *sql.Row) (b Bulletin, err error) {
	var ms int64
	err = row.Scan(&b.Period, &b.Year, &b.Issue, &b.Corrects, &b.Hash, &b.Content, &b.Paper, &ms)
	b.IssuedAt = moment(ms)
	return b, err
}

// Issue keeps b under the next number of its year, with what print makes of it, and returns
// it. The same rows with the same words are the bulletin that was issued before; what differs
// is a new issue, which corrects the last one of its period.
func (db *DB) Issue(ctx context.Context, b Bulletin, print func(Bulletin) ([]byte, error)) (issued Bulletin, err error) {
	err = db.db.Write(ctx, "issue a bulletin", func(tx *sql.Tx) error {
		issued, err = readBulletin(tx.QueryRowContext(ctx, `SELECT `+bulletinColumns+` FROM bulletin
			WHERE period = $1 AND hash = $2 AND content = $3`, b.Period, b.Hash, b.Content))
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		issued = b
		issued.IssuedAt = b.IssuedAt.Truncate(time.Millisecond)
		err := tx.QueryRowContext(ctx, `
			SELECT (SELECT COALESCE(MAX(issue), 0) + 1 FROM bulletin WHERE year = $1), (SELECT COALESCE(MAX(issue), 0) FROM bulletin WHERE year = $1 AND period = $2)`,
			b.Year, b.Period).Scan(&issued.Issue, &issued.Corrects)
		if err != nil {
			return err
		}
		if issued.Paper, err = print(issued); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO bulletin (`+bulletinColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			b.Period, b.Year, issued.Issue, issued.Corrects, b.Hash, b.Content, issued.Paper, issued.IssuedAt.UnixMilli())
		return err
	})
	return issued, err
}

// Issued is the bulletin with a number of its year, or a [village.NotFound] error.
func (db *DB) Issued(ctx context.Context, year, issue int) (b Bulletin, err error) {
	err = db.read(ctx, "find a bulletin", func(tx *sql.Tx) error {
		b, err = readBulletin(tx.QueryRowContext(ctx, `SELECT `+bulletinColumns+` FROM bulletin WHERE year = $1 AND issue = $2`, year, issue))
		return err
	})
	return b, err
}
