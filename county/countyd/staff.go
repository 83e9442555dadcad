package main

import (
	"bufio"
	"encoding/json"
	"io"
	"strings"
	"time"

	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

type staffCmd struct {
	Add    staffAddCmd    `cmd:"" help:"Let a person help: the PIN of 6 to 12 digits is read from standard input. Machines learn of it when they next hear of the county."`
	Pin    staffPinCmd    `cmd:"" help:"Give a person another PIN, read from standard input."`
	Revoke staffRevokeCmd `cmd:"" help:"End a person's help."`
	List   staffListCmd   `cmd:"" help:"List them."`
	Serve  staffServeCmd  `cmd:"" help:"Note that somebody serves at a centre; nobody inspects where they serve. Name every badge of the person, the inspector's too."`
	Leave  staffLeaveCmd  `cmd:"" help:"Note somebody's last day at a centre."`
	Places staffPlacesCmd `cmd:"" help:"List who serves where."`
}

// roll opens the book of helpers.
func (d database) roll(w *world, do func(*office.Roll) error) error {
	return d.with(w, func(db *county.DB) error { return do(&office.Roll{Book: db, Now: w.now, Random: w.random}) })
}

// pin is one line of standard input, so that it stands in no list of processes.
func (w *world) pin() (string, error) {
	in := bufio.NewScanner(io.LimitReader(w.stdin, 64))
	if !in.Scan() {
		return "", village.Refuse("pin", "err.pin.digits")
	}
	return strings.TrimSpace(in.Text()), nil
}

type staffAddCmd struct {
	database
	Badge string `arg:"" help:"Number of the badge."`
	Name  string `required:"" help:"The person's name, for the county alone."`
}

func (c *staffAddCmd) Run(w *world) error {
	pin, err := w.pin()
	if err != nil {
		return err
	}
	return c.roll(w, func(r *office.Roll) error {
		if err := r.Add(w.ctx, c.Badge, c.Name, pin); err != nil {
			return err
		}
		return w.say("staff.added", "badge", c.Badge)
	})
}

type staffPinCmd struct {
	database
	Badge string `arg:"" help:"Number of the badge."`
}

func (c *staffPinCmd) Run(w *world) error {
	pin, err := w.pin()
	if err != nil {
		return err
	}
	return c.roll(w, func(r *office.Roll) error {
		if err := r.SetPIN(w.ctx, c.Badge, pin); err != nil {
			return err
		}
		return w.say("staff.pin", "badge", c.Badge)
	})
}

type staffRevokeCmd struct {
	database
	Badge string `arg:"" help:"Number of the badge."`
}

func (c *staffRevokeCmd) Run(w *world) error {
	return c.roll(w, func(r *office.Roll) error {
		if err := r.Revoke(w.ctx, c.Badge); err != nil {
			return err
		}
		return w.say("staff.revoked", "badge", c.Badge, "days", office.StaffDays)
	})
}

type staffListCmd struct {
	database
	JSON bool `help:"Answer as JSON, one person a line."`
}

// memberLine is one person in the answer of `staff list --json`.
type memberLine struct {
	Badge   string     `json:"badge"`
	Name    string     `json:"name"`
	Added   time.Time  `json:"added"`
	Revoked *time.Time `json:"revoked"` // null = may help
}

func (c *staffListCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB) error {
		list, err := db.Members(w.ctx)
		if err != nil {
			return err
		}
		for _, m := range list {
			line, state := memberLine{Badge: m.Badge, Name: m.Name, Added: m.AddedAt}, "staff.may"
			if !m.RevokedAt.IsZero() {
				line.Revoked, state = &m.RevokedAt, "staff.may.not"
			}
			if c.JSON {
				err = json.NewEncoder(w.stdout).Encode(line)
			} else {
				err = w.say("staff.line", "badge", m.Badge, "name", m.Name, "state", w.text.T(state))
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}
