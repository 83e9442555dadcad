//go:build !linux && !windows

package presence

import "time"

// Watch knows nothing here.
type Watch struct{}

// Open answers [ErrUnknown].
func Open(string) (*Watch, error) { return nil, ErrUnknown }

// Since answers [ErrUnknown].
func (*Watch) Since() (time.Duration, error) { return 0, ErrUnknown }

// Close does nothing.
func (*Watch) Close() {}
