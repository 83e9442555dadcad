// Package citytest is a mock of the city's platform, for tests.
package citytest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"

	"bianmin/app/village"
	"bianmin/county/city"
	"bianmin/county/office"
)

// Server takes events as county/city says them. Verify judges a signature; nil takes any.
type Server struct {
	Verify func(message, sign []byte) bool

	mu    sync.Mutex
	held  map[string]office.CityEvent
	calls int
	Drop  func(call int) bool // whether the answer to that call is lost after it was kept; nil = none
	Down  func(call int) bool // whether that call is refused before anything is kept
	Lost  func(call int) bool // whether that call never arrives
}

const maxBody = 1 << 20

// Held are the events by their keys.
func (s *Server) Held() map[string]office.CityEvent {
	s.mu.Lock()
	defer s.mu.Unlock()
	held := map[string]office.CityEvent{}
	for k, e := range s.held {
		held[k] = e
	}
	return held
}

// Forget drops an event, as the city does that has settled what was wrong with it.
func (s *Server) Forget(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.held, key)
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls++
	if s.Lost != nil && s.Lost(s.calls) {
		panic(http.ErrAbortHandler)
	}
	var e office.Envelope
	var events []office.CityEvent
	raw, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	rules := village.JSONRules{Depth: 8}
	if err != nil || r.URL.Path != city.EventsPath || rules.Decode(raw, &e) != nil || rules.Decode(e.Params, &events) != nil {
		answer(w, http.StatusBadRequest, city.Reply{Code: "format"})
		return
	}
	switch {
	case s.Down != nil && s.Down(s.calls):
		answer(w, http.StatusBadGateway, city.Reply{Code: "down"})
		return
	case s.Verify != nil && !e.Good(s.Verify):
		answer(w, http.StatusForbidden, city.Reply{Code: "sign"})
		return
	}
	known, ok := s.take(events)
	switch {
	case !ok:
		answer(w, http.StatusConflict, city.Reply{Code: "other", Message: "held with other\ncontent"})
	case s.Drop != nil && s.Drop(s.calls):
		panic(http.ErrAbortHandler)
	default:
		answer(w, http.StatusOK, city.Reply{Success: true, Known: known, AckNo: fmt.Sprintf("JY%06d", s.calls)})
	}
}

// take keeps all of them or none.
func (s *Server) take(events []office.CityEvent) (known int, ok bool) {
	for _, e := range events {
		held, here := s.held[e.Key]
		if here && held != e {
			return 0, false
		}
		if here {
			known++
		}
	}
	if s.held == nil {
		s.held = map[string]office.CityEvent{}
	}
	for _, e := range events {
		s.held[e.Key] = e
	}
	return known, true
}

func answer(w http.ResponseWriter, status int, reply city.Reply) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(reply)
}
