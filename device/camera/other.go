//go:build !((linux || windows) && cgo)

package camera

import "errors"

// openDevice knows no camera of this system.
func openDevice(string) (Source, error) { return nil, errors.New("no camera driver in this build") }
