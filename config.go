package main

import (
	crand "crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/google/uuid"

	"bianmin/app/village"
)

// defaultData is where a kiosk keeps its data unless told otherwise.
func defaultData() string {
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "bianmin")
	}
	if home, err := os.UserHomeDir(); err == nil {
		return filepath.Join(home, ".local", "share", "bianmin")
	}
	return "bianmin-data"
}

func newID() (village.RecordID, error) {
	id, err := uuid.NewV7()
	return village.RecordID(id.String()), err
}

func newSeed() ([]byte, error) {
	seed := make([]byte, 32)
	_, err := crand.Read(seed)
	return seed, err
}

// newRand is a generator that nobody can foretell.
func newRand() *rand.Rand {
	var seed [32]byte
	_, _ = crand.Read(seed[:]) // never fails, see its documentation
	return rand.New(rand.NewChaCha8(seed))
}

// dayKeys hands out the key of each day's duplicate hints. It lives in memory
// that is gone with the power: a file on tmpfs, so that the window and the
// commands of one machine share it; where there is no tmpfs, in this process.
type dayKeys struct {
	dir string // "" without tmpfs

	mu  sync.Mutex
	day string
	of  []byte // the key of day
}

func newDayKeys(data string) *dayKeys {
	return &dayKeys{dir: memoryFor(data, "")}
}

// memoryFor is where the kiosk of a data folder keeps one kind of thing in memory
// that is gone with the power, or "" where there is no such memory. The folder is
// not made.
func memoryFor(data, kind string) string {
	if memoryDir == "" || !inMemory(memoryDir) {
		return ""
	}
	if whole, err := filepath.Abs(data); err == nil {
		data = whole // the same folder, wherever the program is started from
	}
	sum := sha256.Sum256([]byte(data))
	return filepath.Join(memoryDir, "bianmin-"+kind+hex.EncodeToString(sum[:8]))
}

// oursAlone makes dir unless it is there. The error says that somebody else could
// read or write in it: nothing secret may be put there.
func oursAlone(dir string) error {
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	if !info.IsDir() || info.Mode().Perm() != 0o700 || !ours(info) {
		return errors.New(filepath.Base(dir) + " is not ours alone")
	}
	return nil
}

// key is the 32-byte key of day (2006-01-02); keys of other days are removed. A
// key that cannot be shared is kept by this process alone: a hint that is missed
// must not keep anybody from handing in.
func (d *dayKeys) key(day string) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.day == day {
		return d.of, nil
	}
	key, err := newSeed()
	if err != nil {
		return nil, err
	}
	if d.dir != "" {
		if shared, err := d.share(day, key); err == nil {
			key = shared
		}
	}
	d.day, d.of = day, key
	return key, nil
}

// share writes key as the day's, or returns the one that was there first.
func (d *dayKeys) share(day string, key []byte) ([]byte, error) {
	if err := oursAlone(d.dir); err != nil {
		return nil, err
	}
	name := filepath.Join(d.dir, day+".key")
	temp, err := os.CreateTemp(d.dir, day+".new-*")
	if err != nil {
		return nil, err
	}
	defer os.Remove(temp.Name())
	_, err = temp.Write(key)
	if err = errors.Join(err, temp.Close()); err != nil {
		return nil, err
	}
	if err := os.Link(temp.Name(), name); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	d.forget(day)
	shared, err := os.ReadFile(name)
	if err == nil && len(shared) != len(key) {
		err = errors.New("the day's key is damaged")
	}
	return shared, err
}

// forget removes every file of other days, also what a writer left that was
// killed: a link to a key is the key.
func (d *dayKeys) forget(but string) {
	old, _ := filepath.Glob(filepath.Join(d.dir, "*"))
	for _, name := range old {
		if !strings.HasPrefix(filepath.Base(name), but) {
			_ = os.Remove(name)
		}
	}
}
