//go:build !linux

package monitor

// List knows no monitors here.
func List(string) ([]Monitor, error) { return nil, ErrUnknown }

// Move moves nothing here.
func Move(string, uintptr, Monitor) error { return ErrUnknown }
