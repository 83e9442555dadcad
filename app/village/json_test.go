package village

import (
	"errors"
	"strings"
	"testing"
)

func TestDecodeJSONNamesTheField(t *testing.T) {
	tests := []struct{ name, in, wantField, wantKey string }{
		{"good", `{"name":"a","list":[{"code":"x"}]}`, "", ""},
		{"unknown key", `{"nmae":"a"}`, "nmae", "err.json.unknown"},
		{"wrong type", `{"name":5}`, "name", "err.json.type"},
		{"wrong type inside", `{"list":[{"code":5}]}`, "list.code", "err.json.type"},
		{"key twice", `{"name":"a","name":"b"}`, "name", "err.json.twice"},
		{"key in another case", `{"name":"a","Name":"b"}`, "Name", "err.json.unknown"},
		{"known key in another case", `{"NAME":"a"}`, "NAME", "err.json.unknown"},
		{"known key in another case inside", `{"list":[{"Code":"x"}]}`, "list[0].Code", "err.json.unknown"},
		{"known key with a long s", `{"liſt":[]}`, "liſt", "err.json.unknown"},
		{"free key twice with a long s", `{"free":{"s":1,"ſ":2}}`, "free.ſ", "err.json.twice"},
		{"free keys of any case", `{"free":{"Name":1,"Code":2}}`, "", ""},
		{"key twice inside", `{"list":[{"code":"x","CODE":"y"}]}`, "list[0].CODE", "err.json.unknown"},
		{"cut off", `{"name":"a"`, "", "err.json.syntax"},
		{"two values", `{"name":"a"}{}`, "", "err.json.syntax"},
		{"empty", ``, "", "err.json.syntax"},
		{"no object", `[]`, "", "err.json.type"},
		{"no UTF-8", "{\"name\":\"\xc0\xcf\"}", "", "err.json.encoding"},
		{"a NUL", `{"name":"a\u0000"}`, "name", "err.json.encoding"},
		{"a NUL in a key", `{"na\u0000me":"a"}`, "", "err.json.encoding"},
		{"a very long key", `{"` + strings.Repeat("长", 1000) + `":1}`, strings.Repeat("长", 20), "err.json.unknown"},
		{"a very long key twice", `{"` + strings.Repeat("x", 1000) + `":1,"` + strings.Repeat("x", 1000) + `":2}`, strings.Repeat("x", 60), "err.json.twice"},
		{"a tower", `{"list":` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + `}`, "list" + strings.Repeat("[0]", 23), "err.json.deep"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var v struct {
				Name string `json:"name"`
				List []struct {
					Code string `json:"code"`
				} `json:"list"`
				Free map[string]any `json:"free"`
			}
			err := DecodeJSON([]byte(tt.in), &v)
			e, _ := errors.AsType[*Error](err)
			if keyOf(err) != tt.wantKey || e != nil && e.Field != tt.wantField {
				t.Errorf("DecodeJSON(%s) = %v, want field %q, key %q", tt.in, err, tt.wantField, tt.wantKey)
			}
		})
	}
}
