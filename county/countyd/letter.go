package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"

	"bianmin/app/calendar"
	"bianmin/app/letter"
	"bianmin/app/village"
	calendardata "bianmin/assets/calendar"
)

// lettersCmd are the papers that an office writes about a centre.
type lettersCmd struct {
	Rectify  rectifyCmd  `cmd:"" help:"What a centre has to put right, and by when."`
	Evidence evidenceCmd `cmd:"" help:"The files that stand behind it."`
}

// paperFlags are what every letter needs.
type paperFlags struct {
	Input string `required:"" placeholder:"FILE" help:"What it says, as JSON."`
	Out   string `required:"" placeholder:"FILE" help:"PDF to write."`
}

const maxLetter = 1 << 20 // bytes of what a letter is made from

// read decodes what the letter says.
func (f paperFlags) read(v any) error {
	if strings.ToLower(filepath.Ext(f.Out)) != ".pdf" {
		return village.Refuse("out", "err.letter.out")
	}
	raw, err := os.ReadFile(f.Input)
	if err == nil && len(raw) <= maxLetter {
		err = (village.JSONRules{Depth: 6}).Decode(raw, v)
	}
	if err != nil || len(raw) > maxLetter {
		return &village.Error{Kind: village.Invalid, Field: "input", Key: "err.input.read", Err: err}
	}
	return nil
}

// write sets letters, writes the file and says so.
func (f paperFlags) write(w *world, letters ...letter.Letter) error {
	if err := f.save(letters...); err != nil {
		return err
	}
	return w.say("letter.written", "file", f.Out)
}

// save sets letters and writes the file.
func (f paperFlags) save(letters ...letter.Letter) error {
	s, err := setter()
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := s.PDF(&out, letters...); err != nil {
		return err
	}
	if err := os.WriteFile(f.Out, out.Bytes(), 0o600); err != nil {
		return village.Failed("write the letter", err)
	}
	return nil
}

type rectifyCmd struct{ paperFlags }

func (c *rectifyCmd) Run(w *world) error {
	var r letter.Rectification
	if err := c.read(&r); err != nil {
		return err
	}
	days, err := calendar.Load(calendardata.WorkingDays())
	if err != nil {
		return err
	}
	l, err := letter.ComposeRectify(r, days, w.text)
	if err != nil {
		return err
	}
	return c.write(w, l)
}

type evidenceCmd struct{ paperFlags }

func (c *evidenceCmd) Run(w *world) error {
	var p letter.Pack
	if err := c.read(&p); err != nil {
		return err
	}
	l, err := letter.ComposeEvidence(p, w.text)
	if err != nil {
		return err
	}
	return c.write(w, l)
}
