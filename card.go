package main

import (
	"context"
	"sync"

	"bianmin/app/village"
	"bianmin/device/idcard"
	"bianmin/ui/flow"
)

// cardFlag names the reader of citizen cards.
type cardFlag struct {
	Card string `help:"Reader of citizen cards: a serial line as /dev/ttyUSB0 or COM3." placeholder:"LINE"`
}

// reading waits for a card and reads it; nil without a reader. The wait of the last
// person has let go of the line before the next one's begins.
func (f cardFlag) reading(life context.Context) func(context.Context) (flow.Card, error) {
	if f.Card == "" {
		return nil
	}
	reader, line := idcard.Serial(f.Card), sync.Mutex{}
	return func(ctx context.Context) (flow.Card, error) {
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		defer context.AfterFunc(life, stop)()
		line.Lock()
		defer line.Unlock()
		c, err := reader.Await(ctx)
		if err != nil {
			return flow.Card{}, err
		}
		return flow.Card{Type: c.Type, Name: c.Name, Number: c.Number, Until: c.Until}, nil
	}
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
