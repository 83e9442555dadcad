package flow

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"

	"bianmin/app/desk"
	"bianmin/app/village"
)

// keeping is how far the turn is kept as a draft.
type keeping struct {
	id      village.RecordID // "" while nothing is asked, or nothing may be kept
	edition string           // of the item
	saved   desk.Draft
	saving  bool
}

// waiting is what the home page may say of drafts.
func (k *Kiosk) waiting() Waiting {
	if k.Drafts == nil {
		return Waiting{}
	}
	o := k.Drafts.Offer()
	w := Waiting{Left: o.Left}
	if o.ID != "" {
		if it, ok := k.Item(o.Item); ok {
			w.Item, w.At = it.Name, o.At
		}
	}
	return w
}

// begin names the turn, so that it can be kept and is handed in once. A request is
// not kept: it has no number by which its owner could prove to be it.
func (t *Turn) begin() {
	if t.kiosk.Drafts != nil && !t.Practice.On && t.draft.id == "" && !t.Form.item.Code.IsRequest() {
		t.draft = keeping{id: t.kiosk.Drafts.Begin(), edition: edition(t.Form.item)}
	}
}

// end destroys what is kept of the turn, beside the page: nobody waits for it.
func (t *Turn) end() {
	id := t.draft.id
	t.draft = keeping{}
	if id != "" {
		t.kiosk.Run(func() { t.kiosk.dropDraft(id) }, func() {})
	}
}

func (k *Kiosk) dropDraft(id village.RecordID) {
	if err := k.Drafts.Drop(id); err != nil && k.Trouble != nil {
		k.Trouble("destroy a draft", err)
	}
}

// keep saves the turn when it has changed since the last second: a crash takes
// no more than that, and no key waits for it.
func (t *Turn) keep() {
	if t.draft.id == "" || t.draft.saving || t.Busy() {
		return
	}
	d := t.snapshot()
	if reflect.DeepEqual(d, t.draft.saved) {
		return
	}
	t.draft.saving = true
	var err error
	t.run(func() { err = t.kiosk.Drafts.Save(d) }, func() {
		if t.draft.id != d.ID {
			return
		}
		t.draft.saving, t.draft.saved = false, d // what failed is tried again with the next change
		if err != nil && t.kiosk.Trouble != nil {
			t.kiosk.Trouble("keep a draft", err)
		}
	})
}

// snapshot is the turn as it stands, without pictures: it is made every second.
func (t *Turn) snapshot() desk.Draft {
	d := desk.Draft{
		ID: t.draft.id, Item: t.Form.item.Code, Edition: t.draft.edition, Applicant: t.Form.applicant(), Answers: maps.Clone(t.Form.typed),
		Papers: t.Materials.answers(), Consent: t.Notice.Consent, Mode: t.Confirm.Mode, Signature: slices.Clone(t.Confirm.Signature),
		Page: string(t.working()),
	}
	for _, field := range []string{FieldName, FieldID, FieldPhone, FieldIDType} {
		delete(d.Answers, field)
	}
	if t.Form.correcting {
		d.Page = string(RouteConfirm)
	}
	if d.Page == string(RouteConfirm) && (t.Tolerance.signed() != nil || t.Promise.signed() != nil) {
		d.Page = string(RouteMaterials) // no draft holds what was signed there: it is read and signed again
	}
	if d.Page == string(RouteForm) {
		d.Field = t.Form.Question().Field
	}
	return d
}

// working is the page of the application that is shown, or that is below.
func (t *Turn) working() Route {
	for _, r := range slices.Backward(append(slices.Clone(t.stack), t.route)) {
		if r == RouteForm || r == RouteMaterials || r == RouteConfirm {
			return r
		}
	}
	return RouteNotice
}

// edition changes when anything that the catalogue says of an item changes, or the
// words that are agreed to do: nobody goes on under words that he did not agree to.
func edition(it village.ServiceItem) string {
	raw, err := json.Marshal(it)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(append(raw, desk.NoticeVersion+desk.LicenceVersion...))
	return hex.EncodeToString(sum[:8])
}

// CanLeave reports whether the person could come back to this turn: the machine
// keeps drafts, and what the owner is known by was typed.
func (t *Turn) CanLeave() bool {
	return t.draft.id != "" && desk.Draft{Applicant: t.Form.applicant()}.CanLeave(t.kiosk.Now())
}

// LeaveForNow asks whether the person wants to go on later.
func (t *Turn) LeaveForNow() {
	if t.CanLeave() && !t.Busy() {
		t.Leave.open(t.Form.item)
		t.show(RouteLeave)
	}
}

// left ends the turn on the screen; the draft waits for its owner.
func (t *Turn) left() {
	t.draft = keeping{}
	t.person++
	for _, p := range []interface{ wipe() }{t.Search, t.Guide, t.Form, t.Materials, t.Precheck, t.Tolerance, t.Promise, t.Confirm, t.Notice, t.Resume} {
		p.wipe()
	}
	t.stack = nil
	t.moved(RouteLeave)
}

// resume goes on with a draft whose owner has proved it. An item that is not in
// the catalogue any more cannot be gone on with: false, and the draft is gone.
func (t *Turn) resume(d desk.Draft) bool {
	it, ok := t.kiosk.Item(d.Item)
	if !ok {
		t.kiosk.Run(func() { t.kiosk.dropDraft(d.ID) }, func() {})
		return false
	}
	t.Resume.wipe()
	if t.Helper.Acting() == "" { // nobody is there to sign in for who came along: it goes on as any application
		d.Answers = maps.Clone(d.Answers)
		maps.DeleteFunc(d.Answers, func(field, _ string) bool { return strings.HasPrefix(field, FieldVisit) })
	}
	t.draft = keeping{id: d.ID, edition: edition(it)}
	t.Guide.open(it)
	t.Notice.open(it)
	t.Form.open(it)
	lost := t.Form.restore(d)
	t.Materials.open(it)
	t.Materials.restore(d.Papers)
	t.Confirm.open(it, t.Form.AtHome())
	way := []Route{RouteHome, RouteGuide, RouteNotice, RouteForm, RouteMaterials, RouteConfirm}
	at := slices.Index(way, Route(d.Page))
	if at < 0 || d.Edition != t.draft.edition {
		at = slices.Index(way, RouteNotice) // other questions than those agreed to
	} else {
		t.Notice.Consent = d.Consent
		t.Confirm.restore(d)
	}
	if papers := slices.Index(way, RouteMaterials); at > papers && t.Materials.Open() > 0 {
		at = papers // a picture is in no draft: the paper is asked for again
	}
	if form := slices.Index(way, RouteForm); at > form && t.Form.lacking() >= 0 {
		at, t.Form.At = form, min(t.Form.At, t.Form.lacking())
	} else if at > form && lost {
		at = form
	}
	t.stack, t.route = slices.Clone(way[:at-1]), way[at-1]
	t.show(way[at])
	return true
}

// restore answers the questions as d does; those that are asked no more are
// dropped. A picture is in no draft: lost reports whether one is to be taken again, and
// the form stands at its question then, or before it.
func (f *Form) restore(d desk.Draft) (lost bool) {
	if d.Applicant.Kind != f.kind && f.kind == village.Organisation {
		f.kind = village.Person
	}
	f.document = d.Applicant.IDType
	if d.Answers[FieldBehalf] == answerYes {
		f.act()
	}
	if class := d.Answers[FieldPriority]; class != "" {
		f.typed[FieldPriority] = class
	}
	if d.Answers[FieldVisit] == answerYes {
		f.come()
	}
	if about := d.Answers[FieldAbout]; about != "" {
		f.about(about)
	}
	f.asked = f.questions(f.item)
	if d.Answers[FieldAddress] != "" {
		f.asked = append(f.asked, f.addressQuestions()...)
	}
	answers := maps.Clone(d.Answers)
	if answers == nil {
		answers = map[string]string{}
	}
	delete(answers, FieldVisitSecond) // signs in again
	answers[FieldName], answers[FieldID], answers[FieldPhone] = d.Applicant.Name, d.Applicant.ID, d.Applicant.Phone
	for asked := -1; asked < len(f.asked); f.reask() { // an answer may bring up other questions
		asked = len(f.asked)
		for _, q := range f.asked {
			if text := answers[q.Field]; text != "" {
				f.typed[q.Field] = text
			}
		}
	}
	f.At = max(0, slices.IndexFunc(f.asked, func(q Question) bool { return q.Field == d.Field }))
	if d.Page != string(RouteForm) {
		f.At = len(f.asked) - 1 // back from the next page leads to the last question
	}
	return f.retakes()
}

func (m *Materials) answers() map[string]village.MaterialState {
	how := map[string]village.MaterialState{}
	for _, p := range m.Rows {
		if p.How != "" && p.How != village.Photographed { // a draft holds no picture
			how[p.Material.Code] = p.How
		}
	}
	return how
}

func (m *Materials) restore(how map[string]village.MaterialState) {
	for i, p := range m.Rows {
		if answer := how[p.Material.Code]; slices.Contains(p.Options, answer) {
			m.Rows[i].How = answer
		}
	}
}

func (c *Confirm) restore(d desk.Draft) {
	if slices.Contains(c.Modes, d.Mode) {
		c.Mode = d.Mode
	}
	c.Signature = d.Signature
}
