package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"bianmin/app/village"
)

// maxDepth is deeper than any message: push, records, record, parts, part.
const maxDepth = 8

// Decode reads one message of at most limit bytes from r. It refuses what
// encoding/json lets pass: unknown, repeated and differently spelt keys, text
// that is no UTF-8, and anything after the message. The error is
// [village.Invalid]: err.push.too_large or err.push.body; a failing r is
// [village.Offline], because the line broke.
func Decode[T any](r io.Reader, limit int64) (T, error) {
	var message T
	raw, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return message, &village.Error{Kind: village.Offline, Key: "err.sync.offline", Err: fmt.Errorf("read message: %w", err)}
	}
	if int64(len(raw)) > limit {
		return message, &village.Error{Kind: village.Invalid, Key: "err.push.too_large", Err: fmt.Errorf("message over %d bytes", limit)}
	}
	if err := checkKeys(raw); err != nil {
		return message, malformed(err)
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&message); err != nil {
		var none T
		return none, malformed(err)
	}
	return message, nil
}

func malformed(err error) error {
	return &village.Error{Kind: village.Invalid, Key: "err.push.body", Err: fmt.Errorf("decode message: %w", err)}
}

// checkKeys walks the one value in raw. encoding/json keeps the last of two
// equal keys and folds case, so that two readers of the same signed bytes could
// see two messages.
func checkKeys(raw []byte) error {
	if !utf8.Valid(raw) {
		return errors.New("no UTF-8")
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if err := checkValue(dec, 0); err != nil {
		return err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the message")
	}
	return nil
}

func checkValue(dec *json.Decoder, depth int) error {
	token, err := dec.Token()
	if err != nil {
		return err
	}
	switch token {
	case json.Delim('{'):
		return checkObject(dec, depth+1)
	case json.Delim('['):
		return checkArray(dec, depth+1)
	}
	return nil
}

func checkObject(dec *json.Decoder, depth int) error {
	if depth > maxDepth {
		return errors.New("too deep")
	}
	seen := map[string]bool{}
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return err
		}
		key, _ := token.(string)
		if seen[key] || !plainKey(key) {
			return fmt.Errorf("key %.40q stands twice or is not spelt as agreed", key)
		}
		seen[key] = true
		if err := checkValue(dec, depth); err != nil {
			return err
		}
	}
	_, err := dec.Token()
	return err
}

func checkArray(dec *json.Decoder, depth int) error {
	if depth > maxDepth {
		return errors.New("too deep")
	}
	for dec.More() {
		if err := checkValue(dec, depth); err != nil {
			return err
		}
	}
	_, err := dec.Token()
	return err
}

// plainKey keeps out every spelling that encoding/json would fold to a field.
func plainKey(key string) bool {
	for _, c := range []byte(key) {
		if c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return key != ""
}
