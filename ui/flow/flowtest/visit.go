package flowtest

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"slices"
	"strings"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/desk"
	"bianmin/app/inspect"
	"bianmin/app/seal"
	"bianmin/app/token"
	"bianmin/app/village"
	data "bianmin/assets/calendar"
	checklists "bianmin/assets/inspect"
	"bianmin/ui/flow"
)

// Centre is where the machines of tests stand.
const Centre village.DivisionCode = "445203104202"

// Paper is a code of the county that is good on [Monday]; change makes another one of the
// badge of inspector I-3.
func Paper(change func(*token.Token)) string {
	y, m, d := Monday().Date()
	day := time.Date(y, m, d, 0, 0, 0, 0, village.Zone)
	t := token.Token{Kind: token.Badge, Number: "I-3", Role: "inspector", First: day, Last: day}
	if change != nil {
		change(&t)
	}
	text, err := token.Encode(t, issuer())
	if err != nil {
		panic(err)
	}
	return text
}

// Order is the order of I-3's day for the centre of the tests.
func Order() string {
	return Paper(func(t *token.Token) {
		t.Kind, t.Number, t.Role, t.Places = token.DayOrder, "2026-11-23-1", "I-3", []village.DivisionCode{Centre}
	})
}

// Badge is that of somebody of the centre.
func Badge(number string) string {
	return Paper(func(t *token.Token) {
		t.Number, t.Role, t.Places = number, "assistant", []village.DivisionCode{Centre}
	})
}

// issuer signs papers as a county does.
func issuer() seal.Identity {
	id, err := seal.NewIdentity(bytes.Repeat([]byte{5}, 32))
	if err != nil {
		panic(err)
	}
	return id
}

// visits is the real counter for inspections over the store in memory.
func (m *Machine) visits(d *desk.Desk) *flow.Visits {
	days, err := calendar.Load(data.WorkingDays())
	if err != nil {
		panic(err)
	}
	if m.Checklists, err = checklists.Templates(); err != nil {
		panic(err)
	}
	n := &desk.Inspections{
		Desk: d, Store: m.Store, Templates: func() []inspect.Template { return m.Checklists }, Calendar: func() *calendar.Calendar { return days },
		Signers: func() []ed25519.PublicKey { return []ed25519.PublicKey{issuer().Public()} },
		KeyOf:   func(seal.KioskID) (ed25519.PublicKey, bool) { return nil, false },
	}
	return &flow.Visits{Begin: n.Begin, File: n.File, Answer: func(_ context.Context, challenge string) (string, error) {
		return inspect.Answer(challenge, Centre, inspect.Stamped{At: m.At, Trust: village.TimeSynced, By: issuer()})
	}}
}

// Challenge is what the own machine of I-3 shows.
func Challenge() string {
	text, err := inspect.Challenge("2026-11-23-1", make([]byte, 16), inspect.Stamped{At: Monday(), Trust: village.TimeSynced, By: issuer()})
	if err != nil {
		panic(err)
	}
	return text
}

// SaveInspection implements [desk.InspectionStore].
func (s *Store) SaveInspection(ctx context.Context, c village.Case, r village.Record, seen desk.Inspected, sign village.SignReceipt) (village.Case, error) {
	saved, err := s.SaveCase(ctx, c, r, sign)
	if err == nil {
		s.Inspected = append(s.Inspected, seen)
	}
	return saved, err
}

// InspectionsOf implements [desk.InspectionStore].
func (s *Store) InspectionsOf(_ context.Context, centre village.DivisionCode, since village.Day) ([]desk.Inspected, error) {
	list := slices.DeleteFunc(slices.Clone(s.Inspected), func(i desk.Inspected) bool { return i.Centre != centre || i.Day < since })
	slices.SortStableFunc(list, func(a, b desk.Inspected) int { return strings.Compare(string(a.Day), string(b.Day)) })
	return list, s.Err
}

// Facts implements [desk.InspectionStore].
func (s *Store) Facts(context.Context, time.Time) (inspect.Facts, error) {
	return inspect.Facts{
		Opening:    []inspect.OpenDay{{Day: "2026-11-20", First: "08:31", Last: "17:12", Acts: 14}, {Day: "2026-11-23", First: "08:34", Last: "09:40", Acts: 3}},
		RunningSec: 61 * 3600, Starts: 9, Unclean: 1, Backlog: 2, Cases: 17, Rated: 12, PaperOuts: 1, LastContact: Monday().Add(-20 * time.Hour).UnixMilli(),
	}, s.Err
}
