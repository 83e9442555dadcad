package county

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"encoding/json"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

const inspectionTable = "office_inspection"

// hiddenInspection is what only a reader with the data key sees of a visit.
type hiddenInspection struct {
	Papers    inspect.Papers       `json:"papers"`
	Name      string               `json:"name"`
	Objection string               `json:"objection"`
	Notes     []string             `json:"notes"` // by finding
	Score     inspect.Score        `json:"score"` // as the record says it
	Repeats   []bool               `json:"repeats"`
	Trusted   bool                 `json:"trusted"` // of the presence
	Proof     string               `json:"proof"`
	Item      inspect.Item         `json:"item"`
	Village   village.DivisionCode `json:"village"`
	Machine   string               `json:"machine"`
	Files     []inspect.File       `json:"files"`
	Parts     []office.Part        `json:"parts"`
}

// insertInspection keeps a visit with the orders to put right what it found, and tells
// its machine.
func (db *DB) insertInspection(ctx context.Context, tx *sql.Tx, i office.Inspection, templates []inspect.Template) error {
	b := i.Record
	h, findings := hiddenOf(i), findingRows(i)
	hidden, err := db.hide(h, inspectionTable, string(i.Kiosk), string(b.ID))
	if err != nil {
		return err
	}
	facts, err := json.Marshal(b.Facts)
	if err != nil {
		return err
	}
	var receivedMS int64
	err = tx.QueryRowContext(ctx, `
		INSERT INTO office_inspection (kiosk, id, seq, short_code, centre, template, version, subject, source, order_no, inspector, witness, duty, answer,
			presence, time_trust, visited_ms, received_ms, facts, hidden)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, (SELECT received_ms FROM record WHERE kiosk = $1 AND id = $2), $18, $19)
		RETURNING received_ms`,
		i.Kiosk, b.ID, i.Seq, b.ShortCode, b.Centre, b.Template, b.Version, b.Subject, b.Source, i.Shown.Order.Number, i.Shown.Inspector, i.Shown.Witness,
		i.Shown.Duty, b.Duty.Answer, b.Presence.Kind, b.TimeTrust, b.VisitedAt.UnixMilli(), string(facts), hidden).Scan(&receivedMS)
	if err != nil {
		return err
	}
	if err := findings.insert(ctx, tx, `office_finding (kiosk, id, position, rule, times, severity, due, photos)`); err != nil {
		return err
	}
	i.ReceivedAt = time.UnixMilli(receivedMS)
	for _, r := range i.Orders(templates) {
		if err := db.openRectification(ctx, tx, r); err != nil {
			return err
		}
	}
	return nil
}

func hiddenOf(i office.Inspection) hiddenInspection {
	b := i.Record
	h := hiddenInspection{
		Papers: b.Papers(), Name: b.Duty.Name, Objection: b.Duty.Objection, Score: b.Score, Proof: b.Presence.Proof, Trusted: b.Presence.Trusted, Item: b.Item, Village: b.Village, Machine: b.Machine,
		Files: b.Files, Parts: i.Parts,
	}
	for _, f := range b.Findings {
		h.Notes, h.Repeats = append(h.Notes, f.Note), append(h.Repeats, f.Repeat)
	}
	return h
}

func findingRows(i office.Inspection) (list rows) {
	photos := map[inspect.RuleID]int{}
	for _, f := range i.Record.Files {
		photos[inspect.RuleID(f.Of)]++
	}
	for n, f := range i.Record.Findings {
		list.add(i.Kiosk, i.Record.ID, n+1, f.Rule, f.Times, f.Severity, f.Due, photos[f.Rule])
	}
	return list
}

type inspectionRow struct {
	office.Inspection
	visitedMS, receivedMS int64
	facts, hidden         []byte
}

const inspectionColumns = `kiosk, id, seq, short_code, centre, template, version, subject, source, order_no, inspector, witness, duty, answer,
	presence, time_trust, visited_ms, received_ms, facts, hidden`

func (r *inspectionRow) columns() []any {
	b := &r.Record
	return []any{
		&r.Kiosk, &b.ID, &r.Seq, &b.ShortCode, &b.Centre, &b.Template, &b.Version, &b.Subject, &b.Source, &r.Shown.Order.Number, &r.Shown.Inspector, &r.Shown.Witness,
		&r.Shown.Duty, &b.Duty.Answer, &b.Presence.Kind, &b.TimeTrust, &r.visitedMS, &r.receivedMS, &r.facts, &r.hidden,
	}
}

// Inspections implements office.InspectionBook, as do all that follow.
func (db *DB) Inspections(ctx context.Context) (list []office.Inspection, err error) {
	err = db.read(ctx, "list inspections", func(tx *sql.Tx) error {
		list, err = db.inspections(ctx, tx, nil, `ORDER BY visited_ms, kiosk, id`)
		return err
	})
	return list, err
}

// FullInspections are all visits in full, as far as the key goes.
func (db *DB) FullInspections(ctx context.Context) (list []office.Inspection, err error) {
	err = db.read(ctx, "list inspections in full", func(tx *sql.Tx) error {
		list, err = db.inspections(ctx, tx, db.unhideInspection, `ORDER BY visited_ms, kiosk, id`)
		return err
	})
	return list, err
}

// inspections are those that a condition chooses, with their findings; unhide reads
// what is hidden of one, nil leaves it. Centres have their codes of today.
func (db *DB) inspections(ctx context.Context, tx *sql.Tx, unhide func([]byte, *office.Inspection) error, choice string, args ...any) ([]office.Inspection, error) {
	rows, err := tx.QueryContext(ctx, `SELECT `+inspectionColumns+` FROM office_inspection `+choice, args...)
	found, err := collect(rows, err, (*inspectionRow).columns)
	if err != nil {
		return nil, err
	}
	findings, err := findingsOf(ctx, tx)
	if err != nil {
		return nil, err
	}
	var list []office.Inspection
	for i := range found {
		r := found[i]
		v := r.Inspection
		v.Record.Centre = db.Today(v.Record.Centre)
		v.Record.VisitedAt, v.ReceivedAt, v.Record.Form = time.UnixMilli(r.visitedMS).In(village.Zone), time.UnixMilli(r.receivedMS), inspect.SchemaRecord
		v.Record.Findings = findings[string(v.Kiosk)+string(v.Record.ID)]
		if err := json.Unmarshal(r.facts, &v.Record.Facts); err != nil {
			return nil, err
		}
		if unhide != nil {
			if err := unhide(r.hidden, &v); err != nil {
				return nil, err
			}
		}
		list = append(list, v)
	}
	return list, nil
}

type findingRow struct {
	kiosk, id string
	inspect.Finding
	photos int
}

func findingsOf(ctx context.Context, tx *sql.Tx) (map[string][]inspect.Finding, error) {
	rows, err := tx.QueryContext(ctx, `SELECT kiosk, id, rule, times, severity, due FROM office_finding ORDER BY kiosk, id, position`)
	list, err := collect(rows, err, func(f *findingRow) []any { return []any{&f.kiosk, &f.id, &f.Rule, &f.Times, &f.Severity, &f.Due} })
	out := map[string][]inspect.Finding{}
	for _, f := range list {
		out[f.kiosk+f.id] = append(out[f.kiosk+f.id], f.Finding)
	}
	return out, err
}

func (db *DB) Inspection(ctx context.Context, code village.ShortCode) (office.Inspection, error) {
	return db.inspection(ctx, `WHERE short_code = $1 ORDER BY received_ms DESC LIMIT 1`, code)
}

// InspectionOf implements office.InspectionFinder.
func (db *DB) InspectionOf(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (office.Inspection, error) {
	return db.inspection(ctx, `WHERE kiosk = $1 AND id = $2`, kiosk, id)
}

// inspection is the one that a condition chooses, in full.
func (db *DB) inspection(ctx context.Context, choice string, args ...any) (i office.Inspection, err error) {
	err = db.read(ctx, "find an inspection", func(tx *sql.Tx) error {
		list, err := db.inspections(ctx, tx, db.unhideInspection, choice, args...)
		if err == nil && len(list) == 0 {
			err = sql.ErrNoRows
		}
		if err == nil {
			i = list[0]
		}
		return err
	})
	return i, err
}

func (db *DB) unhideInspection(hidden []byte, i *office.Inspection) error {
	var h hiddenInspection
	b := &i.Record
	if err := db.unhide(hidden, &h, inspectionTable, string(i.Kiosk), string(b.ID)); err != nil {
		return err
	}
	b.Order, b.Inspector, b.Witness, b.Duty.Badge = h.Papers.Order, h.Papers.Inspector, h.Papers.Witness, h.Papers.Duty
	b.Duty.Name, b.Duty.Objection, b.Score, b.Presence.Proof, b.Item = h.Name, h.Objection, h.Score, h.Proof, h.Item
	b.Presence.Trusted = h.Trusted
	b.Village, b.Machine, b.Files, i.Parts = h.Village, h.Machine, h.Files, h.Parts
	for n := range b.Findings {
		if n < len(h.Notes) && n < len(h.Repeats) {
			b.Findings[n].Note, b.Findings[n].Repeat = h.Notes[n], h.Repeats[n]
		}
	}
	return nil
}

// KeepSigner notes a key that the county signs orders and badges with.
func (db *DB) KeepSigner(ctx context.Context, public ed25519.PublicKey) error {
	return db.db.Write(ctx, "keep a signer", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO county_signer (id, public) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING`, seal.IDOf(public), []byte(public))
		return err
	})
}

// Signers are the keys that the county ever signed orders and badges with.
func (db *DB) Signers(ctx context.Context) (keys []ed25519.PublicKey, err error) {
	rows, err := db.db.Read().QueryContext(ctx, `SELECT public FROM county_signer ORDER BY id`)
	list, err := collect(rows, err, func(b *[]byte) []any { return []any{b} })
	for _, b := range list {
		keys = append(keys, ed25519.PublicKey(b))
	}
	return keys, failed("find the signers", err)
}
