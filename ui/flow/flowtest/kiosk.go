// Package flowtest is a kiosk for tests and pictures: the real counter over a
// store in memory, invented people and a small catalogue.
package flowtest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"image"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/desk"
	"bianmin/app/desk/desktest"
	"bianmin/app/inspect"
	"bianmin/app/seal/sealtest"
	"bianmin/app/snapshot"
	"bianmin/app/village"
	"bianmin/assets/lang"
	"bianmin/ui/flow"
)

// Monday is the moment at which the clock of a test kiosk stands.
func Monday() time.Time { return time.Date(2026, 11, 23, 9, 46, 0, 0, village.Zone) }

// ValidID is the number of nobody: born 1944-03-12.
const ValidID = "445221194403120021"

// Machine is a kiosk with what a test wants to turn.
type Machine struct {
	Kiosk   flow.Kiosk
	Store   *Store
	At      time.Time
	Line    flow.LineState
	Paper   error        // what the printer answers
	Deaf    bool         // it says of no paper that it came out
	Came    []bool       // what persons said of papers
	Printer flow.Printer // how it is
	Notices []snapshot.Notice
	Hours   calendar.Hours
	Copy    village.Copy // what the second medium has
	Called  int          // how often the bell was rung
	Silent  error        // what the bell answers
	Slips   []flow.Slip

	FollowSlips int // of what was handed in later

	Checklists []inspect.Template // in use
	Told       []desk.CentreOrder // by the county

	Said    []flow.Phrase         // aloud, in the order in which it was said
	Mute    error                 // what the loudspeaker answers
	Shelf   *desktest.MemoryShelf // of drafts; it outlives a [Machine.Crash]
	Camera  image.Image           // what the camera sees, if there is one
	Looking context.Context       // of who looks at it
	Broken  error                 // what the camera answers instead
	Blurred bool                  // what it sees cannot be read
	Sheet   image.Image           // the sheet that is found on it; nil: none
	Later   []func()
	Hold    bool // work is kept in Later instead of done at once

	Gone  village.ItemCode  // an item that is in the list no longer; what a page holds stays
	Trust village.TimeTrust // in the clock; "" is [village.TimeSynced]

	ids int // given out
}

// New is an enrolled kiosk without a line, on Monday morning.
func New() *Machine {
	m := &Machine{Store: &Store{cases: map[village.ShortCode]village.Case{}}, At: Monday(), Shelf: desktest.NewShelf(), Notices: Notices(), Hours: Hours()}
	text, english := must(lang.Load(lang.Default)), must(lang.Load("en"))
	d := m.desk()
	m.Kiosk = flow.Kiosk{
		Text: text, Others: []*lang.Text{english}, Now: func() time.Time { return m.At },
		Centre: func() flow.Centre {
			return flow.Centre{
				Name: "锡场镇江滨村党群服务中心", District: "揭东区", Phone: "0663-0000000",
				Village: "445203104202", Example: true, Enrolled: true,
			}
		},
		Line: func() flow.LineState {
			line := m.Line
			line.Waiting = m.Store.Saved()
			return line
		},
		Search: Search, Groups: groups, Item: m.item, Deadline: deadline, Divisions: Divisions(), Tags: Tags,
		Priorities: func(in desk.ApplicantInput) ([]village.PriorityClass, *desk.PriorityHint) {
			return d.PriorityClasses(in), d.PriorityHint(in)
		},
		Check: d.Check, Precheck: d.Precheck, Again: d.Again, Rate: d.Rate, Slots: d.Slots, Status: d.Status, Supplement: d.Supplement, MakeUp: d.MakeUp, Survey: d.Survey, Withdraw: d.Withdraw, Move: d.Move, Collect: d.Collect,
		PrintFollowUp: func(context.Context, village.ShortCode, int) (bool, error) { m.FollowSlips++; return !m.Deaf, m.Paper },
		Accept: func(ctx context.Context, in desk.Application) (desk.Accepted, error) {
			out, err := d.Accept(ctx, in)
			out.Copy = m.Copy
			return out, err
		},
		Print: func(context.Context, village.ShortCode) (bool, error) { return !m.Deaf, m.Paper },
		Came: func(_ context.Context, _ village.ShortCode, came bool) error {
			m.Came = append(m.Came, came)
			return nil
		},
		Posted:  m.posted,
		Printer: func() flow.Printer { return m.Printer },
		PrintSlip: func(_ context.Context, slip flow.Slip) (bool, error) {
			m.Slips = append(m.Slips, slip)
			return !m.Deaf, m.Paper
		},
		QR: modules, Ring: func(context.Context) error { m.Called++; return m.Silent },
		Say: func(ctx context.Context, _ string, phrases []flow.Phrase) error {
			if ctx.Err() == nil {
				m.Said = append(m.Said, phrases...)
			}
			return errors.Join(ctx.Err(), m.Mute)
		},
		Develop: func(frame image.Image, _ village.PictureKind, whole bool) (flow.Picture, error) {
			p := flow.Picture{Data: []byte("\xff\xd8\xff picture"), Sharp: !m.Blurred, Small: frame, View: frame}
			if m.Sheet != nil && !whole {
				p.Small, p.View, p.Cut = m.Sheet, m.Sheet, true
			}
			return p, nil
		},
		Run: func(work, then func()) {
			if m.Hold {
				m.Later = append(m.Later, func() { work(); then() })
				return
			}
			work()
			then()
		},
	}
	m.Kiosk.Drafts = &desk.Drafts{
		Shelf: m.Shelf, Handed: m.Store.has, Now: func() time.Time { return m.At },
		Uptime: func() time.Duration { return m.At.Sub(Monday()) }, NewID: m.newID, Rand: rand.New(rand.NewPCG(7, 8)),
	}
	m.Kiosk.Visits = m.visits(m.desk())
	m.Kiosk.Orders = m.orderDesk(d)
	m.Kiosk.Today = func(ctx context.Context) (desk.Today, error) { return d.Today(ctx, m.Store) }
	m.Crash()
	return m
}

// Plug puts a camera on the machine that sees m.Camera, or fails as m.Broken.
func (m *Machine) Plug() func(context.Context, func(image.Image)) error {
	return func(ctx context.Context, see func(image.Image)) error {
		if m.Broken == nil {
			see(m.Camera)
			m.Looking = ctx
		}
		return m.Broken
	}
}

// Crash takes from the kiosk what its program held of drafts: what happens next
// is as in a program started anew.
func (m *Machine) Crash() {
	if err := m.Kiosk.Drafts.Open(); err != nil {
		panic(err)
	}
}

func (m *Machine) newID() (village.RecordID, error) {
	m.ids++
	return village.RecordID(fmt.Sprintf("019b0000-0000-7000-8000-%012d", m.ids)), nil
}

// Release does the work that was held.
func (m *Machine) Release() {
	for _, f := range m.Later {
		f()
	}
	m.Later = nil
}

// item is [Item] without the one that is gone.
func (m *Machine) item(code village.ItemCode) (village.ServiceItem, bool) {
	if code == m.Gone {
		return village.ServiceItem{}, false
	}
	return Item(code)
}

func (m *Machine) desk() *desk.Desk {
	return &desk.Desk{
		Store: m.Store, Edition: func() (string, bool) { return "example", true }, Item: m.item,
		ItemOf: func(_ context.Context, _ string, code village.ItemCode) (village.ServiceItem, error) {
			it, _ := Item(code)
			return it, nil
		},
		County: func() (desk.County, error) {
			return desk.County{Code: sealtest.CountyCode, Key: sealtest.Secret().CountyKey}, nil
		},
		Divisions: Divisions(), Tags: Tags, Village: func() village.DivisionCode { return "445203104202" }, Machine: "KTEST234567",
		Now:    func() (time.Time, village.TimeTrust) { return m.At, cmp.Or(m.Trust, village.TimeSynced) },
		NewID:  m.newID,
		Days:   Days,
		Rand:   rand.New(rand.NewPCG(7, 7)),
		TagKey: func(string) ([]byte, error) { return []byte("key of the day"), nil },
		Seal: func(c village.Case) (string, error) {
			return "BM1:" + string(c.ShortCode) + ":0123456789ABCDEFGHJKLMNPQRSTUVWXYZ", nil
		},
	}
}

// Store keeps cases and ratings in memory.
type Store struct {
	mu      sync.Mutex
	cases   map[village.ShortCode]village.Case
	Ratings []village.Rating
	Records []village.Record
	State   village.RecordState
	Problem string
	Steps   []village.CaseStep
	Number  village.CaseNumber
	Free    []village.SlotLeft // what can be booked
	Replies []village.Reply

	Licences []village.LicenceWord
	Parts    []village.PartStanding

	Deliveries []village.DeliveryWord
	Err        error

	NoPaper   []village.PrintJob // receipts that are not on paper
	FollowUps []village.FollowUpAt
	Inspected []desk.Inspected
}

// Saved is how many records there are.
func (s *Store) Saved() int { s.mu.Lock(); defer s.mu.Unlock(); return len(s.Records) }

func (s *Store) has(id village.RecordID) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.ContainsFunc(s.Records, func(r village.Record) bool { return r.ID == id }), nil
}

// SaveCase implements [desk.Store].
func (s *Store) SaveCase(_ context.Context, c village.Case, r village.Record, sign village.SignReceipt) (village.Case, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.Err != nil {
		return c, s.Err
	}
	s.Records = append(s.Records, r)
	c.Seq = int64(len(s.Records))
	var err error
	if c.QR, err = sign(c); err != nil {
		return c, err
	}
	s.cases[c.ShortCode] = c
	return c, nil
}

// SaveRating implements [desk.Store].
func (s *Store) SaveRating(_ context.Context, r village.Rating, rec village.Record) (village.Rating, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.Err != nil {
		return r, s.Err
	}
	for _, old := range s.Ratings {
		if old.Target == r.Target && old.Act == r.Act && r.Target != "" {
			return r, &village.Error{Kind: village.Conflict, Field: "target"}
		}
	}
	s.Ratings, s.Records = append(s.Ratings, r), append(s.Records, rec)
	return r, nil
}

// SaveFollowUp implements [desk.Store].
func (s *Store) SaveFollowUp(_ context.Context, f village.FollowUp, r village.Record, sign village.SignReceipt) (village.FollowUp, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.Err != nil {
		return f, s.Err
	}
	s.Records = append(s.Records, r)
	f.Seq = int64(len(s.Records))
	var err error
	f.QR, err = sign(f.Receipt(village.AuditMark{}))
	s.FollowUps = append(s.FollowUps, village.FollowUpAt{FollowUp: f, Record: village.RecordLocal})
	return f, err
}

// CaseByCode implements [desk.Store].
func (s *Store) CaseByCode(_ context.Context, code village.ShortCode) (village.Case, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.cases[code]
	if !ok {
		return c, &village.Error{Kind: village.NotFound}
	}
	return c, nil
}

// Standing implements [desk.Store].
func (s *Store) Standing(context.Context, village.RecordID) (village.Standing, error) {
	at := village.Standing{Record: village.RecordLocal, Problem: s.Problem, Steps: s.Steps, Number: s.Number, Replies: s.Replies, FollowUps: slices.Clone(s.FollowUps), Licences: s.Licences, Parts: s.Parts, Deliveries: s.Deliveries}
	for _, r := range s.Ratings {
		at.Rated = append(at.Rated, r.Act)
	}
	if s.State != "" {
		at.Record = s.State
	}
	return at, nil
}

// NextNumber implements [desk.Store]: this county leases none.
func (s *Store) NextNumber(context.Context, village.ItemCode, village.Day) (village.CaseNumber, error) {
	return "", nil
}

// Slots implements [desk.Store].
func (s *Store) Slots(context.Context, village.Day) ([]village.SlotLeft, error) {
	return slices.Clone(s.Free), s.Err
}

// TagSeen implements [desk.Store].
func (s *Store) TagSeen(_ context.Context, tag uint32, day string) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.cases {
		if c.Tag == tag && c.TagDay == day {
			return true, nil
		}
	}
	return false, nil
}
