package village

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"unicode/utf8"
)

// JSONRules say what JSON from outside must look like beyond what encoding/json
// asks.
type JSONRules struct {
	Depth int                   // deepest nesting
	Key   func(key string) bool // nil, or whether a key is spelt as agreed
	Newer bool                  // keys that we do not know are skipped: a newer sender says more
}

// ErrMoreJSON is the cause when something follows the value.
var ErrMoreJSON = errors.New("more than one value")

// DecodeJSON reads what a person or a program wrote by the rules of an input
// file; see [JSONRules.Decode].
func DecodeJSON(raw []byte, v any) error { return JSONRules{Depth: 24}.Decode(raw, v) }

// Decode reads exactly one JSON value into v and refuses what encoding/json lets
// pass, so that two readers of the same bytes see the same: text that is no
// UTF-8 or holds a NUL, unknown keys, keys that stand twice or differ only in case,
// known keys in another case, deep nesting, anything after the value. The error is [Invalid] and
// names the field: err.json.syntax, err.json.encoding, err.json.unknown,
// err.json.twice, err.json.type or err.json.deep.
func (j JSONRules) Decode(raw []byte, v any) error {
	if err := j.check(raw, reflect.TypeOf(v)); err != nil {
		return err
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	if !j.Newer {
		dec.DisallowUnknownFields()
	}
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

// Check refuses what Decode refuses of any value, without reading it into one:
// for lists of others, whose keys nobody knows before.
func (j JSONRules) Check(raw []byte) error { return j.check(raw, nil) }

// check walks the tokens of raw, which is to become a value of type t.
func (j JSONRules) check(raw []byte, t reflect.Type) error {
	if !utf8.Valid(raw) {
		return &Error{Kind: Invalid, Key: "err.json.encoding"}
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if err := j.walk(dec, place{t: t}); err != nil {
		if _, ok := errors.AsType[*Error](err); ok {
			return err
		}
		return syntax(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return syntax(ErrMoreJSON)
	}
	return nil
}

// place is where a walk stands.
type place struct {
	path  string
	depth int
	t     reflect.Type // what stands there is read into it; nil when that is free
}

func (j JSONRules) walk(dec *json.Decoder, at place) error {
	token, err := dec.Token()
	if err != nil {
		return err
	}
	if err := at.storable(token); err != nil {
		return err
	}
	open, ok := token.(json.Delim)
	if !ok {
		return nil
	}
	if at.depth++; at.depth > j.Depth {
		return &Error{Kind: Invalid, Field: at.path, Key: "err.json.deep"}
	}
	seen := map[string]bool{}
	for i := 0; dec.More(); i++ {
		inside := place{fmt.Sprintf("%s[%d]", at.path, i), at.depth, elementOf(at.t)}
		if open == '{' {
			if inside, err = j.member(dec, at, seen); err != nil {
				return err
			}
		}
		if err := j.walk(dec, inside); err != nil {
			return err
		}
	}
	_, err = dec.Token()
	return err
}

// storable refuses text with a NUL: PostgreSQL stores none, and what one sender
// writes must not stop the work on everybody's.
func (at place) storable(token json.Token) error {
	if text, ok := token.(string); ok && strings.ContainsRune(text, 0) {
		return &Error{Kind: Invalid, Field: at.path, Key: "err.json.encoding"}
	}
	return nil
}

// member reads the key of the next member of the object at a place.
func (j JSONRules) member(dec *json.Decoder, at place, seen map[string]bool) (place, error) {
	token, err := dec.Token()
	if err != nil {
		return place{}, err
	}
	if err := at.storable(token); err != nil {
		return place{}, err
	}
	key, _ := token.(string)
	inside := place{path: strings.TrimPrefix(at.path+"."+named(key), "."), depth: at.depth}
	var known bool
	if inside.t, known = memberOf(at.t, key); !known || j.Key != nil && !j.Key(key) {
		return inside, &Error{Kind: Invalid, Field: inside.path, Key: "err.json.unknown"}
	}
	folded := fold(key)
	if seen[folded] {
		return inside, &Error{Kind: Invalid, Field: inside.path, Key: "err.json.twice"}
	}
	seen[folded] = true
	return inside, nil
}

// named is a key as an error names it: a sender may write a megabyte.
func named(key string) string {
	const longest = 60
	return strings.ToValidUTF8(key[:min(len(key), longest)], "")
}
