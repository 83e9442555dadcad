package flow_test

import (
	"context"
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// toTry is a machine at the page of devices; err is what they answer.
func toTry(err *error, last *context.Context) (*flowtest.Machine, *flow.Turn) {
	m := flowtest.New()
	m.Kiosk.Devices = []flow.Device{
		{Key: "card", Try: func(ctx context.Context) error { *last = ctx; return *err }},
		{Key: "printer", Try: func(context.Context) error { return nil }},
	}
	turn := flow.NewTurn(m.Kiosk)
	turn.Machine.Try()
	return m, turn
}

func TestATrialSaysWhatBecameOfIt(t *testing.T) {
	var err error
	var last context.Context
	_, turn := toTry(&err, &last)
	if turn.Route() != flow.RouteDevices {
		t.Fatalf("at %s", turn.Route())
	}
	turn.Devices.Try("card")
	if got := turn.Devices.Trials["card"]; got.State != flow.TrialDone || got.Text == "" {
		t.Errorf("%+v", got)
	}
	err = &village.Error{Kind: village.Internal, Key: "err.card.reader"}
	turn.Devices.Try("card")
	if got := turn.Devices.Trials["card"]; got.State != flow.TrialFailed || got.Text != turn.Devices.T("err.card.reader") {
		t.Errorf("%+v", got)
	}
	turn.Devices.Try("no such device")
}

func TestOneThingIsTriedAtATimeAndLeavingEndsIt(t *testing.T) {
	var err error
	var last context.Context
	m, turn := toTry(&err, &last)
	m.Hold = true
	turn.Devices.Try("card")
	turn.Devices.Try("printer")
	if turn.Devices.Trials["card"].State != flow.TrialGoes || turn.Devices.Trials["printer"].State != flow.TrialNone {
		t.Errorf("%+v", turn.Devices.Trials)
	}
	turn.Back()
	m.Release()
	if last.Err() == nil {
		t.Error("the trial goes on behind another page")
	}
	turn.Machine.Try()
	if len(turn.Devices.Trials) != 0 || turn.Devices.Busy() {
		t.Errorf("opened again: %+v", turn.Devices.Trials)
	}
}

func TestAScannedCodeEndsTheTrialOfTheScanner(t *testing.T) {
	m := flowtest.New()
	var last context.Context
	m.Kiosk.Devices = []flow.Device{{Key: "scanner", Try: func(ctx context.Context) error { last = ctx; return ctx.Err() }}}
	turn := flow.NewTurn(m.Kiosk)
	turn.Machine.Try()
	m.Hold = true
	turn.Devices.Try("scanner")
	turn.Scanned(t.Context(), "BM1:SOMETHING")
	m.Release()
	if got := turn.Devices.Trials["scanner"]; got.State != flow.TrialDone || turn.Devices.Busy() || last.Err() == nil {
		t.Errorf("%+v", got)
	}
	if turn.Route() != flow.RouteDevices {
		t.Errorf("at %s", turn.Route())
	}
}
