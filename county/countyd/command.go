package main

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

// database is the flag that every command needs.
type database struct {
	Database string `required:"" placeholder:"sqlite:FILE" help:"Where the database is; it is made when it is not there."`
}

// with opens the database, does the work and closes it. What stands there under an earlier
// code of a place is read by that of today.
func (d database) with(w *world, do func(*county.DB) error) error {
	places, err := loadPlaces(w.text)
	if err != nil {
		return err
	}
	db, err := county.Open(w.ctx, d.Database, w.now)
	if err != nil {
		return err
	}
	db.ReadBy(places.divisions.Renamed())
	return errors.Join(do(db), db.Close())
}

// listing is what every command has that lists something.
type listing struct {
	database
	JSON bool `name:"json" help:"Answer as JSON, one object a line."`
}

// eachLine shows what find hands over, one after the other, as lines of JSON or in words.
func eachLine[T any](w *world, c listing, find func(*county.DB, func(T) error) error, line func(T) any, words func(T) error) error {
	return c.with(w, func(db *county.DB) error {
		out := bufio.NewWriter(w.stdout)
		lines := json.NewEncoder(out)
		err := find(db, func(one T) error {
			if c.JSON {
				return lines.Encode(line(one))
			}
			return words(one)
		})
		return errors.Join(err, out.Flush())
	})
}

// inTurn hands a list over.
func inTurn[T any](list []T, err error, do func(T) error) error {
	for _, one := range list {
		if err := do(one); err != nil {
			return err
		}
	}
	return err
}

// initCmd makes the database and the county's keys. It is enough for serve, and
// may run again.
type initCmd struct {
	database
	secrets
	NewAuthority bool `help:"Take another authority when the known one is lost; every machine has to be enrolled again."`
}

func (c *initCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB) error {
		v, err := c.vault(c.Database)
		if err != nil {
			return err
		}
		all, err := unlock(w, db, v)
		if err != nil {
			return err
		}
		if c.NewAuthority {
			if err := db.ForgetAuthority(w.ctx); err != nil {
				return err
			}
		}
		gate, err := c.makeGate(w, db, c.Database)
		if err != nil {
			return err
		}
		name, err := w.fresh()
		if err != nil {
			return village.Failed("draw a name", err)
		}
		if _, err := db.Incarnation(w.ctx, name[:16]); err != nil {
			return err
		}
		if err := w.say("vault.ready", "folder", v.Dir(), "id", all[len(all)-1].ID); err != nil {
			return err
		}
		file, err := v.PublishAuthority(gate.CertificatePEM())
		if err != nil {
			return err
		}
		if err := w.say("vault.authority", "fingerprint", gate.Fingerprint(), "file", file); err != nil {
			return err
		}
		return firstAdmin(w, db)
	})
}

type kiosksCmd struct {
	Add     kiosksAddCmd     `cmd:"" help:"Issue a one-time enrolment code for one machine."`
	List    kiosksListCmd    `cmd:"" help:"List machines."`
	Replace kiosksReplaceCmd `cmd:"" help:"Issue a one-time code for a new machine that takes the place of one whose disk is gone."`
	Revoke  kiosksRevokeCmd  `cmd:"" help:"Stop trusting a machine; its records stay."`
	Unlock  kiosksUnlockCmd  `cmd:"" help:"Take records of a machine again after two seemed to use its key."`
}

type kiosksAddCmd struct {
	issuing
	Village string `required:"" placeholder:"CODE" help:"Division code of the village or town, 9 or 12 digits."`
}

func (c *kiosksAddCmd) Run(w *world) error {
	return c.issue(w, "county.enrol.code", func(places places, o *office.Office, _ *county.DB) (seal.Ticket, office.Enrolment, error) {
		place, err := places.Village(c.Village)
		if err != nil {
			return "", office.Enrolment{}, err
		}
		return o.IssueTicket(w.ctx, place)
	})
}

type kiosksListCmd struct{ listing }

// kioskLine is one machine in the answer of `kiosks list --json`.
type kioskLine struct {
	Kiosk       seal.KioskID         `json:"kiosk"`
	Village     village.DivisionCode `json:"village"`
	EnrolledAt  time.Time            `json:"enrolled_at"`
	LastContact *time.Time           `json:"last_contact"` // null = never
	HighestSeq  int64                `json:"highest_seq"`
	Quarantined int                  `json:"quarantined"`
	Revoked     bool                 `json:"revoked"`
	Cloned      bool                 `json:"cloned"`
	Lifetime    int64                `json:"lifetime"` // records that the machine ever said it had accepted, the most
	Said        int64                `json:"said"`     // as it said last
	Waiting     int64                `json:"waiting"`  // of them, not handed over then
	Tally       office.Tally         `json:"tally"`    // whether that fits what the county holds
	Alarms      int                  `json:"alarms"`   // contradictions of its log; see `countyd audit`
	Health      *healthLine          `json:"health"`   // as the machine said last; null = never
}

func (c *kiosksListCmd) Run(w *world) error {
	places, err := loadPlaces(w.text)
	if err != nil {
		return err
	}
	return eachLine(w, c.listing, func(db *county.DB, do func(office.Kiosk) error) error {
		list, err := db.Kiosks(w.ctx)
		return inTurn(list, err, do)
	},
		func(k office.Kiosk) any { return lineOf(k) },
		func(k office.Kiosk) error { return w.kioskInWords(places, k) })
}

func lineOf(k office.Kiosk) kioskLine {
	line := kioskLine{
		Kiosk: k.ID, Village: k.Village, EnrolledAt: k.EnrolledAt.In(village.Zone),
		HighestSeq: k.Kept, Quarantined: k.Quarantine, Revoked: k.Revoked(),
		Cloned: k.Cloned, Lifetime: k.Lifetime, Said: k.Said.Lifetime, Waiting: k.Said.Waiting, Tally: k.Tally(), Alarms: k.Alarms,
	}
	if !k.ContactAt.IsZero() {
		at := k.ContactAt.In(village.Zone)
		line.LastContact = &at
	}
	line.Health = healthOf(k.Health)
	return line
}

func (w *world) kioskInWords(places places, k office.Kiosk) error {
	state, contact := "county.kiosk.well", "–"
	if !k.ContactAt.IsZero() {
		contact = k.ContactAt.In(village.Zone).Format(w.text.T("county.time.year"))
	} else {
		state = "county.kiosk.never"
	}
	if k.Cloned {
		state = "county.kiosk.cloned"
	}
	if k.Revoked() {
		state = "county.kiosk.revoked"
	}
	line := w.text.T("county.kiosk.line", "kiosk", k.ID, "place", places.Path(k.Village),
		"state", w.text.T(state), "highest", k.Kept, "contact", contact, "lifetime", k.Said.Lifetime)
	if k.Tally() != office.TallyFits {
		line += "\n  " + w.text.T("county.tally."+string(k.Tally()))
	}
	if k.Alarms > 0 {
		line += "\n  " + w.text.T("county.audit.open", "count", k.Alarms)
	}
	line += w.healthInWords(k.Health)
	_, err := fmt.Fprintln(w.stdout, line)
	return err
}

type kiosksRevokeCmd struct {
	database
	Kiosk string `arg:"" help:"Name of the machine, as kiosks list shows it."`
}

func (c *kiosksRevokeCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB) error {
		err := db.Revoke(w.ctx, seal.KioskID(c.Kiosk))
		if err != nil && village.KindOf(err) == village.NotFound {
			return &village.Error{Kind: village.NotFound, Field: "kiosk", Key: "err.county.no_kiosk", Err: err}
		}
		return err
	})
}

type kiosksUnlockCmd struct {
	database
	Kiosk string `arg:"" help:"Name of the machine, as kiosks list shows it."`
}

func (c *kiosksUnlockCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB) error {
		err := db.UnlockKiosk(w.ctx, seal.KioskID(c.Kiosk))
		if err != nil && village.KindOf(err) == village.NotFound {
			return &village.Error{Kind: village.NotFound, Field: "kiosk", Key: "err.county.no_kiosk", Err: err}
		}
		return err
	})
}

type recordsCmd struct {
	database
	JSONL bool `name:"jsonl" help:"One JSON object a line (the only form there is)."`
}

// recordLine is one record in the answer of `records --jsonl`.
type recordLine struct {
	ID     village.RecordID   `json:"id"`
	Kiosk  seal.KioskID       `json:"kiosk"`
	Seq    int64              `json:"seq"`
	Kind   village.RecordKind `json:"kind"`
	Digest string             `json:"digest"` // SHA-256 of the body, hex
}

func (c *recordsCmd) Run(w *world) error {
	return eachLine(w, listing{c.database, true}, func(db *county.DB, do func(office.Summary) error) error { return db.EachRecord(w.ctx, do) },
		func(s office.Summary) any {
			return recordLine{ID: s.ID, Kiosk: s.Kiosk, Seq: s.Seq, Kind: s.Kind, Digest: hex.EncodeToString(s.Digest)}
		}, nil)
}
