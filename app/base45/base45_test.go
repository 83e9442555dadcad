package base45

import (
	"bytes"
	"testing"
)

func TestBase45OfTheRFC(t *testing.T) {
	for raw, text := range map[string]string{"AB": "BB8", "Hello!!": "%69 VD92EX0", "base-45": "UJCLQE7W581", "ietf!": "QED8WEX0", "": ""} {
		if got := Encode([]byte(raw)); got != text {
			t.Errorf("Encode(%q) = %q, want %q", raw, got, text)
		}
		if got, err := Decode(text); err != nil || string(got) != raw {
			t.Errorf("Decode(%q) = %q, %v", text, got, err)
		}
	}
	for _, text := range []string{"GGW", ":::", "::", "A", "BB8A", "bb8", "B,8", "AÄ"} {
		if got, err := Decode(text); err == nil {
			t.Errorf("Decode(%q) = %q", text, got)
		}
	}
}

// FuzzBase45: a text stands for one row of bytes, and these for one text.
func FuzzBase45(f *testing.F) {
	f.Add("BB8", []byte("AB"))
	f.Add(":::", []byte{0xff})
	f.Fuzz(func(t *testing.T, text string, raw []byte) {
		if back, err := Decode(Encode(raw)); err != nil || !bytes.Equal(back, raw) {
			t.Errorf("%x comes back as %x, %v", raw, back, err)
		}
		if read, err := Decode(text); err == nil && Encode(read) != text {
			t.Errorf("%q is also %q", text, Encode(read))
		}
	})
}
