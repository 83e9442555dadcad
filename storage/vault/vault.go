// Package vault keeps the county's secrets on disk, in one folder that is in no
// database and in no database's backup. It has two halves: a machine that only
// takes in what kiosks send has gate alone, and can open nothing of it.
//
//	office/county-0001.key  seed of a county key; higher numbers are newer
//	office/data.key         32 bytes, the key of personal columns
//	gate/authority.pem      certificate and key of the authority
//	gate/signing.key        32 bytes, the Ed25519 seed that signs answers
//	authority.crt           the authority's certificate alone, for browsers; no secret
package vault

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"bianmin/app/village"
	"bianmin/storage/keyfile"
)

// Lengths of secrets that are bytes and nothing else.
const (
	DataKeyBytes = 32
	SigningBytes = ed25519.SeedSize
)

const (
	dataName      = "office/data.key"
	authorityName = "gate/authority.pem"
	signingName   = "gate/signing.key"
	publicName    = "authority.crt"
	countyPattern = "office/county-*.key"
	countyName    = "office/county-%04d.key"
	countyHead    = "bianmin county key v1"
)

// Vault is the folder.
type Vault struct{ dir string }

// Open is the vault in dir, which need not exist yet.
func Open(dir string) *Vault { return &Vault{dir} }

// Dir is where the vault lies.
func (v *Vault) Dir() string { return v.dir }

// DataKey is the key of personal columns. A missing one is made from fresh,
// which must be 32 random bytes.
func (v *Vault) DataKey(fresh func() ([]byte, error)) ([]byte, error) {
	return v.ensureBytes(dataName, DataKeyBytes, fresh)
}

// Signing is the Ed25519 seed with which the county signs answers and snapshots.
// A missing one is made from fresh, which must be 32 random bytes.
func (v *Vault) Signing(fresh func() ([]byte, error)) ([]byte, error) {
	return v.ensureBytes(signingName, SigningBytes, fresh)
}

// Authority is the file of the certificate authority; a missing one is made
// from fresh.
func (v *Vault) Authority(fresh func() ([]byte, error)) ([]byte, error) {
	return v.ensure(authorityName, fresh)
}

// PublishAuthority writes the authority's certificate, PEM, into a file of its own
// that a browser can be pointed to, and returns the file.
func (v *Vault) PublishAuthority(certificate []byte) (file string, err error) {
	file = filepath.Join(v.dir, publicName)
	if there, err := os.ReadFile(file); err == nil && bytes.Equal(there, certificate) {
		return file, nil
	}
	return file, failed("write the authority's certificate", os.WriteFile(file, certificate, 0o644)) //nolint:gosec // it is for everybody
}

// ensureBytes is ensure for a secret of n bytes. A wrong one is not kept.
func (v *Vault) ensureBytes(name string, n int, fresh func() ([]byte, error)) ([]byte, error) {
	whole := func(key []byte, err error) ([]byte, error) {
		if err == nil && len(key) != n {
			err = fmt.Errorf("%s has %d bytes", name, len(key))
		}
		return key, err
	}
	key, err := v.ensure(name, func() ([]byte, error) { return whole(fresh()) })
	key, err = whole(key, err)
	return key, failed("read a secret", err)
}

// ensure is the content of a file that is made once.
func (v *Vault) ensure(name string, fresh func() ([]byte, error)) ([]byte, error) {
	path := filepath.Join(v.dir, name)
	data, err := keyfile.Read(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return data, failed("read a secret", err)
	}
	made, err := fresh()
	if err != nil {
		return nil, failed("make a secret", err)
	}
	if err := keyfile.Create(path, made); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, failed("keep a secret", err)
	}
	data, err = keyfile.Read(path)
	return data, failed("read a secret", err)
}

// failed wraps err with what was attempted and leaves nil nil.
func failed(what string, err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*village.Error](err); ok {
		return fmt.Errorf("%s: %w", what, err)
	}
	return &village.Error{Kind: village.Internal, Key: "err.vault.file", Err: fmt.Errorf("%s: %w", what, err)}
}
