package wire_test

import (
	"reflect"
	"testing"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/sync/wire"
)

// refused wants each change of a good message to be refused at its field.
func refused[M interface{ Check() error }](t *testing.T, good func() M, changes map[string]func(*M)) {
	t.Helper()
	if err := good().Check(); err != nil {
		t.Fatal(err)
	}
	for field, change := range changes {
		m := good()
		change(&m)
		if err := m.Check(); err == nil || village.KindOf(err) != village.Invalid || village.Keyed(err).Field != field {
			t.Errorf("%s: error = %v", field, err)
		}
	}
}

// seeds gives the payloads of good messages to a fuzzing, and what it needs to go on.
func seeds(f *testing.F, messages func(seal.Identity) []any) (*wire.Codec, seal.Identity) {
	f.Helper()
	id, c := identity(f), codec(f)
	for _, m := range messages(id) {
		raw, _, err := c.Seal(id, wire.PushContext, m)
		if err != nil {
			f.Fatal(err)
		}
		e, _ := c.Envelope(raw)
		f.Add(e.Payload)
	}
	return c, id
}

// again opens payload as T, uses it, and wants it back as it was written: what is
// read is written in one form only.
func again[T any](t *testing.T, c *wire.Codec, id seal.Identity, payload []byte, use func(T)) {
	t.Helper()
	e := wire.Envelope{Signer: id.ID, Signature: id.Sign(wire.PushContext, payload), Payload: payload}
	var p, q T
	if c.Open(e, id.Public(), wire.PushContext, &p) != nil {
		return
	}
	use(p)
	raw, _, err := c.Seal(id, wire.PushContext, p)
	if err == nil {
		e, err = c.Envelope(raw)
	}
	if err == nil {
		err = c.Open(e, id.Public(), wire.PushContext, &q)
	}
	if err != nil || !reflect.DeepEqual(p, q) {
		t.Fatalf("what was written is not read: %v", err)
	}
}
