package storetest

import (
	"context"
	"slices"

	"bianmin/app/village"
	"bianmin/county/office"
)

// Unopened implements office.Log: what was set aside when it came waits for nobody.
func (c *County) Unopened(_ context.Context, limit int) (waiting []office.Unopened, err error) {
	for id, k := range c.kiosks {
		for _, r := range k.records {
			if r.opened || k.rejected(r.id) || len(waiting) == limit {
				continue
			}
			waiting = append(waiting, office.Unopened{Kiosk: id, Record: village.Record{ID: r.id, Kind: r.kind, Schema: 1, Body: r.body, Parts: make([]village.Part, len(r.parts))}})
		}
	}
	return waiting, nil
}

// SaveOpened implements office.Log.
func (c *County) SaveOpened(_ context.Context, opened []office.Opened) error {
	for _, o := range opened {
		k := c.kiosks[o.Kiosk]
		k.records = slices.Clone(k.records) // a backup has them as they were
		i := slices.IndexFunc(k.records, func(r countyRecord) bool { return r.id == o.Record.ID })
		if k.records[i].opened = true; o.Problem != "" {
			k.reject(o.Record.ID, o.Problem)
		}
	}
	return nil
}
