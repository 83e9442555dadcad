// Package api is what kiosks call: POST /v1/enrol, /v1/renew, /v1/push, /v1/mail,
// /v1/pull, /v1/health and /v1/misses, PUT /v1/blobs/SHA256, GET /v1/snapshots/SHA256, GET /healthz. It reads
// and checks messages of sync/wire and leaves the work to county/office. Who calls
// has proven by its certificate which kiosk it is; only who enrols has none yet.
package api

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"log/slog"
	"net/http"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/authority"
	"bianmin/county/office"
	"bianmin/sync/wire"
)

// Office is the work behind the calls.
type Office interface {
	Enrol(ctx context.Context, shown seal.Ticket, public ed25519.PublicKey) (village.DivisionCode, error)
	ReturnKey(ctx context.Context, shown seal.Ticket, r office.Replacement) (office.Replacement, error)
	TakePush(ctx context.Context, p office.Push) (office.Ack, error)
	KeepPiece(ctx context.Context, kiosk seal.KioskID, sum [32]byte, data []byte) error
	Mail(ctx context.Context, q office.MailQuestion) (office.MailAnswer, error)
}

// Keys are the keys that both sides go by.
type Keys interface {
	// KioskKey is the key of a kiosk that the county trusts; others are a
	// [village.Denied] error.
	KioskKey(ctx context.Context, id seal.KioskID) (ed25519.PublicKey, error)

	// CarriedKey is the key of a kiosk whether the county trusts it or not: what was
	// carried from it is taken for review. An unknown one is [village.Denied].
	CarriedKey(ctx context.Context, id seal.KioskID) (ed25519.PublicKey, error)

	// ReplacedAt is when a replacement took the kiosk's place, the zero time when
	// none did: certificates from before are those of a machine that is gone.
	ReplacedAt(ctx context.Context, id seal.KioskID) (time.Time, error)

	// CountyKeys are the public keys that kiosks seal for, the newest last.
	CountyKeys(ctx context.Context) ([][]byte, error)
}

// Places names divisions.
type Places interface {
	// Path is the name of c with its town, as in 锡场镇江滨村; "" when there
	// is no such place.
	Path(c village.DivisionCode) string
}

// Server answers kiosks.
type Server struct {
	Office    Office
	Keys      Keys
	Snapshots Snapshots
	Healths   Healths
	Misses    Misses
	Asks      Asks                 // nil in a gateway, which cannot compare
	Authority *authority.Authority // certifies kiosks
	Places    Places
	Centre    func(place string) string // name of the centre of a place
	Signer    seal.Identity             // signs answers
	Codec     *wire.Codec
	Slots     chan struct{} // one for each request that may be read at a time; others are told to come again
	Log       *slog.Logger
	Now       func() time.Time

	load load
}

// Routes adds the calls to mux.
func (s *Server) Routes(mux *http.ServeMux) {
	for pattern, h := range s.calls() {
		mux.Handle(pattern, h)
	}
}

// Patterns are the calls, as [http.ServeMux] takes them.
func (s *Server) Patterns() (list []string) {
	for pattern := range s.calls() {
		list = append(list, pattern)
	}
	return list
}

func (s *Server) calls() map[string]http.Handler {
	door := newStrangers()
	return map[string]http.Handler{
		"POST " + wire.EnrolPath:             s.handle(s.limit(door, s.enrol)),
		"POST " + wire.ReplacePath:           s.handle(s.limit(door, s.replace)),
		"POST " + wire.RenewPath:             s.handle(s.admit(s.certified(s.renew))),
		"POST " + wire.PushPath:              s.handle(s.admit(s.known(s.push))),
		"POST " + wire.MailPath:              s.handle(s.admit(s.known(s.mail))),
		"PUT " + wire.BlobPath + "{sum}":     s.handle(s.admit(s.known(s.piece))),
		"POST " + wire.PullPath:              s.handle(s.admit(s.known(s.pull))),
		"POST " + wire.AskPath:               s.handle(s.admit(s.known(s.ask))),
		"POST " + wire.HealthPath:            s.handle(s.admit(s.known(s.health))),
		"POST " + wire.MissPath:              s.handle(s.admit(s.known(s.misses))),
		"GET " + wire.SnapshotPath + "{sum}": s.handle(s.admit(s.known(s.content))),
		"/v1/": s.handle(func(http.ResponseWriter, *http.Request) error {
			return &village.Error{Kind: village.NotFound, Key: "err.county.call"}
		}),
		"GET /healthz": http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			_, _ = w.Write([]byte("ok\n"))
		}),
	}
}

// handle turns a returned error into one logged line and one JSON answer. The
// log holds no body and no text that a person typed.
func (s *Server) handle(h call) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := h(w, r)
		if err == nil {
			return
		}
		p := problem(err)
		level := slog.LevelWarn
		if p.Kind == village.Internal {
			level = slog.LevelError
		}
		s.Log.Log(r.Context(), level, "request failed",
			"route", r.Pattern, "kiosk", kioskOf(r), "kind", p.Kind, "field", p.Field, "key", p.Key, "err", err)
		_ = reply(w, statusOf(p.Kind), p)
	})
}

// admit lets in as many requests as there are slots, before anything of a body
// is read. The others come again a little later.
func (s *Server) admit(h call) call {
	return func(w http.ResponseWriter, r *http.Request) error {
		select {
		case s.Slots <- struct{}{}:
			defer func() { <-s.Slots }()
			return h(w, r)
		default:
			return later(w, s.load.pressed(s.Now()), "err.county.busy") // kiosks add a random half of it
		}
	}
}

// kioskOf is the name of who calls, for the log; "" for who has none.
func kioskOf(r *http.Request) seal.KioskID {
	certificate := shown(r)
	if certificate == nil {
		return ""
	}
	name, _ := seal.CertifiedID(certificate) //nolint:errcheck // a log line without a name
	return name
}

func statusOf(kind village.Kind) int {
	switch kind {
	case village.Invalid:
		return http.StatusBadRequest
	case village.NotFound:
		return http.StatusNotFound
	case village.Conflict:
		return http.StatusConflict
	case village.Denied:
		return http.StatusForbidden
	case village.Offline:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

func reply(w http.ResponseWriter, status int, v any) error {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	return json.NewEncoder(w).Encode(v)
}
