package main

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/snapshot"
	"bianmin/app/village"
	calendardata "bianmin/assets/calendar"
	"bianmin/county/office"
	"bianmin/storage/county"
	"bianmin/sync/wire"
)

// hoursDesk is the desk that notes longer hours. publish makes hours those of the
// machines; nil: nobody can from here.
func hoursDesk(w *world, db *county.DB, publish func(context.Context, []byte, int64) error) (*office.HoursDesk, error) {
	var usual calendar.Hours
	if err := village.DecodeJSON(calendardata.ServiceHours(), &usual); err != nil {
		return nil, village.Failed("read the usual hours", err)
	}
	days, err := workingDays(w, db)
	if err != nil {
		return nil, err
	}
	places, err := loadPlaces(w.text)
	if err != nil {
		return nil, err
	}
	requests, err := hotline(w, db)
	if err != nil {
		return nil, err
	}
	return &office.HoursDesk{
		Book: db, Staff: db, Asked: requests, Cases: db, Known: func(c village.DivisionCode) bool { return slices.Contains(places.centres(), c) },
		Newest: db, Unpack: wire.UnpackContent, Usual: usual, Days: days, Today: db.Today, Why: w.text.T("county.extension.why"), Publish: publish, Now: w.now, Log: w.log(),
	}, nil
}

type hoursExtendCmd struct {
	publishing
	Centre string `arg:"" help:"Place of the centre, 12 digits."`
	Day    string `required:"" help:"As 2026-11-30: at most 31 days back and 7 ahead."`
	Hours  string `required:"" help:"As 18:00-20:00, outside the hours of the centre."`
	Basis  string `required:"" help:"Rule or order."`
	Reason string `required:"" help:"Why it was, or will be, open longer."`
	Badge  string `required:"" help:"Badge of who was, or will be, there."`
	Case   string `help:"Code of the case that it was for."`
}

// Run notes it and, where hours are published, puts it up at the machines of the centre.
func (c *hoursExtendCmd) Run(w *world) error {
	e := office.Extension{Centre: village.DivisionCode(c.Centre), Day: village.Day(c.Day), Basis: c.Basis, Reason: c.Reason, Badge: c.Badge}
	if err := e.Span.UnmarshalText([]byte(c.Hours)); err != nil {
		return &village.Error{Kind: village.Invalid, Field: "hours", Key: "err.extension.hours", Err: err}
	}
	if c.Case != "" {
		code, err := village.ParseShortCode(c.Case)
		if err != nil {
			return village.At("case", err)
		}
		e.Case = code
	}
	return c.with(w, func(db *county.DB) error {
		signer, err := c.signer(w, c.Database)
		if err != nil {
			return err
		}
		desk, err := hoursDesk(w, db, publishHours(publisher(w, db, signer)))
		if err != nil {
			return err
		}
		kept, shown, err := desk.Extend(w.ctx, e, office.Scope{})
		if err != nil {
			return err
		}
		return w.extended(kept, shown, c.JSON)
	})
}

// publishHours makes hours the newest of their stream, unless others came between.
func publishHours(p *office.Publisher) func(context.Context, []byte, int64) error {
	return func(ctx context.Context, plain []byte, last int64) error {
		_, err := p.PublishAfter(ctx, snapshot.Hours, plain, last)
		return err
	}
}

func (w *world) extended(e office.Extension, shown office.Showing, asJSON bool) error {
	if asJSON {
		line := lineOfExtension(e)
		told := shown == office.Shown
		line.Shown, line.Told = &told, shown
		return json.NewEncoder(w.stdout).Encode(line)
	}
	return w.say("county.extension."+string(shown), "number", e.Number, "day", e.Day, "hours", e.Span)
}

// extensionLine is an extension in the answers of `hours extend` and `hours extended`.
type extensionLine struct {
	Number  int64                `json:"number"`
	Centre  village.DivisionCode `json:"centre"`
	Day     village.Day          `json:"day"`
	Hours   calendar.Span        `json:"hours"`
	Minutes int                  `json:"minutes"`
	Basis   string               `json:"basis"`
	Reason  string               `json:"reason"`
	Badge   string               `json:"badge"`
	Case    village.ShortCode    `json:"case"`    // "" = none
	Account string               `json:"account"` // who noted it; "" = by command
	At      string               `json:"at"`
	Shown   *bool                `json:"shown,omitempty"` // the machines of the centre are told
	Told    office.Showing       `json:"told,omitempty"`  // how: shown, kept (nothing to tell) or later (publish again)
}

func lineOfExtension(e office.Extension) extensionLine {
	return extensionLine{
		Number: e.Number, Centre: e.Centre, Day: e.Day, Hours: e.Span, Minutes: e.Minutes(), Basis: e.Basis, Reason: e.Reason, Badge: e.Badge,
		Case: e.Case, Account: e.Account, At: e.At.In(village.Zone).Format(time.RFC3339),
	}
}

type hoursExtendedCmd struct {
	listing
	Limit int `default:"200" help:"How many at most."`
}

func (c *hoursExtendedCmd) Run(w *world) error {
	places, err := loadPlaces(w.text)
	if err != nil {
		return err
	}
	return eachLine(w, c.listing, func(db *county.DB, do func(office.Extension) error) error {
		list, err := db.Extensions(w.ctx, office.Scope{}, c.Limit)
		return inTurn(list, err, do)
	}, func(e office.Extension) any { return lineOfExtension(e) }, func(e office.Extension) error {
		return w.say("county.extension.line", "number", e.Number, "day", e.Day, "hours", e.Span, "place", places.Path(e.Centre),
			"reason", e.Reason, "basis", e.Basis, "badge", e.Badge)
	})
}
