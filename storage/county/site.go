package county

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/office"
)

// RegisterSites implements office.SiteBook.
func (db *DB) RegisterSites(ctx context.Context, kinds []inspect.Subject, list []office.Site, now time.Time) error {
	return db.db.Write(ctx, "register sites", func(tx *sql.Tx) error {
		for _, kind := range kinds {
			if _, err := tx.ExecContext(ctx, `UPDATE site SET left_ms = $1 WHERE kind = $2 AND left_ms = 0`, now.UnixMilli(), kind); err != nil {
				return err
			}
		}
		for _, s := range list {
			s.Since = now
			if err := enter(ctx, tx, s); err != nil {
				return err
			}
		}
		return nil
	})
}

// enter puts a site into the register, as it is known now. A website never becomes an
// account, nor the other way round.
func enter(ctx context.Context, tx *sql.Tx, s office.Site) error {
	done, err := tx.ExecContext(ctx, `
		INSERT INTO site (id, kind, name, sponsor, entry, since_ms) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name, sponsor = excluded.sponsor, entry = excluded.entry, left_ms = 0
		WHERE (site.kind = $7) = (excluded.kind = $7)`,
		s.ID, s.Kind, s.Name, s.Sponsor, string(s.Entry), s.Since.UnixMilli(), inspect.Account)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, &village.Error{Kind: village.Conflict, Field: s.ID, Key: "err.sites.taken"})
	}
	return nil
}

// KeepSiteLook implements office.SiteBook.
func (db *DB) KeepSiteLook(ctx context.Context, s office.Site, l office.SiteLook) error {
	score, err := json.Marshal(l.Score)
	if err != nil {
		return err
	}
	found, err := json.Marshal(l.Found)
	if err != nil {
		return err
	}
	return db.db.Write(ctx, "keep a look at a site", func(tx *sql.Tx) error {
		s.Since = l.At
		if err := enter(ctx, tx, s); err != nil {
			return err
		}
		answered := 1
		if l.Silent {
			answered = 0
		}
		_, err := tx.ExecContext(ctx, `
			INSERT INTO site_look (site, at_ms, template, version, score, found, updated, report, answered) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
			ON CONFLICT (site, report) WHERE report <> '' DO NOTHING`,
			s.ID, l.At.UnixMilli(), l.Template, l.Version, string(score), string(found), l.Updated, l.Report, answered)
		return err
	})
}

// siteRow is a site, or a look at one, as it is read.
type siteRow struct {
	office.SiteStanding
	entry               string
	since, left, silent int64
}

type siteLookRow struct {
	office.SiteLook
	score, found string
	at, answered int64
}

// Sites implements office.SiteBook.
func (db *DB) Sites(ctx context.Context) (list []office.SiteStanding, err error) {
	err = db.read(ctx, "list sites", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `
			SELECT s.id, s.kind, s.name, s.sponsor, s.entry, s.since_ms, s.left_ms, (SELECT COUNT(*) FROM site_look l WHERE l.site = s.id),
				COALESCE((SELECT MIN(l.at_ms) FROM site_look l WHERE l.site = s.id AND l.at_ms >
					COALESCE((SELECT MAX(a.at_ms) FROM site_look a WHERE a.site = s.id AND a.answered = 1), 0)), 0)
			FROM site s ORDER BY s.left_ms <> 0, s.kind, s.name, s.id`)
		sites, err := collect(rows, err, func(r *siteRow) []any {
			return []any{&r.ID, &r.Kind, &r.Name, &r.Sponsor, &r.entry, &r.since, &r.left, &r.Looks, &r.silent}
		})
		if err != nil {
			return err
		}
		looks, err := lastLooks(ctx, tx)
		for _, r := range sites {
			r.Entry, r.Since = []byte(r.entry), at(r.since)
			if r.left != 0 {
				r.Left = at(r.left)
			}
			if r.silent != 0 {
				r.Silent = at(r.silent)
			}
			of := looks[r.ID]
			if len(of) > 0 {
				r.Last = &of[0]
			}
			if len(of) > 1 {
				r.Before = &of[1]
			}
			list = append(list, r.SiteStanding)
		}
		return err
	})
	return list, err
}

// lastLooks are the last two looks at each site, the latest first.
func lastLooks(ctx context.Context, tx *sql.Tx) (map[string][]office.SiteLook, error) {
	list, err := looks(tx.QueryContext(ctx, `
		SELECT site, at_ms, template, version, score, found, updated, report, answered FROM (
			SELECT l.*, ROW_NUMBER() OVER (PARTITION BY site ORDER BY at_ms DESC) AS n FROM site_look l) AS numbered
		WHERE n <= 2 ORDER BY site, at_ms DESC`))
	of := map[string][]office.SiteLook{}
	for _, l := range list {
		of[l.Site] = append(slices.Clip(of[l.Site]), l)
	}
	return of, err
}

// SiteLooks implements office.SiteBook.
func (db *DB) SiteLooks(ctx context.Context) (list []office.SiteLook, err error) {
	err = db.read(ctx, "list looks at sites", func(tx *sql.Tx) error {
		list, err = looks(tx.QueryContext(ctx, `SELECT site, at_ms, template, version, score, found, updated, report, answered FROM site_look ORDER BY site, at_ms`))
		return err
	})
	return list, err
}

// looks reads looks at sites.
func looks(rows *sql.Rows, err error) (list []office.SiteLook, _ error) {
	found, err := collect(rows, err, func(r *siteLookRow) []any {
		return []any{&r.Site, &r.at, &r.Template, &r.Version, &r.score, &r.found, &r.Updated, &r.Report, &r.answered}
	})
	for _, r := range found {
		r.At, r.Silent = at(r.at), r.answered == 0
		if err := village.DecodeJSON([]byte(r.score), &r.Score); err != nil {
			return nil, err
		}
		if err := village.DecodeJSON([]byte(r.found), &r.Found); err != nil {
			return nil, err
		}
		list = append(list, r.SiteLook)
	}
	return list, err
}
