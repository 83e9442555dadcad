//go:build !linux

package main

import (
	"errors"
	"os"
)

// freeBytes is not known here.
func freeBytes(string) (uint64, error) { return 0, errors.ErrUnsupported }

// writable reports whether a printer at path is there.
func writable(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
