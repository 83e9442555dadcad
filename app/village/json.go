package village

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxDepth bounds the nesting of JSON from outside.
const maxDepth = 24

// DecodeJSON reads exactly one JSON value into v and refuses what encoding/json
// lets pass: unknown keys, keys that stand twice or differ only in case, deep
// nesting, anything after the value. The error is [Invalid] and names the field.
func DecodeJSON(raw []byte, v any) error {
	if err := uniqueKeys(raw); err != nil {
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
			return &Error{Kind: Invalid, Field: strings.TrimSuffix(name, `"`), Key: "err.json.unknown", Err: err}
		}
		return &Error{Kind: Invalid, Key: "err.json.syntax", Err: err}
	}
	return nil
}

// uniqueKeys walks the tokens of raw.
func uniqueKeys(raw []byte) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if err := walk(dec, "", 0); err != nil {
		if _, ok := errors.AsType[*Error](err); ok {
			return err
		}
		return &Error{Kind: Invalid, Key: "err.json.syntax", Err: err}
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return &Error{Kind: Invalid, Key: "err.json.syntax", Err: errors.New("more than one value")}
	}
	return nil
}

func walk(dec *json.Decoder, path string, depth int) error {
	token, err := dec.Token()
	if err != nil {
		return err
	}
	open, ok := token.(json.Delim)
	if !ok {
		return nil
	}
	if depth++; depth > maxDepth {
		return &Error{Kind: Invalid, Field: path, Key: "err.json.deep"}
	}
	seen := map[string]bool{}
	for i := 0; dec.More(); i++ {
		at := fmt.Sprintf("%s[%d]", path, i)
		if open == '{' {
			key, err := dec.Token()
			if err != nil {
				return err
			}
			at = strings.TrimPrefix(path+"."+key.(string), ".")
			if folded := strings.ToLower(key.(string)); seen[folded] {
				return &Error{Kind: Invalid, Field: at, Key: "err.json.twice"}
			} else {
				seen[folded] = true
			}
		}
		if err := walk(dec, at, depth); err != nil {
			return err
		}
	}
	_, err = dec.Token()
	return err
}
