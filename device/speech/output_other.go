//go:build !linux && !windows

package speech

// systemOutput: nothing is known to be there; a program can be named.
func systemOutput() (Output, bool) { return nil, false }
