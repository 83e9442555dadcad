package main

import (
	"testing"
	"time"

	"bianmin/app/village"
)

// hands are a clock that a test turns.
type hands struct {
	wall    time.Time
	synced  bool
	running time.Duration
	boots   byte          // starts of the system, from 0
	up      time.Duration // since the last one
}

func (h *hands) clock() *clock {
	return &clock{
		read: func() time.Time { return h.wall }, synced: func() bool { return h.synced },
		running: func() time.Duration { return h.running }, up: h.since, floor: built(),
	}
}

// pass lets time go by, which no setting of a clock undoes.
func (h *hands) pass(d time.Duration) { h.wall, h.running, h.up = h.wall.Add(d), h.running+d, h.up+d }

// since is the system's own count.
func (h *hands) since() (boot [16]byte, up time.Duration) { return [16]byte{1, h.boots}, h.up }

var (
	dead   = time.Unix(0, 0)
	future = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
	spring = time.Date(2027, 3, 1, 9, 0, 0, 0, village.Zone)
)

func TestClockBehindTheFloorCountsOnFromIt(t *testing.T) {
	h := &hands{wall: dead}
	c := h.clock()
	h.pass(time.Minute)
	if got, trust := c.now(); trust != village.TimeFloor || !got.Equal(built().Add(time.Minute)) {
		t.Errorf("%v (%s), floor %v", got, trust, built())
	}
	c.learn(spring)
	h.wall = dead // it was turned back
	h.pass(time.Hour)
	if got, trust := c.now(); trust != village.TimeFloor || !got.Equal(spring.Add(time.Hour)) {
		t.Errorf("%v (%s) an hour after the county said %v", got, trust, spring)
	}
	if got, trust := newClock().now(); trust == village.TimeFloor || time.Since(got).Abs() > time.Minute {
		t.Errorf("a right clock says %v (%s)", got, trust)
	}
}

// TestCertificatesAreJudgedByTheCountysTime: what the machine's own clock says
// takes part only while a time service holds it and the county has said nothing.
func TestCertificatesAreJudgedByTheCountysTime(t *testing.T) {
	for name, tt := range map[string]struct {
		hands hands
		told  []time.Time // the first was noted by an earlier program
		want  time.Time
	}{
		"1970, never told":                       {hands{wall: dead}, []time.Time{{}}, built()},
		"2100, never told":                       {hands{wall: future}, []time.Time{{}}, built()},
		"a time service, never told":             {hands{wall: spring, synced: true}, []time.Time{{}}, spring},
		"a time service is behind the last word": {hands{wall: dead, synced: true}, []time.Time{spring}, spring},
		"2100, told in an earlier program":       {hands{wall: future}, []time.Time{spring}, spring},
		"2100 from a time service, told now":     {hands{wall: future, synced: true}, []time.Time{{}, spring}, spring},
		"the county corrects itself":             {hands{wall: dead}, []time.Time{future, spring}, spring},
		"the county stands in 1970":              {hands{wall: dead}, []time.Time{dead}, built()},
	} {
		c := tt.hands.clock()
		for _, told := range tt.told {
			c.learn(told)
		}
		if got := c.past(); !got.Equal(tt.want) {
			t.Errorf("%s: judged at %v, want %v", name, got, tt.want)
		}
	}
}

func TestAClockFarAheadGivesWayToTheCounty(t *testing.T) {
	h := &hands{wall: future}
	c := h.clock()
	c.learn(time.Time{})
	if got, trust := c.now(); !got.Equal(future) || trust != village.TimeUnknown {
		t.Errorf("before: %v (%s)", got, trust)
	}
	c.learn(spring)
	if got, trust := c.now(); !got.Equal(spring) || trust != village.TimeFloor {
		t.Errorf("after: %v (%s)", got, trust)
	}
	h.wall, h.running = spring.AddDate(0, 0, 20), 0 // it slept over a holiday
	if got, trust := c.now(); !got.Equal(h.wall) || trust != village.TimeUnknown {
		t.Errorf("after a long sleep: %v (%s)", got, trust)
	}
}
