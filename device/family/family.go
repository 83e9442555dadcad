// Package family ends a program of the system together with what it has started: it is
// often a script around the one that does the work.
package family

import "os/exec"

// Kill lets the end of its context kill cmd and what it has started.
func Kill(cmd *exec.Cmd) { together(cmd, func() error { return Killed(cmd) }) }

// Ask lets the end of its context ask cmd and what it has started to end, as a recorder
// has to be that writes what it still holds. Who asks has to see to the end: [Killed].
func Ask(cmd *exec.Cmd) { together(cmd, func() error { return asked(cmd) }) }
