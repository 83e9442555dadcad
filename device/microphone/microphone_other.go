//go:build !linux

package microphone

// system: nothing is known to be there; a program can be named.
func system() (Microphone, bool) { return Microphone{}, false }
