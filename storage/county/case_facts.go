package county

import (
	"context"
	"database/sql"

	"bianmin/county/office"
)

// EachCase calls do for what is clear of every case, with its acts, in the order of
// their arrival and all of one moment, until do fails.
func (db *DB) EachCase(ctx context.Context, do func(office.CaseFacts) error) error {
	return db.read(ctx, "read cases", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `
			SELECT c.kiosk, c.id, c.short_code, c.number, c.printed, c.item, c.item_name, c.department, c.village, c.state, c.delivery, c.answers,
				c.accepted_ms, c.received_ms, c.due_ms, c.limit_days, c.limit_unit,
				COALESCE(s.verb, ''), COALESCE(s.state, ''), COALESCE(s.at_ms, 0), COALESCE(s.reason, ''), COALESCE(s.kind, ''), COALESCE(s.days, 0)
			FROM office_case c LEFT JOIN case_step s ON s.kiosk = c.kiosk AND s.id = c.id
			ORDER BY c.received_ms, c.kiosk, c.seq, s.step`)
		if err != nil {
			return err
		}
		defer rows.Close()
		var last office.CaseFacts
		for rows.Next() {
			var r factRow
			if err := rows.Scan(r.columns()...); err != nil {
				return err
			}
			c := r.facts()
			switch {
			case c.Kiosk == last.Kiosk && c.ID == last.ID:
				last.Acts = append(last.Acts, c.Acts...)
				continue
			case last.ID != "":
				if err := do(last); err != nil {
					return err
				}
			}
			last = c
		}
		if err := rows.Err(); err != nil || last.ID == "" {
			return err
		}
		return do(last)
	})
}

// factRow is a case with one of its acts, or with none.
type factRow struct {
	office.CaseFacts
	act                                  office.Act
	acceptedMS, receivedMS, dueMS, actMS int64
}

func (r *factRow) columns() []any {
	return []any{
		&r.Kiosk, &r.ID, &r.ShortCode, &r.Number, &r.Printed, &r.Item, &r.ItemName, &r.Department, &r.Village, &r.State, &r.Delivery, &r.Answers,
		&r.acceptedMS, &r.receivedMS, &r.dueMS, &r.Limit.Days, &r.Limit.Unit,
		&r.act.Verb, &r.act.State, &r.actMS, &r.act.Reason, &r.act.Kind, &r.act.Days,
	}
}

func (r *factRow) facts() office.CaseFacts {
	c := r.CaseFacts
	c.HandedInAt, c.ReceivedAt = at(r.acceptedMS), at(r.receivedMS)
	if r.dueMS > 0 {
		c.Due = at(r.dueMS)
	}
	if r.act.State != "" {
		r.act.At = at(r.actMS)
		c.Acts = []office.Act{r.act}
	}
	return c
}
