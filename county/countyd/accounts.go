package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"unicode/utf8"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

// accountsCmd is about accounts of offices on other platforms (政务新媒体).
type accountsCmd struct {
	Register accountsRegisterCmd `cmd:"" help:"Make a list the register of accounts; who is not in it leaves, what was seen stays."`
	Check    accountsCheckCmd    `cmd:"" help:"Take in what a person saw at accounts, with pictures; what is found becomes orders with --by."`
}

type accountsCheckCmd struct {
	inspecting
	secrets
	List string `required:"" placeholder:"FILE" type:"path" help:"Accounts with what was seen: bianmin-accounts/1."`
	Out  string `required:"" placeholder:"DIR" type:"path" help:"Folder for reports, and for pictures under their sums."`
	By   string `help:"Who gives the orders; without it none are given."`
	JSON bool   `name:"json" help:"One JSON object an account."`
}

const (
	accountsFormat  = "bianmin-accounts/1"
	maxAccounts     = 2000
	maxEvidence     = 8 << 20
	maxAccountWords = 100
)

// account is one account with what a person saw there on a day. Nobody's program opens
// it: platforms ask for a person.
type account struct {
	ID       string         `json:"id"`
	Name     string         `json:"name"`
	Platform string         `json:"platform"` // as people call it
	Sponsor  string         `json:"sponsor"`  // who runs it
	LastPost village.Day    `json:"last_post,omitempty"`
	SeenOn   village.Day    `json:"seen_on"`
	SeenBy   string         `json:"seen_by"`
	Findings []accountFound `json:"findings"`
}

// accountFound is one rule of the checklist that was found broken.
type accountFound struct {
	Rule  inspect.RuleID `json:"rule"`
	Note  string         `json:"note,omitempty"`
	Files []string       `json:"files"` // pictures, beside the list
}

// accountAnswer is an account in the answer of `accounts check`, and its report.
type accountAnswer struct {
	account
	Template string                        `json:"template"`
	Version  string                        `json:"version"`
	Evidence map[inspect.RuleID][]evidence `json:"evidence"`
	Score    inspect.Score                 `json:"score"`
	Repeats  []inspect.RuleID              `json:"repeats"` // found there within a year: take double
	Orders   []string                      `json:"orders"`  // numbers that were given now

	seen []inspect.Found // with what repeats
}

// Run judges the whole list before anything of it is kept.
func (c *accountsCheckCmd) Run(w *world) error {
	today := village.DayOf(w.now())
	list, err := readAccounts("list", c.List, func(a account) error { return a.check(today) })
	if err != nil {
		return err
	}
	return c.work(w, func(db *county.DB, n *office.Inspectorate) error {
		if _, err := c.secrets.open(w, db, c.Database); err != nil {
			return err
		}
		templates, err := n.Templates.All(w.ctx)
		if err != nil {
			return err
		}
		t, _ := inspect.Find(templates, "account", "")
		answers := make([]accountAnswer, len(list))
		for i, a := range list {
			found, err := n.Again(w.ctx, a.ID, t, a.found())
			if err != nil {
				return err
			}
			if answers[i], err = c.judge(a, t, found); err != nil {
				return village.At(fmt.Sprintf("list.accounts[%d]", i), err)
			}
		}
		if err := newFolder(c.Out, "out"); err != nil {
			return err
		}
		for _, a := range answers {
			if err := c.take(w, db, n, t, a); err != nil {
				return err
			}
		}
		return nil
	})
}

// readAccounts reads a list that a field names.
func readAccounts(field, path string, check func(account) error) ([]account, error) {
	raw, err := readUpTo(path, maxSiteList)
	if err != nil {
		return nil, &village.Error{Kind: village.Invalid, Field: field, Key: "err.accounts.list", Err: err}
	}
	var list struct {
		Format   string    `json:"format"`
		Accounts []account `json:"accounts"`
	}
	if err := village.DecodeJSON(raw, &list); err != nil {
		return nil, village.At(field, err)
	}
	if list.Format != accountsFormat || len(list.Accounts) == 0 || len(list.Accounts) > maxAccounts {
		return nil, village.Refuse(field, "err.accounts.list")
	}
	seen := map[string]bool{}
	for i, a := range list.Accounts {
		if err := check(a); err != nil {
			return nil, village.At(fmt.Sprintf("%s.accounts[%d]", field, i), err)
		}
		if seen[a.ID] {
			return nil, village.Refuse(field, "err.accounts.list")
		}
		seen[a.ID] = true
	}
	return list.Accounts, nil
}

// named judges which account it is.
func (a account) named() error {
	for field, text := range map[string]string{"id": a.ID, "name": a.Name, "platform": a.Platform, "sponsor": a.Sponsor} {
		if !accountWord(text) {
			return village.Refuse(field, "err.accounts.words")
		}
	}
	return nil
}

func accountWord(text string) bool {
	n := utf8.RuneCountInString(text)
	return n > 0 && n <= 40
}

// check judges what was seen too.
func (a account) check(today village.Day) error {
	if err := a.named(); err != nil {
		return err
	}
	if !accountWord(a.SeenBy) {
		return village.Refuse("seen_by", "err.accounts.words")
	}
	if a.SeenOn == "" || a.SeenOn.Add(0) != a.SeenOn || a.SeenOn > today {
		return village.Refuse("seen_on", "err.accounts.day")
	}
	if a.LastPost != "" && (a.LastPost.Add(0) != a.LastPost || a.LastPost > a.SeenOn) {
		return village.Refuse("last_post", "err.accounts.day")
	}
	for i, f := range a.Findings {
		if utf8.RuneCountInString(f.Note) > maxAccountWords {
			return village.Refuse(fmt.Sprintf("findings[%d].note", i), "err.accounts.words")
		}
	}
	return nil
}

// judge scores what was seen by the checklist for accounts and reads what shows it.
func (c *accountsCheckCmd) judge(a account, t inspect.Template, found []inspect.Found) (out accountAnswer, err error) {
	out = accountAnswer{account: a, Template: t.ID, Version: t.Version, Evidence: map[inspect.RuleID][]evidence{}, Repeats: []inspect.RuleID{}, Orders: []string{}, seen: found}
	if out.Score, err = t.Score(inspect.Account, inspect.District, found); err != nil {
		return out, err
	}
	for _, f := range found {
		if f.Repeat {
			out.Repeats = append(out.Repeats, f.Rule)
		}
	}
	for i, f := range a.Findings {
		_, rule, _ := t.Rule(f.Rule)
		if rule.Photo && len(f.Files) == 0 {
			return out, village.Refuse(fmt.Sprintf("findings[%d].files", i), "err.check.photo")
		}
		for _, name := range f.Files {
			if _, _, err := c.picture(name); err != nil {
				return out, village.At(fmt.Sprintf("findings[%d].files", i), err)
			}
		}
	}
	return out, nil
}

func (a account) found() (list []inspect.Found) {
	for _, f := range a.Findings {
		list = append(list, inspect.Found{Rule: f.Rule, Times: 1})
	}
	return list
}

// picture reads what shows something: a PNG, a JPEG or a PDF.
func (c *accountsCheckCmd) picture(name string) (raw []byte, ext string, err error) {
	path := name
	if !filepath.IsAbs(path) {
		path = filepath.Join(filepath.Dir(c.List), path)
	}
	if raw, err = readUpTo(path, maxEvidence); err != nil {
		return nil, "", &village.Error{Kind: village.Invalid, Key: "err.accounts.file", Err: err}
	}
	for magic, ext := range map[string]string{"\x89PNG\r\n": ".png", "\xff\xd8\xff": ".jpg", "%PDF-": ".pdf"} {
		if bytes.HasPrefix(raw, []byte(magic)) {
			return raw, ext, nil
		}
	}
	return nil, "", village.Refuse("", "err.accounts.file")
}

// readUpTo is the content of a regular file of at most so many bytes.
func readUpTo(path string, most int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err == nil && (!info.Mode().IsRegular() || info.Size() > most) {
		err = errors.New("no regular file, or too large")
	}
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(raw)) > most {
		err = errors.New("too large")
	}
	return raw, err
}

// take keeps pictures and report, gives orders and says so. The sum of the report, which
// holds those of the pictures, stands in each order. The look is kept last: a run that was cut
// off is done again and goes on where it was, for a rule has one open order and a report one look.
func (c *accountsCheckCmd) take(w *world, db *county.DB, n *office.Inspectorate, t inspect.Template, a accountAnswer) error {
	kept, err := c.keep(a)
	if err != nil {
		return err
	}
	entered, err := a.entry()
	if err != nil {
		return err
	}
	if c.By != "" {
		says := func(rule inspect.RuleID) string {
			i := slices.IndexFunc(a.Findings, func(f accountFound) bool { return f.Rule == rule })
			return w.text.T("accounts.order", "platform", a.Platform, "day", a.SeenOn, "note", a.Findings[i].Note, "sum", kept.SHA256)
		}
		if a.Orders, err = w.orderSeen(n, seen{a.ID, a.Name, a.Sponsor, t, inspect.District, a.seen, says}, c.By); err != nil {
			return err
		}
	}
	look := office.SiteLook{At: w.now(), Template: t.ID, Version: t.Version, Score: &a.Score, Found: a.seen, Updated: a.LastPost, Report: kept.SHA256}
	if err := db.KeepSiteLook(w.ctx, entered, look); err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(w.stdout).Encode(a)
	}
	key := "accounts.good"
	if a.Score.Vetoed {
		key = "accounts.vetoed"
	}
	return w.say(key, "name", a.Name, "platform", a.Platform, "n", len(a.Findings), "orders", len(a.Orders))
}

// keep keeps the pictures and the report of an account.
func (c *accountsCheckCmd) keep(a accountAnswer) (report evidence, err error) {
	for _, f := range a.Findings {
		for _, name := range f.Files {
			raw, ext, err := c.picture(name)
			if err != nil {
				return report, err
			}
			e, err := keepEvidence("out", c.Out, ext, raw)
			if err != nil {
				return report, err
			}
			e.Name = filepath.Base(name)
			a.Evidence[f.Rule] = append(a.Evidence[f.Rule], e)
		}
	}
	raw, err := json.MarshalIndent(a, "", " ")
	if err != nil {
		return report, village.Failed("write a report", err)
	}
	return keepEvidence("out", c.Out, ".json", append(raw, '\n'))
}
