// Package monitor tells whoever looks after the platform how it runs (运行监测): whether
// it lives and is ready, and figures in the form of Prometheus. No label names a person, a
// case or a machine.
package monitor

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"bianmin/county/office"
)

// Book is what is asked of the database.
type Book interface {
	Gauges(ctx context.Context, now time.Time) (office.Gauges, error)
}

// Monitor counts. Make one with [New].
type Monitor struct {
	book     Book
	now      func() time.Time
	log      *slog.Logger
	registry *prometheus.Registry
	seconds  *prometheus.HistogramVec
	stopping atomic.Bool

	mu   sync.Mutex
	read time.Time // when the gauges were
	last office.Gauges
	err  error
}

// gaugesLast is how long figures of the database are given again: several who look do
// not make it count several times.
const gaugesLast = 15 * time.Second

// askBook is how long the database may take.
const askBook = 5 * time.Second

// New is a monitor of a program of that version.
func New(version string, book Book, now func() time.Time, log *slog.Logger) *Monitor {
	m := &Monitor{book: book, now: now, log: log, registry: prometheus.NewRegistry()}
	m.seconds = prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "bianmin_http_request_seconds", Help: "How long answers took, by route and kind of answer.",
		Buckets: []float64{.005, .01, .025, .05, .1, .15, .25, .5, 1, 2.5, 5, 10, 60, 300},
	}, []string{"route", "code"})
	info := prometheus.NewGauge(prometheus.GaugeOpts{Name: "bianmin_build_info", Help: "Always 1.", ConstLabels: prometheus.Labels{"version": version}})
	info.Set(1)
	m.registry.MustRegister(m.seconds, info, gauges{m}, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Stop makes the platform say that it is not ready any more.
func (m *Monitor) Stop() { m.stopping.Store(true) }

// Patterns are the routes of [Monitor.Routes].
func Patterns() []string { return []string{alive, ready, metrics} }

const (
	alive   = "GET /healthz"
	ready   = "GET /readyz"
	metrics = "GET /metrics"
)

// Ready serves GET /readyz.
func (m *Monitor) Ready(mux *http.ServeMux) { mux.HandleFunc(ready, m.ready) }

// Routes adds what is asked from inside the house. It is no part of what kiosks and
// officers reach.
func (m *Monitor) Routes(mux *http.ServeMux) {
	m.Ready(mux)
	mux.HandleFunc(alive, func(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "ok") })
	mux.Handle(metrics, promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{ErrorLog: logged{m.log}}))
}

// ready says whether requests should be sent here: the database answers, and the
// program is not about to stop.
func (m *Monitor) ready(w http.ResponseWriter, r *http.Request) {
	switch _, err := m.gauges(r.Context()); {
	case m.stopping.Load():
		say(w, http.StatusServiceUnavailable, "stopping")
	case err != nil:
		say(w, http.StatusServiceUnavailable, "database")
	default:
		say(w, http.StatusOK, "ok")
	}
}

func say(w http.ResponseWriter, status int, word string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(word + "\n"))
}

// gauges are those of a moment ago, or new ones. An error is not kept.
func (m *Monitor) gauges(ctx context.Context) (office.Gauges, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.now()
	if age := now.Sub(m.read); m.err == nil && age >= 0 && age < gaugesLast {
		return m.last, nil
	}
	ctx, cancel := context.WithTimeout(ctx, askBook)
	defer cancel()
	m.last, m.err = m.book.Gauges(ctx, now)
	if m.read = now; m.err != nil {
		m.log.ErrorContext(ctx, "the database does not answer", "err", m.err)
	}
	return m.last, m.err
}

// Watch counts the requests that next answers.
func (m *Monitor) Watch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begin, answer := m.now(), &answer{ResponseWriter: w, code: http.StatusOK}
		next.ServeHTTP(answer, r)
		route := r.Pattern // set by the mux; the path itself may name a case
		if route == "" {
			route = "none"
		}
		m.seconds.WithLabelValues(route, strconv.Itoa(answer.code/100)+"xx").Observe(m.now().Sub(begin).Seconds())
	})
}

// answer remembers its status.
type answer struct {
	http.ResponseWriter
	code int
	sent bool
}

func (a *answer) WriteHeader(code int) {
	if !a.sent {
		a.code, a.sent = code, true
	}
	a.ResponseWriter.WriteHeader(code)
}

// Unwrap lets [http.ResponseController] reach deadlines and flushing.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// logged hands complaints of the exporter on.
type logged struct{ log *slog.Logger }

func (l logged) Println(v ...any) { l.log.Warn("metrics", "err", v) }
