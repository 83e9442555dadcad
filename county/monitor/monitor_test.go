package monitor

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"bianmin/county/office"
)

// book answers with figures, or not.
type book struct {
	err   error
	asked int
}

func (b *book) Gauges(context.Context, time.Time) (office.Gauges, error) {
	b.asked++
	return office.Gauges{Records: 7, TicketsOverdue: 2}, b.err
}

type rig struct {
	t    *testing.T
	book *book
	m    *Monitor
	mux  *http.ServeMux
	now  time.Time
}

func newRig(t *testing.T) *rig {
	r := &rig{t: t, book: &book{}, mux: http.NewServeMux(), now: time.Unix(1e9, 0)}
	r.m = New("1.4.0", r.book, func() time.Time { return r.now }, slog.New(slog.DiscardHandler))
	r.m.Routes(r.mux)
	return r
}

func (r *rig) get(path string) (int, string) {
	w := httptest.NewRecorder()
	r.mux.ServeHTTP(w, httptest.NewRequestWithContext(r.t.Context(), http.MethodGet, path, nil))
	return w.Code, w.Body.String()
}

func TestItIsReadyWhileTheDatabaseAnswersAndNobodyStopsIt(t *testing.T) {
	r := newRig(t)
	if code, _ := r.get("/readyz"); code != http.StatusOK {
		t.Errorf("ready: %d", code)
	}
	r.book.err, r.now = errors.New("gone"), r.now.Add(gaugesLast)
	if code, said := r.get("/readyz"); code != http.StatusServiceUnavailable || said != "database\n" {
		t.Errorf("without its database: %d %s", code, said)
	}
	if _, figures := r.get("/metrics"); !strings.Contains(figures, "bianmin_database_up 0") || strings.Contains(figures, "bianmin_records") {
		t.Error("old figures are shown as new ones")
	}
	if code, _ := r.get("/healthz"); code != http.StatusOK {
		t.Errorf("alive: %d", code)
	}
	r.book.err = nil
	if code, _ := r.get("/readyz"); code != http.StatusOK {
		t.Errorf("ready again: %d", code)
	}
	r.m.Stop()
	if code, said := r.get("/readyz"); code != http.StatusServiceUnavailable || said != "stopping\n" {
		t.Errorf("while it stops: %d %s", code, said)
	}
}

func TestFiguresAreReadOnceInAWhile(t *testing.T) {
	r := newRig(t)
	for range 5 {
		r.get("/metrics")
	}
	if r.book.asked != 1 {
		t.Errorf("the database was asked %d times", r.book.asked)
	}
	if _, figures := r.get("/metrics"); !strings.Contains(figures, "bianmin_tickets_overdue 2") || !strings.Contains(figures, `version="1.4.0"`) {
		t.Error("figures are missing")
	}
}

func TestRequestsAreCountedByRouteAndNeverByWhatTheyName(t *testing.T) {
	r := newRig(t)
	app := http.NewServeMux()
	app.HandleFunc("GET /cases/{kiosk}/{id}", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) })
	r.m.Watch(app).ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/cases/K7JG/secret", nil))
	_, figures := r.get("/metrics")
	if !strings.Contains(figures, `bianmin_http_request_seconds_count{code="4xx",route="GET /cases/{kiosk}/{id}"} 1`) || strings.Contains(figures, "secret") {
		t.Error("a request is not counted, or names what it asked for")
	}
}

// TestEveryFigureOfTheDashboardIsServed reads the file that Grafana is given.
func TestEveryFigureOfTheDashboardIsServed(t *testing.T) {
	raw, err := os.ReadFile("../../docs/operations/grafana.json")
	if err != nil {
		t.Fatal(err)
	}
	var board struct {
		Panels []struct {
			Title   string
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal(raw, &board); err != nil || len(board.Panels) < 6 {
		t.Fatalf("%d panels, %v", len(board.Panels), err)
	}
	r := newRig(t)
	r.m.Watch(http.NotFoundHandler()).ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil))
	_, figures := r.get("/metrics")
	shown := map[string]bool{}
	for _, p := range board.Panels {
		for _, target := range p.Targets {
			names := regexp.MustCompile(`\b(bianmin|process|go)_[a-z_]+`).FindAllString(target.Expr, -1)
			if len(names) == 0 {
				t.Errorf("%s shows nothing", p.Title)
			}
			for _, name := range names {
				if shown[name] = true; !strings.Contains(figures, "\n"+name) {
					t.Errorf("%s asks for %s, which is not served", p.Title, name)
				}
			}
		}
	}
	for _, g := range all() {
		if !shown["bianmin_"+g.name] {
			t.Errorf("no panel shows bianmin_%s", g.name)
		}
	}
}
