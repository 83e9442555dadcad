package village

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

// FuzzDecodeJSON: what is taken reads the same to everybody. Written again and
// read again it is the same, and a reader that knows no rules sees no other.
func FuzzDecodeJSON(f *testing.F) {
	type inner struct {
		Code string  `json:"code"`
		N    float64 `json:"n"`
	}
	type outer struct {
		Name string         `json:"name"`
		List []inner        `json:"list"`
		Free map[string]any `json:"free"`
		One  *inner         `json:"one"`
	}
	for _, seed := range []string{
		`{"name":"a","list":[{"code":"x","n":1e3}],"free":{"k":[1,{"s":null}]},"one":{"code":"y"}}`,
		`{"name":"a","Name":"b"}`, `{"free":{"a":1,"A":2}}`, `{"liſt":[]}`, `{"one":{"N":1}}`, `[[[[]]]]`, `{"name":"\ud800"}`, `{} {}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var first, plain, again outer
		err := DecodeJSON(raw, &first)
		if _, ours := errors.AsType[*Error](err); err != nil {
			if !ours {
				t.Errorf("foreign error %v", err)
			}
			return
		}
		if err := json.Unmarshal(raw, &plain); err != nil || !reflect.DeepEqual(plain, first) {
			t.Errorf("another reader sees %+v, %v", plain, err)
		}
		written, err := json.Marshal(first)
		if err != nil {
			t.Fatal(err)
		}
		if err := DecodeJSON(written, &again); err != nil {
			t.Fatalf("what was written is refused: %s, %v", written, err)
		}
		if twice, _ := json.Marshal(again); !bytes.Equal(twice, written) {
			t.Errorf("%s is written again as %s", written, twice)
		}
	})
}

// FuzzNumbers: what people type into a field is refused or becomes one form, which
// reads as itself.
func FuzzNumbers(f *testing.F) {
	for _, seed := range []string{"11010519491231002X", "91350100M000100Y43", "K7M4-9TA2", "445203104202", "+86 138-0013 8000", "0663-3271234", "０", "\xff"} {
		f.Add(seed)
	}
	now := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		for name, parse := range map[string]func(string) (string, error){
			"resident id": func(s string) (string, error) { v, err := ParseResidentID(s, now); return string(v), err },
			"credit code": func(s string) (string, error) { v, err := ParseCreditCode(s); return string(v), err },
			"short code":  func(s string) (string, error) { v, err := ParseShortCode(s); return string(v), err },
			"division":    func(s string) (string, error) { v, err := ParseDivisionCode(s); return string(v), err },
			"phone":       func(s string) (string, error) { v, err := ParsePhone(s); return string(v), err },
		} {
			got, err := parse(text)
			if err != nil {
				continue
			}
			if again, err := parse(got); err != nil || again != got {
				t.Errorf("%s %q is read as %q and that as %q, %v", name, text, got, again, err)
			}
			if strings.ContainsFunc(got, func(r rune) bool { return r < ' ' || r > '~' }) {
				t.Errorf("%s %q is read as %q", name, text, got)
			}
		}
	})
}
