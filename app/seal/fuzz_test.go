package seal

import (
	"bytes"
	"testing"

	"github.com/fxamacker/cbor/v2"
)

// FuzzParseBody reads what a kiosk says in clear about a record, and what is read
// is written in one form.
func FuzzParseBody(f *testing.F) {
	body, _, err := secretOf(f, SuiteX25519, 1).SealRecord(
		Clear{County: "445203000000", Item: "x", Form: "v1", ShortCode: "K7M49TA2", AcceptedMS: 1, Materials: []ClearMaterial{{Code: "sfz", How: "file"}}},
		Content{Kiosk: "KABCDEFGHIJ", ID: "1", Kind: "case", Text: []byte("{}"), Pieces: [][]byte{{1}}},
	)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(body)
	f.Add([]byte{0x82, 0x80, 0x40})
	mode, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		b, err := ParseBody(raw)
		if err != nil {
			return
		}
		first, err := mode.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		again, err := ParseBody(first)
		second, err2 := mode.Marshal(again)
		if err != nil || err2 != nil || !bytes.Equal(first, second) {
			t.Errorf("%x is written as %x and then as %x, %v, %v", raw, first, second, err, err2)
		}
		_, _ = OpenPart(nil, b.Clear.Binding("K", "r", "case", 0), b.Sealed)
	})
}

// FuzzShare reads pages with recovery shares as people type or scan them.
func FuzzShare(f *testing.F) {
	shares, err := Split(SuiteX25519, bytes.Repeat([]byte{1}, SeedBytes), bytes.Repeat([]byte{2}, SeedBytes))
	if err != nil {
		f.Fatal(err)
	}
	f.Add("Share 1 of 3\n\n" + shares[0].String() + "\n\nkeep it")
	f.Add(sharePrefix)
	f.Fuzz(func(t *testing.T, page string) {
		s, err := FindShare(page)
		if err != nil {
			return
		}
		if again, err := ParseShare(s.String()); err != nil || again != s {
			t.Errorf("%q is read as %v and that as %v, %v", page, s, again, err)
		}
		_, _ = Recover(s, shares[1])
	})
}

func FuzzCountyKey(f *testing.F) {
	for _, suite := range []Suite{SuiteX25519, SuiteHybrid} {
		f.Add(secretOf(f, suite, 1).Bytes())
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		k, err := ParseCountyKey(raw)
		if err != nil {
			return
		}
		if !bytes.Equal(k.Bytes(), raw) {
			t.Errorf("%x is written as %x", raw, k.Bytes())
		}
		_, _ = k.Seal(binding, []byte("x")) // a weak key is an error, no panic
	})
}
