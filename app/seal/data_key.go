package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"io"
)

// DataKey keeps what the county's own database holds of people unreadable to
// whoever has the database alone: AES-256-GCM under a key that is elsewhere.
type DataKey struct {
	aead   cipher.AEAD
	sum    []byte // key of [DataKey.Sum]
	random io.Reader
}

// NewDataKey is the data key of 32 bytes; random gives the nonces.
func NewDataKey(key []byte, random io.Reader) (*DataKey, error) {
	if len(key) != 32 {
		return nil, errors.New("a data key has 32 bytes")
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	sum, err := hkdf.Key(sha256.New, key, nil, "bianmin data sum v1", sha256.Size)
	if err != nil {
		return nil, err
	}
	return &DataKey{aead, sum, random}, nil
}

// Seal hides plain, which opens only with the same place: the names of its
// table and row.
func (k *DataKey) Seal(plain []byte, place ...string) ([]byte, error) {
	nonce := make([]byte, k.aead.NonceSize())
	if _, err := io.ReadFull(k.random, nonce); err != nil {
		return nil, err
	}
	return k.aead.Seal(nonce, nonce, plain, placed(place)), nil
}

// Open is what Seal hid at place.
func (k *DataKey) Open(sealed []byte, place ...string) ([]byte, error) {
	n := k.aead.NonceSize()
	if len(sealed) < n {
		return nil, errors.New("a hidden value is longer")
	}
	return k.aead.Open(nil, sealed[:n], sealed[n:], placed(place))
}

// Sum is the HMAC-SHA-256 of fields, by which what is equal is found without being read.
// It is the same each time.
func (k *DataKey) Sum(fields ...string) []byte {
	mac := hmac.New(sha256.New, k.sum)
	mac.Write(placed(fields))
	return mac.Sum(nil)
}

func placed(place []string) []byte {
	b := []byte("bianmin data v1")
	for _, p := range place {
		b = field(b, []byte(p))
	}
	return b
}
