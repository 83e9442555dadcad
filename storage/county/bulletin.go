package county

import (
	"context"
	"database/sql"
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

type bulletinRow struct {
	Bulletin
	issued int64
}

func (r *bulletinRow) columns() []any {
	return []any{&r.Period, &r.Year, &r.Issue, &r.Corrects, &r.Hash, &r.Content, &r.Paper, &r.issued}
}

func (r *bulletinRow) bulletin() Bulletin {
	r.IssuedAt = moment(r.issued)
	return r.Bulletin
}

// Issue keeps b under the next number of its year, with what print makes of it, and returns
// it. An issue of the same rows whose content same knows for that of b is the bulletin that was
// issued before; what differs is a new issue, which corrects the last one of its period. One of
// a release that kept no paper is corrected by none: it had another form.
func (db *DB) Issue(ctx context.Context, b Bulletin, same func(content []byte) bool, print func(Bulletin) ([]byte, error)) (issued Bulletin, err error) {
	err = db.db.Write(ctx, "issue a bulletin", func(tx *sql.Tx) error {
		before, err := bulletinsOf(ctx, tx, b.Period)
		if err != nil {
			return err
		}
		for _, kept := range before {
			if kept.Hash == b.Hash && same(kept.Content) {
				issued = kept
				return nil
			}
		}
		issued = b
		issued.IssuedAt = b.IssuedAt.Truncate(time.Millisecond)
		if len(before) > 0 && len(before[0].Paper) > 0 {
			issued.Corrects = before[0].Issue
		}
		if err := tx.QueryRowContext(ctx, `SELECT COALESCE(MAX(issue), 0) + 1 FROM bulletin WHERE year = $1`, b.Year).Scan(&issued.Issue); err != nil {
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

// bulletinsOf are the issues of a period, the last one first.
func bulletinsOf(ctx context.Context, tx *sql.Tx, period string) ([]Bulletin, error) {
	rows, err := tx.QueryContext(ctx, `SELECT `+bulletinColumns+` FROM bulletin WHERE period = $1 ORDER BY issue DESC`, period)
	found, err := collect(rows, err, (*bulletinRow).columns)
	list := make([]Bulletin, len(found))
	for i, r := range found {
		list[i] = r.bulletin()
	}
	return list, err
}

// Issued is the bulletin with a number of its year, or a [village.NotFound] error.
func (db *DB) Issued(ctx context.Context, year, issue int) (b Bulletin, err error) {
	err = db.read(ctx, "find a bulletin", func(tx *sql.Tx) error {
		var r bulletinRow
		err := tx.QueryRowContext(ctx, `SELECT `+bulletinColumns+` FROM bulletin WHERE year = $1 AND issue = $2`, year, issue).Scan(r.columns()...)
		b = r.bulletin()
		return err
	})
	return b, err
}
