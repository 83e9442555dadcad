package ballast

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func mind(t *testing.T, dir string, free uint64, want State) {
	t.Helper()
	if got, err := Mind(dir, free); err != nil || got != want {
		t.Errorf("with %d bytes free it is %s, %v; want %s", free, got, err, want)
	}
}

func TestTheReserveIsLetGoWhenFullAndTakenBack(t *testing.T) {
	dir := t.TempDir()
	mind(t, dir, plenty-1, None) // a small disk is left to the people
	if Spoken(dir) != 0 {
		t.Error("what was never held is spoken for")
	}
	mind(t, dir, plenty, Held)
	mind(t, dir, lowest, Held)
	if Spoken(dir) != 0 || Size(dir) != Bytes {
		t.Errorf("held: %d bytes, %d spoken for", Size(dir), Spoken(dir))
	}
	mind(t, dir, lowest-1, Released)
	mind(t, dir, plenty-1, Released)
	if Spoken(dir) != Bytes {
		t.Errorf("let go: %d bytes are spoken for", Spoken(dir))
	}
	mind(t, dir, plenty, Held)
}

func TestTheReserveHasRealBlocks(t *testing.T) {
	for name, fill := range map[string]func(*os.File, int64) error{"as the system gives them": fill, "written": write} {
		t.Run(name, func(t *testing.T) {
			f, err := os.Create(filepath.Join(t.TempDir(), Name))
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if err := fill(f, Bytes); err != nil {
				t.Fatal(err)
			}
			info, err := f.Stat()
			if err != nil {
				t.Fatal(err)
			}
			if got := info.Sys().(*syscall.Stat_t).Blocks * 512; info.Size() != Bytes || got < Bytes {
				t.Errorf("%d bytes in %d bytes of blocks", info.Size(), got)
			}
		})
	}
}
