package wire

import (
	"bytes"
	"fmt"
	"io"
	"time"

	"github.com/klauspost/compress/zstd"

	"bianmin/app/seal"
	"bianmin/app/snapshot"
	"bianmin/app/village"
)

// Limits of a Pull and of its answer.
const (
	MaxStreams    = 16
	MaxFetchBytes = 256 << 10 // of a snapshot's content in one answer
)

// Pull says what the kiosk has in use of each stream and asks what is newer.
type Pull struct {
	_      struct{} `cbor:",toarray"`
	V      int
	Kiosk  seal.KioskID
	Held   []Held // at most MaxStreams
	SentMS int64  // the kiosk's clock
}

// Held is a content that is in use.
type Held struct {
	_           struct{} `cbor:",toarray"`
	Stream      snapshot.Stream
	Version     int64
	SHA256      Sum
	Incarnation []byte // of the county when it published it
}

// Pulled answers a pull. A stream that is not named has nothing else than what
// the kiosk said that it holds.
type Pulled struct {
	_           struct{} `cbor:",toarray"`
	V           int
	Kiosk       seal.KioskID
	Request     Sum    // SHA-256 of the payload of the pull that this answers
	Incarnation []byte // of the county's database, 16 bytes
	Newest      []Manifest
	ServerMS    int64
	CountyKeys  [][]byte // [seal.CountyKey.Bytes], the newest last: seal for that one
}

// Manifest is a [snapshot.Manifest] on the line. It carries a signature of its
// own, so that whoever keeps it can show what the county published.
type Manifest struct {
	_         struct{} `cbor:",toarray"`
	Stream    snapshot.Stream
	Version   int64
	SHA256    Sum
	Size      int64
	IssuedMS  int64
	Signer    seal.KioskID
	Signature []byte
}

// NewManifest is m as it travels.
func NewManifest(m snapshot.Manifest) Manifest {
	return Manifest{
		Stream: m.Stream, Version: m.Version, SHA256: m.SHA256, Size: m.Size, IssuedMS: m.IssuedAt.UnixMilli(),
		Signer: m.Signer, Signature: m.Signature,
	}
}

// Snapshot is m as it came; nothing of it is checked yet.
func (m Manifest) Snapshot() snapshot.Manifest {
	return snapshot.Manifest{
		Stream: m.Stream, Version: m.Version, SHA256: m.SHA256, Size: m.Size, IssuedAt: time.UnixMilli(m.IssuedMS),
		Signer: m.Signer, Signature: m.Signature,
	}
}

// From is the kiosk that the message says it is of.
func (p Pull) From() seal.KioskID { return p.Kiosk }

// Check refuses a pull that breaks the protocol. The error is [village.Invalid]:
// err.push.version or err.pull.held.
func (p Pull) Check() error {
	if p.V != Version {
		return village.Refuse("v", "err.push.version")
	}
	if len(p.Held) > MaxStreams {
		return village.Refuse("held", "err.pull.held")
	}
	for i, h := range p.Held {
		if len(h.Stream) > 32 || h.Version < 0 || len(h.Incarnation) > 16 {
			return village.Refuse(fmt.Sprintf("held[%d]", i), "err.pull.held")
		}
	}
	return nil
}

// PackContent is a content as it travels. The error is [village.Invalid],
// err.snapshot.large.
func PackContent(plain []byte) ([]byte, error) {
	pack, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, village.Failed("pack a content", err)
	}
	packed := pack.EncodeAll(plain, nil)
	if len(plain) > snapshot.MaxPlainBytes || len(packed) > snapshot.MaxBytes {
		return nil, village.Refuse("file", "err.snapshot.large")
	}
	return packed, nil
}

// UnpackContent is the plain text of a content that [PackContent] made. The error
// is [village.Invalid], err.snapshot.content.
func UnpackContent(packed []byte) ([]byte, error) {
	unpack, err := zstd.NewReader(bytes.NewReader(packed), zstd.WithDecoderMaxMemory(snapshot.MaxPlainBytes), zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true))
	if err != nil {
		return nil, village.Failed("unpack a content", err)
	}
	defer unpack.Close()
	plain, err := io.ReadAll(io.LimitReader(unpack, snapshot.MaxPlainBytes+1))
	if err == nil && len(plain) > snapshot.MaxPlainBytes {
		err = fmt.Errorf("over %d bytes", snapshot.MaxPlainBytes)
	}
	if err != nil {
		return nil, &village.Error{Kind: village.Invalid, Key: "err.snapshot.content", Err: fmt.Errorf("unpack a content: %w", err)}
	}
	return plain, nil
}
