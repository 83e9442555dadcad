package receipt

import (
	"bytes"
	"testing"
)

// FuzzBase45: a text stands for one row of bytes, and these for one text.
func FuzzBase45(f *testing.F) {
	f.Add("BB8", []byte("AB"))
	f.Add(":::", []byte{0xff})
	f.Fuzz(func(t *testing.T, text string, raw []byte) {
		if back, err := unbase45(base45(raw)); err != nil || !bytes.Equal(back, raw) {
			t.Errorf("%x comes back as %x, %v", raw, back, err)
		}
		if read, err := unbase45(text); err == nil && base45(read) != text {
			t.Errorf("%q is also %q", text, base45(read))
		}
	})
}
