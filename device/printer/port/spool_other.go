//go:build !windows

package port

import (
	"errors"
	"io"
)

// spool is for Windows alone.
func spool(name string) (io.ReadWriteCloser, error) {
	return nil, errors.New("no spooler of Windows here for " + name)
}
