package office

import (
	"bytes"
	"context"
	"reflect"
	"slices"
	"strings"

	"bianmin/app/inspect"
	"bianmin/app/seal"
	"bianmin/app/village"
)

// InspectionFinder finds a visit in full.
type InspectionFinder interface {
	InspectionOf(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (Inspection, error)
}

// ProofBook has everything that visits and orders are held against.
type ProofBook interface {
	RecordBook
	InspectionFinder

	// Proof is all of it as it is at one moment.
	Proof(ctx context.Context) (Proof, error)

	// SiteLooks are all looks at sites and accounts.
	SiteLooks(ctx context.Context) ([]SiteLook, error)

	// Shot is a photograph that came with an act by the console; nobody looked at it.
	Shot(ctx context.Context, number string, p Part) ([]byte, error)
}

// Proof is what came of visits, and what was made of it.
type Proof struct {
	Came   []CameRecord // records of visits and of replies to orders, once for each place in a machine's chain
	Holes  []Hole       // where machines' chains and what is kept of them do not fit
	Visits []Inspection // without what is hidden
	Acts   ActChain
}

// CameRecord is a record as it came: without its body, with one of its places.
type CameRecord struct {
	Kiosk   seal.KioskID
	Record  village.Record // Epoch 0 = it has no place; Hash is the head there
	Before  []byte         // the head before it; nil = not known any more
	Opened  bool
	Problem string // why it is set aside; "" = it is not
}

// placed reports whether the machine's chain leads to the record as it is now.
func (c CameRecord) placed() bool {
	if c.Record.Epoch == 0 {
		return false
	}
	if len(c.Before) != len(seal.Head{}) {
		return true
	}
	r := c.Record
	name, _, _ := strings.Cut(string(r.ID), "!") // a second content under one name
	r.ID = village.RecordID(name)
	link, err := seal.LinkOf(r)
	head := seal.Head(c.Before).Next(c.Kiosk, link)
	return err == nil && bytes.Equal(head[:], r.Hash)
}

// Hole is a place in a machine's chain of which the record is missing. ID "" = it is not
// known which; Epoch 0 = nor where.
type Hole struct {
	Kiosk seal.KioskID
	Epoch int64
	Seq   int64
	ID    village.RecordID
}

// InspectionVerifier makes visits again from the records that they came in.
type InspectionVerifier struct {
	Book    ProofBook
	Checks  Checks
	Secrets []seal.CountySecret
	Files   *Files // nil: photographs are not read

	Reports map[string][]byte // of looks at sites, by SHA-256; nil: they are not held against
}

// Verified is what [InspectionVerifier.All] looked at and found.
type Verified struct {
	Visits, Orders, Acts int
	Looks                int     // at sites and accounts
	Early, Unbound       int     // acts that were there before acts were bound, and those that are not bound yet
	Waiting              int     // records that nobody looked into yet
	End                  string  // of the list of acts, see [ActHead.Text]; "" = there is none
	Aside                []Fault // what is set aside, with why: in no figure, and no fault
	Faults               []Fault
}

// Fault is one thing that is not as it came: of a visit or a reply, which have Kiosk and
// ID, of an order, or of a machine's chain.
type Fault struct {
	Kiosk seal.KioskID      `json:"kiosk,omitempty"`
	ID    village.RecordID  `json:"id,omitempty"`
	Code  village.ShortCode `json:"short_code,omitempty"`
	Order string            `json:"order,omitempty"` // number; with Step, one of its acts
	Step  int               `json:"step,omitempty"`
	Place int64             `json:"place,omitempty"` // of the act in the list of all
	Site  string            `json:"site,omitempty"`  // or account; with the moment of a look
	At    string            `json:"at,omitempty"`
	Key   string            `json:"key"`
}

// All holds everything against the records that came and the list of acts. known is an
// end of that list that somebody wrote down. An error is of the county's own machine.
func (v InspectionVerifier) All(ctx context.Context, known string) (out Verified, err error) {
	p := proving{InspectionVerifier: v, visits: map[string]Inspection{}, orders: map[string]string{}, replied: map[string]ActRow{}}
	if err := p.read(ctx); err != nil {
		return out, err
	}
	p.chains()
	if err := p.records(ctx); err != nil {
		return out, err
	}
	p.shots(ctx)
	if err := p.looks(ctx); err != nil {
		return out, err
	}
	for _, f := range p.Acts.Check(known) {
		p.out.Faults = append(p.out.Faults, Fault{Order: f.Number, Step: f.Step, Place: f.Place, Key: f.Key})
	}
	p.out.Visits, p.out.Orders, p.out.Acts = len(p.visits), len(p.Acts.Orders), len(p.Acts.Acts)
	if h := p.Acts.Head; h == nil {
		p.out.Unbound = p.Acts.Unbound()
	} else if p.out.Early = int(h.Early); h.Place > 0 {
		p.out.End = h.Text()
	}
	return p.out, nil
}

// proving is one [InspectionVerifier.All].
type proving struct {
	InspectionVerifier
	Proof
	keys    Keys
	visits  map[string]Inspection // by machine and record
	orders  map[string]string     // numbers by machine, record and rule
	replied map[string]ActRow     // by machine and record
	out     Verified
}

func (p *proving) read(ctx context.Context) (err error) {
	if p.keys, err = p.Checks.keys(ctx); err != nil {
		return err
	}
	if p.Proof, err = p.Book.Proof(ctx); err != nil {
		return err
	}
	for _, i := range p.Visits {
		p.visits[string(i.Kiosk)+string(i.Record.ID)] = i
	}
	for number, o := range p.Acts.Orders {
		p.orders[string(o.Kiosk)+string(o.Record)+" "+string(o.Rule)] = number
	}
	for _, a := range p.Acts.Acts {
		if a.Row.Record != "" {
			p.replied[string(a.Row.Kiosk)+string(a.Row.Record)] = a.Row
		}
	}
	return nil
}

func (p *proving) found(f Fault) { p.out.Faults = append(p.out.Faults, f) }

// chains names what machines handed over and is here no more, and what is here and was
// never handed over like this.
func (p *proving) chains() {
	for _, h := range p.Holes {
		p.found(Fault{Kiosk: h.Kiosk, ID: h.ID, Place: h.Seq, Key: "err.check.hole"})
	}
	for _, c := range p.Came {
		if !c.placed() {
			p.found(Fault{Kiosk: c.Kiosk, ID: c.Record.ID, Key: "err.check.no_place"})
		}
	}
}

// records walks what came, and then the visits of which nothing came.
func (p *proving) records(ctx context.Context) error {
	walked := map[string]bool{}
	for _, c := range p.Came {
		at := string(c.Kiosk) + string(c.Record.ID)
		if walked[at] {
			continue // it came in another epoch too
		}
		walked[at] = true
		problem, err := p.record(ctx, c, at)
		if err != nil {
			return err
		}
		if problem != "" {
			p.found(Fault{Kiosk: c.Kiosk, ID: c.Record.ID, Code: p.code(ctx, c), Key: problem})
		}
	}
	for at, i := range p.visits {
		if !walked[at] {
			p.found(Fault{Kiosk: i.Kiosk, ID: i.Record.ID, Code: i.Record.ShortCode, Key: "err.check.no_record"})
		}
	}
	slices.SortStableFunc(p.out.Faults, func(a, b Fault) int {
		return strings.Compare(string(a.Kiosk)+string(a.ID), string(b.Kiosk)+string(b.ID))
	})
	return nil
}

// code is that of the receipt, as the record has it; "" where the record says none any more.
func (p *proving) code(ctx context.Context, c CameRecord) village.ShortCode {
	r, err := p.Book.Record(ctx, c.Kiosk, c.Record.ID)
	if err != nil {
		return ""
	}
	m, _ := p.again(c.Kiosk, r)
	switch {
	case m.visit != nil:
		return m.visit.Record.ShortCode
	case m.reply != nil:
		return ""
	}
	return p.visits[string(c.Kiosk)+string(c.Record.ID)].Record.ShortCode
}

// record says what is not as it came with what one record became.
func (p *proving) record(ctx context.Context, c CameRecord, at string) (problem string, err error) {
	visit, kept := p.visits[at]
	act, replied := p.replied[at]
	switch {
	case !kept && !replied && !c.Opened:
		p.out.Waiting++
		return "", nil
	case !kept && !replied && c.Problem == "":
		return "err.check.gone", nil
	}
	r, err := p.Book.Record(ctx, c.Kiosk, c.Record.ID)
	if err != nil {
		return "", err
	}
	m, problem := p.again(c.Kiosk, r)
	switch {
	case !kept && !replied:
		return p.aside(c, problem), nil
	case problem != "":
		return problem, nil
	case m.reply != nil:
		if want := m.reply.Act().Row(); act != want {
			return "err.rectify.act_changed", nil
		}
		return p.photos(ctx, c.Kiosk, c.Record.ID, m.reply.Parts), nil
	}
	return p.visit(ctx, visit, *m.visit)
}

// circumstances are reasons to set a record aside that are not in the record itself, or
// that hold no more when the county learns something.
func circumstances() []string {
	return []string{
		"err.push.raw", "err.push.piece", "err.county.fork", keyReview, keyRejected, "err.county.sealed", "err.county.body", "err.county.kind", "err.county.schema",
		"err.check.template", "err.check.presence", "err.check.order_place", "err.check.scope", "err.token.forged", "err.rectify.unknown", "err.rectify.order",
	}
}

// aside lists a record that is set aside; one that is for what it says still says so.
func (p *proving) aside(c CameRecord, problem string) string {
	if problem == "" && !slices.Contains(circumstances(), c.Problem) {
		return "err.check.aside"
	}
	p.out.Aside = append(p.out.Aside, Fault{Kiosk: c.Kiosk, ID: c.Record.ID, Key: c.Problem})
	return ""
}

// made is what a record says, one of the two.
type made struct {
	visit *Inspection
	reply *RectReply
}

// again makes of a record what the opener made of it; problem is why that cannot be.
func (p *proving) again(kiosk seal.KioskID, r village.Record) (m made, problem string) {
	if sum := sumOf(r.Body); string(sum[:]) != string(r.Digest) {
		return m, "err.check.digest"
	}
	opener := Opener{Secrets: p.Secrets, Checks: p.Checks}
	text, problem := opener.text(Unopened{Kiosk: kiosk, Record: r})
	if problem != "" {
		return m, problem
	}
	var bad error
	if r.Kind == village.RecordRectification {
		m.reply, bad = readReply(kiosk, r, text)
	} else {
		m.visit, problem, bad = p.Checks.readInspection(p.keys, kiosk, r, text)
	}
	if bad != nil { // the record is at fault, and that is what is told
		return m, "err.county.body"
	}
	return m, problem
}

// visit says what is not as it came with a visit, its orders and its photographs; "" =
// nothing is.
func (p *proving) visit(ctx context.Context, head, made Inspection) (problem string, err error) {
	kept, err := p.Book.InspectionOf(ctx, head.Kiosk, head.Record.ID)
	if err != nil || !p.sameVisit(kept, made) { // what cannot be opened was changed
		return "err.check.row", nil //nolint:nilerr // that is what is told
	}
	made.ReceivedAt = kept.ReceivedAt
	for _, want := range made.Orders(p.keys.templates) {
		number, there := p.orders[string(want.Kiosk)+string(want.Record)+" "+string(want.Rule)]
		fault := Fault{Kiosk: want.Kiosk, ID: want.Record, Code: made.Record.ShortCode, Order: want.Number}
		switch {
		case !there:
			fault.Key = "err.rectify.order_gone"
		case p.Acts.Orders[number] != want.Row():
			fault.Order, fault.Key = number, "err.rectify.order_changed"
		default:
			continue
		}
		p.found(fault)
	}
	return p.photos(ctx, made.Kiosk, made.Record.ID, made.Parts), nil
}

// photos reads every file, which fails when it is not the one whose sum is sealed.
func (v InspectionVerifier) photos(ctx context.Context, kiosk seal.KioskID, id village.RecordID, parts []Part) string {
	if v.Files == nil {
		return ""
	}
	c := Case{Kiosk: kiosk, ID: id, Parts: parts}
	for n := range parts {
		if _, err := v.Files.File(ctx, c, n+1); err != nil {
			return "err.check.photo_changed"
		}
	}
	return ""
}

// shots reads the photographs that came with acts by the console.
func (p *proving) shots(ctx context.Context) {
	for _, a := range p.Acts.Acts {
		if p.Files == nil || a.Row.Record != "" {
			continue // not asked for, or of a record
		}
		for _, part := range a.Parts {
			if raw, err := p.Book.Shot(ctx, a.Number, part); err != nil || sumOf(raw) != part.SHA256 {
				p.found(Fault{Order: a.Number, Step: a.Step, Place: a.place(), Key: "err.check.photo_changed"})
			}
		}
	}
}

// sameVisit compares what a score, a rank or an order is made from; kept has the centre's code
// of today.
func (p *proving) sameVisit(kept, made Inspection) bool {
	a, b := kept.Record, made.Record
	if len(a.Findings) != len(b.Findings) {
		return false
	}
	for n := range a.Findings {
		f, g := a.Findings[n], b.Findings[n]
		if f.Found != g.Found || f.Severity != g.Severity || f.Due != g.Due || f.Note != g.Note {
			return false
		}
	}
	return a.Centre == p.keys.today.Of(b.Centre) && a.Template == b.Template && a.Version == b.Version && a.Source == b.Source && a.Subject == b.Subject &&
		a.VisitedAt.UnixMilli() == b.VisitedAt.UnixMilli() && a.TimeTrust == b.TimeTrust && a.Duty == b.Duty && a.Presence == b.Presence && a.ShortCode == b.ShortCode &&
		kept.Shown.Inspector == made.Shown.Inspector && kept.Shown.Witness == made.Shown.Witness && kept.Shown.Duty == made.Shown.Duty &&
		kept.Shown.Order.Number == made.Shown.Order.Number && sameFacts(a.Facts, b.Facts)
}

func sameFacts(a, b *inspect.Facts) bool { return reflect.DeepEqual(a, b) }
