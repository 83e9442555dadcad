package kiosk

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"bianmin/app/village"
	"bianmin/storage/sqldb"
)

// QueuePrint puts a paper about a case into the journal, or finds the job that waits
// for it there. A case that there is not is [village.NotFound].
func (db *DB) QueuePrint(ctx context.Context, record village.RecordID, paper village.PaperKind) (job village.PrintJob, err error) {
	err = db.sql.Write(ctx, "queue a print", func(tx *sql.Tx) error {
		var place int64
		err := tx.QueryRowContext(ctx, `
			SELECT c.place FROM outbox o JOIN cases c ON c.place = o.place WHERE o.id = ?`, record).Scan(&place)
		if err != nil {
			return err
		}
		if err := db.waitForPrinter(ctx, tx, place, paper); err != nil {
			return err
		}
		job, err = scanPrint(tx.QueryRowContext(ctx, selectPrint+` WHERE j.place = ? AND j.paper = ? AND j.state = 'queued'`, place, paper))
		return err
	})
	return job, err
}

// waitForPrinter puts a paper about the case at place into the journal, unless it waits
// there already.
func (db *DB) waitForPrinter(ctx context.Context, tx *sql.Tx, place int64, paper village.PaperKind) error {
	now := db.now().UnixMilli()
	_, err := tx.ExecContext(ctx, `
		INSERT INTO print_job (place, paper, again, state, queued_ms, state_ms) SELECT ?, ?, 0, 'queued', ?, ?
		WHERE NOT EXISTS (SELECT 1 FROM print_job WHERE place = ? AND paper = ? AND state = 'queued')`,
		place, paper, now, now, place, paper)
	return err
}

// StartPrint says that bytes of a queued job are about to go, before they do, and
// notes it in the machine's log. The answer's Again counts what may be on paper by
// then; the paper has to say it. A job that is not queued is [village.Conflict].
func (db *DB) StartPrint(ctx context.Context, id int64) (job village.PrintJob, err error) {
	err = db.sql.Write(ctx, "start a print", func(tx *sql.Tx) error {
		if job, err = db.setPrint(ctx, tx, id, village.PrintSent); err != nil {
			return err
		}
		err := tx.QueryRowContext(ctx, `
			UPDATE print_job AS now SET again = (SELECT count(*) FROM print_job AS other
				WHERE other.place = now.place AND other.paper = now.paper AND other.id <> now.id AND other.state IN ('sent', 'confirmed', 'lost'))
			WHERE id = ? RETURNING again`, id).Scan(&job.Again)
		if err != nil {
			return err
		}
		return db.notePaper(ctx, tx, job)
	})
	return job, err
}

// notePaper writes a paper that goes into the machine's log, and counts a receipt.
func (db *DB) notePaper(ctx context.Context, tx *sql.Tx, job village.PrintJob) error {
	act := village.Act{Kind: village.AuditLetter, Subject: string(job.Record), Detail: village.AuditFirst}
	if job.Again > 0 {
		act.Detail = village.AuditAgain
	}
	if job.Paper == village.PaperReceipt {
		act.Kind = village.AuditPrint
		_, err := tx.ExecContext(ctx, `
			UPDATE cases SET prints = prints + 1 WHERE place = (SELECT place FROM print_job WHERE id = ?)`, job.ID)
		if err != nil {
			return err
		}
	}
	_, err := db.note(ctx, tx, act)
	return err
}

// EndPrint says what became of a job; one that failed stands in the machine's log.
// What its state cannot become is [village.Conflict].
func (db *DB) EndPrint(ctx context.Context, id int64, state village.PrintState) error {
	return db.sql.Write(ctx, "end a print", func(tx *sql.Tx) error {
		job, err := db.setPrint(ctx, tx, id, state)
		if err != nil || state != village.PrintFailed {
			return err
		}
		_, err = db.note(ctx, tx, village.Act{Kind: village.AuditPrintFailed, Subject: string(job.Record)})
		return err
	})
}

func (db *DB) setPrint(ctx context.Context, tx *sql.Tx, id int64, next village.PrintState) (village.PrintJob, error) {
	job, err := scanPrint(tx.QueryRowContext(ctx, selectPrint+` WHERE j.id = ?`, id))
	if err != nil {
		return job, err
	}
	if !job.State.MayBecome(next) {
		return job, &village.Error{Kind: village.Conflict, Err: fmt.Errorf("print job %d is %s, not to become %s", id, job.State, next)}
	}
	job.State, job.At = next, db.now().In(village.Zone)
	_, err = tx.ExecContext(ctx, `UPDATE print_job SET state = ?, state_ms = ? WHERE id = ?`, next, job.At.UnixMilli(), id)
	return job, err
}

// OpenPrints are the jobs of which nobody knows whether they came out, the oldest
// first.
func (db *DB) OpenPrints(ctx context.Context) ([]village.PrintJob, error) {
	return db.prints(ctx, ` WHERE j.state IN ('queued', 'sent') ORDER BY j.id`)
}

// Unprinted are the last jobs of the receipts that were asked for since a moment and of
// which none is on paper, the oldest first: each waits, was given up, or is lost.
func (db *DB) Unprinted(ctx context.Context, since time.Time) ([]village.PrintJob, error) {
	return db.prints(ctx, `
		WHERE j.paper = 'receipt' AND j.queued_ms >= ?
			AND j.id = (SELECT max(id) FROM print_job WHERE place = j.place AND paper = j.paper)
			AND NOT EXISTS (SELECT 1 FROM print_job WHERE place = j.place AND paper = j.paper AND state IN ('sent', 'confirmed'))
		ORDER BY j.id`, since.UnixMilli())
}

// PrintsOf are all jobs of a case, the oldest first.
func (db *DB) PrintsOf(ctx context.Context, record village.RecordID) ([]village.PrintJob, error) {
	return db.prints(ctx, ` WHERE c.id = ? ORDER BY j.id`, record)
}

func (db *DB) prints(ctx context.Context, which string, args ...any) (jobs []village.PrintJob, err error) {
	rows, err := db.sql.Read().QueryContext(ctx, selectPrint+which, args...)
	if err != nil {
		return nil, sqldb.Failed("list the prints", err)
	}
	defer rows.Close()
	for rows.Next() {
		job, err := scanPrint(rows)
		if err != nil {
			return nil, sqldb.Failed("list the prints", err)
		}
		jobs = append(jobs, job)
	}
	if err := rows.Err(); err != nil {
		return nil, sqldb.Failed("list the prints", err)
	}
	return jobs, nil
}

const selectPrint = `SELECT j.id, c.id, c.short_code, j.paper, j.state, j.again, j.queued_ms, j.state_ms
	FROM print_job j JOIN cases c ON c.place = j.place`

func scanPrint(row interface{ Scan(...any) error }) (job village.PrintJob, err error) {
	var queued, at int64
	err = row.Scan(&job.ID, &job.Record, &job.Code, &job.Paper, &job.State, &job.Again, &queued, &at)
	job.QueuedAt, job.At = moment(queued), moment(at)
	return job, err
}
