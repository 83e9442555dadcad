// Package imetest gives tests an engine for letters.
package imetest

import (
	"testing"

	"bianmin/ui/ime"
)

// Engine is the shipped engine with terms of its own.
func Engine(t testing.TB, terms ...string) *ime.Engine {
	t.Helper()
	e, err := ime.New(terms)
	if err != nil {
		t.Fatal(err)
	}
	return e
}
