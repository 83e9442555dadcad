// Package seal signs what a kiosk says and checks what it is told. One Suite
// byte in each object names the algorithms; suite 1 is Ed25519 with SHA-256.
package seal

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base32"
	"errors"
)

// KioskID names a kiosk by its public key: "K" and ten characters of base32,
// the first six bytes of the key's SHA-256. Who holds the private key can
// prove to be this kiosk, and nobody has to hand out the name.
type KioskID string

// KeyBytes is how many bytes of the key's digest a KioskID and a receipt carry.
const KeyBytes = 6

// IDOf is the name of the kiosk with this public key.
func IDOf(public ed25519.PublicKey) KioskID {
	sum := sha256.Sum256(public)
	return IDFromBytes([KeyBytes]byte(sum[:KeyBytes]))
}

// IDFromBytes is the name for the first bytes of a key's digest.
func IDFromBytes(b [KeyBytes]byte) KioskID {
	return KioskID("K" + base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:]))
}

// Bytes are the digest bytes in the name.
func (id KioskID) Bytes() ([KeyBytes]byte, error) {
	if len(id) < 2 || id[0] != 'K' {
		return [KeyBytes]byte{}, errors.New("no kiosk id")
	}
	b, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(string(id[1:]))
	if err != nil || len(b) != KeyBytes {
		return [KeyBytes]byte{}, errors.New("no kiosk id")
	}
	return [KeyBytes]byte(b), nil
}

// Identity is a kiosk's name with the key that proves it.
type Identity struct {
	ID      KioskID
	private ed25519.PrivateKey
}

// NewIdentity is the identity of a 32-byte Ed25519 seed.
func NewIdentity(seed []byte) (Identity, error) {
	if len(seed) != ed25519.SeedSize {
		return Identity{}, errors.New("a kiosk key has 32 bytes")
	}
	private := ed25519.NewKeyFromSeed(seed)
	return Identity{ID: IDOf(private.Public().(ed25519.PublicKey)), private: private}, nil
}

// Public is the key that others check signatures with.
func (i Identity) Public() ed25519.PublicKey { return i.private.Public().(ed25519.PublicKey) }

// Sign signs message, 64 bytes. context keeps a signature for one purpose from
// being used for another.
func (i Identity) Sign(context string, message []byte) []byte {
	return ed25519.Sign(i.private, bound(context, message))
}

// Verify reports whether signature is the kiosk's own for message in context.
func Verify(public ed25519.PublicKey, context string, message, signature []byte) bool {
	return len(public) == ed25519.PublicKeySize && ed25519.Verify(public, bound(context, message), signature)
}

func bound(context string, message []byte) []byte {
	b := make([]byte, 0, len(context)+1+len(message))
	return append(append(append(b, context...), 0), message...)
}
