package seal

import (
	"bytes"
	"crypto/subtle"
	"fmt"
	"testing"

	"bianmin/app/village"
)

func secretOf(t testing.TB, suite Suite, first byte) CountySecret {
	t.Helper()
	s, err := NewCountySecret(suite, bytes.Repeat([]byte{first}, SeedBytes))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var binding = Binding{
	County: "445203000000", Kiosk: "KABCDEFGHIJ", Record: "01900000-0000-7000-8000-000000000001",
	Kind: village.RecordCase, Item: "elderly-allowance", Form: "v1", Part: 0, Parts: 2,
}

func TestWhatIsSealedOpensOnlyForItsCountyAndPlace(t *testing.T) {
	for _, suite := range []Suite{SuiteX25519, SuiteHybrid} {
		t.Run(fmt.Sprint(suite), func(t *testing.T) {
			county, other := secretOf(t, suite, 1), secretOf(t, suite, 2)
			plain := []byte("陈阿婆 11010519491231002X")
			sealed, err := county.Seal(binding, plain)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Contains(sealed, []byte("陈阿婆")) {
				t.Fatal("the name can be read")
			}
			if got, err := county.Open(binding, sealed); err != nil || !bytes.Equal(got, plain) {
				t.Fatalf("opened %q, %v", got, err)
			}
			if _, err := other.Open(binding, sealed); err == nil {
				t.Error("another county opened it")
			}
			for name, moved := range moves() {
				if _, err := county.Open(moved, sealed); err == nil {
					t.Errorf("opened with another %s", name)
				}
			}
			for i := range sealed {
				broken := bytes.Clone(sealed)
				broken[i] ^= 1
				if _, err := county.Open(binding, broken); err == nil {
					t.Fatalf("opened with byte %d changed", i)
				}
			}
		})
	}
}

// moves are bindings that differ from binding in one field each.
func moves() map[string]Binding {
	all := map[string]Binding{}
	for name, change := range map[string]func(*Binding){
		"county": func(b *Binding) { b.County = "445202000000" },
		"kiosk":  func(b *Binding) { b.Kiosk = "KABCDEFGHIK" },
		"record": func(b *Binding) { b.Record = "01900000-0000-7000-8000-000000000002" },
		"kind":   func(b *Binding) { b.Kind = village.RecordRating },
		"item":   func(b *Binding) { b.Item = "dibao" },
		"form":   func(b *Binding) { b.Form = "v2" },
		"part":   func(b *Binding) { b.Part = 1 },
		"parts":  func(b *Binding) { b.Parts = 3 },
		"border": func(b *Binding) { b.Item, b.Form = "elderly-allowancev", "1" },
	} {
		b := binding
		change(&b)
		all[name] = b
	}
	return all
}

func TestASuiteThatIsNotBuiltIsRefused(t *testing.T) {
	if _, err := NewCountySecret(SuiteGM, make([]byte, SeedBytes)); err == nil {
		t.Error("made a key of a suite that does not exist")
	}
	county := secretOf(t, SuiteX25519, 1)
	sealed, err := county.Seal(binding, []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	sealed[0] = byte(SuiteGM)
	if _, err := county.Open(binding, sealed); err == nil {
		t.Error("opened an object of another suite")
	}
}

func TestSealingAddsLittle(t *testing.T) {
	for suite, most := range map[Suite]int{SuiteX25519: 57, SuiteHybrid: 1200} {
		sealed, err := secretOf(t, suite, 1).Seal(binding, make([]byte, 1000))
		if err != nil {
			t.Fatal(err)
		}
		if added := len(sealed) - 1000; added > most {
			t.Errorf("suite %d adds %d bytes, want at most %d", suite, added, most)
		}
	}
}

func TestACountyKeyTravels(t *testing.T) {
	for _, suite := range []Suite{SuiteX25519, SuiteHybrid} {
		secret := secretOf(t, suite, 7)
		key, err := ParseCountyKey(secret.Bytes())
		if err != nil || key.ID != secret.ID || key.Suite != suite {
			t.Fatalf("read %v, %v", key.ID, err)
		}
		sealed, err := key.Seal(binding, []byte("x"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := secret.Open(binding, sealed); err != nil {
			t.Error(err)
		}
	}
	for _, bad := range [][]byte{nil, {1}, {9, 1, 2}, {1, 2, 3}} {
		if _, err := ParseCountyKey(bad); err == nil {
			t.Errorf("read %v as a key", bad)
		}
	}
}

// TestKeyNamesNeverChange keeps keys that are in use readable by later versions.
func TestKeyNamesNeverChange(t *testing.T) {
	const goldenKey = "17bfc0b338bdf6ec"
	if got := secretOf(t, SuiteX25519, 1).ID.String(); got != goldenKey {
		t.Errorf("key %s, want %s", got, goldenKey)
	}
}

// FuzzOpen changes bytes of an envelope and puts more behind it. The input is
// the change, not the envelope: every process that fuzzes seals its own.
func FuzzOpen(f *testing.F) {
	county := secretOf(f, SuiteX25519, 1)
	sealed, err := county.Seal(binding, []byte("x"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte{})
	f.Add([]byte{0, 0, 0x80})
	f.Add(make([]byte, len(sealed)+1))
	f.Fuzz(func(t *testing.T, change []byte) {
		raw := make([]byte, max(len(sealed), len(change)))
		copy(raw, sealed)
		subtle.XORBytes(raw, raw[:len(change)], change)
		if _, err := county.Open(binding, raw); (err == nil) != bytes.Equal(raw, sealed) {
			t.Errorf("changed: %v, opened: %v", !bytes.Equal(raw, sealed), err == nil)
		}
		_, _ = county.Open(binding, change) // whatever it is, no panic
	})
}

func BenchmarkSeal(b *testing.B) {
	for _, suite := range []Suite{SuiteX25519, SuiteHybrid} {
		for _, size := range []int{2 << 10, 300 << 10} {
			b.Run(fmt.Sprintf("suite%d/%dKB", suite, size>>10), func(b *testing.B) {
				county, plain := secretOf(b, suite, 1), make([]byte, size)
				for b.Loop() {
					if _, err := county.Seal(binding, plain); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
