package kiosk

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"bianmin/app/village"
	"bianmin/storage/sqldb"
)

// SaveFollowUp implements desk.Store.
func (db *DB) SaveFollowUp(ctx context.Context, f village.FollowUp, r village.Record, sign village.SignReceipt) (village.FollowUp, error) {
	err := db.sql.Write(ctx, "save follow-up "+string(f.ID), func(tx *sql.Tx) error {
		var there int
		if err := tx.QueryRowContext(ctx, `SELECT coalesce(max(nth), 0) FROM follow_up WHERE of = ?`, f.Of).Scan(&there); err != nil {
			return err
		}
		if there >= f.Nth {
			return &village.Error{Kind: village.Conflict, Field: "code", Err: errors.New("the case was followed up meanwhile")}
		}
		if err := changeSeats(ctx, tx, f); err != nil {
			return err
		}
		var err error
		if f.Seq, err = enqueue(ctx, tx, f.ID, r); err != nil {
			return err
		}
		if f.Helper != "" {
			if _, err := db.note(ctx, tx, village.Act{Kind: village.AuditHelped, Subject: village.HelperSubject(f.Code, f.Helper)}); err != nil {
				return err
			}
		}
		mark, err := db.note(ctx, tx, village.Act{Kind: village.AuditAccepted, Subject: string(f.ID)})
		if err != nil {
			return err
		}
		if f.QR, err = sign(f.Receipt(mark)); err != nil {
			return err
		}
		return insertFollowUp(ctx, tx, f)
	})
	if err != nil {
		return village.FollowUp{}, err
	}
	return f, nil
}

const followColumns = `place, id, of, machine, code, item, verb, nth, materials, filed_ms, time_trust, village, digest, qr, number, left_number`

func insertFollowUp(ctx context.Context, tx *sql.Tx, f village.FollowUp) error {
	materials, err := json.Marshal(f.Materials)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO follow_up (`+followColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		f.Seq, f.ID, f.Of, f.Machine, f.Code, f.Item, f.Verb, f.Nth, string(materials), f.FiledAt.UnixMilli(), f.TimeTrust, f.Village, f.Digest, f.QR, f.Number, f.Left)
	return err
}

// scanFollowUp reads followColumns.
func scanFollowUp(row interface{ Scan(...any) error }, more ...any) (f village.FollowUp, err error) {
	var filed int64
	var materials string
	err = row.Scan(append([]any{
		&f.Seq, &f.ID, &f.Of, &f.Machine, &f.Code, &f.Item, &f.Verb, &f.Nth, &materials, &filed, &f.TimeTrust, &f.Village, &f.Digest, &f.QR, &f.Number, &f.Left,
	}, more...)...)
	if err == nil {
		f.FiledAt = moment(filed)
		err = json.Unmarshal([]byte(materials), &f.Materials)
	}
	return f, err
}

// followUpsOf are those of a case, with how far each has come.
func followUpsOf(ctx context.Context, tx *sql.Tx, of village.RecordID) (list []village.FollowUpAt, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT `+followColumns+`,
			(SELECT `+stateColumn+` FROM outbox o WHERE o.id = f.id), (SELECT problem FROM outbox o WHERE o.id = f.id)
		FROM follow_up f WHERE of = ? ORDER BY place`, of)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var at village.FollowUpAt
		if at.FollowUp, err = scanFollowUp(rows, &at.Record, &at.Problem); err != nil {
			return nil, err
		}
		list = append(list, at)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	for i := range list {
		letters, err := lettersAbout(ctx, tx, `= ?`, list[i].ID)
		if err != nil {
			return nil, err
		}
		list[i].Outcome = village.ReadOutcome(letters)
	}
	return list, nil
}

// FollowUp is one by its record, or a [village.NotFound] error.
func (db *DB) FollowUp(ctx context.Context, id village.RecordID) (village.FollowUp, error) {
	f, err := scanFollowUp(db.sql.Read().QueryRowContext(ctx, `SELECT `+followColumns+` FROM follow_up WHERE id = ?`, id))
	if err != nil {
		return village.FollowUp{}, sqldb.Failed("find a follow-up", err)
	}
	return f, nil
}
