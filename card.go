package main

import (
	"context"
	"sync"
	"sync/atomic"

	"bianmin/app/village"
	"bianmin/device/idcard"
	"bianmin/ui/flow"
)

// cardFlag names the reader of citizen cards.
type cardFlag struct {
	Card string `help:"Reader of citizen cards: a serial line as /dev/ttyUSB0 or COM3." placeholder:"LINE"`
}

// cardReader is the reader of the window, used by one at a time.
type cardReader struct {
	reader idcard.Reader
	line   sync.Mutex
	there  atomic.Bool // when it was last used
}

func (f cardFlag) reader() *cardReader {
	if f.Card == "" {
		return nil
	}
	return &cardReader{reader: idcard.Serial(f.Card)}
}

// reading waits for a card and reads it, until life ends; nil without a reader. The
// wait of the last person has let go of the line before the next one's begins.
func (r *cardReader) reading(life context.Context) func(context.Context) (flow.Card, error) {
	if r == nil {
		return nil
	}
	return func(ctx context.Context) (flow.Card, error) {
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		defer context.AfterFunc(life, stop)()
		r.line.Lock()
		defer r.line.Unlock()
		c, err := r.reader.Await(ctx)
		if err == nil || ctx.Err() == nil { // a wait that was given up says nothing of the reader
			r.there.Store(err == nil || village.KindOf(err) != village.Internal)
		}
		if err != nil {
			return flow.Card{}, err
		}
		return flow.Card{Type: c.Type, Name: c.Name, Number: c.Number, Until: c.Until}, nil
	}
}

// health asks the reader how it is, unless somebody waits for a card: then it is as
// it was.
func (r *cardReader) health(ctx context.Context) health {
	if r.line.TryLock() {
		r.there.Store(r.reader.Ask(ctx) == nil)
		r.line.Unlock()
	}
	if r.there.Load() {
		return fine
	}
	return uneasy // people can type
}

// card asks the reader how it is. Without one people type: nobody is sent away.
func (f cardFlag) card(c *call) finding {
	if f.Card == "" {
		return finding{"card", uneasy, c.text.T("doctor.card.none")}
	}
	switch err := idcard.Serial(f.Card).Ask(c); {
	case err == nil:
		return finding{"card", fine, c.text.T("doctor.card.fine", "path", f.Card)}
	case village.Keyed(err).Key == "err.card.reader_broken":
		return finding{"card", uneasy, c.text.T("doctor.card.broken", "path", f.Card)}
	}
	return finding{"card", uneasy, c.text.T("doctor.card.absent", "path", f.Card)}
}
