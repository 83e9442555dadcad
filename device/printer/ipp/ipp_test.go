package ipp

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/device/printer"
)

// answering is a printer that says one thing to everything.
func answering(t *testing.T, status uint16, fill func(*request)) *Printer {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		r := &request{raw: binary.BigEndian.AppendUint16([]byte{2, 0}, status)}
		r.raw = append(r.raw, 0, 0, 0, 1, groupOperation)
		fill(r)
		_, _ = w.Write(r.end())
	}))
	t.Cleanup(s.Close)
	p, err := New("ipp"+strings.TrimPrefix(s.URL, "http")+"/ipp/print", s.Client())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestReasonsAreToldAsStates(t *testing.T) {
	tests := []struct {
		state   int32
		reasons []string
		want    printer.State
	}{
		{3, []string{"none"}, printer.Ready},
		{3, []string{"media-low-warning"}, printer.NearEnd},
		{3, []string{"media-empty-report"}, printer.NoPaper},
		{5, []string{"media-needed-error", "cover-open"}, printer.CoverOpen},
		{5, []string{"none"}, printer.Fault},
		{3, []string{"toner-low-warning"}, printer.Ready},
		{5, []string{"connecting-to-device"}, printer.Offline},
		{5, []string{"media-jam-error"}, printer.Fault},
	}
	for _, tt := range tests {
		p := answering(t, 0, func(r *request) {
			r.raw = append(r.raw, 0x04)
			r.add(tagEnum, "printer-state", binary.BigEndian.AppendUint32(nil, uint32(tt.state)))
			for i, reason := range tt.reasons {
				name := "printer-state-reasons"
				if i > 0 {
					name = ""
				}
				r.add(tagKeyword, name, []byte(reason))
			}
		})
		if got := p.Status(t.Context()); got != tt.want {
			t.Errorf("%d %v: %s, want %s", tt.state, tt.reasons, got, tt.want)
		}
	}
}

func TestAPrinterThatRefusesOrIsGoneIsTold(t *testing.T) {
	p := answering(t, 0x0400, func(*request) {})
	if got := p.Status(t.Context()); got != printer.Offline {
		t.Errorf("one that refuses is %s", got)
	}
	gone, err := New("ipp://127.0.0.1:1/ipp/print", http.DefaultClient)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := gone.Print(t.Context(), "x", nil); err == nil {
		t.Error("printed on nothing")
	}
	for _, bad := range []string{"", "http://x", "ipp://", "ipp://user@x/", "/dev/usb/lp0"} {
		if _, err := New(bad, nil); village.KindOf(err) != village.Invalid {
			t.Errorf("%q was taken", bad)
		}
	}
}

// TestFaultsOfAnOfficePrinter is the table of what can go wrong with one that was well a
// moment ago: whether a part may be on paper is said, and nobody is kept waiting.
func TestFaultsOfAnOfficePrinter(t *testing.T) {
	ready := func(r *request) {
		r.raw = append(r.raw, 0x04)
		r.add(tagEnum, "printer-state", binary.BigEndian.AppendUint32(nil, 3))
	}
	for name, c := range map[string]struct {
		job     func(w http.ResponseWriter, r *http.Request)
		started bool
		state   printer.State
		job2    int // when it is taken all the same
	}{
		"pulled while working": {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, true, printer.Offline, 0},
		"garbage":              {func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("no printer")) }, true, printer.Offline, 0},
		"stuck":                {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, true, printer.Offline, 0},
		"refuses": {func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte{2, 0, 0x05, 0x06, 0, 0, 0, 1, 3})
		}, false, printer.Fault, 0},
		"slow": {func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(300 * time.Millisecond)
			a := &request{raw: []byte{2, 0, 0, 0, 0, 0, 0, 1, 2}}
			a.integer("job-id", 7)
			_, _ = w.Write(a.end())
		}, false, "", 7},
	} {
		t.Run(name, func(t *testing.T) {
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				raw, _ := io.ReadAll(r.Body)
				if binary.BigEndian.Uint16(raw[2:]) == printJob {
					c.job(w, r)
					return
				}
				a := &request{raw: []byte{2, 0, 0, 0, 0, 0, 0, 1, groupOperation}}
				ready(a)
				_, _ = w.Write(a.end())
			}))
			defer s.Close()
			p, err := New("ipp"+strings.TrimPrefix(s.URL, "http")+"/ipp/print", s.Client())
			if err != nil {
				t.Fatal(err)
			}
			ctx, end := context.WithTimeout(t.Context(), 2*time.Second)
			defer end()
			job, err := p.Print(ctx, "x", []byte("%PDF"))
			trouble, failed := errors.AsType[*printer.Trouble](err)
			if failed != (c.state != "") || job != c.job2 || failed && (trouble.Started != c.started || trouble.State != c.state) {
				t.Errorf("job %d, %+v", job, err)
			}
		})
	}
}

func FuzzAnswer(f *testing.F) {
	r := newRequest(printJob, "ipp://x/")
	r.integer("job-id", 7)
	f.Add(r.end())
	f.Add([]byte{2, 0, 0, 0, 0, 0, 0, 1, 3})
	f.Fuzz(func(t *testing.T, raw []byte) {
		a, err := parse(raw)
		if err != nil {
			return
		}
		n := 0
		for name, values := range a.values {
			n += len(name)
			for _, v := range values {
				n += len(v.raw)
			}
		}
		if n > len(raw) {
			t.Fatalf("%d bytes of values in %d", n, len(raw))
		}
		stateOf(a)
	})
}
