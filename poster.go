package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"

	"bianmin/app/letter"
	"bianmin/app/receipt"
	"bianmin/app/village"
	"bianmin/assets/font"
	"bianmin/assets/font/rare"
)

type posterCommand struct {
	Out   string `help:"PDF to write." required:"" placeholder:"FILE"`
	Phone string `help:"Phone of the person on duty."`
}

// Run writes the sheet that hangs beside the machine, with the name of its centre.
func (p posterCommand) Run(c *call) error {
	if strings.ToLower(filepath.Ext(p.Out)) != ".pdf" {
		return village.Refuse("out", "err.letter.out")
	}
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	setter, err := letter.NewSetter(receipt.Faces{Regular: font.Regular(), Bold: font.Bold(), Rare: rare.TTF})
	if err != nil {
		return err
	}
	var out bytes.Buffer
	sheet := letter.ComposePoster(k.centreName(k.enrolment.Load().Centre), p.Phone, k.clock.wall(), k.text)
	if err := setter.Poster(&out, sheet); err != nil {
		return err
	}
	if err := os.WriteFile(p.Out, out.Bytes(), 0o644); err != nil { //nolint:gosec // everybody may read what hangs on a wall
		return village.Failed("write the poster", err)
	}
	return c.answer(letterAnswer{File: p.Out}, c.text.T("letter.written", "file", p.Out))
}
