package escpos_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"bianmin/app/receipt/receipttest"
	"bianmin/device/printer"
	"bianmin/device/printer/escpos"
	"bianmin/device/printer/port"
	"bianmin/device/printer/printertest"
)

const width = 576

func at(t *testing.T, address string) *escpos.Device {
	t.Helper()
	open, err := port.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return escpos.New(open)
}

func within(t *testing.T, d time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

func job(t *testing.T) (raw []byte, sample receipttest.Sample) {
	t.Helper()
	sample = receipttest.Samples(t)[0]
	raw, err := escpos.Encode(sample.Picture)
	if err != nil {
		t.Fatal(err)
	}
	return raw, sample
}

// ways are the lines that a simulator is behind.
func ways(t *testing.T) map[string]func(*printertest.Simulator) string {
	return map[string]func(*printertest.Simulator) string{
		"network": func(s *printertest.Simulator) string { return "tcp:" + s.Listen(t) },
		"serial":  func(s *printertest.Simulator) string { return "serial:" + s.Terminal(t) },
	}
}

func TestEachStateIsToldBeforeAnybodyPrints(t *testing.T) {
	tests := []struct {
		sensors printertest.Sensors
		want    printer.State
	}{
		{printertest.Sensors{}, printer.Ready},
		{printertest.Sensors{NearEnd: true}, printer.NearEnd},
		{printertest.Sensors{End: true}, printer.NoPaper},
		{printertest.Sensors{Open: true}, printer.CoverOpen},
		{printertest.Sensors{Open: true, End: true}, printer.CoverOpen},
		{printertest.Sensors{Cutter: true}, printer.Cutter},
		{printertest.Sensors{Error: true}, printer.Fault},
		{printertest.Sensors{Deaf: true}, printer.Unknown},
		{printertest.Sensors{Noise: true}, printer.Ready},
		{printertest.Sensors{Noise: true, End: true}, printer.NoPaper},
	}
	for name, way := range ways(t) {
		s := printertest.New(width)
		d := at(t, way(s))
		for _, tt := range tests {
			s.Set(tt.sensors)
			if got := d.Status(within(t, 5*time.Second)); got != tt.want {
				t.Errorf("%s, %+v: %s, want %s", name, tt.sensors, got, tt.want)
			}
		}
	}
}

func TestAJobIsConfirmedWhenItIsOnPaper(t *testing.T) {
	raw, sample := job(t)
	for name, way := range ways(t) {
		s := printertest.New(width)
		d := at(t, way(s))
		for n := range 2 {
			outcome, err := d.Print(within(t, 20*time.Second), raw, nil)
			if err != nil || outcome != printer.Confirmed {
				t.Fatalf("%s: %s, %v", name, outcome, err)
			}
			p := s.Printed()
			if p.Fault != nil || len(p.Cuts) != n+1 {
				t.Fatalf("%s: fault %v, cuts %v", name, p.Fault, p.Cuts)
			}
			from := p.Rows - sample.Picture.Rect.Dy() - 80
			if !bytes.Equal(p.Picture(from, from+sample.Picture.Rect.Dy()).Pix, sample.Picture.Pix) {
				t.Errorf("%s: another picture came out", name)
			}
		}
	}
}

// waitFor returns when the printer has told a state.
type record struct {
	mu     sync.Mutex
	states []printer.State
	news   chan printer.State
}

func newRecord() *record { return &record{news: make(chan printer.State, 64)} }

func (r *record) told(s printer.State) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.states = append(r.states, s)
	r.news <- s
}

func (r *record) await(t *testing.T, want printer.State) {
	t.Helper()
	for {
		select {
		case s := <-r.news:
			if s == want {
				return
			}
		case <-time.After(10 * time.Second):
			t.Fatalf("never told %s", want)
		}
	}
}

// TestAJobGoesOnWithANewRoll: paper runs out in the middle, somebody puts some in.
func TestAJobGoesOnWithANewRoll(t *testing.T) {
	raw, sample := job(t)
	for name, way := range ways(t) {
		s := printertest.New(width)
		d, states := at(t, way(s)), newRecord()
		var outcome printer.Outcome
		var err error
		done := make(chan struct{})
		ctx := within(t, 30*time.Second)
		go func() {
			defer close(done)
			outcome, err = d.Print(ctx, raw, func(state printer.State) {
				if states.told(state); state == printer.Ready { // after the first look
					s.Set(printertest.Sensors{End: true})
				}
			})
		}()
		states.await(t, printer.NoPaper)
		select {
		case <-done:
			t.Fatalf("%s: over without paper: %s, %v", name, outcome, err)
		default:
		}
		s.Set(printertest.Sensors{NearEnd: true})
		<-done
		if err != nil || outcome != printer.Confirmed {
			t.Fatalf("%s: %s, %v", name, outcome, err)
		}
		p := s.Printed()
		if p.Fault != nil || len(p.Cuts) != 1 || !bytes.Equal(p.Picture(0, sample.Picture.Rect.Dy()).Pix, sample.Picture.Pix) {
			t.Errorf("%s: fault %v, cuts %v, or another picture", name, p.Fault, p.Cuts)
		}
	}
}

// TestASlowPrinterGetsTheWholeJob: one that takes a second for a receipt is neither
// called stuck nor handed anything twice.
func TestASlowPrinterGetsTheWholeJob(t *testing.T) {
	raw, sample := job(t)
	for name, way := range ways(t) {
		s := printertest.New(width)
		s.Set(printertest.Sensors{Slow: time.Second * 1024 / time.Duration(len(raw))})
		start := time.Now()
		outcome, err := at(t, way(s)).Print(within(t, 30*time.Second), raw, nil)
		if err != nil || outcome != printer.Confirmed {
			t.Fatalf("%s: %s, %v", name, outcome, err)
		}
		if took := time.Since(start); took < time.Second {
			t.Errorf("%s: the printer was not slow: %s", name, took)
		}
		p := s.Printed()
		if p.Fault != nil || len(p.Cuts) != 1 || !bytes.Equal(p.Picture(0, sample.Picture.Rect.Dy()).Pix, sample.Picture.Pix) {
			t.Errorf("%s: fault %v, cuts %v, or another picture", name, p.Fault, p.Cuts)
		}
	}
}

// faults is what may be wrong with a printer. Whatever it is, Print and Status come
// back with their context, and say whether anything may be on paper.
func TestNoFaultKeepsAnybodyWaiting(t *testing.T) {
	raw, _ := job(t)
	refuses := func(t *testing.T) string { // nobody listens there any more
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		return "tcp:" + l.Addr().String()
	}
	simulated := func(way string, x printertest.Sensors) func(*testing.T) string {
		return func(t *testing.T) string {
			s := printertest.New(width)
			s.Set(x)
			return ways(t)[way](s)
		}
	}
	tests := []struct {
		name    string
		address func(*testing.T) string
		state   printer.State
		started bool
	}{
		{"absent at the start: network", refuses, printer.Offline, false},
		{"absent at the start: device", func(t *testing.T) string { return "/dev/usb/lp-none" }, printer.Offline, false},
		{"absent at the start: serial", func(t *testing.T) string { return "serial:/dev/ttyNONE" }, printer.Offline, false},
		{"no folder for the file", func(t *testing.T) string { return filepath.Join(t.TempDir(), "no", "file") }, printer.Offline, false},
		{"stuck: network", simulated("network", printertest.Sensors{Deaf: true, Stuck: true}), printer.Offline, true},
		{"stuck: serial", simulated("serial", printertest.Sensors{Deaf: true, Stuck: true}), printer.Offline, true},
		{"no paper", simulated("network", printertest.Sensors{End: true}), printer.NoPaper, false},
		{"open", simulated("serial", printertest.Sensors{Open: true}), printer.CoverOpen, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := at(t, tt.address(t))
			start := time.Now()
			big := raw
			if tt.started { // more than what the system takes by itself
				big = bytes.Repeat(raw, 200)
			}
			_, err := d.Print(within(t, 2*time.Second), big, nil)
			trouble, ok := errors.AsType[*printer.Trouble](err)
			if !ok || trouble.State != tt.state || trouble.Started != tt.started {
				t.Errorf("print: %+v", err)
			}
			d.Status(within(t, 2*time.Second))
			if took := time.Since(start); took > 7*time.Second {
				t.Errorf("took %s", took)
			}
		})
	}
}

// TestAPrinterThatIsPulledOut while it works is offline, and is well when it is back.
func TestAPrinterThatIsPulledOut(t *testing.T) {
	raw, _ := job(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	d, s := at(t, "tcp:"+l.Addr().String()), printertest.New(width)
	pull := make(chan struct{})
	served := make(chan struct{})
	go func() {
		defer close(served)
		for _, stop := range []chan struct{}{pull, make(chan struct{})} {
			c, err := l.Accept()
			if err != nil {
				return
			}
			s.Serve(c, stop)
		}
	}()
	s.Set(printertest.Sensors{})
	_, err = d.Print(within(t, 20*time.Second), raw, func(state printer.State) {
		switch state {
		case printer.Ready:
			s.Set(printertest.Sensors{End: true})
		case printer.NoPaper:
			close(pull)
		}
	})
	trouble, ok := errors.AsType[*printer.Trouble](err)
	if !ok || !trouble.Started || trouble.State.Prints() {
		t.Fatalf("pulled out: %+v", err)
	}
	s.Set(printertest.Sensors{})
	if got := d.Status(within(t, 5*time.Second)); got != printer.Ready {
		t.Errorf("back again: %s", got)
	}
	<-served
}

func TestAFileTakesTheJobAndNothingElse(t *testing.T) {
	raw, _ := job(t)
	name := filepath.Join(t.TempDir(), "job")
	d := at(t, name)
	if got := d.Status(t.Context()); got != printer.Unknown {
		t.Errorf("a file is %s", got)
	}
	outcome, err := d.Print(t.Context(), raw, nil)
	if err != nil || outcome != printer.Sent {
		t.Fatal(outcome, err)
	}
	got, err := os.ReadFile(name)
	if err != nil || !bytes.Equal(got, raw) {
		t.Errorf("%d bytes of %d, %v", len(got), len(raw), err)
	}
}

// hangs opens never.
func TestOpeningThatHangsKeepsNobody(t *testing.T) {
	free := make(chan struct{})
	defer close(free)
	d := escpos.New(func(context.Context) (io.ReadWriteCloser, error) { <-free; return nil, errors.New("gone") })
	for range 2 {
		if got := d.Status(within(t, 100*time.Millisecond)); got != printer.Offline {
			t.Errorf("is %s", got)
		}
	}
}

func TestParseNamesTheFieldOfABadAddress(t *testing.T) {
	for _, bad := range []string{"", "tcp:", "tcp:host:0", "tcp:host:x", "serial:", "serial:/dev/ttyS0:1", "serial:/dev/ttyS0:fast", "spool:"} {
		if _, err := port.Parse(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}
