// Package monitor finds the monitors of a desktop and puts a window on one of them.
package monitor

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Monitor is one monitor with its place on the desktop in px.
type Monitor struct {
	Name          string // as HDMI-1
	X, Y          int
	Width, Height int
}

// ErrUnknown says that the system under the window names no monitors.
var ErrUnknown = errors.New("this system names no monitors")

// Missing says which monitors there are instead of the one that was asked for.
func Missing(list []Monitor) error {
	var names []string
	for _, m := range list {
		names = append(names, m.Name)
	}
	return fmt.Errorf("there is no such monitor, only %s", strings.Join(names, ", "))
}

// Pick finds a monitor by its name, or by its number from the left, 1 for the
// first; ok is false when there is none.
func Pick(list []Monitor, want string) (m Monitor, ok bool) {
	sorted := slices.SortedStableFunc(slices.Values(list), func(a, b Monitor) int {
		return cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(a.Y, b.Y))
	})
	for i, m := range sorted {
		if m.Name == want || strconv.Itoa(i+1) == want {
			return m, true
		}
	}
	return Monitor{}, false
}
