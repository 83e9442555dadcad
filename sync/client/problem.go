package client

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"

	"bianmin/app/village"
	"bianmin/sync/wire"
)

// LaterError is the cause of an answer that named a time to come again.
type LaterError struct {
	Status int
	After  time.Duration
}

func (l *LaterError) Error() string { return fmt.Sprintf("status %d, again in %v", l.Status, l.After) }

// RetryAfter is how long the county asked to wait.
func (l *LaterError) RetryAfter() time.Duration { return l.After }

// offline is the error of a request without an answer. Who is not the county has
// its own sentence; so has what speaks no TLS, or refuses ours.
func offline(cause error) error {
	if e, ok := errors.AsType[*village.Error](cause); ok {
		return e
	}
	_, other := errors.AsType[tls.RecordHeaderError](cause)
	op, refused := errors.AsType[*net.OpError](cause)
	if other || errors.Is(cause, http.ErrSchemeMismatch) || refused && op.Op == "remote error" {
		return notCounty(cause)
	}
	return &village.Error{Kind: village.Offline, Key: "err.sync.offline", Err: fmt.Errorf("ask the county: %w", cause)}
}

func notCounty(cause error) error {
	return &village.Error{Kind: village.Offline, Key: "err.sync.not_county", Err: fmt.Errorf("read the county's answer: %w", cause)}
}

// refused is the error of an answer other than 200. The status decides the
// kind; a readable [wire.Problem] adds field and key.
func refused(resp *http.Response) error {
	status := resp.StatusCode
	cause := fmt.Errorf("county answered %d", status)
	e := &village.Error{Kind: village.Offline, Key: "err.sync.not_county", Err: cause}
	switch {
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		e.Kind, e.Key = village.Denied, "err.sync.denied"
	case status == http.StatusConflict:
		e.Kind, e.Key = village.Conflict, "err.sync.conflict"
	case status == http.StatusBadRequest || status == http.StatusRequestEntityTooLarge:
		e.Kind, e.Key = village.Invalid, "err.sync.refused"
	case status == http.StatusTooManyRequests || status >= 500:
		e.Key = "err.sync.offline"
		if after := parseAfter(resp.Header); after > 0 {
			e.Key, e.Args = "err.sync.later", map[string]any{"seconds": int(after.Seconds())}
			e.Err = &LaterError{Status: status, After: after}
		}
	}
	problem, err := wire.Decode[wire.Problem](resp.Body, wire.MaxAnswerBytes)
	if err != nil {
		return e
	}
	e.Field = problem.Field
	if problem.Key != "" && e.Kind != village.Offline {
		e.Key = problem.Key
	}
	return e
}

// parseAfter reads Retry-After in seconds or as a date, which is measured
// against the answer's own Date so that no clock of this machine takes part.
func parseAfter(h http.Header) time.Duration {
	text := h.Get("Retry-After")
	if seconds, err := strconv.Atoi(text); err == nil && seconds > 0 {
		return time.Duration(min(seconds, 24*60*60)) * time.Second
	}
	at, err := http.ParseTime(text)
	sent, err2 := http.ParseTime(h.Get("Date"))
	if errors.Join(err, err2) != nil {
		return 0
	}
	return max(0, at.Sub(sent))
}
