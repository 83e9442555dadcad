package office

import (
	"bytes"
	"crypto/sha256"
	"testing"
	"time"

	"bianmin/app/seal"
)

func signer(t *testing.T, n byte) seal.Identity {
	t.Helper()
	id, err := seal.NewIdentity(bytes.Repeat([]byte{n}, seal.SeedBytes))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// TestP8ASignedFileSaysWhetherItIsAsItWas, without a register, and another key's word is nothing.
func TestP8ASignedFileSaysWhetherItIsAsItWas(t *testing.T) {
	body := []byte("%PDF-1.4 …\n%%EOF\n")
	d := Document{Number: "20261130-7K3M9QZ2", Kind: "acceptance", At: time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)}
	us, other := signer(t, 1), signer(t, 2)
	file, err := SignDocument(body, d, us)
	if err != nil {
		t.Fatal(err)
	}
	if rest := len(file) - len(body); rest > maxStatement || !bytes.HasPrefix(file, body) {
		t.Errorf("%d bytes behind the body; readers of PDF look for its end in the last 1024", rest)
	}
	changed := bytes.Clone(file)
	changed[6] ^= 1
	broken := bytes.Clone(file)
	broken[len(file)-9] ^= 1
	forged, err := SignDocument(changed[:len(body)], d, other)
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		file []byte
		want DocumentState
	}{
		"as it was":                 {file, DocumentSigned},
		"one letter changed":        {changed, DocumentChanged},
		"signature broken":          {broken, DocumentUnknown},
		"signature taken away":      {body, DocumentUnknown},
		"signed by another":         {forged, DocumentUnknown},
		"something behind":          {append(bytes.Clone(file), "x"...), DocumentUnknown},
		"blanks behind, as by mail": {append(bytes.Clone(file), "\r\n"...), DocumentSigned},
		"nothing":                   {nil, DocumentUnknown},
	} {
		if v := VerifySigned(tt.file, us.Public()); v.State != tt.want || tt.want == DocumentSigned && v.Number != d.Number {
			t.Errorf("%s: %+v, want %s", name, v, tt.want)
		}
	}
	if got, s, ok := SplitDocument(file); !ok || !bytes.Equal(got, body) || !bytes.Equal(s.SHA256, digestOf(body)) {
		t.Errorf("taken apart: %q %+v %v", got, s, ok)
	}
}

func digestOf(b []byte) []byte { d := sha256.Sum256(b); return d[:] }
