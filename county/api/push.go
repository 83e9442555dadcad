package api

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"net/http"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/sync/wire"
)

// push serves POST /v1/push. A kiosk that the county does not know is refused
// before its body is read, a body before it is decoded.
func (s *Server) push(w http.ResponseWriter, r *http.Request) error {
	kiosk := seal.KioskID(r.Header.Get(wire.HeaderKiosk))
	key, err := s.Keys.KioskKey(r.Context(), kiosk)
	if err != nil {
		return err
	}
	if r.ContentLength > wire.MaxPushBytes {
		return &village.Error{Kind: village.Invalid, Key: "err.push.too_large"}
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, wire.MaxPushBytes))
	if err != nil {
		return unread(err)
	}
	signature, err := base64.StdEncoding.DecodeString(r.Header.Get(wire.HeaderSignature))
	if err != nil || !seal.Verify(key, wire.PushContext, raw, signature) {
		return &village.Error{Kind: village.Denied, Key: "err.county.signature", Err: err}
	}
	message, err := wire.Decode[wire.Push](bytes.NewReader(raw), wire.MaxPushBytes)
	if err != nil {
		return err
	}
	if message.Kiosk != kiosk {
		return &village.Error{Kind: village.Denied, Field: "kiosk", Key: "err.county.signature"}
	}
	if err := message.Check(); err != nil {
		return err
	}
	ack, err := s.Office.TakePush(r.Context(), handed(message))
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, s.ack(ack))
}

// unread says why a body could not be read: too long, or the line broke.
func unread(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return &village.Error{Kind: village.Invalid, Key: "err.push.too_large", Err: err}
	}
	return &village.Error{Kind: village.Offline, Key: "err.sync.offline", Err: err}
}

// handed is the push in the office's words, each record with what its own
// check found.
func handed(message wire.Push) office.Push {
	p := office.Push{Kiosk: message.Kiosk, FirstSeq: message.FirstSeq}
	for _, record := range message.Records {
		e := office.Entry{Record: record.Village()}
		if err := record.Check(); err != nil {
			e.Problem = village.Keyed(err).Key
		}
		p.Entries = append(p.Entries, e)
	}
	return p
}

func (s *Server) ack(ack office.Ack) wire.Ack {
	out := wire.Ack{WantSeq: ack.Want, ServerTime: s.Now().UTC()}
	for _, r := range ack.Rejects {
		out.Rejects = append(out.Rejects, wire.Reject(r))
	}
	return out
}

// problem is what the caller may know of err. The cause stays in the log.
func problem(err error) wire.Problem {
	e := village.Keyed(err)
	return wire.Problem{Kind: e.Kind, Field: e.Field, Key: e.Key}
}
