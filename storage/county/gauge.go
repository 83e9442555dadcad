package county

import (
	"context"
	"time"

	"bianmin/app/village"
	"bianmin/county/office"
)

// Gauges are how the county stands at now.
func (db *DB) Gauges(ctx context.Context, now time.Time) (g office.Gauges, err error) {
	var verifiedMS int64
	err = db.db.Read().QueryRowContext(ctx, `SELECT
		(SELECT COUNT(*) FROM record),
		(SELECT COUNT(*) FROM kiosk WHERE revoked_ms = 0),
		(SELECT COUNT(*) FROM kiosk WHERE revoked_ms = 0 AND contact_ms < $1),
		(SELECT COUNT(*) FROM audit_alarm WHERE settled_ms = 0),
		(SELECT COUNT(*) FROM quarantine WHERE problem <> ''),
		(SELECT COUNT(*) FROM office_case WHERE state = 'received'),
		(SELECT COUNT(*) FROM office_case WHERE due_ms > 0 AND due_ms <= $2),
		(SELECT COUNT(*) FROM office_request WHERE item LIKE '12345-%' AND state NOT IN ('completed', 'not_accepted')),
		(SELECT COUNT(*) FROM office_request WHERE item LIKE '12345-%' AND state NOT IN ('completed', 'not_accepted') AND due <> '' AND due < $3),
		(SELECT COUNT(*) FROM office_case WHERE due_ms > $2 AND due_ms <= $4),
		(SELECT COUNT(*) FROM office_request WHERE item LIKE '12345-%' AND state IN ('received', 'registered', 'dispatched') AND due = $3),
		(SELECT COUNT(*) FROM warning_act t WHERE t.verb = 'take' AND NOT EXISTS (SELECT 1 FROM warning_act s
			WHERE s.kiosk = t.kiosk AND s.id = t.id AND s.what = t.what AND s.last = t.last AND s.level = t.level AND s.verb = 'settle')
			AND (EXISTS (SELECT 1 FROM office_case c WHERE c.kiosk = t.kiosk AND c.id = t.id AND c.state NOT IN ('completed', 'not_accepted', 'withdrawn', 'ended'))
				OR EXISTS (SELECT 1 FROM office_request r WHERE r.kiosk = t.kiosk AND r.id = t.id AND r.state IN ('received', 'registered', 'dispatched')))),
		(SELECT COUNT(*) FROM warning_act WHERE verb = 'settle'),
		(SELECT COUNT(*) FROM office_rating WHERE state NOT IN ('filed', 'closed', 'excluded')),
		(SELECT COUNT(*) FROM city_aside),
		(SELECT COUNT(*) FROM licence_check l JOIN office_case c ON c.kiosk = l.kiosk AND c.id = l.id
			WHERE l.state = 'failed' AND l.next_ms = 0 AND c.state NOT IN ('completed', 'not_accepted', 'withdrawn', 'ended')),
		(SELECT COALESCE(MAX(verified_ms), 0) FROM backup)`,
		now.Add(-24*time.Hour).UnixMilli(), now.UnixMilli(), village.DayOf(now), midnight(now).UnixMilli(),
	).Scan(&g.Records, &g.Kiosks, &g.Silent, &g.Alarms, &g.Quarantine, &g.CasesReceived, &g.CasesOverdue, &g.TicketsOpen, &g.TicketsOverdue, &g.CasesToday, &g.TicketsToday, &g.WarningsTaken, &g.WarningsSettled, &g.RatingsOpen, &g.CityAside, &g.LicencesGivenUp, &verifiedMS)
	g.BackupVerified = at(verifiedMS)
	if err != nil {
		return g, failed("read how the county stands", err)
	}
	return g, db.contradicted(ctx, &g)
}

// contradicted counts machines that are not as they say.
func (db *DB) contradicted(ctx context.Context, g *office.Gauges) error {
	kiosks, err := db.Kiosks(ctx)
	for _, k := range kiosks {
		if k.Revoked() {
			continue
		}
		if k.Cloned {
			g.Cloned++
		}
		if k.Tally() != office.TallyFits {
			g.Miscounted++
		}
	}
	return err
}

// midnight is the end of a day in China.
func midnight(now time.Time) time.Time {
	y, m, d := now.In(village.Zone).Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, village.Zone)
}
