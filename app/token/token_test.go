package token

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bianmin/app/base45"
	"bianmin/app/receipt"
	"bianmin/app/seal"
	"bianmin/app/village"
)

func county(t interface{ Fatal(...any) }, seed byte) seal.Identity {
	id, err := seal.NewIdentity(bytes.Repeat([]byte{seed}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func public(id seal.Identity) ed25519.PublicKey { return id.Key().Public().(ed25519.PublicKey) }

func sample() Token {
	day := time.Date(2026, 11, 28, 0, 0, 0, 0, village.Zone)
	return Token{
		Kind: DayOrder, First: day, Last: day, Number: "2026-11-28-03", Role: "inspector",
		Places: []village.DivisionCode{"445203104201", "445203104202"},
	}
}

func TestACodeComesBackAsItWasWritten(t *testing.T) {
	id := county(t, 3)
	rapid.Check(t, func(t *rapid.T) {
		want := sample()
		want.Kind = rapid.SampledFrom([]Kind{Badge, DayOrder}).Draw(t, "kind")
		want.Number = rapid.StringMatching(`[A-Za-z0-9-]{1,40}`).Draw(t, "number")
		want.Role = rapid.StringMatching(`[A-Za-z0-9-]{0,40}`).Draw(t, "role")
		want.Last = want.First.AddDate(0, 0, rapid.IntRange(0, 4000).Draw(t, "days"))
		want.Places = centres(rapid.IntRange(0, maxPlaces).Draw(t, "places"))
		text, err := Encode(want, id)
		if village.Keyed(err).Key == "err.token.long" {
			t.Skip("too long for one code")
		}
		if err != nil {
			t.Fatal(err)
		}
		got, err := Verify(text, []ed25519.PublicKey{public(id)})
		want.Issuer = id.ID
		if err != nil || got.Number != want.Number || got.Role != want.Role || got.Kind != want.Kind || got.Issuer != want.Issuer ||
			!got.First.Equal(want.First) || !got.Last.Equal(want.Last) || !slices.Equal(got.Places, want.Places) {
			t.Fatalf("%+v came back as %+v, %v", want, got, err)
		}
	})
}

func TestACodeOfAnotherCountyIsNotBelieved(t *testing.T) {
	text, err := Encode(sample(), county(t, 3))
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		text string
		key  byte
		want string
	}{
		"another county":  {text, 4, "err.token.forged"},
		"cut off":         {text[:len(text)-3], 3, "err.token.unreadable"},
		"another prefix":  {"BM2:" + text[5:], 3, "err.token.unreadable"},
		"one place moved": {text[:20] + "0" + text[21:], 3, ""},
	} {
		_, err := Verify(tt.text, []ed25519.PublicKey{public(county(t, tt.key))})
		if key := village.Keyed(err).Key; err == nil || tt.want != "" && key != tt.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestACodeIsGoodForItsDays(t *testing.T) {
	s := sample()
	for at, want := range map[time.Time]bool{
		s.First: true, s.First.Add(-time.Second): false, s.Last.Add(24*time.Hour - time.Second): true, s.Last.Add(24 * time.Hour): false,
	} {
		if s.Good(at) != want {
			t.Errorf("at %s: %t", at, s.Good(at))
		}
	}
}

func TestWhatCannotBeIsNamed(t *testing.T) {
	for field, change := range map[string]func(*Token){
		"kind": func(t *Token) { t.Kind = 9 }, "number": func(t *Token) { t.Number = "" }, "role": func(t *Token) { t.Role = "检查" },
		"last": func(t *Token) { t.Last = t.First.AddDate(0, 0, -1) }, "first": func(t *Token) { t.First = time.Time{} },
		"places": func(t *Token) { t.Places = []village.DivisionCode{"1"} },
	} {
		s := sample()
		change(&s)
		if _, err := Encode(s, county(t, 3)); village.Keyed(err).Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

// TestACodeIsReadFromBadPaper: no more modules than a receipt's has.
func TestACodeIsReadFromBadPaper(t *testing.T) {
	for n := range maxPlaces + 1 {
		s := sample()
		s.Places = centres(n)
		text, err := Encode(s, county(t, 3))
		if err != nil {
			t.Fatal(err)
		}
		if modules, err := receipt.Modules(text); err != nil || len(modules) > 49 {
			t.Errorf("%d places: %d modules, %v", n, len(modules), err)
		}
	}
}

func TestACodeThatWouldBeTooFineIsRefused(t *testing.T) {
	s := sample()
	s.Places, s.Number = centres(maxPlaces), strings.Repeat("7", maxText)
	if _, err := Encode(s, county(t, 3)); village.Keyed(err).Key != "err.token.long" || village.Keyed(err).Field != "number" {
		t.Error(err)
	}
}

// TestACodeOfTheFirstFormIsStillRead: an order of eight places that was printed before
// there was another form.
func TestACodeOfTheFirstFormIsStillRead(t *testing.T) {
	id, s := county(t, 3), sample()
	s.Places, s.Issuer = centres(maxPlaces), id.ID
	body, err := s.marshal(written)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Verify(Prefix+base45.Encode(append(body, id.Sign(purpose, body)...)), []ed25519.PublicKey{public(id)})
	if err != nil || !slices.Equal(got.Places, s.Places) {
		t.Errorf("%+v, %v", got, err)
	}
}

// centres are so many of a district.
func centres(n int) (list []village.DivisionCode) {
	for i := range n {
		list = append(list, village.DivisionCode(fmt.Sprintf("4452031042%02d", i+1)))
	}
	return list
}

func FuzzToken(f *testing.F) {
	id := county(f, 3)
	text, err := Encode(sample(), id)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	many := sample()
	many.Places = centres(maxPlaces)
	if text, err = Encode(many, id); err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Fuzz(func(t *testing.T, s string) {
		got, body, signature, err := parse(s)
		if err != nil {
			return
		}
		again, err := got.marshal(body[0])
		if err != nil || !bytes.Equal(again, body) || len(signature) != ed25519.SignatureSize {
			t.Fatalf("%q was read as %+v and cannot be written: %v", s, got, err)
		}
	})
}
