package ballast

import (
	"io"
	"math/rand/v2"
	"os"
)

// write fills f with bytes that no file system can pack: what is packed holds no
// room.
func write(f *os.File, bytes int64) error {
	var seed [32]byte // nobody must not foretell them
	_, err := io.CopyN(io.NewOffsetWriter(f, 0), rand.NewChaCha8(seed), bytes)
	return err
}
