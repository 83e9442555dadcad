package main

import (
	"context"
	"time"

	"bianmin/app/desk"
	"bianmin/app/village"
	"bianmin/ui/flow"
)

type outboxCommand struct {
	List  bool   `help:"One line a record."`
	State string `placeholder:"STATE" enum:",local,sent,partial,stored,durable,pruned,needs_attention" default:"" help:"Only records that are so far, with --list."`
}

type recordAnswer struct {
	ID      village.RecordID    `json:"id"`
	Epoch   int64               `json:"epoch"`
	Seq     int64               `json:"seq"`
	Kind    village.RecordKind  `json:"kind"`
	State   village.RecordState `json:"state"`
	Code    village.ShortCode   `json:"short_code,omitempty"` // of its paper
	Item    village.ItemCode    `json:"item,omitempty"`       // of a case, or the kind of a request
	Name    string              `json:"item_name,omitempty"`
	Says    string              `json:"says"` // the state in words
	Problem string              `json:"problem,omitempty"`
	Why     string              `json:"why,omitempty"` // the problem in words
}

// Run counts what waits for the county, or lists every record as JSON lines.
func (o outboxCommand) Run(c *call) error {
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	if o.List {
		papers, err := k.store.Papers(c)
		if err != nil {
			return err
		}
		return k.store.Records(c, func(r village.Record) error {
			if o.State != "" && o.State != string(r.State) {
				return nil
			}
			a := recordAnswer{r.ID, r.Epoch, r.Seq, r.Kind, r.State, papers[r.ID].ShortCode, papers[r.ID].Item, "", c.text.T("state.record." + string(r.State)), r.Problem, ""}
			if item, ok := k.desk.Item(a.Item); ok {
				a.Name = item.Name
			}
			if c.text.Has(r.Problem) {
				a.Why = c.text.T(r.Problem)
			}
			return c.line(a)
		})
	}
	return c.answerCount(k)
}

// today is what is in hand at this machine.
func (k *kiosk) today(ctx context.Context) (desk.Today, error) { return k.desk.Today(ctx, k.store) }

// facts are how this machine stands, for the maintainer's page.
func (k *kiosk) facts(ctx context.Context) (flow.MachineFacts, error) {
	n, err := k.store.Count(ctx)
	return flow.MachineFacts{ID: string(k.identity.ID), Version: version, Count: n}, err
}

func (c *call) answerCount(k *kiosk) error {
	n, err := k.store.Count(c)
	if err != nil {
		return err
	}
	last := c.text.T("cli.never")
	if n.LastContact != nil {
		last = rfc3339(*n.LastContact)
	}
	return c.answer(n, c.text.T("cli.outbox", "waiting", n.Waiting, "stored", n.Stored,
		"clearable", n.Durable-n.Pruned, "cleared", n.Pruned, "attention", n.NeedsAttention, "last", last))
}

type syncCommand struct {
	Once  bool `help:"Try at once, whatever the back-off says, and return." xor:"how"`
	Watch bool `help:"Go on until stopped." xor:"how"`
}

// Run sends what waits. An unreachable county is the line's fault (exit 3); what
// waits stays on the kiosk.
func (s syncCommand) Run(c *call) error {
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	if s.Watch {
		return k.watch(c)
	}
	if err := k.syncOnce(c); err != nil {
		return err
	}
	return c.answerCount(k)
}

type enrolCommand struct {
	County string `help:"Address of the county platform." required:"" placeholder:"URL"`
	Code   string `help:"One-time code of this centre." required:""`
}

type enrolAnswer struct {
	Kiosk   string               `json:"kiosk"`
	Village village.DivisionCode `json:"village"`
	Centre  string               `json:"centre"`
}

// Run makes this kiosk known to the county, once.
func (e enrolCommand) Run(c *call) error {
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	out, err := k.enrol(c, e.County, e.Code)
	if err != nil {
		return err
	}
	return c.answer(out, c.text.T("cli.enrolled", "centre", out.Centre, "kiosk", out.Kiosk))
}

func rfc3339(t time.Time) string { return t.In(village.Zone).Format(time.RFC3339) }
