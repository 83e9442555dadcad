package office

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"sync"

	"bianmin/app/inspect"
	"bianmin/app/snapshot"
	"bianmin/app/village"
)

// ChecklistStore is where the county keeps the checklists that it published.
type ChecklistStore interface {
	// Published are all contents of a stream without their bytes, the first first.
	Published(ctx context.Context, stream snapshot.Stream) ([]snapshot.Manifest, error)

	// Content is that of [Snapshots].
	Content(ctx context.Context, sum [32]byte) ([]byte, error)

	// Reopen lets openers look again into what waited for a checklist.
	Reopen(ctx context.Context) (records int64, err error)
}

// Checklists are those of the program with all that were ever published laid over them:
// a visit is scored with the version that it was made with, whatever came later.
type Checklists struct {
	Shipped []inspect.Template
	Store   ChecklistStore // nil: those of the program alone
	Unpack  func([]byte) ([]byte, error)

	mu     sync.Mutex
	read   int64 // number of the last content that is in over
	signed [32]byte
	over   []inspect.Template
}

// All are the checklists that this county knows; of each id the last one is in use.
func (c *Checklists) All(ctx context.Context) ([]inspect.Template, error) {
	over, _, err := c.published(ctx)
	return inspect.Over(c.Shipped, over), err
}

// published are all checklists that were ever published and the number of the last
// content, which another program may have published.
func (c *Checklists) published(ctx context.Context) (over []inspect.Template, last int64, err error) {
	if c.Store == nil {
		return nil, 0, nil
	}
	list, err := c.Store.Published(ctx, snapshot.Checklists)
	if err != nil || len(list) == 0 {
		return nil, 0, err
	}
	newest := list[len(list)-1]
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.read == newest.Version && c.signed == newest.SHA256 {
		return slices.Clone(c.over), newest.Version, nil
	}
	for _, m := range list {
		packed, err := c.Store.Content(ctx, m.SHA256)
		if err != nil {
			return nil, 0, err
		}
		plain, err := c.Unpack(packed)
		if err != nil {
			return nil, 0, err
		}
		more, err := inspect.ParseTemplates(plain)
		if err != nil {
			return nil, 0, err
		}
		over = inspect.Over(over, more)
	}
	c.read, c.signed, c.over = newest.Version, newest.SHA256, over
	return slices.Clone(over), newest.Version, nil
}

// Faults are because of which a list is not published.
func (c *Checklists) Faults(ctx context.Context, list []inspect.Template) ([]inspect.Fault, error) {
	known, err := c.All(ctx)
	return inspect.LintNew(list, known), err
}

// Publish puts checklists into use on every machine; the versions that were published
// before stay known there. A version that is known with other rules is a
// [village.Conflict] at "version", err.inspect.changed: a score is made with it.
func (c *Checklists) Publish(ctx context.Context, p *Publisher, list []inspect.Template) (snapshot.Manifest, error) {
	for {
		before, last, err := c.published(ctx)
		if err != nil {
			return snapshot.Manifest{}, err
		}
		if err := unchanged(inspect.Over(c.Shipped, before), list); err != nil {
			return snapshot.Manifest{}, err
		}
		plain, err := inspect.EncodeTemplates(inspect.Over(before, list))
		if err != nil {
			return snapshot.Manifest{}, err
		}
		m, err := p.PublishAfter(ctx, snapshot.Checklists, plain, last)
		if err != nil && village.KindOf(err) == village.Conflict { // somebody else's came between, and is not in it
			continue
		}
		if err == nil {
			_, err = c.Store.Reopen(ctx)
		}
		return m, err
	}
}

// unchanged refuses a version that has other rules than before.
func unchanged(known, list []inspect.Template) error {
	for _, t := range list {
		old, ok := inspect.Find(known, t.ID, t.Version)
		was, err := json.Marshal(old)
		if err != nil {
			return village.Failed("compare checklists", err)
		}
		is, err := json.Marshal(t)
		if err != nil {
			return village.Failed("compare checklists", err)
		}
		if ok && !bytes.Equal(was, is) {
			return &village.Error{Kind: village.Conflict, Field: "version", Key: "err.inspect.changed", Args: map[string]any{"id": t.ID, "version": t.Version}}
		}
	}
	return nil
}
