package main

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"time"

	"bianmin/app/catalog"
	"bianmin/app/village"
	"bianmin/storage/listfile"
)

// itemsCommands look after the catalogue of service items.
type itemsCommands struct {
	Import itemsImport `cmd:"" help:"Replace the catalogue in use by a list (CSV, XLSX, JSON)."`
	Lint   itemsLint   `cmd:"" help:"Check a list without importing it."`
	Search itemsSearch `cmd:"" help:"Search the catalogue in use."`
	List   itemsList   `cmd:"" help:"List the catalogue in use by theme or department."`
	Show   itemsShow   `cmd:"" help:"Show one item in full."`
	Misses itemsMisses `cmd:"" help:"List searches without a result that the county does not have yet."`
}

type itemsImport struct {
	File string `arg:"" help:"List of items."`
}

type importAnswer struct {
	Items       int               `json:"items"`
	Departments int               `json:"departments"`
	Version     string            `json:"version"`
	Warnings    int               `json:"warnings"`
	Problems    []catalog.Problem `json:"problems,omitempty"` // errors only
}

// Run reads the whole list first: it is taken as a whole or not at all.
func (i itemsImport) Run(c *call) error {
	list, problems, err := listfile.Items(i.File)
	if err != nil {
		return err
	}
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	if catalog.Blocks(problems) {
		c.printProblems(problems)
		return village.Refuse("file", "err.items.lint")
	}
	if list, err = list.Stamped(); err != nil {
		return err
	}
	body, err := k.encode(c, list)
	if err != nil {
		return err
	}
	if err := k.store.SaveCatalogue(c, list.Version, list.Source, list.Example, body); err != nil {
		return err
	}
	departments := map[string]bool{}
	for _, item := range list.Items {
		departments[item.Department] = true
	}
	out := importAnswer{Items: len(list.Items), Departments: len(departments), Version: list.Version, Warnings: len(problems)}
	return c.answer(out, c.text.T("cli.imported", "count", out.Items, "departments", out.Departments, "version", out.Version))
}

// encode is list as it is stored. A list that is there already, read from a file
// of another name, is the same list and keeps its form.
func (k *kiosk) encode(ctx context.Context, list catalog.Catalogue) ([]byte, error) {
	body, err := catalog.Encode(list)
	if err != nil {
		return nil, err
	}
	stored, err := k.store.CatalogueVersion(ctx, list.Version)
	if village.KindOf(err) == village.NotFound {
		return body, nil
	} else if err != nil {
		return nil, err
	}
	old, err := catalog.Load(stored)
	if err != nil {
		return nil, err
	}
	old.Source = list.Source
	if renamed, err := catalog.Encode(old); err != nil || !bytes.Equal(renamed, body) {
		return body, err
	}
	return stored, nil
}

type itemsLint struct {
	File string `arg:"" help:"List of items."`
}

// Run names every item, field and rule that is broken; exit 1 when one of them
// would keep the list from being imported.
func (l itemsLint) Run(c *call) error {
	list, problems, err := listfile.Items(l.File)
	if err != nil {
		return err
	}
	errs := 0
	for _, p := range problems {
		if p.Severity == catalog.Error {
			errs++
		}
	}
	c.printProblems(problems)
	if err := c.answer(
		map[string]int{"items": len(list.Items), "errors": errs, "warnings": len(problems) - errs},
		c.text.T("cli.linted", "count", len(list.Items), "errors", errs, "warnings", len(problems)-errs),
	); err != nil {
		return err
	}
	if errs > 0 {
		return errNotGenuine
	}
	return nil
}

type problemAnswer struct {
	catalog.Problem
	Message string `json:"message"`
}

// printProblems writes one line a problem.
func (c *call) printProblems(problems []catalog.Problem) {
	for _, p := range problems {
		message := p.Text(c.text)
		if c.cli.JSON {
			_ = c.line(problemAnswer{p, message})
			continue
		}
		_ = c.answer(nil, strings.Join([]string{string(p.Severity), string(p.Item), p.Field, p.Rule, message}, "\t"))
	}
}

type itemsSearch struct {
	Query string `arg:"" help:"Name, department, alias, pinyin, initials or a sentence."`
	Limit int    `help:"How many items at the most." default:"10"`
}

// Run prints the items found, best first. A search that finds nothing is counted, as at
// the page.
func (s itemsSearch) Run(c *call) error {
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	found, err := k.find(s.Query, s.Limit)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		k.missed(s.Query)
	}
	if c.cli.JSON {
		return c.line(searchAnswer{Query: s.Query, Items: k.foundAnswers(found)})
	}
	for _, item := range found {
		if err := c.answer(nil, strings.Join([]string{string(item.Code), item.Name, item.Department}, "\t")); err != nil {
			return err
		}
	}
	return nil
}

func (k *kiosk) foundAnswers(items []village.ServiceItem) []foundAnswer {
	out := make([]foundAnswer, 0, len(items))
	for _, item := range items {
		none := item.Visits != nil && *item.Visits == 0
		out = append(out, foundAnswer{itemAnswer{item.Code, item.Name, item.Department}, item.Visits, none && k.doubted(item.Code)})
	}
	return out
}

type itemsShow struct {
	Code string `arg:"" help:"Code of the item."`
}

// shownItem is an item with what its guide says besides: by when it would be done, and
// whether people had to come lately although no trip is promised (M9).
type shownItem struct {
	village.ServiceItem

	DueText      string `json:"due_text,omitempty"` // "" where no last day can be
	Contradicted bool   `json:"contradicted"`       // as of [foundAnswer]
}

// Run prints one item as JSON.
func (s itemsShow) Run(c *call) error {
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	item, ok := k.item(village.ItemCode(s.Code))
	if !ok {
		return &village.Error{Kind: village.NotFound, Field: "code", Key: "err.item.unknown", Err: errors.New(s.Code)}
	}
	none := item.Visits != nil && *item.Visits == 0
	return c.line(shownItem{item, k.deadline(c.text, item, time.Time{}).Sentence, none && k.doubted(item.Code)})
}
