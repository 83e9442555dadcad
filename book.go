package main

import (
	"context"

	"bianmin/app/calendar"
	"bianmin/app/desk"
	"bianmin/app/village"
)

type bookCommand struct {
	mirrorFlag
	helperFlag
	practiceFlag
	Input string `help:"JSON file, - for stdin." placeholder:"FILE" xor:"what" required:""`
	Slots bool   `help:"List the slots that can be booked here." xor:"what" required:""`
	Item  string `help:"With --slots, only at windows that take this item." placeholder:"CODE"`
}

// slotAnswer is a slot in the answer of `book --slots`.
type slotAnswer struct {
	Slot village.SlotID `json:"slot"`
	Left int            `json:"left"`
	Text string         `json:"text"`
}

// Run takes in a booking and answers with its receipt, or lists what can be booked.
func (b bookCommand) Run(c *call) error {
	var in desk.BookInput
	if !b.Slots {
		if err := c.read(b.Input, &in); err != nil {
			return err
		}
	}
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	if b.Slots {
		return c.slots(k, village.ItemCode(b.Item))
	}
	if err := b.apply(c, k); err != nil {
		return err
	}
	out, err := helped(c, k, b.helperFlag, func(badge string) (desk.Accepted, error) {
		in.Helper, in.Practice = badge, b.Practice
		return k.book(c, in)
	})
	if err != nil {
		return err
	}
	if out.Practice {
		return c.practised(out)
	}
	return c.taken(out, "err.cli.accepted_unsaid")
}

// slots lists what can be booked, of one item where one is named.
func (c *call) slots(k *kiosk, item village.ItemCode) error {
	find := func() ([]village.SlotLeft, error) { return k.desk.Slots(c) }
	if item != "" {
		find = func() ([]village.SlotLeft, error) { return k.desk.SlotsFor(c, item) }
	}
	left, err := find()
	if err != nil {
		return err
	}
	for _, s := range left {
		text := k.slotText(s.Slot)
		if err := c.answer(slotAnswer{s.Slot, s.Left, text}, c.text.T("cli.slot", "slot", s.Slot, "text", text, "left", s.Left)); err != nil {
			return err
		}
	}
	return nil
}

// slotText says a slot in the machine's language.
func (k *kiosk) slotText(id village.SlotID) string { return calendar.SlotText(k.text, k.divisions, id) }

// book takes a booking in, as [kiosk.accept] does an application.
func (k *kiosk) book(ctx context.Context, in desk.BookInput) (desk.Accepted, error) {
	if err := k.mayHelp(in.Helper); err != nil {
		return desk.Accepted{}, err
	}
	if in.Practice {
		return k.desk.Book(ctx, in)
	}
	return k.copied(ctx, weigh(in.Application()), func() (desk.Accepted, error) { return k.desk.Book(ctx, in) })
}
