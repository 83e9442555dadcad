package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// SupplementInput are papers that the county asked for (补正), or that were to follow
// (容缺补交), as handed in with the code of the case. Its JSON form is that of docs/intake.schema.json.
type SupplementInput struct {
	ID        village.RecordID `json:"-"` // as of [Application]
	Code      string           `json:"code"`
	Materials []MaterialInput  `json:"materials"`
	Coming
}

// WithdrawInput takes an application back (撤回). Who holds the paper may have found
// it: the county compares the last four before it counts.
type WithdrawInput struct {
	ID       village.RecordID `json:"-"` // as of [Application]
	Code     string           `json:"code"`
	LastFour string           `json:"last_four"` // of the applicant's document; of the phone, for organisations
	Coming
}

// FollowUpBody is what is sealed of a follow-up.
type FollowUpBody struct {
	ID        village.RecordID   `json:"id"`
	Case      village.RecordID   `json:"case"`
	Kiosk     string             `json:"kiosk"` // that took the case in
	ShortCode village.ShortCode  `json:"short_code"`
	Item      ItemBody           `json:"item"`
	Catalogue string             `json:"catalogue"`
	Verb      village.FollowVerb `json:"verb"`
	Number    village.CaseNumber `json:"case_number,omitempty"` // of a move: the appointment from then on
	Left      village.CaseNumber `json:"left_number,omitempty"` // the seat that the machine has again
	Materials []MaterialBody     `json:"materials"`
	LastFour  string             `json:"last_four,omitempty"`
	Solved    *bool              `json:"solved,omitempty"`  // of a survey
	Pleased   *bool              `json:"pleased,omitempty"` // the same
	FiledAt   time.Time          `json:"filed_at"`
	Village   string             `json:"village"`
	Files     []FileBody         `json:"files"`
	ComingBody
}

// FollowedUp is what the person gets for a follow-up, and the JSON answer of
// `bianmin supplement` and `bianmin withdraw`.
type FollowedUp struct {
	ID        village.RecordID   `json:"id"`
	ShortCode village.ShortCode  `json:"short_code"`
	Verb      village.FollowVerb `json:"verb"`
	State     string             `json:"state"`                 // "received": the county has not looked at it
	FiledAt   string             `json:"filed_at"`              // RFC 3339
	QR        string             `json:"qr"`                    // exact text of the slip's QR code
	Missing   []string           `json:"missing"`               // codes that the county asked for and that are still to come
	Number    village.CaseNumber `json:"case_number,omitempty"` // of a move: the appointment from now on
	Copy      village.Copy       `json:"copy,omitempty"`
	FollowUp  village.FollowUp   `json:"-"`
}

// Asked are the codes of the papers that the county asked for last; none when it
// waits for none.
func (s Status) Asked() []string {
	if n := len(s.Steps); n > 0 && s.Steps[n-1].State == village.SupplementAsked {
		return s.Steps[n-1].Materials
	}
	return nil
}

// wanted are the codes of the papers that verb can bring.
func (s Status) wanted(verb village.FollowVerb) (codes []string) {
	if verb != village.MakeUp {
		return s.Asked()
	}
	for _, h := range s.Case.Materials {
		if h.How == village.Deferred || h.How == village.Later {
			codes = append(codes, h.Code)
		}
	}
	return append(codes, s.notFound()...)
}

// Left are those of [Status.Asked] that nobody has handed in here since.
func (s Status) Left() []string { return s.leftOf(village.Supplement) }

// ToFollow are the codes of the papers that were to follow and are not here yet.
func (s Status) ToFollow() []string { return s.leftOf(village.MakeUp) }

func (s Status) leftOf(verb village.FollowVerb) []string {
	return slices.DeleteFunc(slices.Clone(s.wanted(verb)), func(code string) bool { return s.brought(code, verb) })
}

// Brought reports whether a paper was handed in here later, as whatever.
func (s Status) Brought(code string) bool { return s.brought(code, village.Supplement, village.MakeUp) }

func (s Status) brought(code string, verbs ...village.FollowVerb) bool {
	return slices.ContainsFunc(s.FollowUps, func(f village.FollowUpAt) bool {
		return slices.Contains(verbs, f.Verb) && slices.ContainsFunc(f.Materials, func(h village.HandedIn) bool { return h.Code == code })
	})
}

// Names are the names of papers of the item; a code that it does not know is shown
// as it is.
func (s Status) Names(codes []string) (names []string) {
	for _, code := range codes {
		name := code
		if m, ok := s.Item.Material(code); ok {
			name = m.Name
		}
		names = append(names, name)
	}
	return names
}

// next is the number of the next follow-up; one that a restore did not find leaves a gap.
func (s Status) next() int {
	n := 0
	for _, f := range s.FollowUps {
		n = max(n, f.Nth)
	}
	return n + 1
}

// TakenBack reports whether a withdrawal was handed in here that may still count.
func (s Status) TakenBack() bool {
	return slices.ContainsFunc(s.FollowUps, func(f village.FollowUpAt) bool {
		return f.Verb == village.Withdraw && (f.Outcome.State == "" || f.Outcome.State == village.OutcomeTaken)
	})
}

// GivenBack reports whether an appointment was cancelled with its paper: that is done at the
// machine, nobody has to agree, and its time is another's.
func (s Status) GivenBack() bool { return s.Case.Item == village.BookWindow && s.TakenBack() }

// Stands is where the case stands for whoever reads it: as the county told, but for an
// appointment that was given back here.
func (s Status) Stands() village.CaseState {
	if s.GivenBack() {
		return village.Withdrawn
	}
	return s.Case.State
}

// May says why verb is not possible with the paper now, as far as this machine
// knows; the error is a [village.Conflict] at "code".
func (s Status) May(verb village.FollowVerb) error {
	key := ""
	switch {
	case verb == village.Survey:
		key = s.unsurveyed()
	case s.Case.Item == village.BookWindow:
		key = s.mayChange(verb)
	case s.Case.Item.IsRequest() || verb == village.Move:
		key = "err.follow.request"
	case verb == village.Collect:
		key = s.uncollected()
	case s.TakenBack():
		key = "err.follow.withdrawn"
	case verb == village.Supplement && len(s.Asked()) == 0:
		key = "err.follow.not_asked"
	case verb == village.Supplement && len(s.Left()) == 0:
		key = "err.follow.all_there"
	case verb == village.MakeUp && len(s.wanted(verb)) == 0:
		key = "err.follow.none_follows"
	case verb == village.MakeUp && len(s.ToFollow()) == 0:
		key = "err.follow.all_there"
	case verb == village.MakeUp && !open(s.Case.State):
		key = "err.follow.decided"
	case verb == village.Withdraw && !open(s.Case.State):
		key = "err.follow.over"
	}
	if key == "" {
		return nil
	}
	return &village.Error{Kind: village.Conflict, Field: "code", Key: key}
}

// open reports whether an application in that state can be taken back: it is not
// decided.
func open(state village.CaseState) bool {
	switch state {
	case village.Received, village.SupplementAsked, village.CaseAccepted, village.UnderReview, village.Extended, village.Paused:
		return true
	}
	return false
}

// Supplement takes papers in that the county asked for, by the rules of
// [Desk.Accept]. The errors are those of [Desk.Status] and [Status.May];
// [village.Invalid] at "materials".
func (d *Desk) Supplement(ctx context.Context, in SupplementInput) (FollowedUp, error) {
	return d.bring(ctx, in, village.Supplement)
}

// MakeUp takes papers in that were to follow (容缺补交), whether the county has accepted
// the case or not. The errors are those of [Desk.Supplement].
func (d *Desk) MakeUp(ctx context.Context, in SupplementInput) (FollowedUp, error) {
	return d.bring(ctx, in, village.MakeUp)
}

func (d *Desk) bring(ctx context.Context, in SupplementInput, verb village.FollowVerb) (FollowedUp, error) {
	status, err := d.may(ctx, in.Code, verb)
	if err != nil {
		return FollowedUp{}, err
	}
	materials, err := supplied(status, verb, in.Materials)
	if err != nil {
		return FollowedUp{}, err
	}
	who, letter, err := d.comes(status, verb, in.Coming)
	if err != nil {
		return FollowedUp{}, err
	}
	return d.follow(ctx, status, in.ID, FollowUpBody{Verb: verb, Materials: materials, ComingBody: who}, append(fileParts(in.Materials), letter...))
}

// Withdraw asks the county to take an application back. It counts when the county
// finds that the last four are the applicant's. The errors are those of
// [Desk.Status] and [Status.May]; [village.Invalid] at "last_four".
//
// An appointment goes back by its paper alone, and its seat is free here at once: who
// finds a paper could keep the appointment as well.
func (d *Desk) Withdraw(ctx context.Context, in WithdrawInput) (FollowedUp, error) {
	status, err := d.may(ctx, in.Code, village.Withdraw)
	if err != nil {
		return FollowedUp{}, err
	}
	who, letter, err := d.comes(status, village.Withdraw, in.Coming)
	if err != nil {
		return FollowedUp{}, err
	}
	if status.Case.Item == village.BookWindow {
		if in.LastFour != "" {
			return FollowedUp{}, village.Refuse("last_four", "err.follow.no_four")
		}
		return d.follow(ctx, status, in.ID, FollowUpBody{Verb: village.Withdraw, Materials: []MaterialBody{}, Left: status.Case.Number, ComingBody: who}, letter)
	}
	four := strings.ToUpper(strings.TrimSpace(in.LastFour))
	if len(four) != 4 || village.LastFour(four) == "" {
		return FollowedUp{}, village.Refuse("last_four", "err.follow.last_four")
	}
	return d.follow(ctx, status, in.ID, FollowUpBody{Verb: village.Withdraw, Materials: []MaterialBody{}, LastFour: four, ComingBody: who}, letter)
}

func (d *Desk) may(ctx context.Context, code string, verb village.FollowVerb) (Status, error) {
	status, err := d.Status(ctx, code)
	if err == nil {
		err = status.May(verb)
	}
	return status, err
}

// supplied says what became of each paper; one that nobody asked for, or that is
// there already, is refused.
func supplied(s Status, verb village.FollowVerb, in []MaterialInput) ([]MaterialBody, error) {
	if len(in) == 0 {
		return nil, village.Refuse("materials", "err.follow.nothing")
	}
	left := s.leftOf(verb)
	var list []MaterialBody
	for i, m := range in {
		at := func(err error) error { return village.At(fmt.Sprintf("materials[%d]", i), err) }
		switch {
		case !slices.Contains(s.wanted(verb), m.Code):
			return nil, at(village.Refuse("code", "err.follow.material"))
		case !slices.Contains(left, m.Code):
			return nil, at(village.Refuse("code", "err.follow.material_there"))
		case m.Declared == village.Later:
			return nil, at(village.Refuse("declared", "err.follow.later"))
		}
		how, err := checkMaterial(s.Item, m)
		if err != nil {
			return nil, at(err)
		}
		body := MaterialBody{Code: m.Code, Name: m.Code, How: how}
		if known, ok := s.Item.Material(m.Code); ok {
			body.Name = known.Name
		}
		j := slices.IndexFunc(list, func(b MaterialBody) bool { return b.Code == m.Code })
		switch {
		case j < 0:
			list = append(list, body)
		case how != village.Photographed || list[j].How != how: // only pictures come in several
			return nil, at(village.Refuse("code", "err.material.twice"))
		}
	}
	return list, nil
}

// follow seals and stores a follow-up of the case of status.
func (d *Desk) follow(ctx context.Context, status Status, id village.RecordID, body FollowUpBody, parts []village.Part) (FollowedUp, error) {
	if err := d.Ready(); err != nil {
		return FollowedUp{}, err
	}
	if len(parts) > village.MaxFiles {
		return FollowedUp{}, village.Refuse("materials", "err.record.parts")
	}
	if id == "" {
		var err error
		if id, err = d.NewID(); err != nil {
			return FollowedUp{}, village.Failed("name the follow-up", err)
		}
	}
	now, trust := d.Now()
	f := village.FollowUp{
		ID: id, Of: status.Case.ID, Machine: status.Case.Machine, Code: status.Case.ShortCode, Item: status.Case.Item, Verb: body.Verb,
		Nth: status.next(), FiledAt: now.Truncate(time.Second), TimeTrust: trust, Village: d.Village(), Number: body.Number, Left: body.Left, Helper: body.Helper,
	}
	for _, m := range body.Materials {
		f.Materials = append(f.Materials, village.HandedIn{Code: m.Code, How: m.How})
	}
	record, err := d.followRecord(&f, status, body, parts)
	if err != nil {
		return FollowedUp{}, err
	}
	saved, err := d.Store.SaveFollowUp(ctx, f, record, d.Seal)
	if err != nil {
		return FollowedUp{}, notFollowed(err)
	}
	status.FollowUps = append(slices.Clone(status.FollowUps), village.FollowUpAt{FollowUp: saved, Record: village.RecordLocal})
	return FollowedUp{
		ID: saved.ID, ShortCode: saved.Code, Verb: saved.Verb, State: "received", FiledAt: saved.FiledAt.In(village.Zone).Format(time.RFC3339),
		QR: saved.QR, Missing: append([]string{}, status.leftOf(saved.Verb)...), FollowUp: saved, Number: saved.Number,
	}, nil
}

// notFollowed says why a follow-up could not be stored; another seat may help, as of
// [Desk.save].
func notFollowed(err error) error {
	if village.KindOf(err) != village.Conflict || taken(err) {
		return err
	}
	key := "err.follow.meanwhile"
	if e, ok := errors.AsType[*village.Error](err); ok && e.Field == "" { // the record is there already
		key = "err.case.taken"
	}
	return &village.Error{Kind: village.Conflict, Field: "code", Key: key, Err: err}
}

// followRecord makes the outbox record of f, sealed for the county, and fills in
// what f says of it.
func (d *Desk) followRecord(f *village.FollowUp, status Status, body FollowUpBody, parts []village.Part) (village.Record, error) {
	item := status.Item
	body.ID, body.Case, body.Kiosk, body.ShortCode, body.Catalogue = f.ID, f.Of, f.Machine, f.Code, status.Case.Catalogue
	body.Item = ItemBody{Code: item.Code, Name: item.Name, Department: item.Department}
	body.FiledAt, body.Village = f.FiledAt, string(f.Village)
	var pieces [][]byte
	body.Files, pieces = cutFiles(parts)
	clear := seal.Clear{
		Village: f.Village, Item: f.Item, Number: f.Number, Form: status.Case.Catalogue, ShortCode: f.Code, AcceptedMS: f.FiledAt.UnixMilli(),
	}
	for _, m := range f.Materials {
		clear.Materials = append(clear.Materials, seal.ClearMaterial{Code: m.Code, How: m.How})
	}
	r := village.Record{
		ID: f.ID, Kind: village.RecordFollowUp, CreatedAt: f.FiledAt, TimeTrust: f.TimeTrust, KeepDays: checked{item: item}.keepDays(),
	}
	if err := d.seal(&r, clear, body, pieces); err != nil {
		return village.Record{}, err
	}
	f.Digest = r.Digest
	return r, r.CheckSize()
}
