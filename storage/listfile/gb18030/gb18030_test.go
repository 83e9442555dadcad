package gb18030

import (
	"bytes"
	"encoding/hex"
	"errors"
	"maps"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// privateOf2005 are the private codes that stand for characters with a code of
// their own since.
func privateOf2005() map[rune]rune {
	return map[rune]rune{
		0xE78D: 0xFE10, 0xE78E: 0xFE12, 0xE78F: 0xFE11, 0xE790: 0xFE13, 0xE791: 0xFE14, 0xE792: 0xFE15, 0xE793: 0xFE16,
		0xE794: 0xFE17, 0xE795: 0xFE18, 0xE796: 0xFE19, 0xE81E: 0x9FB4, 0xE826: 0x9FB5, 0xE82B: 0x9FB6, 0xE82C: 0x9FB7,
		0xE832: 0x9FB8, 0xE843: 0x9FB9, 0xE854: 0x9FBA, 0xE864: 0x9FBB,
		0xE816: 0x20087, 0xE817: 0x20089, 0xE818: 0x200CC, 0xE831: 0x215D7, 0xE83B: 0x2298F, 0xE855: 0x241FE,
	}
}

func TestEveryCodePointComesBackButThe24OfOld(t *testing.T) {
	changed, count := map[rune]rune{}, 0
	for r := range rune(utf8.MaxRune + 1) {
		if !utf8.ValidRune(r) {
			continue
		}
		count++
		raw, err := Encode(utf8.AppendRune(nil, r))
		if err != nil {
			t.Fatalf("%U: %v", r, err)
		}
		text, err := Decode(raw)
		if err != nil {
			t.Fatalf("%U was written % X: %v", r, raw, err)
		}
		if got, size := utf8.DecodeRune(text); got != r || size != len(text) {
			changed[r] = got
		}
	}
	if count != 1_112_064 {
		t.Errorf("%d code points were tried", count)
	}
	if !maps.Equal(changed, privateOf2005()) {
		t.Errorf("%d code points changed: %U", len(changed), changed)
	}
}

func TestEveryCodeOfTwoBytesComesBackButTheSixDuplicates(t *testing.T) {
	var changed []string
	for at := range twoByteCells {
		code := codeAt(at)
		raw := []byte{byte(code >> 8), byte(code)}
		text, err := Decode(raw)
		if err != nil || utf8.RuneCount(text) != 1 || bytes.ContainsRune(text, utf8.RuneError) {
			t.Fatalf("% X gives %q, %v", raw, text, err)
		}
		back, err := Encode(text)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(back, raw) {
			changed = append(changed, hex.EncodeToString(raw)+">"+hex.EncodeToString(back))
		}
	}
	want := []string{"fe51>95329031", "fe52>95329033", "fe53>95329730", "fe6c>9536b937", "fe76>9630ba35", "fe91>9635b630"}
	if len(changed) != len(want) {
		t.Fatalf("changed %v, want %v", changed, want)
	}
	for i := range want {
		if changed[i] != want[i] {
			t.Errorf("changed %s, want %s", changed[i], want[i])
		}
	}
}

// Codes as the standard and its annexes print them.
func TestCodesOfTheStandard(t *testing.T) {
	tests := []struct {
		name, code string
		r          rune
	}{
		{"first of two bytes", "8140", 0x4E02},
		{"a common one", "B0A1", '啊'},
		{"last of two bytes with a meaning", "FEA0", 0x9FBB},
		{"first of four bytes", "81308130", 0x80},
		{"first of Extension A with four bytes", "8139EE39", 0x3400},
		{"last below U+10000", "8431A439", 0xFFFF},
		{"first beyond", "90308130", 0x10000},
		{"a name of Extension B", "9536B937", 0x215D7},
		{"the last of all", "E3329A35", 0x10FFFF},
		{"m with acute", "A8BC", 0x1E3F},
		{"what that was in 2000", "8135F437", 0xE7C7},
		{"first of the user's area", "AAA1", 0xE000},
		{"last of the user's second area", "FEFE", 0xE4C5},
		{"last of the user's third area", "A7A0", 0xE765},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			raw, err := hex.DecodeString(tt.code)
			if err != nil {
				t.Fatal(err)
			}
			text, err := Decode(raw)
			if err != nil || string(text) != string(tt.r) {
				t.Errorf("%s is read as %U, %v; want %U", tt.code, []rune(string(text)), err, tt.r)
			}
			if back, err := Encode([]byte(string(tt.r))); err != nil || !bytes.Equal(back, raw) {
				t.Errorf("%U is written % X, %v; want %s", tt.r, back, err, tt.code)
			}
		})
	}
}

func TestAFileOf2005IsReadAsOneOf2022(t *testing.T) {
	for _, pair := range [][2]string{{"FE59", "82359037"}, {"FEA0", "82359134"}, {"A6D9", "84318236"}, {"A6F3", "84318335"}, {"FE51", "95329031"}} {
		var texts [2]string
		for i, code := range pair {
			raw, err := hex.DecodeString(code)
			if err != nil {
				t.Fatal(err)
			}
			text, err := Decode(raw)
			if err != nil {
				t.Fatal(err)
			}
			texts[i] = string(text)
		}
		if texts[0] != texts[1] || len(texts[0]) < 3 {
			t.Errorf("%v are read as %q", pair, texts)
		}
	}
}

func TestWhatStandsForNothingIsSaidWithItsPlace(t *testing.T) {
	decode := map[string]int{ // bytes -> offset of the fault
		"41FF": 1, "B0": 0, "B0A1B0": 2, "81308130813081": 4, "8431A530": 0, "8F39FE39": 0, "E3329A36": 0, "FE39FE39": 0, "817F": 0, "81308141": 0,
	}
	for code, offset := range decode {
		raw, err := hex.DecodeString(code)
		if err != nil {
			t.Fatal(err)
		}
		text, err := Decode(raw)
		if e, ok := errors.AsType[*Error](err); !ok || e.Offset != offset {
			t.Errorf("%s: %q, %v; want a fault at %d", code, text, err, offset)
		}
	}
	for text, offset := range map[string]int{"张\xff": 3, "\xed\xa0\x80": 0, "a\xe5": 1} {
		raw, err := Encode([]byte(text))
		if e, ok := errors.AsType[*Error](err); !ok || e.Offset != offset {
			t.Errorf("%q: % X, %v; want a fault at %d", text, raw, err, offset)
		}
	}
	if raw, err := Encode([]byte("�")); err != nil || hex.EncodeToString(raw) != "8431a437" {
		t.Errorf("the replacement character itself: % X, %v", raw, err)
	}
}

// The reason for this package; once it fails the package may go.
func TestTextOfTheLibraryStillFalsifies(t *testing.T) {
	wrong := 0
	for at := range twoByteCells {
		code := codeAt(at)
		raw := []byte{byte(code >> 8), byte(code)}
		want, err := Decode(raw)
		if err != nil {
			t.Fatal(err)
		}
		if text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(raw); err != nil || !bytes.Equal(text, want) {
			wrong++
		}
	}
	if wrong != 2068 {
		t.Errorf("golang.org/x/text reads %d codes of two bytes wrongly", wrong)
	}
}

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{"", "abc", "\xb0\xa1", "\x81\x30\x81\x30", "\xfe\x59\xff", "\x80"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		text, err := Decode(raw)
		if err != nil {
			if e, ok := errors.AsType[*Error](err); !ok || e.Offset < 0 || e.Offset >= len(raw) {
				t.Fatalf("% X: %v", raw, err)
			}
			return
		}
		back, err := Encode(text)
		if err != nil {
			t.Fatalf("% X was read as %q, which cannot be written: %v", raw, text, err)
		}
		if again, err := Decode(back); err != nil || !bytes.Equal(again, text) {
			t.Fatalf("% X: %q became %q, %v", raw, text, again, err)
		}
	})
}
