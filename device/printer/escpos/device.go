package escpos

import (
	"context"
	"io"
	"slices"
	"sync"
	"time"

	"bianmin/device/printer"
)

const (
	piece = 512 // bytes of one write
	// answerIn is how long a printer takes to answer a question.
	answerIn = 500 * time.Millisecond
	// printIn is how long it may print after its last byte: 300 mm at 50 mm/s, and as
	// much again.
	printIn = 12 * time.Second
	// lookEach is how often a printer that prints is asked how it is.
	lookEach = time.Second
)

// Device is a thermal printer. Its methods may be called by several goroutines,
// which take turns, and return at the latest with their context, whatever the
// printer does.
type Device struct {
	open func(context.Context) (io.ReadWriteCloser, error)
	turn chan struct{} // holds one token
}

// New is the printer behind open.
func New(open func(context.Context) (io.ReadWriteCloser, error)) *Device {
	d := &Device{open: open, turn: make(chan struct{}, 1)}
	d.turn <- struct{}{}
	return d
}

// Status asks the printer how it is.
func (d *Device) Status(ctx context.Context) printer.State {
	said := d.with(ctx, func(ctx context.Context, s *session) result { return result{state: s.status(ctx)} })
	if said.err != nil {
		return printer.Offline
	}
	return said.state
}

// Print sends what [Encode] made and waits until the printer says that it is on
// paper. told is given every new state meanwhile; it may be nil. A printer that runs
// out of paper goes on when there is some again, until ctx ends. The error is a
// [*printer.Trouble].
func (d *Device) Print(ctx context.Context, raw []byte, told func(printer.State)) (printer.Outcome, error) {
	said := d.with(ctx, func(ctx context.Context, s *session) result {
		s.told = told
		return s.print(ctx, raw)
	})
	if said.err != nil {
		return "", said.err
	}
	return said.outcome, nil
}

// result is what came of one talk.
type result struct {
	state   printer.State
	outcome printer.Outcome
	err     error
}

// with opens the way, does the work and closes it. What hangs in opening or
// closing keeps its turn, and no caller.
func (d *Device) with(ctx context.Context, do func(context.Context, *session) result) result {
	select {
	case <-d.turn:
	case <-ctx.Done():
		return result{err: &printer.Trouble{State: printer.Offline, Err: ctx.Err()}}
	}
	s := &session{heard: make(chan byte, 64), pieces: make(chan []byte), wrote: make(chan error), end: make(chan struct{})}
	said := make(chan result, 1)
	go func() {
		defer func() { d.turn <- struct{}{} }()
		line, err := d.open(ctx)
		if err != nil {
			said <- result{err: &printer.Trouble{State: printer.Offline, Err: err}}
			return
		}
		if ctx.Err() != nil { // who asked was told that nothing went
			_ = line.Close()
			said <- result{err: &printer.Trouble{State: printer.Offline, Err: ctx.Err()}}
			return
		}
		s.begin(line)
		said <- do(ctx, s)
		s.close()
	}()
	select {
	case r := <-said:
		return r
	case <-ctx.Done():
		select {
		case r := <-said: // the work knows more
			return r
		case <-time.After(answerIn):
			return result{err: &printer.Trouble{State: printer.Offline, Started: s.started(), Err: ctx.Err()}}
		}
	}
}

// session is one talk with a printer.
type session struct {
	line   io.ReadWriteCloser
	heard  chan byte // closed when nothing more comes back
	pieces chan []byte
	wrote  chan error
	end    chan struct{}
	group  sync.WaitGroup
	told   func(printer.State)
	ear    ear
	state  printer.State

	mu   sync.Mutex
	sent bool // a byte of the job was handed over
}

func (s *session) begin(line io.ReadWriteCloser) {
	s.line = line
	s.group.Go(s.listen)
	s.group.Go(s.speak)
}

func (s *session) close() {
	close(s.end)
	_ = s.line.Close() // what was to be known of it is known
	s.group.Wait()
}

func (s *session) listen() {
	defer close(s.heard)
	buffer := make([]byte, 64)
	for {
		n, err := s.line.Read(buffer)
		for _, b := range buffer[:n] {
			select {
			case s.heard <- b:
			case <-s.end:
				return
			}
		}
		if err != nil {
			return
		}
	}
}

func (s *session) speak() {
	for {
		select {
		case p := <-s.pieces:
			_, err := s.line.Write(p)
			select {
			case s.wrote <- err:
			case <-s.end:
				return
			}
		case <-s.end:
			return
		}
	}
}

func (s *session) start() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent = true
}

func (s *session) started() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sent
}

// status asks once and waits for the replies.
func (s *session) status(ctx context.Context) printer.State {
	if way, ok := s.line.(interface{ Silent() bool }); ok && way.Silent() {
		return printer.Unknown
	}
	ctx, cancel := context.WithTimeout(ctx, answerIn)
	defer cancel()
	s.ear.ask()
	if err := s.write(ctx, askStatus); err != nil {
		return printer.Offline
	}
	for {
		if state, all := s.ear.told(); all {
			return state
		}
		select {
		case b, open := <-s.heard:
			if !open {
				return printer.Offline
			}
			s.hear(b)
		case <-ctx.Done():
			if s.ear.heard {
				return printer.Offline // it began to answer, so it can, and does no more
			}
			return printer.Unknown
		}
	}
}

// hear tells what is new.
func (s *session) hear(b byte) {
	state, changed := s.ear.hear(b)
	if changed && state != s.state {
		s.state = state
		if s.told != nil {
			s.told(state)
		}
	}
}

// write hands raw over in pieces and listens meanwhile.
func (s *session) write(ctx context.Context, raw []byte) error {
	for p := range slices.Chunk(raw, piece) {
		select {
		case s.pieces <- p:
		case <-ctx.Done():
			return ctx.Err()
		}
		for done := false; !done; {
			select {
			case err := <-s.wrote:
				if err != nil {
					return err
				}
				done = true
			case b, open := <-s.heard:
				if !open {
					s.heard = nil
					continue
				}
				s.hear(b)
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
	return nil
}

func (s *session) print(ctx context.Context, raw []byte) result {
	s.state = s.status(ctx)
	if s.told != nil {
		s.told(s.state)
	}
	if !s.state.Prints() {
		return result{err: &printer.Trouble{State: s.state}}
	}
	answers := s.state != printer.Unknown
	if answers {
		raw = slices.Concat(tellSelf, raw, barrier)
		s.ear.waiting = true
	}
	s.start()
	if err := s.write(ctx, raw); err != nil {
		return result{err: s.trouble(err)}
	}
	if !answers {
		return s.drain(ctx)
	}
	return s.finish(ctx)
}

// drain waits until a way that keeps bytes back has given them all to a printer that
// does not answer: closing it would drop them.
func (s *session) drain(ctx context.Context) result {
	way, ok := s.line.(interface{ Drain() error })
	if !ok {
		return result{outcome: printer.Sent}
	}
	given := make(chan error, 1)
	go func() { given <- way.Drain() }() // ends with the line at the latest
	select {
	case err := <-given:
		if err != nil {
			return result{err: s.trouble(err)}
		}
		return result{outcome: printer.Sent}
	case <-ctx.Done():
		return result{err: s.trouble(ctx.Err())}
	}
}

// finish waits for the answer to the barrier: as long as the printer says that it
// cannot print, and printIn when it says that it can. A printer that stopped tells
// nothing by itself when it had not yet come to the command that makes it tell.
func (s *session) finish(ctx context.Context) result {
	look, quiet := time.NewTicker(lookEach), time.Duration(0)
	defer look.Stop()
	for !s.ear.passed {
		select {
		case b, open := <-s.heard:
			if !open {
				return result{err: s.trouble(io.ErrUnexpectedEOF)}
			}
			s.hear(b)
		case <-look.C:
			if quiet += lookEach; !s.state.Prints() {
				quiet = 0
			}
			if quiet >= printIn {
				return result{outcome: printer.Sent}
			}
			s.ear.ask()
			if err := s.write(ctx, askStatus); err != nil {
				return result{err: s.trouble(err)}
			}
		case <-ctx.Done():
			return result{err: s.trouble(ctx.Err())}
		}
	}
	return result{outcome: printer.Confirmed}
}

// trouble is what is wrong after bytes of a job were handed over.
func (s *session) trouble(err error) error {
	state := s.state
	if state.Prints() {
		state = printer.Offline
	}
	return &printer.Trouble{State: state, Started: true, Err: err}
}
