package wire

import (
	"errors"
	"fmt"
	"io"

	"bianmin/app/village"
)

// maxDepth is deeper than any message: push, records, record, parts, part.
const maxDepth = 8

// Decode reads one message of at most limit bytes from r, by the rules of
// [village.JSONRules.Decode] and with keys spelt as here. The error is
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
	rules := village.JSONRules{Depth: maxDepth, Key: plainKey}
	if err := rules.Decode(raw, &message); err != nil {
		var none T
		// Only the rule that was broken: the cause goes to a log, which holds
		// nothing that a sender wrote.
		cause := errors.New("decode message: " + village.Keyed(err).Key)
		return none, &village.Error{Kind: village.Invalid, Key: "err.push.body", Err: cause}
	}
	return message, nil
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
