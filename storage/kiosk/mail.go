package kiosk

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"bianmin/app/village"
	"bianmin/storage/sqldb"
)

// MailState implements mailbox.Store.
func (db *DB) MailState(ctx context.Context) (village.MailState, error) {
	s, err := mailState(ctx, db.sql.Read().QueryRowContext)
	return s, sqldbFailed("look at the mailbox", err)
}

func mailState(ctx context.Context, row func(context.Context, string, ...any) *sql.Row) (s village.MailState, err error) {
	var toldMS int64
	err = row(ctx, `SELECT m.incarnation, m.seq, m.head, max(m.told_ms, c.county_ms) FROM mailbox m, chain c`).Scan(&s.Incarnation, &s.Seq, &s.Head, &toldMS)
	if toldMS != 0 {
		s.ToldAt = moment(toldMS)
	}
	return s, err
}

// TakeLetters implements mailbox.Store.
func (db *DB) TakeLetters(ctx context.Context, from, to village.MailState, letters []village.Letter) error {
	return db.sql.Write(ctx, "take letters", func(tx *sql.Tx) error {
		at, err := mailState(ctx, tx.QueryRowContext)
		if err != nil {
			return err
		}
		if at.Seq != from.Seq || !slices.Equal(at.Head, from.Head) {
			return &village.Error{Kind: village.Conflict, Err: errors.New("the mailbox was read by somebody else meanwhile")}
		}
		for _, l := range letters {
			if err := keepLetter(ctx, tx, l); err != nil {
				return err
			}
		}
		var toldMS int64
		if !to.ToldAt.IsZero() {
			toldMS = to.ToldAt.UnixMilli()
		}
		_, err = tx.ExecContext(ctx, `UPDATE mailbox SET incarnation = ?, seq = ?, head = ?, told_ms = ?`, to.Incarnation, to.Seq, to.Head, toldMS)
		return err
	})
}

// keepLetter keeps a letter behind the others. What this release cannot read is
// kept as it came and holds up nothing; a later one knows its record when it is told again.
func keepLetter(ctx context.Context, tx *sql.Tx, l village.Letter) error {
	switch l.Kind {
	case village.LetterSlot:
		if lease, err := l.SlotLease(); err == nil {
			if err := keepSeats(ctx, tx, lease); err != nil {
				return err
			}
		}
	case village.LetterLease:
		if lease, err := l.Lease(); err == nil {
			if err := keepLease(ctx, tx, lease); err != nil {
				return err
			}
		}
	}
	_, err := tx.ExecContext(ctx, `
		INSERT INTO letter (place, head, kind, record, written_ms, body)
		VALUES (coalesce((SELECT max(place) FROM letter), 0) + 1, ?, ?, ?, ?, ?)
		ON CONFLICT (head) DO UPDATE SET place = excluded.place, record = CASE letter.record WHEN '' THEN excluded.record ELSE letter.record END`,
		l.Head, l.Kind, subjectOf(l), l.WrittenAt.UnixMilli(), l.Body)
	return err
}

// subjectOf is the record that a letter tells of; "" when it tells of none, or cannot be read.
func subjectOf(l village.Letter) (record village.RecordID) {
	var err error
	switch l.Kind {
	case village.LetterCase:
		var step village.CaseStep
		step, err = l.Case()
		record = step.Record
	case village.LetterNumber:
		var n village.Numbered
		n, err = l.Numbered()
		record = n.Record
	case village.LetterReply:
		var reply village.Reply
		reply, err = l.Reply()
		record = reply.Record
	case village.LetterFollow:
		var outcome village.Outcome
		outcome, err = l.Outcome()
		record = outcome.Record
	case village.LetterLicence:
		var word village.LicenceWord
		word, err = l.Licence()
		record = word.Record
	case village.LetterPart:
		var word village.PartWord
		word, err = l.Part()
		record = word.Record
	case village.LetterDelivery:
		var word village.DeliveryWord
		word, err = l.Delivery()
		record = word.Record
	}
	if err != nil {
		return ""
	}
	return record
}

func keepLease(ctx context.Context, tx *sql.Tx, l village.Lease) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO lease (epoch, lo, hi, first_day, last_day) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (epoch, lo, first_day) DO UPDATE SET last_day = max(last_day, excluded.last_day)`,
		l.Epoch, l.Lo, l.Hi, l.From, l.To)
	return err
}

// Standing implements desk.Store; an unknown id is [village.NotFound].
func (db *DB) Standing(ctx context.Context, id village.RecordID) (s village.Standing, err error) {
	err = db.snapshot(ctx, "find record", func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, `SELECT `+stateColumn+`, problem FROM outbox WHERE id = ?`, id).Scan(&s.Record, &s.Problem); err != nil {
			return err
		}
		letters, err := lettersAbout(ctx, tx, `= ?`, id)
		if err != nil {
			return err
		}
		s.Steps, s.Number = village.ReadLetters(letters)
		s.Licences, s.Parts = village.ReadLicences(letters), village.ReadParts(letters)
		s.Deliveries = village.ReadDeliveries(letters)
		letters, err = lettersAbout(ctx, tx, `IN (
			SELECT r.id FROM ratings r JOIN cases c ON c.short_code = r.target WHERE c.id = ?)`, id)
		if err != nil {
			return err
		}
		s.Replies = village.ReadReplies(letters)
		if s.Rated, err = ratedActs(ctx, tx, id); err != nil {
			return err
		}
		s.FollowUps, err = followUpsOf(ctx, tx, id)
		return err
	})
	return s, err
}

// lettersAbout are the letters about the records that which names, in the order in
// which the county told them last.
func lettersAbout(ctx context.Context, tx *sql.Tx, which string, id village.RecordID) (letters []village.Letter, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT kind, body FROM letter WHERE record `+which+` AND record <> '' ORDER BY place`, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var l village.Letter
		if err := rows.Scan(&l.Kind, &l.Body); err != nil {
			return nil, err
		}
		letters = append(letters, l)
	}
	return letters, rows.Err()
}

// NextNumber implements desk.Store.
func (db *DB) NextNumber(ctx context.Context, item village.ItemCode, day village.Day) (number village.CaseNumber, err error) {
	err = db.snapshot(ctx, "find a case number", func(tx *sql.Tx) error {
		leases, err := leasesOf(ctx, tx, day)
		if err != nil {
			return err
		}
		for _, l := range leases {
			var next int
			err := tx.QueryRowContext(ctx, `
				SELECT coalesce(max(serial), ?1 - 1) + 1 FROM issued_number WHERE item = ?3 AND day = ?4 AND serial BETWEEN ?1 AND ?2`,
				l.Lo, l.Hi, item, day).Scan(&next)
			if err != nil {
				return err
			}
			if next <= l.Hi {
				number, _ = village.NewCaseNumber(item, day, next)
				return nil
			}
		}
		return nil
	})
	return number, err
}

// leasesOf are the leases of this epoch that cover day, unless the county has told
// a later day already: then the clock is wrong.
func leasesOf(ctx context.Context, tx *sql.Tx, day village.Day) (leases []village.Lease, err error) {
	var toldMS int64
	if err := tx.QueryRowContext(ctx, `SELECT county_ms FROM chain`).Scan(&toldMS); err != nil {
		return nil, err
	}
	if day < village.DayOf(moment(toldMS)) {
		return nil, nil
	}
	rows, err := tx.QueryContext(ctx, `
		SELECT epoch, lo, hi, first_day, last_day FROM lease
		WHERE epoch = (SELECT epoch FROM chain) AND first_day <= ?1 AND last_day >= ?1 ORDER BY lo`, day)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var l village.Lease
		if err := rows.Scan(&l.Epoch, &l.Lo, &l.Hi, &l.From, &l.To); err != nil {
			return nil, err
		}
		leases = append(leases, l)
	}
	return leases, rows.Err()
}

// issueNumber gives a number out, once for ever. The writer lock is held: what was
// found to be free may be taken since, or its lease over because a new epoch began.
func issueNumber(ctx context.Context, tx *sql.Tx, number village.CaseNumber) error {
	if number == "" {
		return nil
	}
	if slot, seat, ok := number.Seat(); ok {
		return issueSeat(ctx, tx, slot, seat)
	}
	item, day, serial, _ := number.Parts()
	leases, err := leasesOf(ctx, tx, day)
	if err != nil {
		return err
	}
	leased := slices.ContainsFunc(leases, func(l village.Lease) bool { return l.Lo <= serial && serial <= l.Hi })
	if leased {
		_, err = tx.ExecContext(ctx, `INSERT INTO issued_number (item, day, serial) VALUES (?, ?, ?)`, item, day, serial)
	}
	if !leased || err != nil && village.KindOf(sqldb.Failed("give out a number", err)) == village.Conflict {
		return &village.Error{Kind: village.Conflict, Field: "number", Err: errors.New("case number is not free")}
	}
	return err
}
