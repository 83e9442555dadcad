package printertest

import (
	"io"
	"sync"
	"time"
)

// talk is one line to the printer: the questions that are answered at once, and
// the job that is printed in its order.
type talk struct {
	simulator *Simulator
	line      io.ReadWriteCloser
	jobs      chan []byte
	stop      <-chan struct{}
	over      chan struct{}
	mu        sync.Mutex // of what is said
	last      []byte     // the beginning of a command
	image     int        // bytes of a picture that follow
}

func (t *talk) say(b []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if state, _, _ := t.simulator.now(); !state.Deaf {
		_, _ = t.line.Write(b)
	}
}

// read takes bytes until the line breaks. A printer that is stuck takes none.
func (t *talk) read() {
	buffer := make([]byte, 1024)
	for {
		for {
			state, _, changed := t.simulator.now()
			if !state.Stuck {
				break
			}
			select {
			case <-changed:
			case <-t.stop:
				return
			}
		}
		n, err := t.line.Read(buffer)
		if state, _, _ := t.simulator.now(); state.Slow > 0 {
			time.Sleep(state.Slow * time.Duration(n) / time.Duration(len(buffer)))
		}
		for _, b := range buffer[:n] {
			t.take(b)
		}
		if err != nil {
			return
		}
	}
}

// take answers DLE EOT wherever it stands, except inside of pictures, and queues
// the rest in whole commands.
func (t *talk) take(b byte) {
	t.last = append(t.last, b)
	if t.image > 0 {
		if t.image--; t.image == 0 {
			t.flush()
		}
		return
	}
	l := t.last
	if l[0] == 0x10 {
		if len(l) == 3 {
			if l[1] == 4 { // DLE ENQ, the wish to go on after an error, does not help here
				t.answer(l[2])
			}
			t.last = l[:0]
		}
		return
	}
	if l[0] != 0x1B && l[0] != 0x1D { // text and what this printer does not know
		t.flush()
		return
	}
	size := map[string]int{"\x1b@": 2, "\x1dP": 4, "\x1bJ": 3, "\x1dv": 8, "\x1dV": 4, "\x1da": 3, "\x1dr": 3}
	n, known := 2, false
	if len(l) >= 2 {
		if n, known = size[string(l[:2])]; !known {
			n = 2
		}
	}
	if len(l) < n {
		return
	}
	if string(l[:2]) == "\x1dv" {
		if t.image = (int(l[4]) + int(l[5])<<8) * (int(l[6]) + int(l[7])<<8); t.image > 0 {
			return
		}
	}
	t.flush()
}

func (t *talk) flush() {
	job := append([]byte(nil), t.last...)
	t.last = t.last[:0]
	select {
	case t.jobs <- job:
	case <-t.stop:
	}
}

func (t *talk) answer(n byte) {
	state, _, _ := t.simulator.now()
	if state.Noise {
		t.say([]byte{0xFF, 0x93, 0x80})
	}
	t.say([]byte{state.reply(n)})
}

// print does the commands one after the other, and waits where a printer waits.
func (t *talk) print() {
	for job := range t.jobs {
		for {
			_, prints, changed := t.simulator.now()
			if prints {
				break
			}
			select {
			case <-changed:
			case <-t.over:
				return
			case <-t.stop:
				return
			}
		}
		t.do(job)
	}
}

func (t *talk) do(job []byte) {
	s := t.simulator
	s.mu.Lock()
	_, _ = s.paper.Write(job) // its fault is kept
	state := s.state
	told := string(job[:min(2, len(job))]) == "\x1da"
	if told {
		s.told[t] = job[2] != 0
		if job[2] == 0 {
			delete(s.told, t)
		}
	}
	s.mu.Unlock()
	switch {
	case told:
		t.say(state.automatic())
	case string(job[:min(2, len(job))]) == "\x1dr":
		sensor := byte(0)
		if state.NearEnd {
			sensor |= 0x03
		}
		t.say([]byte{sensor})
	}
}
