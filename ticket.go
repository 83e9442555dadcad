package main

import (
	"fmt"

	"bianmin/app/desk"
	"bianmin/app/village"
)

type ticketCommand struct {
	mirrorFlag
	Input string `help:"JSON file, - for stdin." required:"" placeholder:"FILE"`
}

// Run takes in a 12345 request and answers with its receipt.
func (t ticketCommand) Run(c *call) error {
	var in desk.TicketInput
	if err := c.read(t.Input, &in); err != nil {
		return err
	}
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	if err := loadPhotos(in.Photos); err != nil {
		return err
	}
	if err := t.apply(c, k); err != nil {
		return err
	}
	out, err := k.ticket(c, in)
	if err != nil {
		return err
	}
	return c.taken(out, "err.cli.ticket_unsaid")
}

// loadPhotos reads the pictures that the input names.
func loadPhotos(photos []desk.PhotoInput) (err error) {
	for i := range photos {
		if photos[i].Data, err = loadFile(photos[i].File); err != nil {
			return village.At(fmt.Sprintf("photos[%d]", i), err)
		}
	}
	return nil
}
