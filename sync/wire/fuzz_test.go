package wire_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"

	"bianmin/app/seal"
	"bianmin/app/seal/sealtest"
	"bianmin/app/village"
	"bianmin/sync/wire"
)

// FuzzAck opens whatever the county signed.
func FuzzAck(f *testing.F) {
	id, c := identity(f), codec(f)
	raw, _, err := c.Seal(id, wire.AckContext, ack(id))
	if err != nil {
		f.Fatal(err)
	}
	e, err := c.Envelope(raw)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(e.Payload)
	f.Fuzz(func(t *testing.T, payload []byte) {
		var a, again wire.Ack
		e := wire.Envelope{Signer: id.ID, Signature: id.Sign(wire.AckContext, payload), Payload: payload}
		if c.Open(e, id.Public(), wire.AckContext, &a) != nil {
			return
		}
		raw, _, err := c.Seal(id, wire.AckContext, a)
		if err == nil {
			e, err = c.Envelope(raw)
		}
		if err == nil {
			err = c.Open(e, id.Public(), wire.AckContext, &again)
		}
		if err != nil || !reflect.DeepEqual(a, again) {
			t.Errorf("what was written is not read: %v", err)
		}
	})
}

// FuzzMessages reads what travels as JSON.
func FuzzMessages(f *testing.F) {
	ask, err := wire.NewEnrol("7K3M9QW2XAB", identity(f))
	if err != nil {
		f.Fatal(err)
	}
	for _, m := range []any{ask, wire.Enrolled{Village: "445203104203"}, wire.Problem{Key: "err.push.body"}, replace(identity(f)), replaced()} {
		raw, err := json.Marshal(m)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if e, ok := sameAgain[wire.Enrol](t, raw); ok {
			_, _ = e.Key()
		}
		sameAgain[wire.Enrolled](t, raw)
		sameAgain[wire.Problem](t, raw)
		if r, ok := sameAgain[wire.Replace](t, raw); ok {
			_, _ = seal.ParseCountyKey(r.Key)
		}
		sameAgain[wire.Replaced](t, raw)
	})
}

func replace(id seal.Identity) wire.Replace {
	return wire.Replace{Code: "7K3M9QW2XAB", Kiosk: id.ID, Escrow: []byte("escrow"), Key: sealtest.Secret().CountyKey.Bytes()}
}

func replaced() wire.Replaced {
	return wire.Replaced{Ready: true, Sealed: []byte("sealed"), Lifetime: 12, Epoch: 3}
}

// FuzzRenew reads whatever a known sender signed as the two messages of a renewal.
func FuzzRenew(f *testing.F) {
	c, id := seeds(f, func(id seal.Identity) []any {
		return []any{
			wire.Renew{V: wire.Version, Kiosk: id.ID, Request: []byte("a request"), Nonce: []byte("0123456789abcdef")},
			wire.Renewed{V: wire.Version, Kiosk: id.ID, Asked: wire.Sum{1}, Certificate: []byte("a certificate"), ServerMS: 1764000000001},
		}
	})
	f.Fuzz(func(t *testing.T, raw []byte) {
		again(t, c, id, raw, func(wire.Renew) {})
		again(t, c, id, raw, func(wire.Renewed) {})
	})
}

// sameAgain reads a message, writes it and reads that.
func sameAgain[T any](t *testing.T, raw []byte) (T, bool) {
	t.Helper()
	m, err := wire.Decode[T](bytes.NewReader(raw), wire.MaxAnswerBytes)
	if err != nil {
		if village.KindOf(err) != village.Invalid {
			t.Errorf("foreign error %v", err)
		}
		return m, false
	}
	written, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	again, err := wire.Decode[T](bytes.NewReader(written), 2*wire.MaxAnswerBytes)
	if second, _ := json.Marshal(again); err != nil || !bytes.Equal(second, written) {
		t.Errorf("%s is written again as %s, %v", written, second, err)
	}
	return m, true
}
