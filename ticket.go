package main

import (
	"bianmin/app/desk"
)

type ticketCommand struct {
	handInFlags
	helperFlag
	pictureFlag

	practiceFlag

	About string `placeholder:"CODE" help:"Code on the receipt of the case that it is about, of any machine."`
}

// Run takes in a 12345 request and answers with its receipt.
func (t ticketCommand) Run(c *call) error {
	var in desk.TicketInput
	return t.open(c, &in, func(*kiosk) error { return t.scenes(in.Photos) }, func(k *kiosk) error {
		out, err := helped(c, k, t.helperFlag, func(badge string) (desk.Accepted, error) {
			in.Helper, in.Practice = badge, t.Practice
			if t.About != "" {
				in.About = t.About
			}
			return k.ticket(c, in)
		})
		if err != nil {
			return err
		}
		if out.Practice {
			return c.practised(out)
		}
		return c.taken(out, "err.cli.ticket_unsaid")
	})
}
