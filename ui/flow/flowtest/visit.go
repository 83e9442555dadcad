package flowtest

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"slices"
	"strings"
	"time"

	"bianmin/app/desk"
	"bianmin/app/inspect"
	"bianmin/app/seal"
	"bianmin/app/token"
	"bianmin/app/village"
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

// Elsewhere is a centre at which the machine of the tests does not stand.
const Elsewhere village.DivisionCode = "445203104201"

// OrderElsewhere is [Order] for another centre.
func OrderElsewhere() string {
	return Paper(func(t *token.Token) {
		t.Kind, t.Number, t.Role, t.Places = token.DayOrder, "2026-11-23-1", "I-3", []village.DivisionCode{Elsewhere}
	})
}

// Badge is that of somebody of the centre.
func Badge(number string) string {
	return Paper(func(t *token.Token) {
		t.Number, t.Role, t.Places = number, "assistant", []village.DivisionCode{Centre}
	})
}

// issuer signs papers as a county does, and is the inspector's own machine.
func issuer() seal.Identity { return identity(5) }

func identity(seed byte) seal.Identity {
	id, err := seal.NewIdentity(bytes.Repeat([]byte{seed}, 32))
	if err != nil {
		panic(err)
	}
	return id
}

// visits is the real counter for inspections over the store in memory.
func (m *Machine) visits(d *desk.Desk) *flow.Visits {
	m.Checklists = slices.Clone(shipped())
	d.Machine = string(issuer().ID)
	n := &desk.Inspections{
		Desk: d, Store: m.Store, Templates: func() []inspect.Template { return m.Checklists }, Calendar: days,
		Signers: func() []ed25519.PublicKey { return []ed25519.PublicKey{issuer().Public()} },
		KeyOf:   keyOf,
	}
	ask := func(context.Context, string) (string, error) { return Challenge(), nil }
	return &flow.Visits{Begin: n.Begin, File: n.File, Challenge: ask, Answer: func(_ context.Context, challenge string) (string, error) {
		return inspect.Answer(challenge, Centre, inspect.Stamped{At: m.At, Trust: village.TimeSynced, By: issuer()})
	}}
}

// keyOf knows the two machines of a proof of presence.
func keyOf(id seal.KioskID) (ed25519.PublicKey, bool) {
	for _, m := range []seal.Identity{issuer(), identity(6)} {
		if m.ID == id {
			return m.Public(), true
		}
	}
	return nil, false
}

// Answered is what the machine of a centre answers to a challenge.
func Answered(challenge string, centre village.DivisionCode) string {
	text, err := inspect.Answer(challenge, centre, inspect.Stamped{At: Monday(), Trust: village.TimeSynced, By: identity(6)})
	if err != nil {
		panic(err)
	}
	return text
}

// Challenge is what the own machine of I-3 shows.
func Challenge() string { return challenge(0) }

// OtherChallenge is one that it showed before.
func OtherChallenge() string { return challenge(1) }

func challenge(nonce byte) string {
	text, err := inspect.Challenge("2026-11-23-1", bytes.Repeat([]byte{nonce}, 16), inspect.Stamped{At: Monday(), Trust: village.TimeSynced, By: issuer()})
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

// Inspections implements [desk.InspectionStore].
func (s *Store) Inspections(_ context.Context, since village.Day) ([]desk.Inspected, error) {
	list := slices.DeleteFunc(slices.Clone(s.Inspected), func(i desk.Inspected) bool { return i.Day < since })
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
