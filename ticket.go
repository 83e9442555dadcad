package main

import (
	"strings"

	"bianmin/app/desk"
)

type ticketCommand struct {
	mirrorFlag
	helperFlag
	pictureFlag
	Input string `help:"JSON file, - for stdin." placeholder:"FILE" xor:"what" required:""`
	Doors bool   `help:"List what 12345 does not take, and where it belongs." xor:"what" required:""`
	Check bool   `help:"Only say whether the request belongs elsewhere, or seems to have come today; nothing is taken in."`

	practiceFlag

	About string `placeholder:"CODE" help:"Code on the receipt of the case that it is about, of any machine."`
}

// Run takes in a 12345 request and answers with its receipt, or says where it belongs.
func (t ticketCommand) Run(c *call) error {
	if t.Doors {
		list, basis := desk.Doors()
		return c.doors(list, basis)
	}
	if t.Check {
		return t.check(c)
	}
	var in desk.TicketInput
	take := handInFlags{t.mirrorFlag, t.Input}
	return take.open(c, &in, func(*kiosk) error { return t.scenes(in.Photos) }, func(k *kiosk) error {
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

// doorsAnswer is the answer of ticket --doors and --check.
type doorsAnswer struct {
	Doors    []doorAnswer   `json:"doors"`
	Warnings []desk.Warning `json:"warnings,omitempty"` // of --check: the same seems to have come today
}

// doorAnswer is a door in the answers of ticket --doors and --check.
type doorAnswer struct {
	Rule    string   `json:"rule"`
	Version int      `json:"version"`
	Basis   string   `json:"basis"`
	What    string   `json:"what"`
	Where   string   `json:"where"`
	Phones  []string `json:"phones"`
}

// check says which doors the words of a request speak of, and whether the same seems to have
// come today.
func (t ticketCommand) check(c *call) error {
	var in desk.TicketInput
	if err := c.read(t.Input, &in); err != nil {
		return err
	}
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	warnings, err := c.again(k, in.Application())
	if err != nil {
		return err
	}
	_, basis := desk.Doors()
	return c.doors(desk.Advise(in.Content), basis, warnings...)
}

// doors answers with doors, all in one.
func (c *call) doors(list []desk.Door, basis string, warnings ...desk.Warning) error {
	answer, words := []doorAnswer{}, []string{}
	for _, d := range list {
		a := doorAnswer{d.ID, d.Version, basis, c.text.T("hotline.door." + d.ID), c.text.T("hotline.door." + d.ID + ".where"), append([]string{}, d.Phones...)}
		answer, words = append(answer, a), append(words, a.What+c.text.T("confirm.colon")+a.Where)
	}
	if len(words) == 0 {
		words = append(words, c.text.T("cli.ticket.no_advice"))
	}
	return c.answer(doorsAnswer{answer, warnings}, strings.Join(words, "\n")+said(warnings))
}
