package api_test

import (
	"bytes"
	"testing"

	"bianmin/county/countytest"
	"bianmin/sync/wire"
)

// stick is a bundle of one message with its pieces.
func stick(t *testing.T, push []byte, pieces ...[]byte) []byte {
	t.Helper()
	var out bytes.Buffer
	b, err := wire.NewBundle(&out)
	if err == nil {
		err = b.Add(wire.Frame{Kind: wire.FramePush, Bytes: push})
	}
	for _, p := range pieces {
		if err == nil {
			err = b.Add(wire.Frame{Kind: wire.FramePiece, Bytes: p})
		}
	}
	if err == nil {
		err = b.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestStickIsTakenInByTheRulesOfTheLine(t *testing.T) {
	r := newRig(t)
	kiosk := r.enrolled(1)
	first := countytest.Case(1, nil)
	photo := first.Parts[0].Data
	raw := stick(t, countytest.Push(kiosk, first, countytest.Rating(2, nil)), photo, []byte("nobody asked for this"))
	for again := range 2 {
		var back bytes.Buffer
		out, err := r.server.Import(t.Context(), bytes.NewReader(raw), &back)
		if err != nil || out.Kiosk != kiosk.ID || out.Records != 2 || out.Pieces != 1-again || out.Unwanted != 1+again {
			t.Fatalf("import %+v, %v", out, err)
		}
		var ack wire.Ack
		err = wire.ReadBundle(&back, func(f wire.Frame) (err error) {
			ack, err = countytest.ReadAck(f.Bytes, r.server.Signer.Public())
			return err
		})
		if err != nil || ack.WantSeq != 3 || ack.CompleteSeq != 2 || len(ack.Missing) != 0 {
			t.Errorf("answer %+v, %v", ack, err)
		}
	}
	if got := len(r.stored()); got != 2 {
		t.Errorf("%d records", got)
	}
}

func TestStickOfWhoIsNotTrustedIsRefused(t *testing.T) {
	r := newRig(t)
	one, two := r.enrolled(1), r.enrolled(2)
	stranger := countytest.Identity(9)
	forged := countytest.Push(one, countytest.Case(1, nil))
	forged[len(forged)-1] ^= 1
	mixed := stick(t, countytest.Push(one, countytest.Case(1, nil)))
	mixed = append(mixed[:len(mixed)-13], stick(t, countytest.Push(two, countytest.Case(1, nil)))[18:]...)
	for name, raw := range map[string][]byte{
		"nobody's": stick(t, countytest.Push(stranger, countytest.Case(1, nil))), "changed on the way": stick(t, forged),
		"of two machines": mixed, "no bundle": []byte("PK\x03\x04"),
	} {
		var back bytes.Buffer
		if out, err := r.server.Import(t.Context(), bytes.NewReader(raw), &back); err == nil || out.Answered || back.Len() > 0 {
			t.Errorf("%s: %+v, %v", name, out, err)
		}
	}
}
