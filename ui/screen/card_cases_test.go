package screen

import (
	"context"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// putDown is a machine with a card reader on which a card lies, or what it says
// instead.
func putDown(card flow.Card, err error, then func(*flow.Turn)) func(*testing.T, *flowtest.Machine, *flow.Turn) {
	return func(_ *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
		turn.Kiosk().ReadCard = func(context.Context) (flow.Card, error) { return card, err }
		toForm(turn, flowtest.Allowance)
		then(turn)
	}
}

func lies(name string, year int) flow.Card {
	return flow.Card{Type: village.IDResident, Name: name, Number: validID, Until: time.Date(year, 1, 1, 0, 0, 0, 0, village.Zone)}
}

func cardCases() []picture {
	stay, next := func(*flow.Turn) {}, func(turn *flow.Turn) { turn.Form.Next() }
	absent := &village.Error{Kind: village.Internal, Key: "err.card.reader"}
	again := village.Refuse("card", "err.card.again")
	return []picture{
		{"form-name-card", waits(stay)},
		{"form-name-card-read", putDown(lies("陈𬱖妹", 2036), nil, stay)},
		{"form-name-card-expired", putDown(lies("陈阿妹", 2020), nil, stay)},
		{"form-id-card", waits(func(turn *flow.Turn) { ask(turn, flow.FieldID) })},
		{"form-id-card-read", putDown(lies("陈阿妹", 2036), nil, next)},
		{"form-id-card-again", putDown(flow.Card{}, again, func(turn *flow.Turn) { ask(turn, flow.FieldID) })},
		{"form-id-card-absent", putDown(flow.Card{}, absent, func(turn *flow.Turn) { ask(turn, flow.FieldID) })},
		{"form-id-card-expired", putDown(lies("陈阿妹", 2020), nil, func(turn *flow.Turn) { ask(turn, flow.FieldID) })},
	}
}

// waits is a machine with a reader on which no card lies.
func waits(then func(*flow.Turn)) func(*testing.T, *flowtest.Machine, *flow.Turn) {
	return func(_ *testing.T, m *flowtest.Machine, turn *flow.Turn) {
		turn.Kiosk().ReadCard = func(context.Context) (flow.Card, error) { return flow.Card{}, nil }
		m.Hold = true
		toForm(turn, flowtest.Allowance)
		then(turn)
	}
}
