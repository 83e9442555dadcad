package village

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// JSONRules say what JSON from outside must look like beyond what encoding/json
// asks.
type JSONRules struct {
	Depth int                   // deepest nesting
	Key   func(key string) bool // nil, or whether a key is spelt as agreed
}

// DecodeJSON reads what a person or a program wrote by the rules of an input
// file; see [JSONRules.Decode].
func DecodeJSON(raw []byte, v any) error { return JSONRules{Depth: 24}.Decode(raw, v) }

// Decode reads exactly one JSON value into v and refuses what encoding/json lets
// pass, so that two readers of the same bytes see the same: text that is no
// UTF-8, unknown keys, keys that stand twice or differ only in case, deep
// nesting, anything after the value. The error is [Invalid] and names the field:
// err.json.syntax, err.json.encoding, err.json.unknown, err.json.twice,
// err.json.type or err.json.deep.
func (j JSONRules) Decode(raw []byte, v any) error {
	if !utf8.Valid(raw) {
		return &Error{Kind: Invalid, Key: "err.json.encoding"}
	}
	if err := j.check(raw); err != nil {
		return err
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	err := dec.Decode(v)
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return &Error{Kind: Invalid, Field: wrong.Field, Key: "err.json.type", Err: err}
	}
	if err != nil {
		if _, name, ok := strings.Cut(err.Error(), `unknown field "`); ok {
			return &Error{Kind: Invalid, Field: named(strings.TrimSuffix(name, `"`)), Key: "err.json.unknown", Err: err}
		}
		return syntax(err)
	}
	return nil
}

func syntax(err error) error { return &Error{Kind: Invalid, Key: "err.json.syntax", Err: err} }

// check walks the tokens of raw.
func (j JSONRules) check(raw []byte) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if err := j.walk(dec, "", 0); err != nil {
		if _, ok := errors.AsType[*Error](err); ok {
			return err
		}
		return syntax(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return syntax(errors.New("more than one value"))
	}
	return nil
}

func (j JSONRules) walk(dec *json.Decoder, path string, depth int) error {
	token, err := dec.Token()
	if err != nil {
		return err
	}
	open, ok := token.(json.Delim)
	if !ok {
		return nil
	}
	if depth++; depth > j.Depth {
		return &Error{Kind: Invalid, Field: path, Key: "err.json.deep"}
	}
	seen := map[string]bool{}
	for i := 0; dec.More(); i++ {
		at := fmt.Sprintf("%s[%d]", path, i)
		if open == '{' {
			token, err := dec.Token()
			if err != nil {
				return err
			}
			key, _ := token.(string)
			at = strings.TrimPrefix(path+"."+named(key), ".")
			if err := j.checkKey(seen, at, key); err != nil {
				return err
			}
		}
		if err := j.walk(dec, at, depth); err != nil {
			return err
		}
	}
	_, err = dec.Token()
	return err
}

// named is a key as an error names it: a sender may write a megabyte.
func named(key string) string {
	const longest = 60
	return strings.ToValidUTF8(key[:min(len(key), longest)], "")
}

func (j JSONRules) checkKey(seen map[string]bool, at, key string) error {
	if j.Key != nil && !j.Key(key) {
		return &Error{Kind: Invalid, Field: at, Key: "err.json.unknown"}
	}
	folded := strings.ToLower(key)
	if seen[folded] {
		return &Error{Kind: Invalid, Field: at, Key: "err.json.twice"}
	}
	seen[folded] = true
	return nil
}
