package main

import (
	"strings"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/snapshot"
	"bianmin/app/village"
)

// boardCommand says what hangs on the board of the centre (公告和服务时间).
type boardCommand struct{}

// boardAnswer is the JSON answer of `board`.
type boardAnswer struct {
	Hours       calendar.Hours    `json:"hours"`
	Usual       bool              `json:"usual"`    // nobody published them: they are the program's own
	Today       []calendar.Span   `json:"today"`    // hours of this day; none: closed
	Open        bool              `json:"open"`     // somebody is there now
	Turns       *string           `json:"turns"`    // when that ends, or begins next; null = not soon, or not known
	Timeless    bool              `json:"timeless"` // the machine does not know what day it is: nothing is claimed of now
	Notices     []snapshot.Notice `json:"notices"`  // of today and of this place, the latest first
	LastContact *time.Time        `json:"last_contact"`
}

// Run prints it; nothing is changed.
func (boardCommand) Run(c *call) error {
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	queue, err := k.store.Count(c)
	if err != nil {
		return err
	}
	p := k.posted()
	out := boardAnswer{
		Hours: p.Hours, Usual: p.Usual, Timeless: p.Timeless, Notices: append([]snapshot.Notice{}, p.Notices...), LastContact: queue.LastContact,
		Today: []calendar.Span{},
	}
	if !p.Timeless {
		out.Today, out.Open = append(out.Today, p.Opening.Today...), p.Opening.Open
		if !p.Opening.Turns.IsZero() {
			turns := p.Opening.Turns.In(village.Zone).Format(time.RFC3339)
			out.Turns = &turns
		}
	}
	return c.answer(out, c.boardText(out))
}

// boardText is the board in words.
func (c *call) boardText(b boardAnswer) string {
	var spans []string
	for _, s := range b.Today {
		spans = append(spans, s.String())
	}
	text := c.text.T("cli.board.today", "hours", strings.Join(spans, c.text.T("list.semicolon")))
	switch {
	case b.Timeless:
		text = c.text.T("cli.board.timeless")
	case len(spans) == 0:
		text = c.text.T("cli.board.closed")
	}
	if b.Usual {
		text += c.text.T("cli.board.usual")
	}
	for _, n := range b.Notices {
		text += "\n" + c.text.T("cli.board.notice", "title", n.Title, "from", n.From, "to", n.To)
	}
	return text
}
