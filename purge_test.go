package main

import (
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/storetest"
)

// held is a centre whose one paper may go seven days after a backup has it, which is
// now, by the county's time.
func held(t *testing.T, h *hands) (*district, *centre) {
	t.Helper()
	d, c := newDistrict(t), newCentre(t, h)
	if _, err := c.enrol(t.Context(), d.url, d.code()); err != nil {
		t.Fatal(err)
	}
	k, r := storetest.SampleCase(1, 200)
	r.KeepDays = 7
	if _, err := c.store.SaveCase(t.Context(), k, r, storetest.PlainQR); err != nil {
		t.Fatal(err)
	}
	c.sync()
	if err := d.db.MarkDurable(t.Context(), []office.Durable{{Kiosk: c.identity.ID, Epoch: 1, Seq: 1}}); err != nil {
		t.Fatal(err)
	}
	c.sync()
	return d, c
}

func (c *centre) sync() {
	c.t.Helper()
	if err := c.syncOnce(c.t.Context()); err != nil {
		c.t.Fatal(err)
	}
}

// pruned reports whether the paper is gone.
func (c *centre) pruned() (gone bool) {
	c.t.Helper()
	err := c.store.Records(c.t.Context(), func(r village.Record) error {
		gone = r.State == village.RecordPruned
		return nil
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return gone
}

// TestNoPaperGoesByTheMachinesOwnClock: one that stands in 2100, also by a time
// service, deletes nothing early, after a restart neither; the county's time does.
func TestNoPaperGoesByTheMachinesOwnClock(t *testing.T) {
	for name, synced := range map[string]bool{"nobody sets it": false, "a time service sets it": true} {
		h := &hands{wall: spring}
		d, c := held(t, h)
		h.wall, h.synced = future, synced
		for range 2 {
			if c.sync(); c.pruned() {
				t.Fatalf("%s: the paper went by a clock that is wrong", name)
			}
			if !synced { // a fresh program that believes a time service in 2100 finds every certificate expired
				c.restart()
			}
		}
		d.clock.Add((7*24*time.Hour - time.Minute).Milliseconds())
		if c.sync(); c.pruned() {
			t.Errorf("%s: the paper went a minute early", name)
		}
		d.clock.Add((2 * time.Minute).Milliseconds())
		h.wall = dead
		if c.sync(); !c.pruned() {
			t.Errorf("%s: the paper stays after seven days", name)
		}
	}
}

// TestPapersGoByTheTimeThatHasRun: what the county said is counted on while the
// program runs, so that a machine without a line does not keep papers for ever.
func TestPapersGoByTheTimeThatHasRun(t *testing.T) {
	h := &hands{wall: spring}
	_, c := held(t, h)
	h.pass(7*24*time.Hour - time.Minute)
	if err := c.purge(t.Context()); err != nil || c.pruned() {
		t.Errorf("a minute early: gone %v, %v", c.pruned(), err)
	}
	h.pass(2 * time.Minute)
	if err := c.purge(t.Context()); err != nil || !c.pruned() {
		t.Errorf("after seven days: gone %v, %v", c.pruned(), err)
	}
}
