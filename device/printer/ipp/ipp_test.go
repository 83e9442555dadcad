package ipp

import (
	"encoding/binary"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

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
