package village

import (
	"errors"
	"fmt"
)

// Kind says what the caller can do about an error.
// Kinds travel to the county as text; add new ones at the end.
type Kind string

const (
	Internal Kind = "internal"  // our fault or the machine's: log it, show a code
	Invalid  Kind = "invalid"   // the visitor can correct the field
	NotFound Kind = "not_found" // no such record
	Conflict Kind = "conflict"  // somebody changed the record first
	Offline  Kind = "offline"   // the county cannot be reached: keep and retry
	Denied   Kind = "denied"    // the county does not know this machine
)

// Error is an error that the kiosk understands. What the visitor reads is the
// text of Key in assets/lang; Err is for the log and is never shown.
type Error struct {
	Kind  Kind
	Field string         // form field at fault, as in "applicant.id"; or empty
	Key   string         // message key, as in "err.resident_id.checksum"; or empty
	Args  map[string]any // values that the text of Key names, as in {{.Label}}; never personal data
	Err   error
}

func (e *Error) Error() string {
	s := string(e.Kind)
	if e.Field != "" {
		s += " " + e.Field
	}
	if e.Key != "" {
		s += " (" + e.Key + ")"
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// KindOf is the kind of the first [Error] in err's chain, and [Internal] for
// every other error.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// Keyed is the first [Error] in err's tree that has a text to show; an err
// without one gets the general text of its kind.
func Keyed(err error) *Error {
	if e := keyed(err); e != nil {
		return e
	}
	kind := KindOf(err)
	return &Error{Kind: kind, Key: "err." + string(kind), Err: err}
}

func keyed(err error) *Error {
	switch at := err.(type) { //nolint:errorlint // walks the tree itself
	case *Error:
		if at.Key != "" {
			return at
		}
		return keyed(at.Err)
	case interface{ Unwrap() error }:
		return keyed(at.Unwrap())
	case interface{ Unwrap() []error }:
		for _, branch := range at.Unwrap() {
			if e := keyed(branch); e != nil {
				return e
			}
		}
	}
	return nil
}

// Refuse is the error for input that a person can correct.
func Refuse(field, key string) *Error {
	return &Error{Kind: Invalid, Field: field, Key: key}
}

// At returns err with field as the place where it happened. A field that err
// already names is kept behind it: At("applicant", Refuse("id", …)) is at
// "applicant.id". An err that is no [Error] is returned as it is.
func At(field string, err error) error {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return err
	}
	at := *e
	if at.Field != "" {
		field += "." + at.Field
	}
	at.Field = field
	return &at
}

// Failed wraps err with what was attempted, keeping its kind.
func Failed(what string, err error) error {
	return &Error{Kind: KindOf(err), Err: fmt.Errorf("%s: %w", what, err)}
}
