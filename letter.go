package main

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"bianmin/app/letter"
	"bianmin/app/receipt"
	"bianmin/app/village"
	"bianmin/assets/font"
	"bianmin/assets/font/rare"
	"bianmin/device/printer"
	"bianmin/device/printer/ipp"
)

// officeFor is how long handing a letter to an office printer may take.
const officeFor = 20 * time.Second

type letterCommand struct {
	Code   string      `arg:"" help:"Code on the receipt."`
	Kind   letter.Kind `help:"acceptance, supplement, deferred (papers to follow) or entrust." required:"" placeholder:"KIND"`
	Out    string      `help:"PDF to write." placeholder:"FILE"`
	Office string      `help:"Office printer or queue, as ipp://HOST/ipp/print." placeholder:"ADDRESS"`
	Person string      `help:"Who stands there: name and id as JSON, - for standard input. Both are masked, and kept nowhere." placeholder:"FILE"`
}

// person is whom a letter is about. It does not come on the command line, which
// anybody on the machine can read.
type person struct {
	Name string `json:"name"`
	ID   string `json:"id"`
}

// letterAnswer is where a letter went.
type letterAnswer struct {
	File string `json:"file,omitempty"`
	Job  int    `json:"job,omitempty"` // of the office printer; nobody knows whether paper came out
}

// Run writes or prints a letter about a case from what is kept in clear.
func (l letterCommand) Run(c *call) error {
	if (l.Out == "") == (l.Office == "") {
		return village.Refuse("out", "err.letter.where")
	}
	if l.Out != "" && strings.ToLower(filepath.Ext(l.Out)) != ".pdf" {
		return village.Refuse("out", "err.letter.out")
	}
	var who person
	if l.Person != "" {
		if err := c.read(l.Person, &who); err != nil {
			return err
		}
	}
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	raw, id, err := k.writeLetter(c, l, who)
	if err != nil {
		return err
	}
	k.note(c, village.Act{Kind: village.AuditLetter, Subject: string(id), Detail: village.AuditPlain})
	if l.Out != "" {
		if err := os.WriteFile(l.Out, raw, 0o600); err != nil {
			return village.Failed("write the letter", err)
		}
		return c.answer(letterAnswer{File: l.Out}, c.text.T("letter.written", "file", l.Out))
	}
	job, err := toOffice(c, l, raw)
	if err != nil {
		return err
	}
	return c.answer(letterAnswer{Job: job}, c.text.T("letter.sent", "job", job))
}

// writeLetter is the letter as PDF, and the record that it is about.
func (k *kiosk) writeLetter(ctx context.Context, l letterCommand, who person) ([]byte, village.RecordID, error) {
	status, err := k.desk.Status(ctx, l.Code)
	if err != nil {
		return nil, "", err
	}
	copies, err := letter.Compose(l.Kind, letter.Source{
		Case: status.Case, Item: status.Item, Steps: status.Steps, From: k.centreName(status.Case.Centre),
		Calendar: k.edition.Load().calendar, Texts: k.text, Name: who.Name, ID: who.ID, Compound: surnames(k.text.T("letter.surnames")),
	})
	if err != nil {
		return nil, "", err
	}
	setter, err := letter.NewSetter(receipt.Faces{Regular: font.Regular(), Bold: font.Bold(), Rare: rare.TTF})
	if err != nil {
		return nil, "", err
	}
	var out bytes.Buffer
	err = setter.PDF(&out, copies...)
	return out.Bytes(), status.Case.ID, err
}

// surnames are those of more than one character.
func surnames(list string) []string { return strings.Fields(list) }

// toOffice hands a letter over.
func toOffice(ctx context.Context, l letterCommand, raw []byte) (int, error) {
	p, err := ipp.New(l.Office, http.DefaultClient)
	if err != nil {
		return 0, err
	}
	ctx, cancel := context.WithTimeout(ctx, officeFor)
	defer cancel()
	job, err := p.Print(ctx, string(l.Kind), raw)
	if err != nil {
		return 0, officeTrouble(err)
	}
	return job, nil
}

// officeTrouble is a letter that did not go through, as a person reads it.
func officeTrouble(err error) error {
	state := printer.Offline
	if t, ok := errors.AsType[*printer.Trouble](err); ok {
		if state = t.State; t.Started {
			return &village.Error{Kind: village.Internal, Key: "err.letter.unsure", Err: err}
		}
	}
	return &village.Error{Kind: village.Internal, Key: "printer.state." + string(state), Err: err}
}
