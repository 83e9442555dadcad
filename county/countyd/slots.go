package main

import (
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

type slotsCmd struct {
	Open  slotsOpenCmd  `cmd:"" help:"Open a part of a day for appointments; machines there get their share of its seats."`
	Close slotsCloseCmd `cmd:"" help:"Let no machine get more seats of a slot; appointments stay."`
	List  slotsListCmd  `cmd:"" help:"Slots from today on: seats, seats that machines have, appointments."`

	Counts slotsCountsCmd `cmd:"" help:"By month and centre: appointments, who came and who did not, moved, cancelled."`
}

type slotsOpenCmd struct {
	database
	Area   string `required:"" placeholder:"CODE" help:"Division whose service centre it is: a village, a town or the county."`
	Window int    `default:"1" help:"Number of the window."`
	Day    string `required:"" placeholder:"2026-12-01" help:"The day; machines get seats from 30 days before it on, and give none on the day itself."`
	From   string `required:"" placeholder:"0930" help:"Begin."`
	To     string `required:"" placeholder:"1000" help:"End."`
	Seats  int    `required:"" help:"How many people."`
	Share  int    `default:"1" help:"How many seats a machine gets."`
}

func (c *slotsOpenCmd) Run(w *world) error {
	area, err := village.ParseDivisionCode(c.Area)
	if err != nil {
		return village.At("area", err)
	}
	id, err := village.Slot{Area: area, Window: c.Window, Day: village.Day(c.Day), From: c.From, To: c.To}.ID()
	if err != nil {
		return err
	}
	offer := office.SlotOffer{Slot: id, Seats: c.Seats, Share: c.Share}
	if err := office.CheckOffer(offer); err != nil {
		return err
	}
	return c.with(w, func(db *county.DB) error {
		if err := db.OpenSlot(w.ctx, offer); err != nil {
			return err
		}
		return w.say("county.slot.open", "slot", id)
	})
}

type slotsCloseCmd struct {
	database
	Slot string `arg:"" help:"Its 30 digits, as slots list shows them."`
}

func (c *slotsCloseCmd) Run(w *world) error {
	act := office.SlotAct{Slot: village.SlotID(c.Slot), At: w.now(), Verb: office.SlotClose}
	return c.with(w, func(db *county.DB) error { return office.ChangeSlot(w.ctx, db, act, office.Account{}) })
}

type slotsListCmd struct{ listing }

// useLine is what became of appointments, as far as they have arrived.
type useLine struct {
	Booked    int `json:"booked"`     // people who have a seat, or had one when the time came
	Came      int `json:"came"`       // of booked
	Missed    int `json:"missed"`     // of booked: nobody came
	Moved     int `json:"moved"`      // that left for another slot
	Withdrawn int `json:"withdrawn"`  // by their person
	CalledOff int `json:"called_off"` // by an officer
}

func lineOfUse(u office.SlotUse) useLine {
	return useLine{u.Booked, u.Came, u.Missed, u.Moved, u.Withdrawn, u.CalledOff}
}

// slotLine is a slot in the answer of `slots list`.
type slotLine struct {
	Slot    village.SlotID       `json:"slot"`
	Area    village.DivisionCode `json:"area"`
	Window  int                  `json:"window"`
	Day     village.Day          `json:"day"`
	From    string               `json:"from"`
	To      string               `json:"to"`
	Seats   int                  `json:"seats"`
	Granted int                  `json:"granted"` // seats that machines may give out
	Closed  bool                 `json:"closed"`
	useLine
}

func (c *slotsListCmd) Run(w *world) error {
	return eachLine(w, c.listing, func(db *county.DB, do func(office.SlotState) error) error {
		list, err := db.Slots(w.ctx, village.DayOf(w.now()))
		return inTurn(list, err, do)
	},
		func(s office.SlotState) any {
			slot, _ := s.Slot.Slot()
			return slotLine{s.Slot, slot.Area, slot.Window, slot.Day, slot.From, slot.To, s.Seats, s.Granted, s.Closed, lineOfUse(s.SlotUse)}
		},
		func(s office.SlotState) error {
			return w.say("county.slot.line", "slot", s.Slot, "seats", s.Seats, "granted", s.Granted, "booked", s.Booked,
				"came", s.Came, "missed", s.Missed, "moved", s.Moved, "withdrawn", s.Withdrawn)
		})
}

type slotsCountsCmd struct {
	listing
	From string `required:"" help:"First day of the appointments, as 2026-11-01."`
	To   string `required:"" help:"Last day."`
}

// slotMonthLine is a month of a centre in the answer of `slots counts`.
type slotMonthLine struct {
	Month string               `json:"month"`
	Area  village.DivisionCode `json:"area"`
	Seats int                  `json:"seats"`
	useLine
}

func (c *slotsCountsCmd) Run(w *world) error {
	from, to, err := firstAndLast(c.From, c.To)
	if err != nil {
		return err
	}
	places, err := loadPlaces(w.text)
	if err != nil {
		return err
	}
	return eachLine(w, c.listing, func(db *county.DB, do func(office.SlotMonth) error) error {
		list, err := db.Slots(w.ctx, from)
		return inTurn(office.SlotMonths(list, to), err, do)
	}, func(m office.SlotMonth) any { return slotMonthLine{m.Month, m.Area, m.Seats, lineOfUse(m.SlotUse)} }, func(m office.SlotMonth) error {
		return w.say("county.slot.month", "month", m.Month, "place", places.Path(m.Area), "seats", m.Seats, "booked", m.Booked,
			"came", m.Came, "missed", m.Missed, "moved", m.Moved, "withdrawn", m.Withdrawn)
	})
}

type bookingsCmd struct {
	List bookingsListCmd `cmd:"" help:"List appointments and home visits, the latest first; nothing personal."`
	Show ticketsShowCmd  `cmd:"" help:"One booking in full, with what was written."`
	Set  ticketsSetCmd   `cmd:"" help:"Take a booking one step on; its machine gets the news."`
}

type bookingsListCmd struct{ ticketsListCmd }

func (c *bookingsListCmd) Run(w *world) error { return c.list(w, village.RecordBooking) }
