package main

import (
	"fmt"

	"bianmin/app/inspect"
	"bianmin/app/snapshot"
	"bianmin/app/village"
	checklists "bianmin/assets/inspect"
	"bianmin/county/office"
	"bianmin/storage/county"
	"bianmin/sync/wire"
)

type checklistsCmd struct {
	Publish checklistsPublishCmd `cmd:"" help:"Check a file of checklists and put it into use on every machine; a version never changes."`
	List    checklistsListCmd    `cmd:"" help:"List every version that visits can be scored with."`
}

// checklistsOf are those of this program and what the county published.
func checklistsOf(db *county.DB) (*office.Checklists, error) {
	list, err := checklists.Templates()
	if err != nil {
		return nil, village.Failed("read the checklists", err)
	}
	return &office.Checklists{Shipped: list, Store: db, Unpack: wire.UnpackContent}, nil
}

type checklistsPublishCmd struct {
	publishing
	File string `arg:"" type:"path" help:"Checklists, bianmin-inspection/1."`
}

// Run names every fault, one a line, and publishes nothing when there is one.
func (c *checklistsPublishCmd) Run(w *world) error {
	raw, err := readBounded(c.File)
	if err != nil {
		return err
	}
	list, err := inspect.DecodeTemplates(raw)
	if err != nil {
		return err
	}
	return c.publishBy(w, func(db *county.DB, p *office.Publisher) (m snapshot.Manifest, err error) {
		known, err := checklistsOf(db)
		if err != nil {
			return m, err
		}
		faults, err := known.Faults(w.ctx, list)
		for _, f := range faults {
			fmt.Fprintln(w.stdout, f.Field+"\t"+w.text.T(f.Key))
		}
		if err == nil && len(faults) > 0 {
			err = &village.Error{Kind: village.Invalid, Field: "file", Key: "inspect.lint.bad", Args: map[string]any{"n": len(faults)}}
		}
		if err != nil {
			return m, err
		}
		return known.Publish(w.ctx, p, list)
	})
}

type checklistsListCmd struct {
	listing
}

// checklistLine is a line of `checklists list`.
type checklistLine struct {
	ID      string            `json:"id"`
	Version string            `json:"version"`
	Name    string            `json:"name"`
	For     []inspect.Subject `json:"for"`
	Full    inspect.Points    `json:"full"`
	InUse   bool              `json:"in_use"` // new visits are made with it
}

func (c *checklistsListCmd) Run(w *world) error {
	return eachLine(w, c.listing, func(db *county.DB, do func(checklistLine) error) error {
		known, err := checklistsOf(db)
		if err != nil {
			return err
		}
		list, err := known.All(w.ctx)
		var lines []checklistLine
		for _, t := range list {
			newest, _ := inspect.Find(list, t.ID, "")
			lines = append(lines, checklistLine{t.ID, t.Version, t.Name, t.Subjects, t.Full, newest.Version == t.Version})
		}
		return inTurn(lines, err, do)
	}, func(l checklistLine) any { return l }, func(l checklistLine) error {
		key := "county.checklist.line"
		if l.InUse {
			key = "county.checklist.in_use"
		}
		return w.say(key, "id", l.ID, "version", l.Version, "name", l.Name)
	})
}
