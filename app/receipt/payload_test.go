package receipt

import (
	"crypto/ed25519"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bianmin/app/base45"
	"bianmin/app/seal"
	"bianmin/app/village"
)

func identity(t testing.TB, b byte) seal.Identity {
	t.Helper()
	id, err := seal.NewIdentity([]byte(strings.Repeat(string(rune(b)), 32)))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func keysOf(ids ...seal.Identity) func(seal.KioskID) (ed25519.PublicKey, bool) {
	return func(k seal.KioskID) (ed25519.PublicKey, bool) {
		for _, id := range ids {
			if id.ID == k {
				return id.Public(), true
			}
		}
		return nil, false
	}
}

func samplePayload(t testing.TB, id seal.Identity) Payload {
	t.Helper()
	p, err := PayloadOf(sampleCase(), id.ID)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func sampleCase() village.Case {
	return village.Case{
		ID: "019aa000-0000-7000-8000-00000000abcd", ShortCode: village.NewShortCode(rand.New(rand.NewPCG(1, 2))),
		Item: "jd-gaoling-jintie", State: village.Received,
		AcceptedAt: time.Date(2026, 11, 23, 10, 3, 27, 0, village.Zone), TimeTrust: village.TimeSynced,
		Digest: []byte("0123456789abcdef0123456789abcdef"), Village: "445203104202", Machine: "KABCDEFGHIJ", Seq: 1274,
		Audit: village.AuditMark{Seq: 2031, Head: []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZ012345")},
	}
}

func wantKey(t *testing.T, err error, key string) {
	t.Helper()
	if e, ok := errors.AsType[*village.Error](err); !ok || e.Key != key {
		t.Errorf("error %v, want %s", err, key)
	}
}

func TestPayloadComesBack(t *testing.T) {
	id := identity(t, 1)
	p := samplePayload(t, id)
	text, err := Encode(p, id)
	if err != nil {
		t.Fatal(err)
	}
	if len(text) != 198 || strings.ToUpper(text) != text {
		t.Errorf("%d characters: %s", len(text), text)
	}
	if p.Lifetime != 1274 || p.AuditSeq != 2031 || string(p.AuditHead[:]) != "ABCDEFGH" {
		t.Errorf("it says record %d and row %d, %s", p.Lifetime, p.AuditSeq, p.AuditHead)
	}
	got, err := Verify(text, keysOf(id))
	if err != nil || got != p {
		t.Errorf("came back as %+v, %v", got, err)
	}
	if again, _ := Seal(sampleCase(), id); again != text {
		t.Error("the same case sealed twice gives two texts")
	}
}

func TestVerifyTellsWhatIsWrong(t *testing.T) {
	mine, other := identity(t, 1), identity(t, 2)
	text, err := Seal(sampleCase(), mine)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Verify("https://example.com/", keysOf(mine))
	wantKey(t, err, "err.receipt.unreadable")
	_, err = Verify(text, keysOf(other))
	wantKey(t, err, "err.receipt.unknown_machine")
	_, err = Verify(text, func(seal.KioskID) (ed25519.PublicKey, bool) { return other.Public(), true })
	wantKey(t, err, "err.receipt.forged")
}

func TestEncodeRefusesAnotherKiosksReceipt(t *testing.T) {
	if _, err := Encode(samplePayload(t, identity(t, 1)), identity(t, 2)); err == nil {
		t.Error("signed as another kiosk")
	}
}

func TestReceiptNeedsItsPlaceInTheLog(t *testing.T) {
	for name, change := range map[string]func(*village.Case){
		"no row":          func(c *village.Case) { c.Audit = village.AuditMark{} },
		"no head":         func(c *village.Case) { c.Audit.Head = nil },
		"before the log":  func(c *village.Case) { c.Audit.Seq = 0 },
		"not counted":     func(c *village.Case) { c.Seq = 0 },
		"beyond 32 bits":  func(c *village.Case) { c.Seq = 1 << 32 },
		"log beyond them": func(c *village.Case) { c.Audit.Seq = 1 << 32 },
	} {
		c := sampleCase()
		if change(&c); func() error { _, err := Seal(c, identity(t, 1)); return err }() == nil {
			t.Errorf("%s: it was signed", name)
		}
	}
}

func TestEveryFlippedBitIsRefused(t *testing.T) {
	id := identity(t, 1)
	text, err := Seal(sampleCase(), id)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := base45.Decode(strings.TrimPrefix(text, Prefix))
	if err != nil {
		t.Fatal(err)
	}
	for bit := range len(raw) * 8 {
		raw[bit/8] ^= 1 << (bit % 8)
		if p, err := Verify(Prefix+base45.Encode(raw), keysOf(id)); err == nil {
			t.Errorf("bit %d of byte %d flipped: taken as %+v", bit%8, bit/8, p)
		}
		raw[bit/8] ^= 1 << (bit % 8)
	}
}

func TestParseTakesOneTextOnly(t *testing.T) {
	text, err := Seal(sampleCase(), identity(t, 1))
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string]string{
		"empty": "", "prefix alone": Prefix, "lower case": strings.ToLower(text), "something behind it": text + "00",
		"a space behind it": text + " ", "a line end behind it": text + "\n", "a space before it": " " + text,
		"cut short": text[:len(text)-3], "another version": "BM1:" + text[4:], "no prefix": text[4:],
	} {
		if _, _, err := Parse(bad); err == nil {
			t.Errorf("%s was taken", name)
		} else {
			wantKey(t, err, "err.receipt.unreadable")
		}
	}
}

func TestNoOtherTextIsAGenuineReceipt(t *testing.T) {
	id := identity(t, 1)
	text, err := Seal(sampleCase(), id)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		b := []byte(text)
		for range rapid.IntRange(1, 3).Draw(t, "changes") {
			b[rapid.IntRange(0, len(b)-1).Draw(t, "place")] = base45.Alphabet[rapid.IntRange(0, 44).Draw(t, "character")]
		}
		if _, err := Verify(string(b), keysOf(id)); err == nil && string(b) != text {
			t.Fatalf("a changed receipt is genuine: %s", b)
		}
	})
}

func FuzzParse(f *testing.F) {
	id := identity(f, 1)
	text, err := Seal(sampleCase(), id)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Fuzz(func(t *testing.T, s string) {
		p, signature, err := Parse(s)
		if err != nil {
			return
		}
		body, err := p.marshal()
		if err != nil {
			t.Fatalf("%q was read and cannot be written: %v", s, err)
		}
		if again := Prefix + base45.Encode(append(body, signature[:]...)); again != s {
			t.Fatalf("two texts for one payload: %q and %q", s, again)
		}
	})
}
