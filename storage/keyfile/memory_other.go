//go:build !linux

package keyfile

// HideMemory does what Linux can do; elsewhere it does nothing.
func HideMemory() error { return nil }
