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
	lookFlags
	Code   string      `arg:"" optional:"" help:"Code on the receipt."`
	Item   string      `help:"Instead of a receipt's: the empty letter of entrustment (entrust) for this item." placeholder:"CODE"`
	Kind   letter.Kind `help:"receipt, tolerance or promise (what was undertaken), acceptance, supplement, deferred (papers to follow), entrust, renewal, helped, helped_stop or helped_end." required:"" placeholder:"KIND"`
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
	if l.Item != "" || l.Code == "" {
		return l.blank(c)
	}
	told := l.Came || l.Lost
	if err := l.goesSomewhere(); err != nil && !told {
		return err
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
	if told {
		return l.told(c, k)
	}
	if err := l.look(c, k, l.Code); err != nil {
		return err
	}
	if l.Out != "" {
		return l.file(c, k, who)
	}
	return l.print(c, k, who)
}

// print hands the letter to the office printer.
func (l letterCommand) print(c *call, k *kiosk, who person) error {
	o, err := k.officeAt(l.Office)
	if err != nil {
		return err
	}
	given, err := o.print(c, l.Code, l.Kind, who)
	if err != nil {
		return err
	}
	return c.answer(letterAnswer{Job: given.number}, c.text.T("letter.sent", "job", given.number))
}

// goesSomewhere refuses a letter that has no place to go, or two.
func (l letterCommand) goesSomewhere() error {
	if (l.Out == "") == (l.Office == "") {
		return village.Refuse("out", "err.letter.where")
	}
	if l.Out != "" && strings.ToLower(filepath.Ext(l.Out)) != ".pdf" {
		return village.Refuse("out", "err.letter.out")
	}
	return nil
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

// blank writes or prints the empty letter of entrustment for an item. No journal counts
// it: it says nothing of anybody.
func (l letterCommand) blank(c *call) error {
	switch {
	case l.Code != "" || l.Item == "":
		return village.Refuse("code", "err.letter.about")
	case l.Kind != letter.Entrust:
		return village.Refuse("kind", "err.letter.blank")
	case l.Came || l.Lost || l.Person != "":
		return village.Refuse("item", "err.letter.blank")
	}
	if err := l.goesSomewhere(); err != nil {
		return err
	}
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	raw, err := k.blankLetter(village.ItemCode(l.Item))
	if err != nil {
		return err
	}
	if l.Out != "" {
		if err := os.WriteFile(l.Out, raw, 0o600); err != nil {
			return village.Failed("write the letter", err)
		}
		return c.answer(letterAnswer{File: l.Out}, c.text.T("letter.written", "file", l.Out))
	}
	o, err := k.officeAt(l.Office)
	if err != nil {
		return err
	}
	job, err := o.printBlank(c, raw)
	if err != nil {
		return err
	}
	return c.answer(letterAnswer{Job: job}, c.text.T("letter.sent", "job", job))
}

// blankLetter is the empty letter of entrustment for an item, as PDF.
func (k *kiosk) blankLetter(code village.ItemCode) ([]byte, error) {
	item, ok := k.desk.Item(code)
	if !ok || code.IsRequest() {
		return nil, village.Refuse("item", "err.item.unknown")
	}
	_, example := k.desk.Edition()
	now, _ := k.desk.Now()
	setter, err := newSetter()
	if err != nil {
		return nil, err
	}
	from := letter.Source{Case: village.Case{Item: code, Example: example}, Item: item, From: k.centreName(k.desk.Centre()), Texts: k.text}
	var out bytes.Buffer
	err = setter.PDF(&out, letter.Blank(from, now))
	return out.Bytes(), err
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
