package camera

import (
	"errors"
	"image"
	_ "image/jpeg" // what the folder holds
	_ "image/png"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// Named is the camera with that name: a folder of pictures, which shows one after the
// other as frames, or a camera of the system, as /dev/video0.
func Named(name string) Camera {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return Folder(name)
	}
	return Camera{Open: func() (Source, error) { return openDevice(name) }}
}

// There reports whether the camera with that name is plugged in, without opening it. Of
// one that has no file, as those of Windows, it says yes.
func There(name string) bool {
	if filepath.Base(name) == name {
		return true
	}
	_, err := os.Stat(name)
	return err == nil
}

// folderPace is the time between two frames of a folder.
const folderPace = time.Second / 25

// Folder is a camera that sees the pictures of a folder, in the order of their names
// and again from the first: for tests and for machines without a camera.
func Folder(path string) Camera {
	return Camera{Open: func() (Source, error) {
		names, err := pictures(path)
		if err != nil {
			return nil, err
		}
		return &folder{path: path, names: names, pace: time.NewTicker(folderPace), cache: map[string]image.Image{}}, nil
	}}
}

func pictures(path string) ([]string, error) {
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if ext := filepath.Ext(e.Name()); slices.Contains([]string{".jpg", ".jpeg", ".png"}, ext) {
			names = append(names, e.Name())
		}
	}
	if len(names) == 0 {
		return nil, errors.New("no picture in the folder")
	}
	return names, nil
}

type folder struct {
	path  string
	names []string
	next  int
	pace  *time.Ticker
	cache map[string]image.Image // a camera does not unpack files either
}

// Frame implements [Source]. A folder that is gone is a camera that was pulled.
func (f *folder) Frame() (image.Image, error) {
	<-f.pace.C
	name := f.names[f.next%len(f.names)]
	f.next++
	if _, err := os.Stat(filepath.Join(f.path, name)); err != nil {
		return nil, err
	}
	if picture, ok := f.cache[name]; ok {
		return picture, nil
	}
	file, err := os.Open(filepath.Join(f.path, name))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	picture, _, err := image.Decode(file)
	if err == nil {
		f.cache[name] = picture
	}
	return picture, err
}

// Close implements [Source].
func (f *folder) Close() error { f.pace.Stop(); return nil }
