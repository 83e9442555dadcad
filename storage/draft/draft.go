// Package draft keeps what is not handed in yet as files in a folder that lies in
// memory: each draft sealed under a key of its own that lies beside it. They
// survive a crash of the program; the power takes key and draft at once.
package draft

import (
	"crypto/aes"
	"crypto/cipher"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/google/uuid"

	"bianmin/app/village"
)

// The files of a draft, behind its id.
const (
	keyFile    = ".key"    // 32 random bytes
	sealedFile = ".sealed" // nonce and AES-256-GCM of the body, bound to the id
	triesFile  = ".tries"  // a byte for each try
	newFile    = ".new"    // what a writer that was killed left
)

// Shelf is a folder of drafts. It implements [desk.DraftShelf].
type Shelf struct {
	root *os.Root
	seed func() ([]byte, error)
}

// Open is the shelf in dir, which must be there, in memory, and its user's
// alone: that is the caller's to see to. seed gives 32 random bytes.
func Open(dir string, seed func() ([]byte, error)) (*Shelf, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the folder of drafts: %w", err)
	}
	return &Shelf{root: root, seed: seed}, nil
}

// Close ends the use of the folder; what is kept stays.
func (s *Shelf) Close() error { return s.root.Close() }

// Put implements [desk.DraftShelf].
func (s *Shelf) Put(id village.RecordID, body []byte) error {
	if err := named(id); err != nil {
		return err
	}
	key, err := s.key(id)
	if err != nil {
		return err
	}
	sealed, err := s.seal(id, key, body)
	if err != nil {
		return err
	}
	if err := s.replace(string(id)+sealedFile, sealed); err != nil {
		return err
	}
	return s.remove(string(id) + triesFile)
}

// Try implements [desk.DraftShelf].
func (s *Shelf) Try(id village.RecordID) (n int, body []byte, err error) {
	if err := named(id); err != nil {
		return 0, nil, err
	}
	if _, err := s.root.Stat(string(id) + sealedFile); err != nil {
		return 0, nil, missing(err)
	}
	if err := s.count(id); err != nil {
		return 0, nil, err
	}
	body, n, err = s.read(id)
	return n, body, err
}

// Drop implements [desk.DraftShelf]. The key is overwritten first: without it
// what is left of the draft is noise.
func (s *Shelf) Drop(id village.RecordID) error {
	if err := named(id); err != nil {
		return err
	}
	err := s.blank(string(id) + keyFile)
	for _, end := range []string{keyFile, sealedFile, triesFile, keyFile + newFile, sealedFile + newFile} {
		err = errors.Join(err, s.remove(string(id)+end))
	}
	return err
}

// Each implements [desk.DraftShelf].
func (s *Shelf) Each(visit func(id village.RecordID, body []byte, tries int)) error {
	ids, err := s.ids()
	for _, id := range ids {
		body, tries, e := s.read(id)
		if e != nil {
			err = errors.Join(err, s.Drop(id))
			continue
		}
		visit(id, body, tries)
	}
	return err
}

// ids are the names of all files, whole drafts or not; what is none of ours goes.
func (s *Shelf) ids() ([]village.RecordID, error) {
	entries, err := fs.ReadDir(s.root.FS(), ".")
	if err != nil {
		return nil, fmt.Errorf("list the drafts: %w", err)
	}
	var ids []village.RecordID
	seen := map[village.RecordID]bool{}
	for _, e := range entries {
		name, _, _ := strings.Cut(e.Name(), ".")
		id := village.RecordID(name)
		if named(id) != nil {
			err = errors.Join(err, s.root.RemoveAll(e.Name()))
			continue
		}
		if !seen[id] {
			ids, seen[id] = append(ids, id), true
		}
	}
	return ids, err
}

func (s *Shelf) read(id village.RecordID) (body []byte, tries int, err error) {
	key, err := s.root.ReadFile(string(id) + keyFile)
	if err != nil {
		return nil, 0, missing(err)
	}
	sealed, err := s.root.ReadFile(string(id) + sealedFile)
	if err != nil {
		return nil, 0, missing(err)
	}
	counted, err := s.root.ReadFile(string(id) + triesFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, 0, fmt.Errorf("count the tries of a draft: %w", err)
	}
	body, err = open(id, key, sealed)
	return body, len(counted), err
}

// count adds a try. A file that grows by a byte cannot be half written.
func (s *Shelf) count(id village.RecordID) error {
	f, err := s.root.OpenFile(string(id)+triesFile, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = f.Write([]byte{'.'})
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		return fmt.Errorf("count a try of a draft: %w", err)
	}
	return nil
}

// key is the key of id, made when there is none.
func (s *Shelf) key(id village.RecordID) ([]byte, error) {
	key, err := s.root.ReadFile(string(id) + keyFile)
	if err == nil {
		return key, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read the key of a draft: %w", err)
	}
	if key, err = s.seed(); err != nil {
		return nil, fmt.Errorf("make the key of a draft: %w", err)
	}
	return key, s.replace(string(id)+keyFile, key)
}

func (s *Shelf) seal(id village.RecordID, key, body []byte) ([]byte, error) {
	aead, err := cipherOf(key)
	if err != nil {
		return nil, err
	}
	nonce, err := s.seed()
	if err != nil {
		return nil, fmt.Errorf("seal a draft: %w", err)
	}
	nonce = nonce[:aead.NonceSize()]
	return aead.Seal(nonce, nonce, body, []byte(id)), nil
}

func open(id village.RecordID, key, sealed []byte) ([]byte, error) {
	aead, err := cipherOf(key)
	if err != nil {
		return nil, err
	}
	if len(sealed) < aead.NonceSize() {
		return nil, errors.New("a draft is cut short")
	}
	nonce, text := sealed[:aead.NonceSize()], sealed[aead.NonceSize():]
	body, err := aead.Open(nil, nonce, text, []byte(id))
	if err != nil {
		return nil, fmt.Errorf("open a draft: %w", err)
	}
	return body, nil
}

func cipherOf(key []byte) (cipher.AEAD, error) {
	const aes256 = 32
	if len(key) != aes256 {
		return nil, errors.New("the key of a draft is damaged")
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// replace writes a whole file or leaves the old one.
func (s *Shelf) replace(name string, data []byte) error {
	err := s.root.WriteFile(name+newFile, data, 0o600)
	if err == nil {
		err = s.root.Rename(name+newFile, name)
	}
	if err != nil {
		return fmt.Errorf("keep a draft: %w", err)
	}
	return nil
}

// blank overwrites a file in place.
func (s *Shelf) blank(name string) error {
	info, err := s.root.Stat(name)
	if err != nil {
		return gone(err)
	}
	f, err := s.root.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return gone(err)
	}
	_, err = f.Write(make([]byte, info.Size()))
	return errors.Join(err, f.Close())
}

func (s *Shelf) remove(name string) error { return gone(s.root.Remove(name)) }

// gone forgives a file that is not there.
func gone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// missing is err, and for a file that is not there the word of the contract.
func missing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return &village.Error{Kind: village.NotFound, Err: err}
	}
	return err
}

// named refuses an id that is no name of a record and so no name of a file.
func named(id village.RecordID) error {
	if parsed, err := uuid.Parse(string(id)); err != nil || parsed.String() != string(id) {
		return errors.New("no name of a draft")
	}
	return nil
}
