package office

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"bianmin/app/inspect"
	"bianmin/app/seal"
	"bianmin/app/village"
)

// ActName names an act: the order's number and which of its acts, from 1.
type ActName struct {
	Number string `json:"number"`
	Step   int    `json:"step"`
}

// ActRow is what an act's row says in clear.
type ActRow struct {
	Verb   inspect.Verb     `json:"verb"`
	AtMS   int64            `json:"at_ms"`
	By     string           `json:"by"`
	Reason inspect.Reason   `json:"reason"`
	Kiosk  seal.KioskID     `json:"kiosk"`
	Record village.RecordID `json:"record"`
}

// Row is a's.
func (a RectAct) Row() ActRow {
	return ActRow{a.Verb, a.At.UnixMilli(), a.By, a.Reason, a.Kiosk, a.Record}
}

// OrderRow is what an order's row says in clear. A field that is new here is zero in what
// was bound before, so its zero has to mean what such an order meant.
type OrderRow struct {
	Centre   village.DivisionCode `json:"centre"`
	Source   inspect.Source       `json:"source"`
	Template string               `json:"template"`
	Version  string               `json:"version"`
	Rule     inspect.RuleID       `json:"rule"`
	Kiosk    seal.KioskID         `json:"kiosk"`
	Record   village.RecordID     `json:"record"`
	Ref      string               `json:"ref"`
	About    string               `json:"about"`
	Severity inspect.Severity     `json:"severity"`
	Due      village.Day          `json:"due"`
	OpenedMS int64                `json:"opened_ms"`
}

// Row is r's.
func (r Rectification) Row() OrderRow {
	return OrderRow{r.Centre, r.Source, r.Template, r.Version, r.Rule, r.Kiosk, r.Record, r.Ref, r.About, r.Severity, r.Due, r.OpenedAt.UnixMilli()}
}

// Bound is what is sealed with an act under the county's data key: what its row says,
// and which act of any order came before it.
type Bound struct {
	Place  int64     `json:"place"` // in the list of all acts, from 1
	Before ActName   `json:"before"`
	Sum    []byte    `json:"sum"`             // SHA-256 of what is hidden of Before; none at place 1
	Early  bool      `json:"early,omitempty"` // it was there before acts were bound
	Row    ActRow    `json:"row"`
	Order  *OrderRow `json:"order,omitempty"` // with an order's first act
}

// ActHead is where the list of acts ends.
type ActHead struct {
	Place int64   `json:"place"` // 0 = there is none
	Last  ActName `json:"last"`
	Sum   []byte  `json:"sum"`            // SHA-256 of what is hidden of Last
	Lost  int64   `json:"lost,omitempty"` // the head was gone once, when the list was as long as this
	Early int64   `json:"early"`          // so many acts were there before acts were bound
}

// Next is what binds an act behind h; order is that of an order's first act.
func (h ActHead) Next(row ActRow, order *OrderRow) Bound {
	return Bound{Place: h.Place + 1, Before: h.Last, Sum: h.Sum, Row: row, Order: order}
}

// Text is h as people compare it: the place and the begin of the sum.
func (h ActHead) Text() string { return actMark(h.Place, h.Sum) }

func actMark(place int64, sum []byte) string {
	return fmt.Sprintf("%d-%s", place, hex.EncodeToString(sum[:min(len(sum), 8)]))
}

// ChainAct is an act as the database holds it.
type ChainAct struct {
	ActName
	Row   ActRow
	Parts []Part // its photographs
	Sum   []byte // SHA-256 of what is hidden of it
	Shut  bool   // that cannot be opened here: something of it was changed
	Bound *Bound // nil = nothing is bound
}

// ActChain is everything that says what was decided about orders.
type ActChain struct {
	Head   *ActHead // nil = there is none that can be opened
	Orders map[string]OrderRow
	Acts   []ChainAct
}

// ActFault is what is wrong with one act, or with an order.
type ActFault struct {
	ActName       // Step 0 = the order itself; Number "" = nobody knows any more
	Place   int64 // in the list; 0 = it has none
	Key     string
}

// Unbound is how many acts cannot be held against anything: none was bound yet.
func (c ActChain) Unbound() (n int) {
	for _, a := range c.Acts {
		if a.Bound == nil && !a.Shut {
			n++
		}
	}
	return n
}

// begun reports whether acts are bound here.
func (c ActChain) begun() bool {
	return c.Head != nil || slices.ContainsFunc(c.Acts, func(a ChainAct) bool { return a.Bound != nil })
}

// Check names every act and order that was changed, deleted or put in. known is an
// [ActHead.Text] that somebody wrote down; "" = nobody did.
func (c ActChain) Check(known string) (faults []ActFault) {
	faults = c.rows()
	if c.begun() {
		faults = append(faults, c.list()...)
	}
	if known != "" && !slices.ContainsFunc(c.Acts, func(a ChainAct) bool { return a.Bound != nil && actMark(a.Bound.Place, a.Sum) == known }) {
		faults = append(faults, ActFault{Key: "err.rectify.known"})
	}
	return faults
}

// rows holds each row against what is sealed with it.
func (c ActChain) rows() (faults []ActFault) {
	first := map[string]bool{}
	for _, a := range c.Acts {
		first[a.Number] = first[a.Number] || a.Step == 1
		key, order := "", c.Orders[a.Number]
		_, there := c.Orders[a.Number]
		switch {
		case !there:
			key = "err.rectify.order_gone"
		case a.Shut, a.Bound != nil && a.Bound.Row != a.Row:
			key = "err.rectify.act_changed"
		case a.Bound == nil && c.begun():
			key = "err.rectify.act_unbound"
		case a.Bound != nil && (a.Bound.Order != nil) != (a.Step == 1):
			key = "err.rectify.act_changed"
		case a.Bound != nil && a.Bound.Order != nil && *a.Bound.Order != order:
			key = "err.rectify.order_changed"
		}
		if key != "" {
			faults = append(faults, ActFault{a.ActName, a.place(), key})
		}
	}
	for number := range c.Orders {
		if !first[number] {
			faults = append(faults, ActFault{ActName: ActName{number, 1}, Key: "err.rectify.act_gone"})
		}
	}
	slices.SortStableFunc(faults, func(a, b ActFault) int { return strings.Compare(a.Number, b.Number) })
	return faults
}

func (a ChainAct) place() int64 {
	if a.Bound == nil {
		return 0
	}
	return a.Bound.Place
}

// list looks for places where an act is missing, or is another one than the next act,
// or the head, was bound to.
func (c ActChain) list() (faults []ActFault) {
	at, last, head := map[int64]ChainAct{}, int64(0), ActHead{}
	if c.Head != nil {
		head = *c.Head
	}
	for _, a := range c.Acts {
		if a.Bound == nil {
			continue
		}
		if _, twice := at[a.Bound.Place]; twice {
			faults = append(faults, ActFault{a.ActName, a.Bound.Place, "err.rectify.act_unbound"})
		}
		at[a.Bound.Place], last = a, max(last, a.Bound.Place)
	}
	switch {
	case head.Place < last: // none, or an older one
		faults = append(faults, ActFault{Place: last, Key: "err.rectify.head_gone"})
	case head.Lost > 0:
		faults = append(faults, ActFault{Place: head.Lost, Key: "err.rectify.head_gone"})
	}
	var gone []ActFault
	for place := int64(1); place <= max(last, head.Place); place++ {
		name, sum := saidOf(place, at, head)
		if a, there := at[place]; !there {
			gone = append(gone, ActFault{name, place, "err.rectify.act_gone"})
		} else if sum != nil && !bytes.Equal(sum, a.Sum) {
			faults = append(faults, ActFault{a.ActName, place, "err.rectify.act_changed"})
		}
	}
	return append(faults, c.gone(gone)...)
}

// gone leaves out places of acts that are there and cannot be opened: those are named
// already. A place of which nobody knows the act may be one of theirs.
func (c ActChain) gone(places []ActFault) []ActFault {
	shut := map[ActName]bool{}
	for _, a := range c.Acts {
		if a.Shut {
			shut[a.ActName] = true
		}
	}
	places = slices.DeleteFunc(places, func(f ActFault) bool {
		known := shut[f.ActName]
		delete(shut, f.ActName)
		return known
	})
	return slices.DeleteFunc(places, func(f ActFault) bool {
		if f.Number != "" || len(shut) == 0 {
			return false
		}
		for name := range shut {
			delete(shut, name)
			break
		}
		return true
	})
}

// saidOf is what the act behind a place, or the head, says of the act there.
func saidOf(place int64, at map[int64]ChainAct, head ActHead) (ActName, []byte) {
	if next, ok := at[place+1]; ok {
		return next.Bound.Before, next.Bound.Sum
	}
	if place == head.Place {
		return head.Last, head.Sum
	}
	return ActName{}, nil
}
