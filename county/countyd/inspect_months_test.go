package main

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/seal"
	"bianmin/app/token"
	"bianmin/app/village"
	"bianmin/assets/lang"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/storage/county"
)

// months is a county of several months, with a clock that the test sets.
type months struct {
	t       *testing.T
	w       *world
	out     bytes.Buffer
	clock   time.Time
	address string
	kiosk   seal.KioskID
	records []village.Record
	db      *county.DB
	n       *office.Inspectorate

	evidence string // folder of reports of looks at sites
}

const (
	centreA village.DivisionCode = countytest.InspectedCentre
	centreB village.DivisionCode = "445203104203"
	centreC village.DivisionCode = "445203104204"
	centreD village.DivisionCode = "445203104205"
)

func newMonths(t *testing.T) *months {
	t.Helper()
	text, err := lang.Load(lang.Default)
	if err != nil {
		t.Fatal(err)
	}
	m := &months{t: t, evidence: t.TempDir(), clock: day("2025-01-02"), address: "sqlite:" + filepath.Join(t.TempDir(), "county.db"), kiosk: countytest.Identity(1).ID}
	m.w = &world{ctx: t.Context(), stdout: &m.out, stderr: os.Stderr, now: func() time.Time { return m.clock }, random: rand.Reader, text: text}
	m.db, err = county.Open(t.Context(), m.address, m.w.now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = m.db.Close() })
	if _, err = (secrets{}).open(m.w, m.db, m.address); err == nil {
		m.n, err = inspectorate(m.w, m.db)
	}
	if err == nil {
		err = m.db.KeepSigner(t.Context(), countytest.Issuer().Public())
	}
	if err != nil {
		t.Fatal(err)
	}
	for n, centre := range []village.DivisionCode{centreA, centreB} {
		selector, own := "AAA"+string(rune('A'+n)), countytest.Identity(byte(1+n))
		err := m.db.AddEnrolment(t.Context(), office.Enrolment{Selector: selector, Salt: []byte{1}, Hash: []byte{2}, Village: centre, ExpiresAt: day("2027-01-01")})
		if err == nil {
			err = m.db.Register(t.Context(), selector, office.Kiosk{ID: own.ID, PublicKey: own.Public(), Village: centre, EnrolledAt: m.clock})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return m
}

// proof is what the machine of [centreB] answers to that of the inspector.
func (m *months) proof() string {
	m.t.Helper()
	at := inspect.Stamped{At: m.clock, Trust: village.TimeSynced, By: countytest.Identity(1)}
	challenge := must(inspect.Challenge("2026-03", make([]byte, 16), at))(m.t)
	at.By = countytest.Identity(2)
	return inspect.Proof(challenge, must(inspect.Answer(challenge, centreB, at))(m.t))
}

// day is ten o'clock of a day.
func day(text string) time.Time {
	d, err := time.ParseInLocation(time.DateOnly, text, village.Zone)
	if err != nil {
		panic(err)
	}
	return d.Add(10 * time.Hour)
}

// paper is a code of the county that is good on the day.
func (m *months) paper(k token.Token) string {
	m.t.Helper()
	k.First = day(string(village.DayOf(m.clock))).Add(-10 * time.Hour)
	k.Last = k.First
	text, err := token.Encode(k, countytest.Issuer())
	if err != nil {
		m.t.Fatal(err)
	}
	return text
}

// visited is a visit of a test.
type visited struct {
	day       string
	centre    village.DivisionCode
	source    inspect.Source
	inspector string // "" = I-3
	duty      string // badge; "" = not told
	found     string // rules with how often, as "run.fault:2 sign.door"
}

// visit hands a visit over, opens it and returns its orders by rule.
func (m *months) visit(v visited) map[inspect.RuleID]string {
	m.t.Helper()
	m.clock = day(v.day)
	who := v.inspector
	if who == "" {
		who = "I-3"
	}
	seq := int64(len(m.records) + 1)
	r := countytest.Inspection(seq, func(r *inspect.Record) {
		r.Centre, r.VisitedAt, r.Source, r.Village, r.Machine = v.centre, m.clock, v.source, centreA, string(m.kiosk)
		r.Order = m.paper(token.Token{Kind: token.DayOrder, Number: "2026-03", Role: who, Places: []village.DivisionCode{v.centre}})
		r.Inspector = m.paper(token.Token{Kind: token.Badge, Number: who, Role: "inspector"})
		r.Duty = inspect.Duty{Answer: inspect.Signed, Name: "林小梅"}
		if v.duty != "" {
			r.Duty.Badge = m.paper(token.Token{Kind: token.Badge, Number: v.duty, Role: "assistant", Places: []village.DivisionCode{v.centre}})
		}
		switch r.Presence = (inspect.Presence{Kind: inspect.Unproved}); v.centre {
		case centreB:
			r.Presence = inspect.Presence{Kind: inspect.Proved, Proof: m.proof(), Trusted: true}
		case centreA:
			r.Presence.Kind, r.Presence.Trusted = inspect.OnMachine, true
			r.Facts = &inspect.Facts{Machine: string(m.kiosk), From: "2026-01-01", To: "2026-01-30", Opening: []inspect.OpenDay{{Day: "2026-01-05", First: "08:31", Last: "17:02", Acts: 4}}, Cases: 12, Rated: 10}
		}
		r.Findings = m.findings(v)
		for i, of := range []string{inspect.OfSignature, string(r.Findings[0].Rule)} {
			r.Files = append(r.Files, inspect.File{Of: of, Type: "image/png", Bytes: 5, SHA256: sumText(fmt.Sprint(of, seq)), First: 1 + i, Pieces: 1})
		}
	}, nil)
	for i, of := range []string{inspect.OfSignature, "photo"} {
		r.Parts = append(r.Parts, village.Part{Material: of, Type: "image/png", SHA256: sumText(fmt.Sprint("piece", i, seq)), Size: 5})
	}
	m.hand(r)
	orders := map[inspect.RuleID]string{}
	for _, o := range must(m.db.Rectifications(m.t.Context()))(m.t) {
		if o.Record == r.ID {
			orders[o.Rule] = o.Number
		}
	}
	return orders
}

func sumText(text string) []byte {
	sum := sha256.Sum256([]byte(text))
	return sum[:]
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func (m *months) findings(v visited) (list []inspect.Finding) {
	m.t.Helper()
	template, _ := inspect.Find(countytest.Checklists(), "village-centre", "")
	for _, text := range strings.Fields(v.found) {
		name, n, many := strings.Cut(text, ":")
		f := inspect.Finding{Found: inspect.Found{Rule: inspect.RuleID(name), Times: 1}}
		if many {
			_, _ = fmt.Sscan(n, &f.Times)
		}
		_, rule, ok := template.Rule(f.Rule)
		if !ok {
			m.t.Fatalf("no rule %s", name)
		}
		due := must(m.n.Days.Calendar().AddWorkdays(m.clock, template.Days[rule.Severity]))(m.t)
		f.Severity, f.Due = rule.Severity, village.DayOf(due)
		list = append(list, f)
	}
	return list
}

func (m *months) hand(r village.Record) {
	m.t.Helper()
	message := countytest.Message(m.kiosk, m.records, r)
	records := must(message.Village())(m.t)
	blobs := must(county.OpenBlobs(filepath.Join(m.t.TempDir(), "blobs"), m.clock))(m.t)
	o := office.Office{Store: m.db, Blobs: blobs, Now: m.w.now}
	push := office.Push{Kiosk: m.kiosk, Epoch: message.Epoch, FirstSeq: message.FirstSeq, Prev: message.Prev, Records: records, Lifetime: message.Lifetime}
	if _, err := o.TakePush(m.t.Context(), push); err != nil {
		m.t.Fatal(err)
	}
	m.records = append(m.records, r)
	checks := office.Checks{Templates: m.n.Templates, Signers: m.db.Signers, Kiosks: m.db.Kiosks}
	if err := (&office.Opener{Log: m.db, Checks: checks}).Drain(m.t.Context()); err != nil {
		m.t.Fatal(err)
	}
	if aside := must(m.db.Quarantine(m.t.Context(), office.Scope{}, 20))(m.t); len(aside) > 0 {
		m.t.Fatalf("set aside: %+v", aside)
	}
}

// act takes an order on, on a day.
func (m *months) act(on, number string, verb inspect.Verb, shots ...office.Shot) {
	m.t.Helper()
	m.clock = day(on)
	a := office.RectAct{Verb: verb, By: "郑检查", Text: "看过了"}
	if verb == inspect.Rejected {
		a.Reason = inspect.BackAgain
	}
	if _, err := m.n.Act(m.t.Context(), number, a, shots...); err != nil {
		m.t.Fatalf("%s %s on %s: %v", verb, number, on, err)
	}
}

// told gives an order by a rule that comes from no visit.
func (m *months) told(on string, centre village.DivisionCode, source inspect.Source, rule inspect.RuleID, shots ...office.Shot) string {
	m.t.Helper()
	m.clock = day(on).Add(-time.Hour)
	o := office.Rectification{Centre: centre, Source: source, Rule: rule, Text: "反馈的问题"}
	return must(m.n.Open(m.t.Context(), o, "区政数局", shots...))(m.t).Number
}

// site gives an order about a website.
func (m *months) site(on string, rule inspect.RuleID) string {
	m.t.Helper()
	m.clock = day(on)
	t, _ := inspect.Find(countytest.Checklists(), "website", "")
	_, r, _ := t.Rule(rule)
	o := office.Rectification{Source: inspect.District, Template: t.ID, Version: t.Version, Rule: rule, Severity: r.Severity, Text: "网站", Ref: "www-a", Unit: "区政府办"}
	return must(m.n.Open(m.t.Context(), o, "区政数局"))(m.t).Number
}

// reply is a centre's record that it put something right, with photographs before and after.
func (m *months) reply(on, number string, centre village.DivisionCode) {
	m.t.Helper()
	m.clock = day(on)
	var files []inspect.File
	for i, of := range []string{inspect.Before, inspect.After} {
		files = append(files, inspect.File{Of: of, Type: "image/png", Bytes: 5, SHA256: sumText("reply " + of), First: 1 + i, Pieces: 1})
	}
	r := countytest.RectificationReply(int64(len(m.records)+1), number, centre, files...)
	for _, f := range files {
		r.Parts = append(r.Parts, village.Part{Material: f.Of, Type: f.Type, SHA256: sumText("piece " + f.Of), Size: 5})
	}
	m.hand(r)
}

// shot is a photograph that an officer adds.
func shot(of string) office.Shot { return office.Shot{Of: of, Data: []byte("\xff\xd8\xff " + of)} }

func sumOf(s office.Shot) string { return hex.EncodeToString(sumText(string(s.Data))) }

// lived is a county in which every figure has been something else than its first value.
func lived(t *testing.T) *months {
	m := newMonths(t)
	serving := []inspect.Service{{Badge: "I-5", Centre: centreB, First: "2026-09-01", Last: "2026-10-31"}}
	if err := m.db.Serve(t.Context(), serving, m.clock); err != nil {
		t.Fatal(err)
	}
	m.visit(visited{day: "2025-11-10", centre: centreA, source: inspect.District, found: "run.fault:3 sign.door"})
	m.visit(visited{day: "2025-11-11", centre: centreA, source: inspect.District, found: "run.hygiene"})
	m.visit(visited{day: "2026-02-12", centre: centreB, source: inspect.District, duty: "A-8", found: "service.told-once:2 service.receipt"})
	for late := 1; late <= 12; late++ { // on both sides of each line at which somebody else is told
		m.clock = day("2026-03-02")
		o := must(m.n.Open(t.Context(), office.Rectification{Centre: centreB, Source: inspect.Hotline, Severity: inspect.Minor, Text: "诉求"}, "区政数局"))(t)
		m.act(string(village.DayOf(must(m.n.Days.Calendar().AddWorkdays(day(string(o.Due)), late))(t))), o.Number, inspect.Accepted)
	}
	m.told("2026-07-06", centreB, inspect.City, "item.nominal") // no visit is in that month: it is remembered, and two of August repeat it
	m.told("2026-08-20", centreB, inspect.ByRating, "service.manner")
	m.told("2026-08-21", centreB, inspect.Hotline, "item.nominal")
	m.act("2026-08-31", m.told("2026-08-24", centreB, inspect.Province, "base.room"), inspect.Struck)
	for range 9 { // more than the section holds
		m.told("2026-10-08", centreC, inspect.Hotline, "rating.hotline")
	}
	m.told("2026-10-16", centreB, inspect.Province, "veto.withhold")
	m.told("2026-11-02", centreA, inspect.City, "run.offline", shot("run.offline"))
	m.told("2026-11-12", centreC, inspect.Self, "counter.missing")
	a := m.visit(visited{day: "2026-08-20", centre: centreB, source: inspect.City, inspector: "I-4", found: "duty.absent item.nominal:4 service.receipt"})
	m.act("2026-08-25", a["item.nominal"], inspect.Replied)
	m.act("2026-08-26", a["item.nominal"], inspect.Rejected)
	m.act("2026-09-02", a["item.nominal"], inspect.Replied)
	m.act("2026-09-03", a["item.nominal"], inspect.Rejected)
	m.act("2026-09-30", a["item.nominal"], inspect.Replied)
	m.act("2026-10-12", a["item.nominal"], inspect.Accepted) // the holidays lie between, and a worked Saturday
	m.act("2026-08-24", a["duty.absent"], inspect.Struck)
	b := m.visit(visited{day: "2026-09-24", centre: centreC, source: inspect.District, duty: "I-6", found: "safety.kit:2 sign.inside:2"})
	m.act("2026-09-28", b["safety.kit"], inspect.Accepted)
	m.visit(visited{day: "2026-09-25", centre: centreD, source: inspect.District, found: "veto.charge"})
	m.visit(visited{day: "2026-10-15", centre: centreC, source: inspect.Self, inspector: "I-6", found: "counter.missing:7"}) // was on duty there
	m.visit(visited{day: "2026-10-20", centre: centreB, source: inspect.District, inspector: "I-5", found: "duty.absent run.fault:5 base.room base.shared rating.unasked rating.poor:2 item.missing:2"})
	// 2025-11-10 is within twelve months of this day and 2025-11-11 too; of the next one only the second.
	m.visit(visited{day: "2026-11-10", centre: centreA, source: inspect.District, found: "run.fault:3 run.hygiene"})
	m.visit(visited{day: "2026-11-11", centre: centreA, source: inspect.District, found: "sign.door run.hygiene"})
	m.visit(visited{day: "2026-11-12", centre: centreB, source: inspect.District, inspector: "I-5", found: "service.receipt:1"})
	c := m.visit(visited{day: "2026-11-13", centre: centreC, source: inspect.District, found: "wait.seat:4 counter.missing:2"})
	m.act("2026-11-16", c["wait.seat"], inspect.Replied)
	m.visit(visited{day: "2026-11-20", centre: centreD, source: inspect.Province, found: "duty.absent"})
	m.reply("2026-11-23", c["counter.missing"], centreC)
	m.act("2026-11-24", m.site("2026-11-05", "design.dead-link"), inspect.Replied, shot(inspect.After))
	m.lookedAt()
	m.clock = day("2026-11-30")
	return m
}

// code is that on the receipt of a visit, by its position.
func (m *months) code(seq int) (code village.ShortCode) {
	m.t.Helper()
	var b inspect.Record
	if err := json.Unmarshal(m.records[seq-1].Body, &b); err != nil {
		m.t.Fatal(err)
	}
	return b.ShortCode
}

// visits are all in full, the earliest first.
func (m *months) visits() []office.Inspection {
	m.t.Helper()
	return must(m.db.FullInspections(m.t.Context()))(m.t)
}
