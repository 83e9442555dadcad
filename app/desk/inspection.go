package desk

import (
	"context"
	"crypto/ed25519"
	"errors"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/inspect"
	"bianmin/app/seal"
	"bianmin/app/village"
)

// InspectionStore is what an inspection needs of the kiosk's database.
type InspectionStore interface {
	// SaveInspection is SaveCase of [Store] for an inspection, with what is kept in clear
	// of it in the same transaction.
	SaveInspection(ctx context.Context, c village.Case, r village.Record, seen Inspected, sign village.SignReceipt) (village.Case, error)

	// Inspections are those since a day, the first first, each with the code that its centre
	// had then.
	Inspections(ctx context.Context, since village.Day) ([]Inspected, error)

	// Facts are what the machine knows of itself since from.
	Facts(ctx context.Context, from time.Time) (inspect.Facts, error)
}

// Inspected is what a kiosk keeps in clear of an inspection: no name, no word.
type Inspected struct {
	Centre    village.DivisionCode
	Day       village.Day
	Inspector string // number of the badge
	Duty      string // number of the badge of the person on duty; "" = not told
	Rules     []inspect.RuleID
}

// InspectionInput is an inspection as handed in. Its JSON form is that of
// docs/intake.schema.json. Scores, repeats, days and what the machine knows are not
// in it: they are computed.
type InspectionInput struct {
	Order     string               `json:"order"`             // text of the day order's code
	Inspector string               `json:"inspector"`         // text of the badge's code
	Witness   string               `json:"witness,omitempty"` // the same, of a second inspector
	Template  string               `json:"template"`          // id
	Version   string               `json:"version,omitempty"` // that it was made with; "" = the one in use
	Centre    village.DivisionCode `json:"centre"`
	Source    inspect.Source       `json:"source"`
	Findings  []FindingInput       `json:"findings,omitempty"`
	Duty      DutyInput            `json:"duty"`
	Presence  string               `json:"presence,omitempty"` // text of the answer of the centre's machine
}

// FindingInput is one rule that was found broken.
type FindingInput struct {
	Rule     inspect.RuleID   `json:"rule"`
	Times    int              `json:"times,omitempty"` // 0 = once
	Note     string           `json:"note,omitempty"`
	Severity inspect.Severity `json:"severity,omitempty"` // "" = the rule's; never milder
	Photos   []PhotoInput     `json:"photos,omitempty"`
}

// DutyInput is the person on duty with what that person says to the result.
type DutyInput struct {
	Answer    inspect.DutyAnswer `json:"answer"`
	Name      string             `json:"name,omitempty"`
	Badge     string             `json:"badge,omitempty"` // text of the code
	Objection string             `json:"objection,omitempty"`
	Signature *PhotoInput        `json:"signature,omitempty"`
}

// InspectionDone is the JSON answer of `bianmin check file`.
type InspectionDone struct {
	Accepted
	Score    inspect.Score        `json:"score"`
	Findings []inspect.Finding    `json:"findings"`
	Facts    *inspect.Facts       `json:"facts"`
	Presence inspect.PresenceKind `json:"presence"`
}

// Inspections takes inspections in at a counter.
type Inspections struct {
	Desk      *Desk
	Store     InspectionStore
	Templates func() []inspect.Template
	Calendar  func() *calendar.Calendar
	Signers   func() []ed25519.PublicKey // of the county
	KeyOf     inspect.KeyOf              // of machines
	Serving   func() []inspect.Service   // who serves where, as far as the county told; nil: it told nothing
	Today     village.Today              // of what papers, proofs and earlier inspections name by an earlier code
}

// inspectionDays is how long the papers of an inspection stay on the machine once a
// backup of the county holds them: a default of ours.
const inspectionDays = 30

// File takes an inspection in (实地检查) by the rules of [Desk.Accept]: everything is
// checked, then record, queue and receipt are committed at once. The first wrong
// field is [village.Invalid], a paper that the county did not sign, or that is not
// for this day and place, [village.Denied]; nothing is stored then. Whether the inspectors
// serve there is asked by [Inspections.Begin] alone.
func (n *Inspections) File(ctx context.Context, in InspectionInput) (InspectionDone, error) {
	if err := n.Desk.Ready(); err != nil {
		return InspectionDone{}, err
	}
	now, trust := n.Desk.Now()
	now = now.Truncate(time.Second)
	in.Centre = n.Today.Of(in.Centre)
	papers, err := n.papers(in, now)
	if err != nil {
		return InspectionDone{}, err
	}
	v := visit{in: in, papers: papers, at: now, trust: trust}
	if err := n.judge(ctx, &v); err != nil {
		return InspectionDone{}, err
	}
	if err := n.gather(ctx, &v); err != nil {
		return InspectionDone{}, err
	}
	c, err := n.save(ctx, v)
	if err != nil {
		return InspectionDone{}, err
	}
	return InspectionDone{
		Accepted: Accepted{
			ID: c.ID, ShortCode: c.ShortCode, State: c.State, AcceptedAt: c.AcceptedAt.In(village.Zone).Format(time.RFC3339), QR: c.QR,
			Missing: []string{}, Case: c,
		},
		Score: v.record.Score, Findings: v.record.Findings, Facts: v.record.Facts, Presence: v.record.Presence.Kind,
	}, nil
}

// visit is an inspection while it is taken in.
type visit struct {
	in       InspectionInput
	papers   inspect.Shown
	at       time.Time
	trust    village.TimeTrust
	template inspect.Template
	due      map[inspect.Severity]village.Day // last days for what is found now
	record   inspect.Record
	files    []village.Part // in the order of the findings, then the signature
}

// gather adds what the machine knows, when it is the centre's, and what shows that the
// inspector was there.
func (n *Inspections) gather(ctx context.Context, v *visit) error {
	d := n.Desk
	v.record.Presence = inspect.Presence{Kind: inspect.Unproved}
	if d.Village() == v.in.Centre {
		facts, err := n.facts(ctx, v.at, v.trust)
		if err != nil {
			return err
		}
		v.record.Facts, v.record.Presence.Kind = &facts, inspect.OnMachine
	}
	v.record.Presence.Trusted = v.record.Presence.Kind == inspect.OnMachine && v.trust == village.TimeSynced
	m, err := n.met(v.in, v.papers.Order.Number, v.at)
	if err == nil && v.in.Presence != "" {
		v.record.Presence = inspect.Presence{Kind: inspect.Proved, Proof: v.in.Presence, Trusted: m.Trusted()}
	}
	return err
}

// spot is where and when a visit is.
func (n *Inspections) spot(in InspectionInput, at time.Time) inspect.Spot {
	return inspect.Spot{Centre: in.Centre, At: at, Today: n.Today}
}

// met believes what shows that the inspector was at the centre; nothing shows nothing.
func (n *Inspections) met(in InspectionInput, order string, at time.Time) (m inspect.Meeting, err error) {
	if in.Presence == "" {
		return m, nil
	}
	if m, err = inspect.Meet(in.Presence, n.KeyOf); err == nil {
		err = m.Shows(seal.KioskID(n.Desk.Machine), order, n.spot(in, at))
	}
	return m, err
}

// save draws short codes until one is free and commits.
func (n *Inspections) save(ctx context.Context, v visit) (village.Case, error) {
	d := n.Desk
	id, err := d.NewID()
	if err != nil {
		return village.Case{}, village.Failed("name the inspection", err)
	}
	item := v.template.Item()
	c := village.Case{
		ID: id, Item: item.Code, Catalogue: v.template.Version, State: village.Received, AcceptedAt: v.at, TimeTrust: v.trust,
		Materials: []village.HandedIn{}, Village: d.Village(), Machine: d.Machine,
	}
	if d.Centre != nil {
		c.Centre = d.Centre()
	}
	seen := Inspected{Centre: v.in.Centre, Day: village.DayOf(v.at), Inspector: v.papers.Inspector, Duty: v.papers.Duty}
	for _, f := range v.record.Findings {
		seen.Rules = append(seen.Rules, f.Rule)
	}
	for range tries {
		d.chance.Lock()
		c.ShortCode = village.NewShortCode(d.Rand)
		d.chance.Unlock()
		r, err := n.seal(&c, &v)
		if err != nil {
			return village.Case{}, err
		}
		saved, err := n.Store.SaveInspection(ctx, c, r, seen, d.Seal)
		if !taken(err) {
			return saved, err
		}
	}
	return village.Case{}, &village.Error{Kind: village.Internal, Err: errors.New("no free short code")}
}

// seal makes the outbox record of c.
func (n *Inspections) seal(c *village.Case, v *visit) (village.Record, error) {
	item := v.template.Item()
	b := &v.record
	b.ID, b.ShortCode, b.Item = c.ID, c.ShortCode, inspect.Item{Code: item.Code, Name: item.Name}
	b.VisitedAt, b.TimeTrust, b.Village, b.Machine = v.at, v.trust, c.Village, c.Machine
	b.Files = []inspect.File{}
	var pieces [][]byte
	for _, f := range v.files {
		cut := seal.Pieces(f.Data)
		b.Files = append(b.Files, inspect.File{Of: f.Material, Type: f.Type, Bytes: len(f.Data), SHA256: f.SHA256, First: len(pieces) + 1, Pieces: len(cut)})
		pieces = append(pieces, cut...)
	}
	r := village.Record{ID: c.ID, Kind: village.RecordInspection, CreatedAt: c.AcceptedAt, TimeTrust: c.TimeTrust, KeepDays: inspectionDays}
	clear := seal.Clear{Village: c.Village, Item: c.Item, Form: c.Catalogue, ShortCode: c.ShortCode, AcceptedMS: c.AcceptedAt.UnixMilli()}
	if err := n.Desk.seal(&r, clear, b, pieces); err != nil {
		return village.Record{}, err
	}
	c.Digest = r.Digest
	return r, r.CheckSize()
}
