package storetest

import (
	"context"
	"slices"

	"bianmin/app/seal"
	"bianmin/county/office"
)

// countyAudit is what the county has of one machine's log.
type countyAudit struct {
	state  office.AuditState
	heads  []office.AuditHead
	pages  []office.AuditPage
	alarms []office.AuditAlarm
}

func (a countyAudit) clone() countyAudit {
	return countyAudit{a.state, slices.Clip(a.heads), slices.Clip(a.pages), slices.Clone(a.alarms)}
}

// Audit implements office.AuditTx, as do all that follow.
func (t *memoryTx) Audit() office.AuditState { return t.kiosk.audit.state }

func (t *memoryTx) AuditHeads(first, last int64) (list []office.AuditHead, _ error) {
	a := t.kiosk.audit
	for _, h := range a.heads {
		if h.Branch == a.state.Branch && h.Seq >= first && h.Seq <= last {
			list = append(list, h)
		}
	}
	return list, nil
}

func (t *memoryTx) AuditPages(first, last int64) (list []office.AuditPage, _ error) {
	a := t.kiosk.audit
	for _, p := range a.pages {
		if p.Branch == a.state.Branch && p.Last >= first && p.First <= last {
			list = append(list, p)
		}
	}
	return list, nil
}

func (t *memoryTx) OpenAlarms() (n int, _ error) {
	for _, a := range t.kiosk.audit.alarms {
		if a.Settled.IsZero() {
			n++
		}
	}
	return n, nil
}

func (t *memoryTx) KeepAudit(news office.AuditNews) error {
	a := &t.kiosk.audit
	a.state = news.State
	if news.Head != nil {
		a.heads = append(a.heads, *news.Head)
	}
	if news.Page != nil {
		a.pages = append(a.pages, *news.Page)
	}
	for _, alarm := range news.Alarms {
		known := func(o office.AuditAlarm) bool {
			return o.Kind == alarm.Kind && o.Seq == alarm.Seq && o.Head == alarm.Head
		}
		if !slices.ContainsFunc(a.alarms, known) {
			a.alarms = append(a.alarms, alarm)
		}
	}
	return nil
}

// AuditOf is everything that the county holds of a machine's log.
func (c *County) AuditOf(_ context.Context, id seal.KioskID) (office.AuditLog, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	a := c.kiosks[id].audit.clone()
	return office.AuditLog{
		Branch: a.state.Branch, Want: a.state.Want, Told: a.state.Told, Heads: a.heads, Pages: a.pages, Alarms: a.alarms,
	}, nil
}

// SettleAudit notes that somebody has looked at every alarm of a machine.
func (c *County) SettleAudit(_ context.Context, id seal.KioskID) (settled int64, _ error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	alarms := c.kiosks[id].audit.alarms
	for i := range alarms {
		if alarms[i].Settled.IsZero() {
			alarms[i].Settled = c.now()
			settled++
		}
	}
	return settled, nil
}
