package wire_test

import (
	"reflect"
	"testing"

	"bianmin/app/village"
	"bianmin/sync/wire"
)

func misses(t testing.TB) wire.Misses {
	return wire.Misses{V: wire.Version, Kiosk: identity(t).ID, SentMS: 1_764_000_000_000, Misses: []wire.Miss{{Day: "2026-11-23", Tag: "0123456789abcdef", Sealed: []byte("sealed"), Count: 2}}}
}

func TestMissesTravel(t *testing.T) {
	id, c := identity(t), codec(t)
	raw, _, err := c.Seal(id, wire.MissContext, misses(t))
	if err != nil {
		t.Fatal(err)
	}
	e, err := c.Envelope(raw)
	if err != nil {
		t.Fatal(err)
	}
	var got wire.Misses
	if err := c.Open(e, id.Public(), wire.MissContext, &got); err != nil {
		t.Fatal(err)
	}
	if err := got.Check(); err != nil || got.From() != id.ID || !reflect.DeepEqual(got, misses(t)) {
		t.Errorf("%+v, %v", got, err)
	}
	if c.Open(e, id.Public(), wire.HealthContext, &got) == nil {
		t.Error("a signature for one purpose is good for another")
	}
	got.Misses[0].Tag = "电话13800138000"
	if village.Keyed(got.Check()).Key != "err.miss.format" {
		t.Error(got.Check())
	}
}

// FuzzMisses reads whatever a known sender signed: what passes is what a county can
// store.
func FuzzMisses(f *testing.F) {
	id, c := identity(f), codec(f)
	raw, _, err := c.Seal(id, wire.MissContext, misses(f))
	if err != nil {
		f.Fatal(err)
	}
	e, err := c.Envelope(raw)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(e.Payload)
	f.Fuzz(func(t *testing.T, payload []byte) {
		var m wire.Misses
		e := wire.Envelope{Signer: id.ID, Signature: id.Sign(wire.MissContext, payload), Payload: payload}
		if c.Open(e, id.Public(), wire.MissContext, &m) != nil || m.Check() != nil {
			return
		}
		if err := village.CheckMisses(m.Village()); err != nil || len(m.Misses) > village.MaxMisses {
			t.Errorf("%+v passed: %v", m, err)
		}
	})
}
