package mirror

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// Folder is what the copy lies in on its medium.
const Folder = "bianmin-mirror"

// disk is the folder of a copy.
type disk interface {
	names() ([]string, error)
	open(name string) (file, error)   // to read and to append
	create(name string) (file, error) // new; one that is there is [fs.ErrExist]
	rename(from, to string) error
	remove(name string) error
	sync() error // names are on the medium
	Close() error
}

type file interface {
	io.ReaderAt
	io.WriterAt
	Size() (int64, error)
	Sync() error
	Close() error
}

// rooted is a folder out of which no name on the medium leads: a stick may come
// from anybody.
type rooted struct{ root *os.Root }

// openDisk opens DIR/bianmin-mirror. DIR is never made: it is where a stick is,
// or is not. make makes the folder in it.
func openDisk(dir string, make bool) (disk, error) {
	outer, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer outer.Close()
	if err := outer.Mkdir(Folder, 0o700); make && err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	root, err := outer.OpenRoot(Folder)
	if err != nil {
		return nil, err
	}
	return rooted{root}, nil
}

func (d rooted) names() ([]string, error) {
	f, err := d.root.Open(".")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.Readdirnames(-1)
}

// open refuses what is no plain file: a pipe would keep its opener for ever.
func (d rooted) open(name string) (file, error) {
	info, err := d.root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("a segment is no plain file")
	}
	f, err := d.root.OpenFile(name, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) { // a card with its lock set can still be read
		f, err = d.root.Open(name)
	}
	return plain(f, err)
}

func (d rooted) create(name string) (file, error) {
	return plain(d.root.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600))
}

func plain(f *os.File, err error) (file, error) {
	if err != nil {
		return nil, err
	}
	return sized{f}, nil
}

func (d rooted) rename(from, to string) error { return d.root.Rename(from, to) }
func (d rooted) remove(name string) error     { return d.root.Remove(name) }
func (d rooted) Close() error                 { return d.root.Close() }

func (d rooted) sync() error {
	f, err := d.root.Open(".")
	if err != nil {
		return err
	}
	// Sticks with the file system of Windows cannot sync a folder.
	if err = f.Sync(); errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		err = nil
	}
	return errors.Join(err, f.Close())
}

type sized struct{ *os.File }

func (f sized) Size() (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
