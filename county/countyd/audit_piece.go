package main

import (
	"time"

	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

// auditPiece is a file that was here and is not whole, in the answer of `audit`.
type auditPiece struct {
	Record    village.RecordID  `json:"record"`
	ShortCode village.ShortCode `json:"short_code,omitempty"`
	Part      int               `json:"part"` // of the record, from 1
	MissedAt  time.Time         `json:"missed_at"`
	Asked     bool              `json:"asked"` // its machine is asked for it; false: nobody is known to have it
}

// mind reads every piece, when the folder was named.
func (c *auditCmd) mind(w *world, db *county.DB) error {
	if c.Blobs == "" {
		if c.Backups != "" {
			return village.Refuse("blobs", "err.county.no_blobs")
		}
		return nil
	}
	blobs, err := c.blobs(w, c.Blobs)
	if err != nil {
		return err
	}
	minder := &office.Minder{Book: db, Shop: blobs, Log: w.log()}
	if c.Backups != "" {
		minder.Spare = county.ReadShelf(c.Backups).Piece
	}
	found, err := minder.Check(w.ctx)
	if err != nil || c.JSON {
		return err
	}
	return w.say("county.pieces.minded", "pieces", found.Pieces, "mended", found.Mended, "missed", found.Missed)
}

// miss adds what is missed of the machine.
func (l *auditLine) miss(all []office.MissedPart) {
	for _, p := range all {
		if p.Kiosk == l.Kiosk {
			l.OK = false
			l.Missed = append(l.Missed, auditPiece{p.Record, p.ShortCode, p.Part, p.MissedAt.In(village.Zone), p.Asked})
		}
	}
}

func (p auditPiece) words(w *world) string {
	key, code := "county.pieces.gone", string(p.Record)
	if p.Asked {
		key = "county.pieces.asked"
	}
	if p.ShortCode != "" {
		code = p.ShortCode.Spaced()
	}
	return w.text.T(key, "code", code, "part", p.Part, "time", p.MissedAt.Format(w.text.T("county.time.day")))
}
