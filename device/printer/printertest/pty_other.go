//go:build !linux

package printertest

import "testing"

// Terminal is for Linux alone: the test is skipped.
func (s *Simulator) Terminal(t testing.TB) string {
	t.Helper()
	t.Skip("no pairs of terminals here")
	return ""
}
