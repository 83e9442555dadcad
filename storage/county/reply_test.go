package county

import (
	"database/sql"
	"errors"
	"strings"
	"testing"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

var _ office.Replies = (*DB)(nil)

// keepRating keeps a rating with the record that it was opened from.
func (db *DB) keepRating(t *testing.T, r office.Rating) {
	t.Helper()
	err := db.db.Write(t.Context(), "keep a record", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(t.Context(), `
			INSERT INTO record (kiosk, seq, id, kind, schema, body, digest, created_ms, time_trust, received_ms)
			SELECT $1, COALESCE(MAX(seq), 0) + 1, $2, 'rating', 2, $3, $3, 0, 'synced', 1 FROM record WHERE kiosk = $1`, r.Kiosk, r.ID, []byte{1})
		return err
	})
	if err == nil {
		err = db.SaveOpened(t.Context(), []office.Opened{{Kiosk: r.Kiosk, Record: village.Record{ID: r.ID}, Rating: &r}})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// repliesRig is a county with two kiosks, of which the first gave out a code whose
// case was rated, and the centre too.
func repliesRig(t *testing.T) (db *DB, work *office.Office, one, two seal.KioskID) {
	t.Helper()
	db = openNew(t)
	countytest.Unlock(t, db)
	one, two = db.know(t, 1).ID, db.know(t, 2).ID
	db.keepRating(t, office.Rating{Kiosk: one, ID: "r1", Target: "Y4TW8XRY", Act: "receive", Grade: 1, Text: "secret words"})
	db.keepRating(t, office.Rating{Kiosk: one, ID: "r2", Act: "visit", Grade: 2})
	return db, &office.Office{Replies: db, Mailboxes: db, Now: db.now}, one, two
}

// letters are those that a kiosk has not fetched.
func letters(t *testing.T, work *office.Office, kiosk seal.KioskID) []village.Letter {
	t.Helper()
	a, err := work.Mail(t.Context(), office.MailQuestion{Kiosk: kiosk, Head: seal.MailBase(kiosk), Epoch: 2, Next: 1})
	if err != nil {
		t.Fatal(err)
	}
	return a.Letters
}

func TestAnAnswerIsALetterToTheRatingsKiosk(t *testing.T) {
	_, work, one, two := repliesRig(t)
	for _, a := range []office.Answer{
		{Code: "y4tw-8xry", State: village.ReplyTaken}, {Code: "Y4TW8XRY", State: village.ReplyDone, Told: village.ToldByPhone},
	} {
		if got, err := work.AnswerRating(t.Context(), a); err != nil || got.ID != "r1" || got.Said != a.State {
			t.Fatalf("%+v: %+v, %v", a, got, err)
		}
	}
	replies := village.ReadReplies(letters(t, work, one))
	if len(replies) != 2 || replies[0].Record != "r1" || replies[1].State != village.ReplyDone || replies[1].Told != village.ToldByPhone || replies[1].AtMS == 0 {
		t.Errorf("the kiosk is told %+v", replies)
	}
	if n := len(letters(t, work, two)); n != 0 {
		t.Errorf("another kiosk has %d letters", n)
	}
	if got, err := work.FindRating(t.Context(), office.Answer{Code: "Y4TW8XRY"}); err != nil || got.Said != village.ReplyDone {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestAnAnswerThatCannotBeIsRefusedAndWritesNothing: neither row nor letter.
func TestAnAnswerThatCannotBeIsRefusedAndWritesNothing(t *testing.T) {
	db, work, one, two := repliesRig(t)
	db.keepRating(t, office.Rating{Kiosk: two, ID: "r3", Target: "4H8AYAC6", Act: "receive", Grade: 1})
	db.keepRating(t, office.Rating{Kiosk: one, ID: "r4", Target: "4H8AYAC6", Act: "receive", Grade: 1})
	if _, err := work.AnswerRating(t.Context(), office.Answer{Code: "Y4TW8XRY", State: village.ReplyWorking}); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		answer     office.Answer
		field, key string
	}{
		"backwards":          {office.Answer{Code: "Y4TW8XRY", State: village.ReplyTaken}, "state", "err.reply.order"},
		"twice":              {office.Answer{Code: "Y4TW8XRY", State: village.ReplyWorking}, "state", "err.reply.order"},
		"in no known state":  {office.Answer{Code: "Y4TW8XRY", State: "sorry"}, "state", "err.reply.state"},
		"told too early":     {office.Answer{Code: "Y4TW8XRY", State: village.ReplyTaken, Told: village.ToldByPhone}, "told", "err.reply.told"},
		"by no code":         {office.Answer{Code: "x", State: village.ReplyDone}, "code", "err.short_code"},
		"to nobody":          {office.Answer{Code: "2T45A78T", State: village.ReplyDone}, "code", "err.rating.none"},
		"to the wrong kiosk": {office.Answer{Code: "Y4TW8XRY", Kiosk: two, State: village.ReplyDone}, "code", "err.rating.none"},
		"to one of two":      {office.Answer{Code: "4H8AYAC6", State: village.ReplyDone}, "code", "err.rating.several"},
		"to an unrated act":  {office.Answer{Code: "Y4TW8XRY", Act: "visit", State: village.ReplyDone}, "code", "err.rating.none"},
	} {
		_, err := work.AnswerRating(t.Context(), tt.answer)
		if e := village.Keyed(err); e == nil || e.Field != tt.field || !strings.HasPrefix(e.Key, tt.key) {
			t.Errorf("%s: %v, want %s at %s", name, err, tt.key, tt.field)
		}
	}
	if got := village.ReadReplies(letters(t, work, one)); len(got) != 1 {
		t.Errorf("what was refused wrote letters: %+v", got)
	}
	err := db.Reply(t.Context(), one, "unknown", func(village.ReplyState) (village.Reply, error) { return village.Reply{}, errors.New("asked") })
	if village.KindOf(err) != village.NotFound {
		t.Errorf("an unknown record: %v", err)
	}
}
