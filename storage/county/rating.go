package county

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// What hidden columns of ratings are bound to.
const (
	ratingTable = "office_rating"
	voiceColumn = "office_rating.voice"
)

// ratedBefore is the problem of a second rating of one service act of a case (一次一评), as a
// machine may send that forgot the first; "" = there is none. What somebody puts in for who
// said nothing stands in nobody's way.
func ratedBefore(ctx context.Context, tx *sql.Tx, r office.Rating) (problem string, err error) {
	var rated bool
	err = tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM office_rating WHERE kiosk = $1 AND target = $2 AND act = $3 AND target <> '' AND is_default = 0)`,
		r.Kiosk, r.Target, r.Act).Scan(&rated)
	if rated && !r.Default {
		problem = "err.rating.twice"
	}
	return problem, err
}

func (db *DB) insertRating(ctx context.Context, tx *sql.Tx, seq int64, r office.Rating) error {
	tags, err := json.Marshal(r.Tags)
	if err != nil {
		return err
	}
	hidden, err := db.hide(r.Text, ratingTable, string(r.Kiosk), string(r.ID))
	if err != nil {
		return err
	}
	voice := []byte{}
	if len(r.Parts) > 0 {
		if voice, err = db.hide(r.Parts, voiceColumn, string(r.Kiosk), string(r.ID)); err != nil {
			return err
		}
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO office_rating (kiosk, id, seq, target, act, grade, tags, hidden, village, rated_ms, received_ms, state, is_default, voice, helper)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, (SELECT received_ms FROM record WHERE kiosk = $1 AND id = $2), $11, $12, $13, $14)`,
		r.Kiosk, r.ID, seq, r.Target, r.Act, r.Grade, string(tags), hidden, r.Village, r.RatedAt.UnixMilli(), r.State, asNumber(r.Default), voice, r.Helper)
	return err
}

const ratingColumns = `r.kiosk, r.id, r.target, r.act, r.grade, r.tags, r.hidden, r.village, r.rated_ms, r.received_ms, r.state, r.is_default, r.voice, r.helper,
	COALESCE(c.id, ''), COALESCE(c.item_name, ''), COALESCE(c.department, '')`

// ratingRow takes a row of ratingColumns apart.
type ratingRow struct {
	office.RatingCase
	tags, hidden, voice []byte
	ratedMS, receivedMS int64
	byDefault           int
}

func (r *ratingRow) columns() []any {
	return []any{
		&r.Kiosk, &r.ID, &r.Target, &r.Act, &r.Grade, &r.tags, &r.hidden, &r.Village, &r.ratedMS, &r.receivedMS, &r.State, &r.byDefault, &r.voice, &r.Helper,
		&r.CaseID, &r.Item, &r.Unit,
	}
}

func (db *DB) readRating(row ratingRow) (office.RatingCase, error) {
	r := row.RatingCase
	r.RatedAt, r.ReceivedAt, r.Default = time.UnixMilli(row.ratedMS), time.UnixMilli(row.receivedMS), row.byDefault == 1
	err := errors.Join(json.Unmarshal(row.tags, &r.Tags), db.unhide(row.hidden, &r.Text, ratingTable, string(r.Kiosk), string(r.ID)))
	if len(row.voice) > 0 {
		err = errors.Join(err, db.unhide(row.voice, &r.Parts, voiceColumn, string(r.Kiosk), string(r.ID)))
	}
	return r, err
}

// ratedCases are ratings, each with the case that was rated.
const ratedCases = ` FROM office_rating r LEFT JOIN office_case c
	ON r.target <> '' AND c.kiosk = r.kiosk AND c.short_code = r.target `

// gradesIn counts the ratings of a scope; the case that was rated matters to one unit's
// officers only.
func gradesIn(s office.Scope) string {
	from := ratingsIn
	if s.Unit == "" {
		from = ` FROM office_rating r WHERE ($1 = '' OR r.village LIKE $1) AND $2 = '' `
	}
	return `WITH r AS (SELECT r.grade, r.state, r.is_default, r.received_ms` + from + `)
		SELECT r.grade, r.state, r.is_default, ` + ripe + `, COUNT(*) FROM r GROUP BY 1, 2, 3, 4`
}

// ripe is 1 for a rating that may be seen in a scope; the parameters are those of
// ripeAt, from $3 on, and stand behind $1 and $2: SQLite counts them as they come.
const ripe = `CASE WHEN $3 = 0 OR r.received_ms + $4 + r.received_ms * $5 % $6 <= $7 THEN 1 ELSE 0 END`

func ripeAt(q office.RatingQuery) []any {
	least, spread := office.RatingDefaults().DelayMS()
	return []any{within(q.Scope), q.Scope.Unit, asNumber(q.Scope.Near()), least, int64(office.DelayFactor), spread, q.Now.UnixMilli()}
}

// ratingsIn are the ratings of a scope; the parameters are $1 and $2.
const ratingsIn = ratedCases + `WHERE ($1 = '' OR r.village LIKE $1) AND ($2 = '' OR c.department = $2) `

// Ratings is one page of ratings, the newest first.
func (db *DB) Ratings(ctx context.Context, q office.RatingQuery) (page office.RatingPage, err error) {
	page.Grades = map[village.Grade]int{}
	err = db.read(ctx, "list ratings", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, gradesIn(q.Scope), ripeAt(q)...)
		counts, err := collect(rows, err, func(c *gradeCount) []any { return []any{&c.grade, &c.state, &c.byDefault, &c.ripe, &c.count} })
		if err != nil {
			return err
		}
		for _, c := range counts {
			c.add(&page, q)
		}
		rows, err = tx.QueryContext(ctx, `SELECT `+ratingColumns+ratingsIn+`AND (r.grade <= 2 OR `+ripe+` = 1) AND ($8 = 0 OR r.grade = $8) AND ($9 = '' OR r.state = $9)
			ORDER BY r.received_ms DESC, r.kiosk DESC, r.seq DESC LIMIT $10 OFFSET $11`,
			append(ripeAt(q), q.Grade, q.State, q.PerPage, (max(q.Page, 1)-1)*q.PerPage)...)
		list, err := collect(rows, err, (*ratingRow).columns)
		for _, row := range list {
			r, err := db.readRating(row)
			if err != nil {
				return err
			}
			page.Ratings = append(page.Ratings, r.Rating)
		}
		return err
	})
	return page, err
}

type gradeCount struct {
	grade            village.Grade
	state            village.CaseState
	byDefault, count int
	ripe             int
}

// add counts ratings of one grade and state into a page.
func (c gradeCount) add(page *office.RatingPage, q office.RatingQuery) {
	chosen := (q.Grade == 0 || q.Grade == c.grade) && (q.State == "" || q.State == c.state)
	if chosen && (c.ripe == 1 || c.grade.Poor()) {
		page.Total += c.count
	}
	if c.ripe == 0 {
		page.Waiting += c.count
		return
	}
	page.Grades[c.grade] += c.count
	switch t := &page.Tally; {
	case c.byDefault == 1:
		t.Defaults += c.count
	case c.state == office.RatingExcluded:
		t.Excluded += c.count
	default:
		t.Counted += c.count
		if !c.grade.Poor() {
			t.Satisfied += c.count
		}
	}
}

// Rating implements office.RatingBook, as does StepRating.
func (db *DB) Rating(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (r office.RatingCase, err error) {
	err = db.read(ctx, "find rating "+string(id), func(tx *sql.Tx) (err error) {
		r, err = db.rating(ctx, tx, kiosk, id)
		return err
	})
	return r, err
}

func (db *DB) rating(ctx context.Context, tx *sql.Tx, kiosk seal.KioskID, id village.RecordID) (office.RatingCase, error) {
	var row ratingRow
	var said village.ReplyState
	err := tx.QueryRowContext(ctx, `SELECT `+ratingColumns+`, `+lastReply+ratedCases+`WHERE r.kiosk = $1 AND r.id = $2`, kiosk, id).Scan(append(row.columns(), &said)...)
	if err != nil {
		return office.RatingCase{}, err
	}
	r, err := db.readRating(row)
	if err != nil {
		return r, err
	}
	r.Said = said
	if r.Given, err = db.given(ctx, tx, inspect.ByRating, kiosk, id); err != nil {
		return r, err
	}
	rows, err := tx.QueryContext(ctx, `SELECT step, hidden FROM rating_act WHERE kiosk = $1 AND id = $2 ORDER BY step`, kiosk, id)
	list, err := collect(rows, err, func(h *hiddenAct) []any { return []any{&h.step, &h.hidden} })
	for _, h := range list {
		var a office.RatingAct
		if err := db.unhide(h.hidden, &a, ratingActTable, string(kiosk), string(id), strconv.Itoa(h.step)); err != nil {
			return r, err
		}
		r.Acts = append(r.Acts, a)
	}
	return r, err
}

const ratingActTable = "rating_act"

type hiddenAct struct {
	step   int
	hidden []byte
}

// StepRating locks the kiosk's row first, as for a step of a case.
func (db *DB) StepRating(ctx context.Context, kiosk seal.KioskID, id village.RecordID,
	decide func(office.RatingCase) (office.RatingAct, village.Reply, error),
) error {
	return db.db.Write(ctx, "decide about rating "+string(id), func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE kiosk SET mail_seq = mail_seq WHERE id = $1`, kiosk); err != nil {
			return err
		}
		r, err := db.rating(ctx, tx, kiosk, id)
		if err != nil {
			return err
		}
		a, reply, err := decide(r)
		if err != nil {
			return err
		}
		step := len(r.Acts) + 1
		hidden, err := db.hide(a, ratingActTable, string(kiosk), string(id), strconv.Itoa(step))
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO rating_act (kiosk, id, step, verb, state, at_ms, account, hidden) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			kiosk, id, step, a.Verb, a.State, a.At.UnixMilli(), a.Account, hidden); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE office_rating SET state = $1 WHERE kiosk = $2 AND id = $3`, a.State, kiosk, id); err != nil || reply.State == "" {
			return err
		}
		return keepReply(ctx, tx, kiosk, reply)
	})
}

// EachRatedCase calls do for every rating of a case, the oldest first, until do fails.
func (db *DB) EachRatedCase(ctx context.Context, do func(office.RatedCase) error) error {
	rows, err := db.db.Read().QueryContext(ctx, `SELECT `+ratingColumns+`, c.number, c.item, c.department, c.accepted_ms, c.state, c.limit_days
		FROM office_rating r JOIN office_case c ON r.target <> '' AND c.kiosk = r.kiosk AND c.short_code = r.target ORDER BY r.received_ms, r.kiosk, r.seq`)
	if err != nil {
		return failed("read ratings", err)
	}
	defer rows.Close()
	for rows.Next() {
		var row ratingRow
		var c office.RatedCase
		var filedMS int64
		if err := rows.Scan(append(row.columns(), &c.Number, &c.ItemCode, &c.Department, &filedMS, &c.Standing, &c.LimitDays)...); err != nil {
			return failed("read ratings", err)
		}
		r, err := db.readRating(row)
		if err != nil {
			return failed("read ratings", err)
		}
		c.Rating, c.FiledAt = r.Rating, time.UnixMilli(filedMS)
		if err := do(c); err != nil {
			return err
		}
	}
	return failed("read ratings", rows.Err())
}
