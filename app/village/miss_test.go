package village

import (
	"strings"
	"testing"
)

func TestM12NothingOfAPersonIsKeptOfASearch(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"words of an item", "老人乘车卡", "老人乘车卡"},
		{"a telephone number behind words", "补贴13800138000", "补贴"},
		{"in groups", "补贴138 0013 8000", "补贴"},
		{"a document number with its check character", "查低保44522119440312002x", "查低保"},
		{"digits in Chinese characters", "电话一三八零零一三八零零零", "电话"},
		{"mixed digits", "找13八零0", "找"},
		{"a number in the middle joins nothing", "小明445221找补贴", "小明找补贴"},
		{"a number of a form stays", "表12号", "表12号"},
		{"nothing but a number", "44522119440312002x", ""},
		{"nothing but punctuation", "……？", ""},
		{"a NUL", "低\x00保", "低保"},
		{"a letter x", "xyz", "xyz"},
		{"longer than it may be", strings.Repeat("办", 50), strings.Repeat("办", 32)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := MissWords(tt.in)
			if got != tt.want {
				t.Errorf("MissWords(%q) = %q, want %q", tt.in, got, tt.want)
			}
			if MissWords(got) != got {
				t.Errorf("%q is not kept as it is", got)
			}
		})
	}
}

// FuzzMissWords: what is kept can be kept again, and has no number in it.
func FuzzMissWords(f *testing.F) {
	f.Add("补贴13800138000x")
	f.Add("1x2x3x4x5")
	f.Fuzz(func(t *testing.T, s string) {
		words := MissWords(s)
		if words == "" {
			return
		}
		if MissWords(words) != words {
			t.Fatalf("%q of %q is not kept as it is", words, s)
		}
		run := 0
		for _, r := range words {
			if run++; !numeral(r) {
				run = 0
			}
			if run >= digitsInARow {
				t.Fatalf("%q of %q has a number in it", words, s)
			}
		}
	})
}

func TestWhatNoKioskMayTellIsRefused(t *testing.T) {
	fine := Miss{Day: "2026-11-23", Tag: "0123456789abcdef", Sealed: []byte{1}, Count: 2}
	for name, spoil := range map[string]func(*Miss){
		"a day that is none":    func(m *Miss) { m.Day = "2026-13-01" },
		"no count":              func(m *Miss) { m.Count = 0 },
		"a count beyond reason": func(m *Miss) { m.Count = maxMissCount + 1 },
		"no words":              func(m *Miss) { m.Sealed = nil },
		"words in the clear":    func(m *Miss) { m.Tag = "电话1380013800" },
		"no tag":                func(m *Miss) { m.Tag = "" },
		"too many words":        func(m *Miss) { m.Sealed = make([]byte, maxMissBytes+1) },
	} {
		m := fine
		spoil(&m)
		if Keyed(CheckMisses([]Miss{fine, m})).Key != "err.miss.format" {
			t.Errorf("%s: %+v passed", name, m)
		}
	}
	if err := CheckMisses([]Miss{fine}); err != nil {
		t.Error(err)
	}
}
