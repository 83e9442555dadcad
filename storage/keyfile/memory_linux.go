package keyfile

import (
	"errors"

	"golang.org/x/sys/unix"
)

// HideMemory keeps what this process has in memory, keys and what people typed,
// out of core files and from other programs of the same user. Call it first of
// all; programs that are started from here are not covered.
func HideMemory() error {
	return errors.Join(
		unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0),
		unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}), // a limit counts also where cores are piped to a program
	)
}
