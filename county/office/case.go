package office

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/seal"
	"bianmin/app/village"
)

// Case is an application as officers see it (办件), made from a record of kind
// case. The record stays the truth; a Case can be made from it again.
type Case struct {
	Kiosk      seal.KioskID
	ID         village.RecordID
	Seq        int64
	ShortCode  village.ShortCode
	Item       village.ItemCode
	ItemName   string
	Department string
	Village    village.DivisionCode
	State      village.CaseState
	AcceptedAt time.Time // by the kiosk's clock
	ReceivedAt time.Time // by the county's clock
	Applicant  village.Applicant
	Delivery   string  // pickup, express, village
	SendTo     *SendTo // nil = nobody asked for a courier
	Answers    int     // questions of the form that were answered
	Materials  []Material
	Warnings   []string // message keys
	Parts      []Part
	Number     village.CaseNumber // "" = none yet
	Printed    village.CaseNumber // on the receipt; another than Number is no longer good
	Limit      calendar.Limit     // of its item; 0 days = not known
	MakeUpDays int                // in which papers may follow, in the limit's unit; 0 = not known
	Due        time.Time          // when the next thing is due; zero = nothing is
	Helper     string             // badge of who helped at the machine; "" = nobody
	HelperName string             // known to the county alone; of one case, not of lists
	Behalf     *Behalf            // who handed in instead of the applicant; nil = the applicant
	HomeVisit  *HomeVisit         // it was taken at somebody's home; nil = it was not
	Subs       []SubCase          // parts of a package; of one case, not of lists
	Priority   *Priority          // the green channel was chosen; nil = it was not
	Twin       bool               // another one is perhaps the same
	Twins      []TwinCase         // those; of one case, not of lists
	Decided    []village.Decided  // by its machine, beside the papers; may tell of health
}

// Later is how many papers are to be made up later.
func (c Case) Later() int {
	n := 0
	for _, m := range c.Materials {
		if m.later() {
			n++
		}
	}
	return n
}

// In reports whether who works in a scope sees anything of the case: also the unit of a part.
func (c Case) In(s Scope) bool { return c.WholeIn(s) || len(c.SubsIn(s)) > 0 }

// WholeIn reports whether who works in a scope sees all of the case. The unit of a part alone
// does not.
func (c Case) WholeIn(s Scope) bool { return s.Holds(c.Village, c.Department) }

// SubsIn are the parts that who works in a scope sees: all of them who sees the whole.
func (c Case) SubsIn(s Scope) []SubCase {
	if c.WholeIn(s) {
		return c.Subs
	}
	return slices.DeleteFunc(slices.Clone(c.Subs), func(p SubCase) bool { return !s.Holds(c.Village, p.Unit) })
}

// PaperIn reports whether who works in a scope sees the paper with a code: of a part the
// papers that it needs, and no file that answers a question of the form.
func (c Case) PaperIn(s Scope, code string) bool {
	return c.WholeIn(s) || slices.ContainsFunc(c.SubsIn(s), func(p SubCase) bool { return slices.Contains(p.Materials, code) })
}

// Material is one paper as it was handed in.
type Material struct {
	Code string                `json:"code"`
	Name string                `json:"name"`
	How  village.MaterialState `json:"how"`

	Consent string `json:"consent,omitempty"` // version of the words under which its licence may be looked up; "" = nobody agreed
	Licence string `json:"licence,omitempty"` // name of the licence by the case's own catalogue; "" = not known
}

// Part is a file of a case; its bytes are in the blob directory, sealed in
// pieces, or whole in a record of schema 1.
type Part struct {
	Material string   `json:"material"`
	Type     string   `json:"type"` // media type as the kiosk named it
	SHA256   [32]byte `json:"sha256"`
	Bytes    int64    `json:"bytes"`
	First    int      `json:"first"`  // number of the first piece, from 1; 0 in schema 1
	Pieces   int      `json:"pieces"` // how many
}

// readText reads what a record says. A newer kiosk may say more; none may say a
// thing twice, or two readers would see two cases. Deeper than any form is nobody's.
func readText(text []byte, v any) error {
	return village.JSONRules{Depth: 16, Newer: true}.Decode(text, v)
}

func sumOf(b []byte) [32]byte { return sha256.Sum256(b) }

// caseBody is what a case says: the body of a record of schema 1, or what is
// sealed in one of schema 2, which names its files too. Members that are not named
// here are ignored: a newer kiosk may send more.
type caseBody struct {
	ID        village.RecordID   `json:"id"`
	ShortCode string             `json:"short_code"`
	Catalogue string             `json:"catalogue"`
	Number    village.CaseNumber `json:"case_number"`
	Item      struct {
		Code       village.ItemCode `json:"code"`
		Name       string           `json:"name"`
		Department string           `json:"department"`
	} `json:"item"`
	Applicant  village.Applicant `json:"applicant"`
	Form       map[string]any    `json:"form"`
	Materials  []Material        `json:"materials"`
	Delivery   delivery          `json:"delivery"`
	AcceptedAt time.Time         `json:"accepted_at"`
	Village    string            `json:"village"`
	Warnings   []string          `json:"warnings"`
	Files      []fileBody        `json:"files"`
	Helper     string            `json:"helper"`
	Behalf     *Behalf           `json:"behalf"`
	Advice     []Advice          `json:"advice"`
	Priority   *Priority         `json:"priority"`
	HomeVisit  *HomeVisit        `json:"home_visit"`
	Decided    []village.Decided `json:"decided"`
}

// fileBody says which pieces of a sealed record are one file.
type fileBody struct {
	Material string `json:"material"`
	Type     string `json:"type"`
	Bytes    int64  `json:"bytes"`
	SHA256   []byte `json:"sha256"`
	First    int    `json:"first"`
	Pieces   int    `json:"pieces"`
}

type delivery struct {
	Mode    string `json:"mode"`
	Address string `json:"address"` // express
	Name    string `json:"name"`    // express: addressee; "" = the applicant
	Phone   string `json:"phone"`   // express; "" = the applicant's
	Payer   string `json:"payer"`   // express; "" = nobody asked
}

// SendTo is where and to whom a result is sent: a page opens it as it opens a name. What is
// empty is the applicant's.
type SendTo struct {
	Address string `json:"address"`
	Name    string `json:"name,omitempty"`
	Phone   string `json:"phone,omitempty"`
	Payer   string `json:"payer,omitempty"` // "receiver", "sender"; "" = nobody asked
}

func (d delivery) sendTo() *SendTo {
	if d.Address == "" {
		return nil
	}
	return &SendTo{shown(d.Address), shown(d.Name), shown(d.Phone), shown(d.Payer)}
}

// What a page can take: a kiosk's own limits lie far below. The record keeps
// everything.
const (
	maxShown      = 500 // characters of a text
	maxShownLines = 100 // entries of a list
)

// shown is s, cut for a page.
func shown[T ~string](s T) T {
	n := 0
	for at := range string(s) {
		if n++; n > maxShown {
			return s[:at]
		}
	}
	return s
}

func shownAll(list []string) []string {
	list = list[:min(len(list), maxShownLines)]
	for i, s := range list {
		list[i] = shown(s)
	}
	return list
}

func shownMaterials(list []Material) []Material {
	list = list[:min(len(list), maxShownLines)]
	for i, m := range list {
		list[i] = Material{Code: shown(m.Code), Name: shown(m.Name), How: shown(m.How), Consent: shown(m.Consent)}
	}
	return list
}

func shownApplicant(a village.Applicant) village.Applicant {
	return village.Applicant{
		Kind: shown(a.Kind), Name: shown(a.Name), IDType: shown(a.IDType), ID: shown(a.ID), Phone: shown(a.Phone), ByCard: a.ByCard,
	}
}

// readCase makes the officer's view of a record. It asks only for what a case
// cannot do without: its id, its short code, an item and a time. A place that
// is named must be one.
func readCase(kiosk seal.KioskID, r village.Record, text []byte) (*Case, error) {
	var b caseBody
	if err := readText(text, &b); err != nil {
		return nil, fmt.Errorf("read a case: %w", err)
	}
	code, err := village.ParseShortCode(b.ShortCode)
	if err != nil {
		return nil, err
	}
	place := village.DivisionCode("")
	if b.Village != "" {
		if place, err = village.ParseDivisionCode(b.Village); err != nil {
			return nil, err
		}
	}
	if b.ID != r.ID || b.Item.Code == "" || b.Item.Name == "" || b.AcceptedAt.IsZero() {
		return nil, errors.New("read a case: id, item or time is missing")
	}
	files, err := b.parts(len(r.Parts))
	if err != nil {
		return nil, err
	}
	return &Case{
		Kiosk: kiosk, ID: r.ID, Seq: r.Seq, ShortCode: code,
		Item: shown(b.Item.Code), ItemName: shown(b.Item.Name), Department: shown(b.Item.Department),
		Village: place, State: village.Received, AcceptedAt: b.AcceptedAt,
		Applicant: shownApplicant(b.Applicant), Delivery: shown(b.Delivery.Mode), SendTo: b.Delivery.sendTo(), Answers: len(b.Form),
		Materials: shownMaterials(b.Materials), Warnings: shownAll(b.Warnings),
		Parts: files, Printed: b.printed(), Helper: shown(b.Helper), Behalf: shownBehalf(b.Behalf), Priority: shownPriority(b.Priority), HomeVisit: shownHome(b.HomeVisit), Decided: shownDecided(b.Decided),
	}, nil
}

// printed is the number on the receipt; what cannot be one is none.
func (b caseBody) printed() village.CaseNumber {
	if _, _, _, ok := b.Number.Parts(); !ok {
		return ""
	}
	return b.Number
}

// parts are the files that a sealed text names, each out of pieces that are
// there.
func (b caseBody) parts(pieces int) ([]Part, error) {
	var list []Part
	for _, f := range b.Files {
		if len(f.SHA256) != sha256.Size || f.First < 1 || f.Pieces < 1 || f.Pieces > pieces || f.First > pieces-f.Pieces+1 || f.Bytes < 0 {
			return nil, errors.New("read a case: a file is not among its pieces")
		}
		list = append(list, Part{
			Material: shown(f.Material), Type: shown(f.Type), SHA256: [32]byte(f.SHA256), Bytes: f.Bytes, First: f.First, Pieces: f.Pieces,
		})
	}
	return list, nil
}
