package escpos

import "bianmin/device/printer"

// askStatus asks for all four status bytes, whatever the printer is doing.
// Source: Epson ESC/POS command reference, DLE EOT n.
//
//nolint:gochecknoglobals // bytes of the protocol
var (
	askStatus = []byte{0x10, 4, 1, 0x10, 4, 2, 0x10, 4, 3, 0x10, 4, 4}
	tellSelf  = []byte{0x1D, 'a', 0xFF} // GS a: tell of every change without being asked (ASB)
	barrier   = []byte{0x1D, 'r', 1}    // GS r 1: answered when everything before it is printed
)

const replies = 4 // to askStatus

// realtime is what reply n, from 1, of DLE EOT says.
func realtime(n int, b byte) printer.State {
	on := func(mask byte) bool { return b&mask != 0 }
	switch n {
	case 1:
		if on(0x08) { // offline for a reason that another reply names
			return printer.Fault
		}
	case 2:
		switch {
		case on(0x04):
			return printer.CoverOpen
		case on(0x20):
			return printer.NoPaper
		case on(0x40):
			return printer.Fault
		}
	case 3:
		switch {
		case on(0x08):
			return printer.Cutter
		case on(0x04), on(0x20), on(0x40):
			return printer.Fault
		}
	case 4:
		return roll(b&0x60 != 0, b&0x0C != 0)
	}
	return printer.Ready
}

// roll is what the two sensors of the paper say.
func roll(end, near bool) printer.State {
	switch {
	case end:
		return printer.NoPaper
	case near:
		return printer.NearEnd
	}
	return printer.Ready
}

// unasked is what four bytes of an automatic status (ASB) say.
func unasked(b [4]byte) printer.State {
	state := roll(b[2]&0x0C != 0, b[2]&0x03 != 0)
	if b[0]&0x08 != 0 || b[1]&0x64 != 0 { // offline; errors of the mechanism, unrecoverable, of heat
		state = state.Worse(printer.Fault)
	}
	if b[1]&0x08 != 0 {
		state = state.Worse(printer.Cutter)
	}
	if b[0]&0x20 != 0 {
		state = state.Worse(printer.CoverOpen)
	}
	return state
}

// ear makes sense of what a printer says: replies to questions, its own news and
// the answer to the barrier come in one stream, told apart by fixed bits. What is
// none of them is dropped: a line with noise on it says nothing.
type ear struct {
	news    []byte // an automatic status that has begun
	asked   int    // replies heard since the last question
	worst   printer.State
	heard   bool // anything that makes sense, ever
	passed  bool // the barrier was answered
	waiting bool // for the barrier
}

// ask begins a round of askStatus.
func (e *ear) ask() { e.asked, e.worst = 0, printer.Ready }

// told reports whether the round has all its replies, and what they say together.
func (e *ear) told() (printer.State, bool) { return e.worst, e.asked >= replies }

// hear takes one byte. state is news when changed is true.
func (e *ear) hear(b byte) (state printer.State, changed bool) {
	switch {
	case b&0x93 == 0x12: // a reply to DLE EOT: also inside an automatic status
		return e.reply(b)
	case b&0x93 == 0x10:
		e.news = append(e.news[:0], b)
	case b&0x90 == 0 && len(e.news) > 0:
		if e.news = append(e.news, b); len(e.news) == 4 {
			state = unasked([4]byte(e.news))
			e.news, e.heard = e.news[:0], true
			return state, true
		}
	case b&0x90 == 0 && e.waiting:
		e.waiting, e.passed, e.heard = false, true, true
	}
	return "", false
}

func (e *ear) reply(b byte) (printer.State, bool) {
	if e.asked >= replies {
		return "", false
	}
	e.heard = true
	e.asked++
	e.worst = e.worst.Worse(realtime(e.asked, b))
	return e.worst, e.asked == replies
}
