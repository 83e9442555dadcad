package main

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"bianmin/app/receipt"
	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"

	"crypto/ed25519"
)

type auditCmd struct {
	database
	Kiosk   string `placeholder:"ID" help:"This machine only."`
	Receipt string `placeholder:"TEXT" help:"Compare the text of a receipt's QR code with what the county holds."`
	Rows    bool   `help:"List the rows of the log of --kiosk, as the machine told them."`
	Settle  bool   `help:"Note that you have looked at everything of --kiosk that does not fit; contradictions stay in the list."`
	bucketKey
	Blobs   blobPlace `placeholder:"DIR" help:"Folder for photographs, or s3://HOST/BUCKET: read every piece first, and mend what can be mended."`
	Backups string    `placeholder:"DIR" type:"path" help:"With --blobs: folder of backups, whose copies are put back."`
	JSON    bool      `help:"Answer as JSON, one machine a line."`
}

// Run makes the log of each machine anew from the rows that the county holds and
// compares it with the hashes that the machine told at the time; and it names every
// file that was here and is not whole any more. Exit 1 when something does not fit
// that nobody has settled.
func (c *auditCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB) error {
		kiosks, err := db.Kiosks(w.ctx)
		if err != nil {
			return err
		}
		if c.Receipt != "" {
			return c.receipt(w, db, kiosks)
		}
		if (c.Settle || c.Rows) && c.Kiosk == "" {
			return village.Refuse("kiosk", "err.county.no_kiosk")
		}
		if c.Kiosk != "" {
			kiosks = slices.DeleteFunc(kiosks, func(k office.Kiosk) bool { return string(k.ID) != c.Kiosk })
			if len(kiosks) == 0 {
				return &village.Error{Kind: village.NotFound, Field: "kiosk", Key: "err.county.no_kiosk"}
			}
		}
		if c.Rows {
			return c.list(w, db, kiosks[0])
		}
		if err := c.mind(w, db); err != nil {
			return err
		}
		return c.all(w, db, kiosks)
	})
}

func (c *auditCmd) all(w *world, db *county.DB, kiosks []office.Kiosk) error {
	places, err := loadPlaces(w.text)
	if err != nil {
		return err
	}
	if c.Settle {
		_, err := db.SettleAudit(w.ctx, kiosks[0].ID)
		if err := errors.Join(err, db.SettleMissed(w.ctx, kiosks[0].ID)); err != nil {
			return err
		}
	}
	missed, err := db.MissedParts(w.ctx)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w.stdout)
	agree := true
	for _, k := range kiosks {
		log, err := db.AuditOf(w.ctx, k.ID)
		if err != nil {
			return err
		}
		line := auditLineOf(k, log)
		line.miss(missed)
		agree = agree && line.OK
		if c.JSON {
			err = json.NewEncoder(out).Encode(line)
		} else {
			_, err = out.WriteString(line.words(w, places.Path(k.Village)))
		}
		if err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil || agree {
		return err
	}
	return contradiction()
}

// contradiction ends an audit that has said what does not fit.
func contradiction() error {
	return &village.Error{Kind: village.Conflict, Key: "err.county.audit", Err: errors.New("see above")}
}

// auditLine is one machine in the answer of `audit --json`.
type auditLine struct {
	Kiosk    seal.KioskID  `json:"kiosk"`
	OK       bool          `json:"ok"`     // nothing contradicts that nobody has settled
	Rows     int64         `json:"rows"`   // of the machine's log that the county holds without a gap
	Told     int64         `json:"told"`   // the last row that the machine told of
	Branch   int64         `json:"branch"` // lives of the log; 1 for a machine that never contradicted itself
	Lifetime int64         `json:"lifetime"`
	Held     int64         `json:"held"`    // records of it at the county
	Waiting  int64         `json:"waiting"` // records that it had still to hand over when it last said
	Tally    office.Tally  `json:"tally"`
	Faults   []auditFault  `json:"faults"` // in the county's own copy
	Alarms   []auditContra `json:"alarms"`
	Missed   []auditPiece  `json:"missed"` // files that were here and are not whole
}

type auditFault struct {
	Branch int64  `json:"branch"`
	Row    int64  `json:"row"`
	What   string `json:"what"`
}

type auditContra struct {
	Kind    office.AuditAlarmKind `json:"kind"`
	Row     int64                 `json:"row"`
	Head    string                `json:"head"`
	ToldAt  time.Time             `json:"told_at"`
	Settled *time.Time            `json:"settled_at"` // null = nobody has looked
}

func auditLineOf(k office.Kiosk, log office.AuditLog) auditLine {
	line := auditLine{
		Kiosk: k.ID, Rows: max(log.Want-1, 0), Told: log.Told, Branch: log.Branch, Lifetime: k.Said.Lifetime, Held: k.Kept - int64(k.Doubled),
		Waiting: k.Said.Waiting, Tally: k.Tally(), Faults: []auditFault{}, Alarms: []auditContra{}, Missed: []auditPiece{},
	}
	for _, f := range log.Check() {
		line.Faults = append(line.Faults, auditFault{f.Branch, f.Seq, f.What})
	}
	for _, a := range log.Alarms {
		alarm := auditContra{Kind: a.Kind, Row: a.Seq, Head: hex.EncodeToString(a.Head[:8]), ToldAt: a.ToldAt.In(village.Zone)}
		if !a.Settled.IsZero() {
			at := a.Settled.In(village.Zone)
			alarm.Settled = &at
		}
		line.Alarms = append(line.Alarms, alarm)
	}
	line.OK = len(line.Faults) == 0 && log.Open() == 0
	return line
}

// words are the line as an operator reads it, with a line for each thing that does
// not fit.
func (l auditLine) words(w *world, place string) string {
	t := w.text.T
	state := "county.audit.well"
	switch {
	case !l.OK:
		state = "county.audit.bad"
	case l.Branch == 0:
		state = "county.audit.none"
	}
	text := t("county.audit.line", "kiosk", l.Kiosk, "place", place, "rows", l.Rows, "told", l.Told, "lifetime", l.Lifetime,
		"held", l.Held, "state", t(state)) + "\n"
	if l.Tally != office.TallyFits {
		text += "  " + t("county.tally."+string(l.Tally)) + "\n"
	}
	for _, f := range l.Faults {
		text += "  " + t("county.audit.fault", "row", f.Row) + "\n"
	}
	for _, p := range l.Missed {
		text += "  " + p.words(w) + "\n"
	}
	for _, a := range l.Alarms {
		if a.Settled == nil {
			text += "  " + t("county.audit.alarm."+string(a.Kind), "row", a.Row, "time", a.ToldAt.Format(t("county.time.day"))) + "\n"
		}
	}
	return text
}

// paper is the answer of `audit --receipt`.
type paper struct {
	OK         bool               `json:"ok"` // genuine, and the county holds what it says
	Reason     string             `json:"reason,omitempty"`
	Key        string             `json:"key,omitempty"`
	Kiosk      seal.KioskID       `json:"kiosk,omitempty"`
	ID         village.RecordID   `json:"id,omitempty"`
	ShortCode  village.ShortCode  `json:"short_code,omitempty"`
	AcceptedAt string             `json:"accepted_at,omitempty"`
	Lifetime   int64              `json:"lifetime,omitempty"`
	Record     string             `json:"record,omitempty"` // held, missing, differs
	Log        office.PaperAnswer `json:"log,omitempty"`
}

func (c *auditCmd) receipt(w *world, db *county.DB, kiosks []office.Kiosk) error {
	p, err := receipt.Verify(c.Receipt, func(id seal.KioskID) (ed25519.PublicKey, bool) {
		i := slices.IndexFunc(kiosks, func(k office.Kiosk) bool { return k.ID == id })
		if i < 0 {
			return nil, false
		}
		return kiosks[i].PublicKey, true // a revoked one gave out its receipts before
	})
	if err != nil {
		e := village.Keyed(err)
		return c.sayPaper(w, paper{Reason: w.text.Map(e.Key, e.Args), Key: e.Key})
	}
	out := paper{
		Kiosk: p.Kiosk, ID: p.Record, ShortCode: p.ShortCode, AcceptedAt: p.AcceptedAt.Format(time.RFC3339), Lifetime: int64(p.Lifetime),
	}
	log, err := db.AuditOf(w.ctx, p.Kiosk)
	if err != nil {
		return err
	}
	digest, err := db.RecordDigest(w.ctx, p.Kiosk, p.Record)
	if err != nil {
		return err
	}
	switch {
	case digest == nil:
		out.Record = "missing"
	case string(digest[:len(p.Digest)]) == string(p.Digest[:]):
		out.Record = "held"
	default:
		out.Record = "differs"
	}
	out.Log = log.Paper(int64(p.AuditSeq), p.AuditHead[:])
	out.OK = out.Record == "held" && out.Log == office.PaperMatch
	return c.sayPaper(w, out)
}

func (c *auditCmd) sayPaper(w *world, out paper) error {
	var err error
	switch {
	case c.JSON:
		err = json.NewEncoder(w.stdout).Encode(out)
	case out.Key != "":
		err = w.say("cli.not_genuine", "reason", out.Reason)
	default:
		err = w.say("county.paper", "code", out.ShortCode.Spaced(), "time", out.AcceptedAt, "kiosk", out.Kiosk,
			"record", w.text.T("county.paper.record."+out.Record), "log", w.text.T("county.paper.log."+string(out.Log)))
	}
	if err != nil || out.OK {
		return err
	}
	return contradiction()
}
