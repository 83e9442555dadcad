package county

import (
	"context"
	"database/sql"
	"fmt"
	"math"

	"bianmin/app/village"
	"bianmin/county/office"
)

type proposalRow struct {
	office.Proposal
	madeMS, decidedMS, visitedMS int64
}

// proposals are those that a condition chooses, the latest first.
func (db *DB) proposals(ctx context.Context, choice string, args ...any) (list []office.Proposal, err error) {
	rows, err := db.db.Read().QueryContext(ctx, `
		SELECT p.kiosk, p.record, p.rule, p.version, p.inputs, p.severity, p.points, p.line, p.made_ms, p.state, p.decided_ms, p.who, p.number,
			i.centre, i.short_code, i.visited_ms, i.source, i.template, i.version
		FROM order_proposal p JOIN office_inspection i ON i.kiosk = p.kiosk AND i.id = p.record `+choice, args...)
	found, err := collect(rows, err, func(r *proposalRow) []any {
		v := &r.Visit
		return []any{
			&r.Kiosk, &r.Record, &r.Rule, &r.Version, &r.Inputs, &r.Severity, &r.Points, &r.Line, &r.madeMS, &r.State, &r.decidedMS, &r.By, &r.Number,
			&v.Centre, &v.Code, &r.visitedMS, &v.Source, &v.Checklist, &v.Version,
		}
	})
	for _, r := range found {
		p := r.Proposal
		p.Visit.Centre = db.Today(p.Visit.Centre)
		p.MadeAt, p.Visit.At = at(r.madeMS), at(r.visitedMS)
		if r.decidedMS != 0 {
			p.DecidedAt = at(r.decidedMS)
		}
		list = append(list, p)
	}
	return list, failed("list proposed orders", err)
}

// Proposals implements office.ProposalBook, as do all that follow.
func (db *DB) Proposals(ctx context.Context, q office.ProposalQuery) ([]office.Proposal, error) {
	most := int64(math.MaxInt64)
	if q.Limit > 0 {
		most = int64(q.Limit)
	}
	return db.proposals(ctx, `
		WHERE ($1 = '' OR `+db.todays("i.centre")+` LIKE $1) AND ($2 = '' OR p.state = $2) AND ($3 = '' OR i.short_code = $3) AND ($4 = '' OR p.number = $4)
		ORDER BY p.made_ms DESC, p.kiosk, p.record, p.rule LIMIT $5`, within(q.Scope), q.State, q.Code, q.Number, most)
}

func (db *DB) Proposal(ctx context.Context, p office.Proposal) (office.Proposal, error) {
	list, err := db.proposals(ctx, `WHERE p.kiosk = $1 AND p.record = $2 AND p.rule = $3`, p.Kiosk, p.Record, p.Rule)
	switch {
	case err != nil:
		return p, err
	case len(list) == 0:
		return p, failed("find a proposed order", sql.ErrNoRows)
	}
	return list[0], nil
}

func (db *DB) VisitMark(ctx context.Context) (string, error) {
	var visits, struck int64
	err := db.db.Read().QueryRowContext(ctx, `
		SELECT (SELECT COUNT(*) FROM office_inspection), (SELECT COUNT(*) FROM rectification_act WHERE verb = 'strike')`).Scan(&visits, &struck)
	return fmt.Sprintf("%d %d", visits, struck), failed("look for visits", err)
}

func (db *DB) Propose(ctx context.Context, list, over []office.Proposal) error {
	return db.db.Write(ctx, "propose orders", func(tx *sql.Tx) error {
		for _, p := range list {
			_, err := tx.ExecContext(ctx, `
				INSERT INTO order_proposal (kiosk, record, rule, version, inputs, severity, points, line, made_ms, state, decided_ms, who, number)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, '', '')
				ON CONFLICT (kiosk, record, rule) DO UPDATE SET version = excluded.version, inputs = excluded.inputs, severity = excluded.severity,
					points = excluded.points, line = excluded.line, made_ms = excluded.made_ms, state = excluded.state, decided_ms = 0
				WHERE order_proposal.state IN ('proposed', 'lapsed')`,
				p.Kiosk, p.Record, p.Rule, p.Version, p.Inputs, p.Severity, p.Points, p.Line, p.MadeAt.UnixMilli(), p.State)
			if err != nil {
				return err
			}
		}
		for _, p := range over {
			if _, err := db.decided(ctx, tx, p); err != nil {
				return err
			}
		}
		return nil
	})
}

// decided notes a decision about a proposal that still waits as it was seen.
func (db *DB) decided(ctx context.Context, tx *sql.Tx, p office.Proposal) (bool, error) {
	done, err := tx.ExecContext(ctx, `
		UPDATE order_proposal SET state = $1, decided_ms = $2, who = $3, number = $4
		WHERE kiosk = $5 AND record = $6 AND rule = $7 AND inputs = $8 AND state = 'proposed'`,
		p.State, p.DecidedAt.UnixMilli(), p.By, p.Number, p.Kiosk, p.Record, p.Rule, p.Inputs)
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n == 1, err
}

func (db *DB) Decide(ctx context.Context, p office.Proposal, r *office.Rectification) error {
	return db.db.Write(ctx, "decide about a proposed order", func(tx *sql.Tx) error {
		if r != nil {
			if _, err := db.lockActs(ctx, tx); err != nil {
				return err
			}
		}
		done, err := db.decided(ctx, tx, p)
		if err == nil && !done {
			err = &village.Error{Kind: village.Conflict, Field: "proposal", Key: "err.proposal.over"}
		}
		if err != nil || r == nil {
			return err
		}
		return db.openRectification(ctx, tx, *r)
	})
}
