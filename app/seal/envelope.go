package seal

import (
	"bytes"
	"crypto/ecdh"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"

	"bianmin/app/village"
)

// Suite names the algorithms of one sealed object. It stands in its first
// byte, so that objects of several suites live side by side; a kiosk seals
// with the suite of the county's key and negotiates nothing.
type Suite byte

const (
	SuiteX25519 Suite = 1 // HPKE base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM (RFC 9180)
	SuiteHybrid Suite = 2 // the same with ML-KEM768-X25519, against a harvest now and decryption later
	SuiteGM     Suite = 3 // kept for 国密 (SM2, SM3, SM4); not built
)

func (s Suite) kem() (hpke.KEM, error) {
	switch s {
	case SuiteX25519:
		return hpke.DHKEM(ecdh.X25519()), nil
	case SuiteHybrid:
		return hpke.MLKEM768X25519(), nil
	}
	return nil, fmt.Errorf("suite %d is not known here", s)
}

// CountyKeyID names a county's key: the first eight bytes of the SHA-256 of
// its suite and public key.
type CountyKeyID [8]byte

func (id CountyKeyID) String() string { return hex.EncodeToString(id[:]) }

// CountyKey is the public key of a county: whoever has it can seal for the
// county and open nothing.
type CountyKey struct {
	Suite  Suite
	ID     CountyKeyID
	public hpke.PublicKey
}

// ParseCountyKey reads what [CountyKey.Bytes] wrote: the suite byte and the key.
func ParseCountyKey(raw []byte) (CountyKey, error) {
	if len(raw) < 2 {
		return CountyKey{}, errors.New("a county key is longer")
	}
	suite := Suite(raw[0])
	kem, err := suite.kem()
	if err != nil {
		return CountyKey{}, err
	}
	public, err := kem.NewPublicKey(raw[1:])
	if err != nil {
		return CountyKey{}, fmt.Errorf("read a county key: %w", err)
	}
	return countyKey(suite, public), nil
}

func countyKey(suite Suite, public hpke.PublicKey) CountyKey {
	k := CountyKey{Suite: suite, public: public}
	sum := sha256.Sum256(k.Bytes())
	k.ID = CountyKeyID(sum[:8])
	return k
}

// Bytes is the key as it travels: the suite byte, then the public key.
func (k CountyKey) Bytes() []byte { return append([]byte{byte(k.Suite)}, k.public.Bytes()...) }

// CountySecret opens what was sealed for its county. It is made from a seed of
// 32 bytes, which is all that has to be kept and recovered.
type CountySecret struct {
	CountyKey
	private hpke.PrivateKey
}

// SeedBytes is the length of a county secret's seed.
const SeedBytes = 32

// NewCountySecret is the key pair of seed, which must be random.
func NewCountySecret(suite Suite, seed []byte) (CountySecret, error) {
	kem, err := suite.kem()
	if err != nil {
		return CountySecret{}, err
	}
	if len(seed) != SeedBytes {
		return CountySecret{}, fmt.Errorf("a seed has %d bytes", SeedBytes)
	}
	private, err := kem.DeriveKeyPair(seed)
	if err != nil {
		return CountySecret{}, fmt.Errorf("derive a county key: %w", err)
	}
	return CountySecret{CountyKey: countyKey(suite, private.PublicKey()), private: private}, nil
}

// Binding says what a sealed object belongs to. It is authenticated and not
// sent: an object that is moved to another case, part or kiosk does not open.
type Binding struct {
	County village.DivisionCode
	Kiosk  KioskID
	Record village.RecordID
	Kind   village.RecordKind
	Item   village.ItemCode // "" for a record without an item
	Form   string           // version of the item or form that it was filled in with
	Part   int              // 0 is the body, the files follow from 1
	Parts  int              // how many objects the record has
}

// info is the binding in one form: each field with its length before it.
func (b Binding) info() []byte {
	out := []byte("bianmin sealed v1")
	for _, field := range []string{
		string(b.County), string(b.Kiosk), string(b.Record), string(b.Kind), string(b.Item), b.Form,
	} {
		out = binary.BigEndian.AppendUint16(out, uint16(len(field)))
		out = append(out, field...)
	}
	out = binary.BigEndian.AppendUint16(out, uint16(b.Part))
	return binary.BigEndian.AppendUint16(out, uint16(b.Parts))
}

func (b Binding) check() error {
	for _, field := range []string{
		string(b.County), string(b.Kiosk), string(b.Record), string(b.Kind), string(b.Item), b.Form,
	} {
		if len(field) > 1<<10 {
			return errors.New("a field of a binding is too long")
		}
	}
	if b.Part < 0 || b.Part >= b.Parts || b.Parts > 1<<12 {
		return fmt.Errorf("no part %d of %d", b.Part, b.Parts)
	}
	return nil
}

const headBytes = 1 + len(CountyKeyID{})

// Seal seals plain for the county: suite byte, key id 8, then the HPKE
// encapsulated key and ciphertext. Suite 1 adds 57 bytes in all. Base mode does
// not say who sealed: the kiosk signs the digest of what Seal returns.
func (k CountyKey) Seal(b Binding, plain []byte) ([]byte, error) {
	if err := b.check(); err != nil {
		return nil, err
	}
	sealed, err := hpke.Seal(k.public, hpke.HKDFSHA256(), hpke.AES256GCM(), b.info(), plain)
	if err != nil {
		return nil, fmt.Errorf("seal for the county: %w", err)
	}
	out := make([]byte, 0, headBytes+len(sealed))
	out = append(out, byte(k.Suite))
	out = append(out, k.ID[:]...)
	return append(out, sealed...), nil
}

// SealedFor is the suite and the key that an object was sealed for.
func SealedFor(sealed []byte) (Suite, CountyKeyID, error) {
	if len(sealed) <= headBytes {
		return 0, CountyKeyID{}, errors.New("a sealed object is longer")
	}
	return Suite(sealed[0]), CountyKeyID(sealed[1:headBytes]), nil
}

// Open is what was sealed for this county under the same binding.
func (s CountySecret) Open(b Binding, sealed []byte) ([]byte, error) {
	suite, id, err := SealedFor(sealed)
	if err != nil {
		return nil, err
	}
	if suite != s.Suite || !bytes.Equal(id[:], s.ID[:]) {
		return nil, fmt.Errorf("sealed for key %s of suite %d, not for %s of suite %d", id, suite, s.ID, s.Suite)
	}
	if err := b.check(); err != nil {
		return nil, err
	}
	plain, err := hpke.Open(s.private, hpke.HKDFSHA256(), hpke.AES256GCM(), b.info(), sealed[headBytes:])
	if err != nil {
		return nil, fmt.Errorf("open what was sealed: %w", err)
	}
	return plain, nil
}
