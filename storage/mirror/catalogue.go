package mirror

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"bianmin/app/village"
)

// Catalogue is a version that cases on the copy were taken from: without it their
// receipts could not be printed again. Each is a file of its own with one frame,
// written once and kept.
type Catalogue struct {
	Version, Source string
	Example         bool
	Place           int64 // order in which they were put into use
	Body            []byte
}

type catalogueFrame struct {
	_       struct{} `cbor:",toarray"`
	Version string
	Source  string
	Example bool
	Place   int64
}

const (
	kindCatalogue frameKind = 'C'
	catalogueMark           = "catalogue-"
	maxCatalogue            = 32 << 20
)

func catalogueName(version string) string {
	sum := sha256.Sum256([]byte(version))
	return catalogueMark + hex.EncodeToString(sum[:8]) + ".bmm"
}

// catalogues brings those onto the copy that entries name.
func (w *Writer) catalogues(ctx context.Context, d disk, from Source, entries []Entry) error {
	for _, e := range entries {
		if e.Case == nil || w.at.have[e.Case.Catalogue] {
			continue
		}
		if err := w.catalogue(ctx, d, from, e.Case.Catalogue); err != nil {
			return err
		}
		if w.at.have == nil {
			w.at.have = map[string]bool{}
		}
		w.at.have[e.Case.Catalogue] = true
	}
	return nil
}

func (w *Writer) catalogue(ctx context.Context, d disk, from Source, version string) error {
	name := catalogueName(version)
	if c, err := readCatalogue(d, name, w.Owner.Public()); err == nil && c.Version == version {
		return nil
	}
	c, err := from.MirrorCatalogue(ctx, version)
	if village.KindOf(err) == village.NotFound && err != nil {
		return nil // nor has the machine it: the receipt stays without the item's name there too
	}
	if err != nil {
		return err
	}
	clear, err := encode(catalogueFrame{Version: c.Version, Source: c.Source, Example: c.Example, Place: c.Place})
	if err != nil {
		return err
	}
	frame := newFrame(kindCatalogue, Head{}, clear, c.Body)
	return writeWhole(d, name, append([]byte(magic), frame.bytes(w.Owner)...))
}

// writeWhole makes a file that is there whole or not at all.
func writeWhole(d disk, name string, raw []byte) error {
	const temp = "whole.new"
	_ = d.remove(temp) // of a call that was cut short
	f, err := d.create(temp)
	if err != nil {
		return err
	}
	if _, err = f.WriteAt(raw, 0); err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := d.rename(temp, name); err != nil {
		return err
	}
	return d.sync()
}

func readCatalogue(d disk, name string, public ed25519.PublicKey) (c Catalogue, err error) {
	f, err := d.open(name)
	if err != nil {
		return c, err
	}
	defer f.Close()
	size, err := f.Size()
	if err != nil {
		return c, err
	}
	frame, _, err := readFrame(f, size, int64(len(magic)), Head{}, true)
	if errors.Is(err, io.EOF) || err == nil && (frame.kind != kindCatalogue || !frame.signedBy(public)) {
		err = errTail
	}
	var clear catalogueFrame
	if err == nil {
		err = decode(frame.clear, &clear)
	}
	return Catalogue{Version: clear.Version, Source: clear.Source, Example: clear.Example, Place: clear.Place, Body: frame.papers}, err
}

// Catalogues are those on the copy in dir that the holder of public signed.
func Catalogues(dir string, public ed25519.PublicKey) (list []Catalogue, err error) {
	d, err := openDisk(dir, false)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	names, err := d.names()
	if err != nil {
		return nil, fmt.Errorf("read the copy: %w", err)
	}
	for _, name := range names {
		if !strings.HasPrefix(name, catalogueMark) {
			continue
		}
		if c, err := readCatalogue(d, name, public); err == nil && catalogueName(c.Version) == name {
			list = append(list, c)
		}
	}
	return list, nil
}
