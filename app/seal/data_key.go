package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"errors"
	"io"
)

// DataKey keeps what the county's own database holds of people unreadable to
// whoever has the database alone: AES-256-GCM under a key that is elsewhere.
type DataKey struct {
	aead   cipher.AEAD
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
	return &DataKey{aead, random}, nil
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

func placed(place []string) []byte {
	b := []byte("bianmin data v1")
	for _, p := range place {
		b = field(b, []byte(p))
	}
	return b
}
