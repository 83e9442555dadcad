package wire_test

import (
	"reflect"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/sync/wire"
)

func health() village.Health {
	return village.Health{
		SentAt: time.UnixMilli(1_764_000_000_000), Version: "0.1.0",
		Findings: []village.Finding{{Check: "disk", State: village.FindingUneasy, Figure: 120}, {Check: "printer", State: village.FindingBad}},
	}
}

func TestHealthTravels(t *testing.T) {
	id, c := identity(t), codec(t)
	raw, _, err := c.Seal(id, wire.HealthContext, wire.NewHealth(id.ID, health()))
	if err != nil {
		t.Fatal(err)
	}
	e, err := c.Envelope(raw)
	if err != nil {
		t.Fatal(err)
	}
	var got wire.Health
	if err := c.Open(e, id.Public(), wire.HealthContext, &got); err != nil {
		t.Fatal(err)
	}
	if err := got.Check(); err != nil || got.From() != id.ID || !reflect.DeepEqual(got.Village(), health()) {
		t.Errorf("%+v, %v", got.Village(), err)
	}
	if c.Open(e, id.Public(), wire.PullContext, &got) == nil {
		t.Error("a signature for one purpose is good for another")
	}
	got.V = 2
	if village.Keyed(got.Check()).Key != "err.push.version" {
		t.Error(got.Check())
	}
}

// FuzzHealth reads whatever a known sender signed: what passes is what a county can
// store.
func FuzzHealth(f *testing.F) {
	id, c := identity(f), codec(f)
	raw, _, err := c.Seal(id, wire.HealthContext, wire.NewHealth(id.ID, health()))
	if err != nil {
		f.Fatal(err)
	}
	e, err := c.Envelope(raw)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(e.Payload)
	f.Fuzz(func(t *testing.T, payload []byte) {
		var h wire.Health
		e := wire.Envelope{Signer: id.ID, Signature: id.Sign(wire.HealthContext, payload), Payload: payload}
		if c.Open(e, id.Public(), wire.HealthContext, &h) != nil || h.Check() != nil {
			return
		}
		if err := h.Village().Check(); err != nil || len(h.Findings) > village.MaxFindings {
			t.Errorf("%+v passed: %v", h, err)
		}
	})
}
