package main

import (
	"encoding/json"
	"strings"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/assets/request"
	"bianmin/county/office"
	"bianmin/storage/county"
)

type ticketsCmd struct {
	List  ticketsListCmd  `cmd:"" help:"List requests to 12345, the latest first; nothing personal."`
	Show  ticketsShowCmd  `cmd:"" help:"One request in full, with what was written."`
	Table ticketsTableCmd `cmd:"" help:"Which unit usually gets which requests: the table in use, or another one from a file."`
	Set   ticketsSetCmd   `cmd:"" help:"Take a request one step on; its machine gets the news."`
}

// hotline is the office for requests to 12345, with the limits that come with the program and
// the calendar that the machines count by.
func hotline(w *world, db *county.DB) (*office.Hotline, error) {
	forms, err := request.Items()
	if err != nil {
		return nil, village.Failed("read the forms of requests", err)
	}
	days, err := workingDays(w, db)
	if err != nil {
		return nil, err
	}
	limits := map[village.ItemCode]int{}
	for _, it := range forms.Items {
		limits[it.Code] = it.PromisedDays
	}
	return &office.Hotline{
		Store: db, Now: w.now, Days: days, Limit: func(c village.ItemCode) int { return limits[c] },
		Due: func(received time.Time, n int) (village.Day, error) {
			last, err := days.Calendar().AddWorkdays(received.In(village.Zone), n)
			return village.DayOf(last), err
		},
	}, nil
}

type ticketsListCmd struct {
	listing
	State string `enum:",received,registered,dispatched,answered,completed,not_accepted" default:"" help:"Only those that stand there."`
	Limit int    `default:"100" help:"How many at most."`
}

// ticketLine is a request in the answer of `tickets list` and `tickets set`.
type ticketLine struct {
	Kiosk        seal.KioskID         `json:"kiosk"`
	ID           village.RecordID     `json:"id"`
	ShortCode    village.ShortCode    `json:"short_code"`
	Order        string               `json:"order"`          // "" = not registered yet
	Type         string               `json:"type"`           // of a ticket; window, home or longer of a booking
	Slot         village.SlotID       `json:"slot,omitempty"` // of an appointment
	Place        village.DivisionCode `json:"place"`
	State        village.CaseState    `json:"state"`
	Due          village.Day          `json:"due"` // "" = no limit
	Unit         string               `json:"unit"`
	Anonymous    bool                 `json:"anonymous"`
	Confidential bool                 `json:"confidential"`
	ReceivedAt   string               `json:"received_at"`
}

func lineOfTicket(r office.RequestHead) ticketLine {
	_, kind, _ := strings.Cut(string(r.Item), "-")
	return ticketLine{
		r.Kiosk, r.ID, r.ShortCode, r.Order, kind, r.Slot, r.Place, r.State, r.Due, r.Unit, r.Anonymous, r.Confidential,
		r.ReceivedAt.In(village.Zone).Format(time.RFC3339),
	}
}

func (c *ticketsListCmd) Run(w *world) error { return c.list(w, village.RecordTicket) }

// list lists requests of a kind.
func (c *ticketsListCmd) list(w *world, kind village.RecordKind) error {
	return eachLine(w, c.listing, func(db *county.DB, do func(office.RequestHead) error) error {
		page, err := db.ListRequests(w.ctx, office.RequestQuery{Kind: kind, State: village.CaseState(c.State), PerPage: c.Limit})
		return inTurn(page.Requests, err, do)
	}, func(r office.RequestHead) any { return lineOfTicket(r) }, func(r office.RequestHead) error { return w.ticketLine(r, false) })
}

func (w *world) ticketLine(r office.RequestHead, asJSON bool) error {
	line := lineOfTicket(r)
	if asJSON {
		return json.NewEncoder(w.stdout).Encode(line)
	}
	places, err := loadPlaces(w.text)
	if err != nil {
		return err
	}
	return w.say("county.ticket.line", "code", r.ShortCode.Spaced(), "order", line.Order, "type", w.text.T("county.request."+line.Type),
		"place", places.Path(r.Place), "state", w.text.T(r.Item.StateKey(r.State)), "due", line.Due, "unit", line.Unit)
}

type ticketsShowCmd struct {
	database
	secrets
	looking
	Code  string `arg:"" help:"Code on the receipt, or order number."`
	Kiosk string `placeholder:"ID" help:"Which machine, when several gave out the code."`
}

// ticketFull is the answer of `tickets show`: who may open the keys and says why sees what
// was written.
type ticketFull struct {
	ticketLine
	Form  map[string]any     `json:"form"`
	Files int                `json:"files"`
	Steps []village.CaseStep `json:"steps"`
}

func (c *ticketsShowCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB) error {
		h, err := c.unlocked(w, db, c.Database)
		if err != nil {
			return err
		}
		found, err := h.Find(w.ctx, c.Code, seal.KioskID(c.Kiosk))
		if err != nil {
			return err
		}
		full, err := db.Request(w.ctx, found.Kiosk, found.ID)
		if err == nil {
			err = c.keep(w, db, full.Kiosk, full.ID, "case")
		}
		if err != nil {
			return err
		}
		out := json.NewEncoder(w.stdout)
		out.SetEscapeHTML(false)
		return out.Encode(ticketFull{lineOfTicket(full.RequestHead), full.Form, len(full.Parts), full.Steps()})
	})
}

// unlocked is the hotline with what is hidden of people opened.
func (s secrets) unlocked(w *world, db *county.DB, address string) (*office.Hotline, error) {
	if _, err := s.open(w, db, address); err != nil {
		return nil, err
	}
	return hotline(w, db)
}

type ticketsSetCmd struct {
	database
	secrets
	Code   string `arg:"" help:"Code on the receipt, or order number."`
	State  string `required:"" enum:"dispatched,answered,completed,not_accepted" help:"dispatched, answered, completed or not_accepted."`
	Unit   string `placeholder:"NAME" help:"With dispatched: the unit that handles it, as an account or the register names it."`
	Day    string `placeholder:"2026-12-01" help:"With dispatched, of a home visit: the day on which they come."`
	Answer string `placeholder:"TEXT" help:"With answered: words that whoever holds the receipt may read; nothing personal."`
	Reason string `help:"With not_accepted: not_ours, not_eligible, not_brought or twice."`
	Kiosk  string `placeholder:"ID" help:"Which machine, when several gave out the code."`
	JSON   bool   `name:"json" help:"Answer as JSON."`
}

// Run decides in the county's name. The keys are opened, so that an answer which
// names the person is seen before it leaves.
func (c *ticketsSetCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB) error {
		h, err := c.unlocked(w, db, c.Database)
		if err != nil {
			return err
		}
		found, err := h.Decide(w.ctx, office.RequestDecision{
			Text: c.Code, Kiosk: seal.KioskID(c.Kiosk), State: village.CaseState(c.State),
			Unit: c.Unit, Day: village.Day(c.Day), Answer: c.Answer, Reason: village.CaseReason(c.Reason),
		})
		if err != nil {
			return err
		}
		return w.ticketLine(found, c.JSON)
	})
}
