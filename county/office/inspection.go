package office

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/seal"
	"bianmin/app/village"
)

// Inspection is a visit as the county holds it, made from its record.
type Inspection struct {
	Kiosk      seal.KioskID
	Seq        int64
	ReceivedAt time.Time
	Shown      inspect.Shown // numbers of the badges; the order
	Record     inspect.Record
	Parts      []Part
}

// Checks is what inspections are held against.
type Checks struct {
	Templates *Checklists
	Signers   func(context.Context) ([]ed25519.PublicKey, error) // of orders and badges
	Kiosks    func(context.Context) ([]Kiosk, error)             // whose answers prove a presence
	Today     village.Today                                      // of what a record names by an earlier code
}

// Keys are what a visit's papers and proof are believed by, and its score.
type Keys struct {
	signers   []ed25519.PublicKey
	kiosks    []Kiosk
	templates []inspect.Template
	today     village.Today
}

// keys reads them; an error is of the county's own machine.
func (c Checks) keys(ctx context.Context) (k Keys, err error) {
	k.today = c.Today
	if k.signers, err = c.Signers(ctx); err != nil {
		return k, err
	}
	if k.kiosks, err = c.Kiosks(ctx); err != nil {
		return k, err
	}
	k.templates, err = c.Templates.All(ctx)
	return k, err
}

// kiosk is the machine of a name, revoked or not: what it said before stays said.
func (k Keys) kiosk(id seal.KioskID) (Kiosk, bool) {
	i := slices.IndexFunc(k.kiosks, func(m Kiosk) bool { return m.ID == id })
	if i < 0 {
		return Kiosk{}, false
	}
	return k.kiosks[i], true
}

// spot is where and when a visit was.
func (k Keys) spot(b inspect.Record) inspect.Spot {
	return inspect.Spot{Centre: b.Centre, At: b.VisitedAt, Today: k.today}
}

// present believes what shows the presence: the machine is the centre's, or one that stands
// there by the county's own register answered. Whether the clocks are believed is computed
// again too. A place is the same under the code that it had and the one that it has.
func (k Keys) present(kiosk seal.KioskID, b inspect.Record, order string) error {
	trusted, centre := false, k.today.Of(b.Centre)
	switch b.Presence.Kind {
	case inspect.OnMachine:
		if k.today.Of(b.Village) != centre || b.Machine != string(kiosk) {
			return village.Refuse("presence", "err.check.presence")
		}
		trusted = b.TimeTrust == village.TimeSynced
	case inspect.Proved:
		m, err := inspect.Meet(b.Presence.Proof, func(id seal.KioskID) (ed25519.PublicKey, bool) {
			found, ok := k.kiosk(id)
			return found.PublicKey, ok
		})
		if err == nil {
			err = m.Shows(kiosk, order, k.spot(b))
		}
		if there, _ := k.kiosk(m.Answerer); err == nil && k.today.Of(there.Village) != centre {
			err = village.Refuse("presence", "err.check.presence")
		}
		if err != nil {
			return err
		}
		trusted = m.Trusted()
	}
	if b.Presence.Trusted != trusted {
		return village.Refuse("presence", "err.check.presence")
	}
	return nil
}

// readInspection makes a visit of a record. A record that is not what the papers, the
// checklist or its own findings say is set aside: problem is a message key.
func (c Checks) readInspection(keys Keys, kiosk seal.KioskID, r village.Record, text []byte) (i *Inspection, problem string, err error) {
	var b inspect.Record
	if err := readText(text, &b); err != nil {
		return nil, "", fmt.Errorf("read an inspection: %w", err)
	}
	if b.ID != r.ID || b.VisitedAt.IsZero() || b.Form != inspect.SchemaRecord || len(b.Findings) > maxShownLines {
		return nil, "", errors.New("read an inspection: id, time or form is missing")
	}
	if _, err := village.ParseShortCode(string(b.ShortCode)); err != nil {
		return nil, "", err
	}
	parts, err := filesOf(b.Files, len(r.Parts))
	if err != nil {
		return nil, "", err
	}
	t, ok := inspect.Find(keys.templates, b.Template, b.Version)
	if !ok || b.Version == "" {
		return nil, "err.check.template", nil
	}
	if err := b.Check(t); err != nil {
		return nil, village.Keyed(err).Key, nil
	}
	shown, err := b.Papers().Believe(keys.signers, keys.spot(b))
	if err == nil {
		err = keys.present(kiosk, b, shown.Order.Number)
	}
	if err != nil {
		return nil, village.Keyed(err).Key, nil
	}
	return &Inspection{Kiosk: kiosk, Seq: r.Seq, Shown: shown, Record: shownRecord(b), Parts: parts}, "", nil
}

// shownRecord cuts what a page could not take; the record keeps everything.
func shownRecord(b inspect.Record) inspect.Record {
	b.Duty.Name, b.Duty.Objection = shown(b.Duty.Name), shown(b.Duty.Objection)
	b.Findings = slices.Clone(b.Findings)
	for i := range b.Findings {
		b.Findings[i].Note = shown(b.Findings[i].Note)
	}
	return b
}

// filesOf are the files that a sealed text names, each out of pieces that are there.
func filesOf(files []inspect.File, pieces int) ([]Part, error) {
	var b caseBody
	for _, f := range files {
		b.Files = append(b.Files, fileBody{Material: f.Of, Type: f.Type, Bytes: int64(f.Bytes), SHA256: f.SHA256, First: f.First, Pieces: f.Pieces})
	}
	return b.parts(pieces)
}

// Orders are the orders to put right what a visit found, opened at its moment.
func (i Inspection) Orders(templates []inspect.Template) []Rectification {
	t, _ := inspect.Find(templates, i.Record.Template, i.Record.Version)
	opened := i.Record.VisitedAt
	if i.ReceivedAt.Before(opened) { // a clock that is ahead starts no clock late
		opened = i.ReceivedAt
	}
	var list []Rectification
	for n, f := range i.Record.Findings {
		section, _, _ := t.Rule(f.Rule)
		if section.Kind == inspect.Bonus {
			continue
		}
		list = append(list, Rectification{
			Number: inspect.OrderNumber(i.Record.ShortCode, n+1), Centre: i.Record.Centre, Source: i.Record.Source, Template: t.ID, Version: t.Version, Rule: f.Rule,
			Kiosk: i.Kiosk, Record: i.Record.ID, Severity: f.Severity, Due: f.Due, OpenedAt: opened, Text: f.Note,
		})
	}
	return list
}

// readReply makes the act of a record in which a centre says what it put right.
func readReply(kiosk seal.KioskID, r village.Record, text []byte) (*RectReply, error) {
	var b inspect.Reply
	if err := readText(text, &b); err != nil {
		return nil, fmt.Errorf("read a reply: %w", err)
	}
	number, err := inspect.ParseOrderNumber(b.Order)
	if err != nil {
		return nil, err
	}
	parts, err := filesOf(b.Files, len(r.Parts))
	if err != nil {
		return nil, err
	}
	if b.ID != r.ID || b.RepliedAt.IsZero() || b.Form != inspect.SchemaRecord {
		return nil, errors.New("read a reply: id, time or form is missing")
	}
	return &RectReply{Kiosk: kiosk, Record: r.ID, Number: number, Village: b.Village, At: b.RepliedAt, Helper: shown(b.Helper), Text: shown(b.Text), Parts: parts}, nil
}
