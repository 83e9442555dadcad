package main

import (
	"runtime/debug"
	"sync"
	"time"

	"bianmin/ui/flow"
	"bianmin/ui/shell"
)

// gcPercent lets the heap grow by less than Go's 100 % between two collections:
// most of it is fonts and pages, which never become garbage.
const gcPercent = 40

// restAfter is how long the home page is shown before memory is given back: a
// person who goes on at once waits for nothing. It is given back again every
// restAgain, because the toolkit keeps pictures of words for a minute.
const (
	restAfter = 2 * time.Second
	restAgain = 75 * time.Second
)

// thrift keeps the memory of a machine that runs for months near what the home
// page needs.
type thrift struct {
	mu   sync.Mutex
	home bool // the home page is shown
	rest *time.Timer
}

func newThrift() *thrift {
	debug.SetGCPercent(gcPercent)
	keepHeapSmall()
	t := &thrift{}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rest = time.AfterFunc(restAfter, t.giveBack)
	return t
}

// shown is told which page is shown.
func (t *thrift) shown(route shell.Route) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.home = route == flow.RouteHome; t.home {
		t.rest.Reset(restAfter)
	} else {
		t.rest.Stop()
	}
}

func (t *thrift) giveBack() {
	debug.FreeOSMemory()
	trimHeap()
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.home {
		t.rest.Reset(restAgain)
	}
}
