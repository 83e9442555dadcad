package main

import (
	"bytes"
	"fmt"
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
	return f.writeWith(w, func(s *letter.Setter, out *bytes.Buffer) error { return s.PDF(out, letters...) })
}

func (f paperFlags) writeWith(w *world, set func(*letter.Setter, *bytes.Buffer) error) error {
	if err := f.save(set); err != nil {
		return err
	}
	return w.say("letter.written", "file", f.Out)
}

// save writes the file that set makes.
func (f paperFlags) save(set func(*letter.Setter, *bytes.Buffer) error) error {
	s, err := setter()
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := set(s, &out); err != nil {
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

type evidenceCmd struct {
	paperFlags
	Files string `type:"existingdir" placeholder:"FOLDER" help:"Folder of the files, by the names of the list: they are checked against it, shown and attached."`
}

// maxExhibit is how large a file of an evidence pack may be.
const maxExhibit = 20 << 20

func (c *evidenceCmd) Run(w *world) error {
	var p letter.Pack
	if err := c.read(&p); err != nil {
		return err
	}
	l, err := letter.ComposeEvidence(p, w.text)
	if err != nil {
		return err
	}
	if c.Files == "" {
		return c.write(w, l)
	}
	folder, err := os.OpenRoot(c.Files) // a name of the list leads nowhere else
	if err != nil {
		return village.Failed("open the folder", err)
	}
	defer folder.Close()
	if err := p.Hold(func(f letter.Exhibit) ([]byte, error) {
		if f.Bytes > maxExhibit {
			return nil, fmt.Errorf("%d bytes are too many", f.Bytes)
		}
		return folder.ReadFile(f.Name)
	}); err != nil {
		return err
	}
	return c.writeWith(w, func(s *letter.Setter, out *bytes.Buffer) error { return s.Pack(out, p, l, w.text) })
}
