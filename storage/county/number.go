package county

import (
	"context"
	"database/sql"
	"errors"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// printedNumber keeps the number that a machine printed for a case, when it may:
// what another case has, or another kiosk was to give out, is not this one's. It
// returns "" then; the case stays, and gets another number.
func printedNumber(ctx context.Context, tx *sql.Tx, c office.Case) (village.CaseNumber, error) {
	_, day, serial, ok := c.Printed.Parts()
	if !ok {
		return "", nil
	}
	rows, err := tx.QueryContext(ctx, `
		SELECT kiosk FROM lease WHERE lo <= $1 AND hi >= $1 AND first_day <= $2 AND last_day >= $2`, serial, day)
	holders, err := collect(rows, err, func(k *seal.KioskID) []any { return []any{k} })
	if err != nil || !office.MayHavePrinted(c, holders) {
		return "", err
	}
	done, err := tx.ExecContext(ctx, `
		INSERT INTO case_number (number, kiosk, id) VALUES ($1, $2, $3) ON CONFLICT (number) DO NOTHING`, c.Printed, c.Kiosk, c.ID)
	if err != nil {
		return "", err
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return "", err
	}
	return c.Printed, nil
}

// Unnumbered implements office.Mailboxes.
func (db *DB) Unnumbered(ctx context.Context, limit int) ([]office.CaseHead, error) {
	rows, err := db.db.Read().QueryContext(ctx, `SELECT `+headColumns+` FROM office_case c
		WHERE c.number = '' AND c.official = 1 ORDER BY c.received_ms, c.kiosk, c.seq LIMIT $1`, limit)
	list, err := heads(rows, err)
	return list, failed("find cases without a number", err)
}

// errNoNumber takes a transaction back, also the serial that it counted.
var errNoNumber = errors.New("no number is given")

// AssignNumber implements office.Mailboxes. The case is numbered before the letter
// is written: of two officers' machines one does both.
func (db *DB) AssignNumber(ctx context.Context, c office.CaseHead, day village.Day, last int) (given bool, err error) {
	err = db.db.Write(ctx, "number case "+string(c.ID), func(tx *sql.Tx) error {
		number, err := countyNumber(ctx, tx, c.Item, day, last)
		if err != nil {
			return err
		}
		done, err := tx.ExecContext(ctx, `UPDATE office_case SET number = $1 WHERE kiosk = $2 AND id = $3 AND number = ''`, number, c.Kiosk, c.ID)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil {
			return err
		} else if n == 0 {
			return errNoNumber
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO case_number (number, kiosk, id) VALUES ($1, $2, $3)`, number, c.Kiosk, c.ID); err != nil {
			return err
		}
		letter, err := village.NewLetter(village.LetterNumber, db.now(), village.Numbered{Record: c.ID, Number: number})
		if err != nil {
			return err
		}
		_, _, err = writeLetter(ctx, tx, c.Kiosk, letter)
		return err
	})
	if errors.Is(err, errNoNumber) {
		return false, nil
	}
	return err == nil, err
}

// countyNumber is the next number of an item and a day that a machine cannot have. None is
// given on the day of a backup that the county came out of: it may have been given.
func countyNumber(ctx context.Context, tx *sql.Tx, item village.ItemCode, day village.Day, last int) (village.CaseNumber, error) {
	restored, err := restoredAt(ctx, tx)
	if err != nil {
		return "", err
	}
	if !restored.IsZero() && day <= village.DayOf(restored) {
		return "", errNoNumber
	}
	return nextNumberOf(ctx, tx, item, day, last)
}

// nextNumberOf counts one serial of an item and a day further.
func nextNumberOf(ctx context.Context, tx *sql.Tx, item village.ItemCode, day village.Day, last int) (village.CaseNumber, error) {
	var serial int
	err := tx.QueryRowContext(ctx, `
		INSERT INTO serial (item, day, last) VALUES ($1, $2, 1)
		ON CONFLICT (item, day) DO UPDATE SET last = serial.last + 1 RETURNING last`, item, day).Scan(&serial)
	if err != nil {
		return "", err
	}
	number, ok := village.NewCaseNumber(item, day, serial)
	if !ok || serial > last {
		return "", errNoNumber
	}
	return number, nil
}
