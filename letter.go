package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"

	"bianmin/app/desk"
	"bianmin/app/letter"
	"bianmin/app/receipt"
	"bianmin/app/village"
	"bianmin/assets/font"
	"bianmin/assets/font/rare"
)

type letterCommand struct {
	officeFlag
	Code   string      `arg:"" help:"Code on the receipt."`
	Kind   letter.Kind `help:"receipt, acceptance, supplement, deferred (papers to follow) or entrust." required:"" placeholder:"KIND"`
	Out    string      `help:"PDF to write." placeholder:"FILE"`
	Person string      `help:"Who stands there: name and id as JSON, - for standard input. Both are masked, and kept nowhere." placeholder:"FILE"`
	Came   bool        `help:"The last paper of this letter came out." xor:"word"`
	Lost   bool        `help:"It did not; the next one is marked." xor:"word"`
}

// person is whom a letter is about. It does not come on the command line, which
// anybody on the machine can read.
type person struct {
	Name string `json:"name"`
	ID   string `json:"id"`
}

// drawn is how a letter is set.
type drawn struct {
	who   person
	again int // how many papers of it there may be already
}

// letterAnswer is where a letter went.
type letterAnswer struct {
	File string `json:"file,omitempty"`
	Job  int    `json:"job,omitempty"` // of the office printer; nobody knows whether paper came out
}

// Run writes or prints a letter about a case from what is kept in clear, or takes a
// person's word on the last one.
func (l letterCommand) Run(c *call) error {
	told := l.Came || l.Lost
	if !told && (l.Out == "") == (l.Office == "") {
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
	switch {
	case told:
		return l.told(c, k)
	case l.Out != "":
		return l.file(c, k, who)
	}
	o, err := k.officeAt(l.Office)
	if err != nil {
		return err
	}
	job, err := o.print(c, l.Code, l.Kind, who)
	if err != nil {
		return err
	}
	return c.answer(letterAnswer{Job: job}, c.text.T("letter.sent", "job", job))
}

func (l letterCommand) told(c *call, k *kiosk) error {
	code, err := village.ParseShortCode(l.Code)
	if err != nil {
		return village.At("code", err)
	}
	if err := k.came(c, code, village.PaperKind(l.Kind), l.Came); err != nil {
		return err
	}
	return c.answer(map[string]any{"code": code, "kind": l.Kind, "came": l.Came}, c.text.T("print.noted", "code", code.Spaced()))
}

func (l letterCommand) file(c *call, k *kiosk, who person) error {
	status, err := k.desk.Status(c, l.Code)
	if err != nil {
		return err
	}
	raw, err := k.writeLetter(c, status, l.Kind, drawn{who: who})
	if err != nil {
		return err
	}
	k.note(c, village.Act{Kind: village.AuditLetter, Subject: string(status.Case.ID), Detail: village.AuditPlain})
	if err := os.WriteFile(l.Out, raw, 0o600); err != nil {
		return village.Failed("write the letter", err)
	}
	return c.answer(letterAnswer{File: l.Out}, c.text.T("letter.written", "file", l.Out))
}

func (k *kiosk) letterSource(status desk.Status, how drawn) letter.Source {
	return letter.Source{
		Case: status.Case, Item: status.Item, Steps: status.Steps, From: k.centreName(status.Case.Centre),
		Calendar: k.edition.Load().calendar, Texts: k.text, Name: how.who.Name, ID: how.who.ID, Again: how.again,
		Compound: strings.Fields(k.text.T("letter.surnames")),
	}
}

func newSetter() (*letter.Setter, error) {
	return letter.NewSetter(receipt.Faces{Regular: font.Regular(), Bold: font.Bold(), Rare: rare.TTF})
}

// compose is a letter about a case in all its copies.
func (k *kiosk) compose(ctx context.Context, status desk.Status, kind letter.Kind, how drawn) ([]letter.Letter, error) {
	from := k.letterSource(status, how)
	if kind == letter.Receipt {
		return []letter.Letter{letter.ComposeReceipt(from, k.receiptContent(ctx, status, how.again))}, nil
	}
	return letter.Compose(kind, from)
}

// writeLetter is a letter about a case as PDF.
func (k *kiosk) writeLetter(ctx context.Context, status desk.Status, kind letter.Kind, how drawn) ([]byte, error) {
	copies, err := k.compose(ctx, status, kind, how)
	if err != nil {
		return nil, err
	}
	setter, err := newSetter()
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = setter.PDF(&out, copies...)
	return out.Bytes(), err
}
