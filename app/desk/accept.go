package desk

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"bianmin/app/precheck"
	"bianmin/app/seal"
	"bianmin/app/village"
)

// NoticeVersion names the words of both layers of the notice that a person agrees
// to, in all languages. Other words are another version.
const NoticeVersion = "v4"

// CaseBody is what is sealed of a case: everything that was handed in, for the
// county's officers only. Its JSON is also the body of a record of schema 1,
// which earlier releases left in their queues.
type CaseBody struct {
	ID         village.RecordID   `json:"id"`
	ShortCode  village.ShortCode  `json:"short_code"`
	Number     village.CaseNumber `json:"case_number,omitempty"` // as on the receipt
	Item       ItemBody           `json:"item"`
	Catalogue  string             `json:"catalogue"`
	Applicant  village.Applicant  `json:"applicant"`
	Form       map[string]any     `json:"form"`
	Materials  []MaterialBody     `json:"materials"`
	Delivery   DeliveryInput      `json:"delivery"`
	Consent    ConsentBody        `json:"consent"`
	AcceptedAt time.Time          `json:"accepted_at"`
	Village    string             `json:"village"`
	Warnings   []string           `json:"warnings"`
	Files      []FileBody         `json:"files"`
	Helper     string             `json:"helper,omitempty"`   // badge of who helped (帮办)
	Behalf     *BehalfBody        `json:"behalf,omitempty"`   // who handed in instead of the applicant (代办)
	Priority   *PriorityBody      `json:"priority,omitempty"` // 绿色通道
	HomeVisit  *HomeVisitBody     `json:"home_visit,omitempty"`
	Check      *CheckBody         `json:"check,omitempty"` // of an item that asks for papers
	Tolerance  *UndertakingBody   `json:"tolerance,omitempty"`
	Promise    *UndertakingBody   `json:"promise,omitempty"`
	Decided    []village.Decided  `json:"decided,omitempty"` // by itself, beside the papers of Check
	Advice     []AdviceBody       `json:"advice,omitempty"`  // of a request: which doors were named
}

// FileBody says which pieces of the record are one file.
type FileBody struct {
	Material string `json:"material"` // code, or "form." and a field's key
	Type     string `json:"type"`     // media type
	Bytes    int    `json:"bytes"`
	SHA256   []byte `json:"sha256"` // of the file as it was handed in
	First    int    `json:"first"`  // number of its first piece, from 1
	Pieces   int    `json:"pieces"`
}

// ItemBody names the item as it stood in the catalogue of the day.
type ItemBody struct {
	Code       village.ItemCode `json:"code"`
	Name       string           `json:"name"`
	Department string           `json:"department"`
}

// MaterialBody is one material with its name, for the officer. Said is what was
// declared: a paper that has expired stands as missing.
type MaterialBody struct {
	Code  string                `json:"code"`
	Name  string                `json:"name"`
	How   village.MaterialState `json:"how"`
	Said  village.MaterialState `json:"said,omitempty"`
	Until village.Day           `json:"valid_until,omitempty"` // its last day, as declared

	Consent string `json:"consent,omitempty"` // version of the words under which the county may look it up; "" = nobody agreed
}

// CheckBody is what was decided about the papers, each decision with its rule, so that
// the county can make it again.
type CheckBody struct {
	Table     int                 `json:"table"`
	Day       village.Day         `json:"day"`
	Decisions []precheck.Decision `json:"decisions"`
}

// ConsentBody says which notice was agreed to.
type ConsentBody struct {
	Notice string `json:"notice"`
}

// Accept takes an application in (收件): it checks every field, then stores the
// case and its outbox record in one transaction. What it returns may be
// printed: the commit is done. The first wrong field is an [village.Invalid]
// error and nothing is stored; a missing material or a second application of
// the same person only warns.
func (d *Desk) Accept(ctx context.Context, in Application) (Accepted, error) {
	checked, err := d.check(in)
	if err != nil {
		return Accepted{}, err
	}
	if in.Practice {
		return checked.practised(), nil
	}
	if err := d.Ready(); err != nil {
		return Accepted{}, err
	}
	now, trust := d.Now()
	if err := d.longer(checked, now, trust); err != nil {
		return Accepted{}, err
	}
	version, example := d.edition(checked.item)
	id := in.ID
	if id == "" {
		if id, err = d.NewID(); err != nil {
			return Accepted{}, village.Failed("name the case", err)
		}
	}
	c := village.Case{
		ID: id, Item: checked.item.Code, Catalogue: version, State: village.Received,
		AcceptedAt: now.Truncate(time.Second), TimeTrust: trust, Materials: checked.handedIn(),
		Village: d.Village(), Machine: d.Machine, Example: example, Behalf: checked.agent != nil, Entrust: checked.agent.entrustment(), Helper: in.Helper, Print: in.Print,
	}
	if d.Centre != nil {
		c.Centre = d.Centre()
	}
	warnings, err := d.hint(ctx, &c, checked)
	if err != nil {
		return Accepted{}, err
	}
	if c, err = d.save(ctx, c, checked, warnings); err != nil {
		return Accepted{}, once(in.ID, err)
	}
	return Accepted{
		ID: c.ID, CaseNumber: onReceipt(c.Number), ShortCode: c.ShortCode, State: c.State, AcceptedAt: c.AcceptedAt.In(village.Zone).Format(time.RFC3339),
		QR: c.QR, Missing: missing(checked.item, c.Materials), Warnings: warnings, Case: c,
	}, nil
}

// onReceipt is a number as an answer says it: null for none.
func onReceipt(n village.CaseNumber) *village.CaseNumber {
	if n == "" {
		return nil
	}
	return &n
}

// edition is the package that it was taken from. Requests come with the program
// and are never an example.
func (d *Desk) edition(it village.ServiceItem) (version string, example bool) {
	if it.Code.IsRequest() {
		return it.Version, false
	}
	return d.Edition()
}

// once says of a turn whose record is there already that it was taken in: it must
// not look as if nothing had been.
func once(id village.RecordID, err error) error {
	if id == "" || village.KindOf(err) != village.Conflict || taken(err) {
		return err
	}
	return &village.Error{Kind: village.Conflict, Key: "err.case.taken", Err: err}
}

// tries bounds the search for a free short code. With 3.4 billion codes the
// second try is already rare; ten in a row mean a broken source of chance.
const tries = 10

// save draws short codes until one is free, with the next number, and commits.
func (d *Desk) save(ctx context.Context, c village.Case, in checked, warnings []Warning) (village.Case, error) {
	for range tries {
		d.chance.Lock()
		c.ShortCode = village.NewShortCode(d.Rand)
		d.chance.Unlock()
		var err error
		if c.Number, err = d.number(ctx, c, in); err != nil {
			return village.Case{}, err
		}
		record, err := d.record(&c, in, warnings)
		if err != nil {
			return village.Case{}, err
		}
		saved, err := d.Store.SaveCase(ctx, c, record, d.Seal)
		if taken(err) {
			continue
		}
		return saved, err
	}
	return village.Case{}, &village.Error{Kind: village.Internal, Err: errors.New("no free short code")}
}

// taken reports whether another try with another code or number may help.
func taken(err error) bool {
	e, ok := errors.AsType[*village.Error](err)
	return ok && e.Kind == village.Conflict && (e.Field == "short_code" || e.Field == "number")
}

// number is the official number of c, when the county has leased one. A clock that
// was moved up to a moment known to be past says no day, and a machine that may have
// forgotten numbers prints none.
func (d *Desk) number(ctx context.Context, c village.Case, in checked) (village.CaseNumber, error) {
	if c.Item == village.BookWindow {
		return d.seat(ctx, in)
	}
	if !c.Item.Official() || c.TimeTrust == village.TimeFloor {
		return "", nil
	}
	if d.Numbers != nil && !d.Numbers(ctx) {
		return "", nil
	}
	return d.Store.NextNumber(ctx, c.Item, village.DayOf(c.AcceptedAt))
}

// record makes the outbox record of c, sealed for the county, and fills in what
// c says of it.
func (d *Desk) record(c *village.Case, in checked, warnings []Warning) (village.Record, error) {
	if len(in.parts) > village.MaxFiles {
		return village.Record{}, village.Refuse("materials", "err.record.parts")
	}
	body := CaseBody{
		ID: c.ID, ShortCode: c.ShortCode, Number: c.Number, Catalogue: c.Catalogue, Applicant: in.applicant, Form: in.form,
		Item:      ItemBody{Code: in.item.Code, Name: in.item.Name, Department: in.item.Department},
		Materials: in.materials, Delivery: in.delivery, Consent: ConsentBody{Notice: NoticeVersion},
		AcceptedAt: c.AcceptedAt, Village: string(c.Village), Warnings: []string{}, Helper: c.Helper, Behalf: in.agent, Priority: in.priority, HomeVisit: in.home, Check: in.decisions(),
		Tolerance: in.tolerance, Promise: in.promise, Decided: in.decided(*c, warnings), Advice: in.advice,
	}
	for _, w := range warnings {
		body.Warnings = append(body.Warnings, w.Key)
	}
	var pieces [][]byte
	body.Files, pieces = cutFiles(in.parts)
	clear := seal.Clear{
		Village: c.Village, Item: c.Item, Number: c.Number, Form: c.Catalogue, ShortCode: c.ShortCode, AcceptedMS: c.AcceptedAt.UnixMilli(),
	}
	for _, m := range c.Materials {
		clear.Materials = append(clear.Materials, seal.ClearMaterial{Code: m.Code, How: m.How})
	}
	r := village.Record{ID: c.ID, Kind: c.Item.Kind(), CreatedAt: c.AcceptedAt, TimeTrust: c.TimeTrust, KeepDays: in.keepDays()}
	if err := d.seal(&r, clear, body, pieces); err != nil {
		return village.Record{}, err
	}
	c.Digest = r.Digest
	return r, r.CheckSize()
}

// cutFiles are the pieces of files, and which of them are which.
func cutFiles(parts []village.Part) (files []FileBody, pieces [][]byte) {
	files = []FileBody{}
	for _, f := range parts {
		cut := seal.Pieces(f.Data)
		files = append(files, FileBody{
			Material: f.Material, Type: f.Type, Bytes: len(f.Data), SHA256: f.SHA256, First: len(pieces) + 1, Pieces: len(cut),
		})
		pieces = append(pieces, cut...)
	}
	return files, pieces
}

// keepDays is how long the papers may stay here once a backup of the county holds
// them. They are sealed as one, so the field that may stay for the shortest time
// decides.
func (in checked) keepDays() int {
	days := village.MaxRetentionDays
	for _, f := range in.item.Fields {
		if _, given := in.form[f.Key]; given || village.AsksApplicant(f.Key) {
			days = min(days, f.RetentionDays)
		}
	}
	return days
}

// hint sets c's tag and warns when the same seems to have been handed in today. The tag keeps 20 bits under a key that is held in memory and
// changes daily: a hint for the person, worth nothing to a thief.
func (d *Desk) hint(ctx context.Context, c *village.Case, in checked) ([]Warning, error) {
	c.TagDay = c.AcceptedAt.In(village.Zone).Format(time.DateOnly)
	key, err := d.TagKey(c.TagDay)
	if err != nil {
		return nil, village.Failed("read the key of the day", err)
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(string(c.Item) + "\x00" + in.same()))
	c.Tag = binary.BigEndian.Uint32(mac.Sum(nil)) >> 12
	seen, err := d.Store.TagSeen(ctx, c.Tag, c.TagDay)
	if err != nil || !seen {
		return in.warnings, err
	}
	return append(in.warnings, Warning{Key: againKey(*c)}), nil
}

// same is what two applications for one item have in common that are one: the
// person, and of a request the place with the phone, or with the words when nobody
// is named.
func (in checked) same() string {
	if !in.item.Code.IsRequest() {
		return string(in.applicant.IDType) + "\x00" + in.applicant.ID
	}
	who, named := in.form[village.TicketPhone].(string)
	if !named {
		who = fmt.Sprint(in.form[village.TicketContent])
	}
	return fmt.Sprint(in.form[village.TicketPlace]) + "\x00" + who
}

// missing are the codes of required materials that are not there.
func missing(it village.ServiceItem, handed []village.HandedIn) []string {
	codes := []string{}
	for _, h := range handed {
		m, _ := it.Material(h.Code)
		if m.Necessity == village.Required && (h.How == village.Missing || h.How == village.Later) {
			codes = append(codes, h.Code)
		}
	}
	return codes
}
