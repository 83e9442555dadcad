// Package printertest is a thermal printer without the printer: it answers as one,
// prints into memory and can be out of paper, open, slow, deaf or gone.
package printertest

import (
	"io"
	"net"
	"sync"
	"testing"
	"time"
)

// Simulator is the printer. Its zero value is one that is well.
type Simulator struct {
	mu     sync.Mutex
	state  Sensors
	paper  *Paper
	told   map[*talk]bool // who asked to be told of changes
	resume chan struct{}  // closed when the state changes
}

// Sensors are what a person does to a printer.
type Sensors struct {
	NearEnd, End, Open, Cutter, Error bool
	Deaf                              bool          // takes bytes and says nothing
	Stuck                             bool          // takes no bytes either
	Noise                             bool          // says nonsense before each answer
	Slow                              time.Duration // takes this long for each kilobyte
}

// New is a printer with paper of so many dots.
func New(width int) *Simulator {
	return &Simulator{paper: NewPaper(width), told: map[*talk]bool{}, resume: make(chan struct{})}
}

// Set changes the printer, which says so to who asked to be told.
func (s *Simulator) Set(to Sensors) {
	s.mu.Lock()
	s.state = to
	close(s.resume)
	s.resume = make(chan struct{})
	listeners := make([]*talk, 0, len(s.told))
	for t := range s.told {
		listeners = append(listeners, t)
	}
	s.mu.Unlock()
	for _, t := range listeners {
		t.say(to.automatic())
	}
}

// Printed is what is on paper so far; the caller may keep it.
func (s *Simulator) Printed() Paper {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := *s.paper
	p.Pix, p.Cuts = append([]byte(nil), p.Pix...), append([]int(nil), p.Cuts...)
	return p
}

// now is the state, whether it prints, and what ends when that changes.
func (s *Simulator) now() (Sensors, bool, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state, !s.state.halted() && !s.state.Stuck, s.resume
}

// halted reports whether a printer like that prints nothing.
func (x Sensors) halted() bool { return x.End || x.Open || x.Cutter || x.Error }

// reply is the answer to DLE EOT n, written from the maker's tables and not from
// the program's code.
func (x Sensors) reply(n byte) byte {
	b := byte(0x12)
	set := func(on bool, mask byte) {
		if on {
			b |= mask
		}
	}
	switch n {
	case 1:
		set(x.halted(), 0x08)
	case 2:
		set(x.Open, 0x04)
		set(x.End, 0x20)
		set(x.Cutter || x.Error, 0x40)
	case 3:
		set(x.Cutter, 0x08)
		set(x.Error, 0x20)
	case 4:
		set(x.NearEnd || x.End, 0x0C)
		set(x.End, 0x60)
	}
	return b
}

// automatic is the automatic status.
func (x Sensors) automatic() []byte {
	b := []byte{0x10, 0, 0, 0}
	if x.halted() {
		b[0] |= 0x08
	}
	if x.Open {
		b[0] |= 0x20
	}
	if x.Cutter {
		b[1] |= 0x08
	}
	if x.Error {
		b[1] |= 0x20
	}
	if x.NearEnd || x.End {
		b[2] |= 0x03
	}
	if x.End {
		b[2] |= 0x0C
	}
	return b
}

// Listen is the printer on a port of the loopback, until the test ends; it returns
// the address.
func (s *Simulator) Listen(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.On(t, l)
	return l.Addr().String()
}

// On is the printer behind l, until the test ends.
func (s *Simulator) On(t testing.TB, l net.Listener) {
	t.Helper()
	var group sync.WaitGroup
	group.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			stop := t.Context().Done()
			group.Go(func() { s.Serve(c, stop) })
		}
	})
	t.Cleanup(func() { _ = l.Close(); group.Wait() })
}

// Serve is the printer at one end of a line until the line breaks or stop ends.
func (s *Simulator) Serve(line io.ReadWriteCloser, stop <-chan struct{}) {
	t := &talk{simulator: s, line: line, jobs: make(chan []byte, 4096), stop: stop, over: make(chan struct{})}
	var group sync.WaitGroup
	group.Go(t.print)
	group.Go(func() { // a printer that is switched off
		select {
		case <-stop:
		case <-t.over:
		}
		_ = line.Close()
	})
	t.read()
	close(t.over)
	close(t.jobs)
	s.mu.Lock()
	delete(s.told, t)
	s.mu.Unlock()
	group.Wait()
}
