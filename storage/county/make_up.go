package county

import (
	"context"
	"database/sql"

	"bianmin/county/office"
)

// papersFollow are cases whose papers follow. They are looked for among the few that have
// such papers, not among all that are in a state: so the state is written as in [lead.of].
const papersFollow = `SELECT ` + headColumns + `, c.item_name FROM office_case c
	WHERE ($1 = '' OR c.village LIKE $1) AND ($2 = '' OR c.department = $2 OR EXISTS (SELECT 1 FROM sub_case p WHERE p.kiosk = c.kiosk AND p.id = c.id AND p.unit = $2))
		AND c.later > 0 AND c.make_up_days > 0 AND c.state || '' IN ('accepted', 'review', 'extended', 'paused')
		AND NOT EXISTS (SELECT 1 FROM case_step s WHERE s.kiosk = c.kiosk AND s.id = c.id AND s.verb = 'made_up')`

// MakeUps implements office.MakeUpBook.
func (db *DB) MakeUps(ctx context.Context, s office.Scope) (all []office.Followed, err error) {
	type row struct {
		headRow
		name string
	}
	err = db.read(ctx, "find cases whose papers follow", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, papersFollow, within(s), s.Unit)
		list, err := collect(rows, err, func(r *row) []any { return append(r.columns(), &r.name) })
		if err != nil {
			return err
		}
		for _, r := range list {
			head, err := headOf(ctx, tx, r.Kiosk, r.ID)
			if err != nil {
				return err
			}
			all = append(all, office.Followed{CaseHead: head, ItemName: r.name})
		}
		return nil
	})
	return all, err
}
