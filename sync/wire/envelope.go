package wire

import (
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"

	"github.com/fxamacker/cbor/v2"
	"github.com/klauspost/compress/zstd"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// Envelope is a signed message. The signature is checked before the payload is
// unpacked, so that only those who are known can make the other side work.
type Envelope struct {
	_         struct{}     `cbor:",toarray"`
	Signer    seal.KioskID // whose key; a county's key is named in the same way
	Signature []byte       // of [seal.Identity.Sign] over Payload
	Payload   []byte       // CBOR in zstd
}

// Codec writes and reads messages. It is safe for use by several goroutines.
type Codec struct {
	write  cbor.EncMode
	read   cbor.DecMode
	pack   *zstd.Encoder
	unpack *zstd.Decoder
}

// NewCodec is a codec with the limits of this protocol.
func NewCodec() (*Codec, error) {
	write, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		return nil, err
	}
	read, err := cbor.DecOptions{
		DupMapKey: cbor.DupMapKeyEnforcedAPF, IndefLength: cbor.IndefLengthForbidden, TagsMd: cbor.TagsForbidden,
		UTF8: cbor.UTF8RejectInvalid, MaxNestedLevels: 8, MaxArrayElements: 1 << 12, MaxMapPairs: 1 << 4,
		ExtraReturnErrors: cbor.ExtraDecErrorUnknownField,
	}.DecMode()
	if err != nil {
		return nil, err
	}
	pack, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(2))
	if err != nil {
		return nil, err
	}
	unpack, err := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(MaxPlainBytes), zstd.WithDecoderConcurrency(2))
	if err != nil {
		return nil, err
	}
	return &Codec{write: write, read: read, pack: pack, unpack: unpack}, nil
}

// Seal signs message for a purpose. sum is the SHA-256 of the payload, by which
// an answer names what it answers.
func (c *Codec) Seal(signer seal.Identity, context string, message any) (raw []byte, sum Sum, err error) {
	plain, err := c.write.Marshal(message)
	if err != nil {
		return nil, sum, village.Failed("write message", err)
	}
	payload := c.pack.EncodeAll(plain, nil)
	raw, err = c.write.Marshal(Envelope{Signer: signer.ID, Signature: signer.Sign(context, payload), Payload: payload})
	if err != nil {
		return nil, sum, village.Failed("write envelope", err)
	}
	return raw, sha256.Sum256(payload), nil
}

// Envelope reads the outside of a message. The error is [village.Invalid]:
// err.push.too_large or err.push.body.
func (c *Codec) Envelope(raw []byte) (e Envelope, err error) {
	if len(raw) > MaxPushBytes {
		return e, &village.Error{Kind: village.Invalid, Key: "err.push.too_large", Err: errors.New("envelope is too large")}
	}
	if err := c.read.Unmarshal(raw, &e); err != nil {
		return Envelope{}, unreadable(err)
	}
	if _, err := e.Signer.Bytes(); err != nil || len(e.Signature) != ed25519.SignatureSize {
		return Envelope{}, unreadable(errors.New("no signer or no signature"))
	}
	return e, nil
}

// Open checks the signature of e for a purpose and reads its message into v. A
// wrong signature is [village.Denied], err.county.signature; a message that is
// none is [village.Invalid], err.push.body or err.push.too_large.
func (c *Codec) Open(e Envelope, key ed25519.PublicKey, context string, v any) error {
	if seal.IDOf(key) != e.Signer || !seal.Verify(key, context, e.Payload, e.Signature) {
		return &village.Error{Kind: village.Denied, Key: "err.county.signature", Err: errors.New("signature is not that of its key")}
	}
	plain, err := c.unpack.DecodeAll(e.Payload, nil)
	if errors.Is(err, zstd.ErrDecoderSizeExceeded) || errors.Is(err, zstd.ErrWindowSizeExceeded) || len(plain) > MaxPlainBytes {
		return &village.Error{Kind: village.Invalid, Key: "err.push.too_large", Err: errors.New("message is too large")}
	}
	if err == nil {
		err = c.read.Unmarshal(plain, v)
	}
	return unreadable(err)
}

// Sum is the name of e in an answer to it.
func (e Envelope) Sum() Sum { return sha256.Sum256(e.Payload) }

// unreadable says only which rule was broken: the cause goes to a log, which
// holds nothing that a sender wrote.
func unreadable(err error) error {
	if err == nil {
		return nil
	}
	return &village.Error{Kind: village.Invalid, Key: "err.push.body", Err: fmt.Errorf("read message: %T", err)}
}
