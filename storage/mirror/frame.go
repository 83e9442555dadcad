package mirror

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"bianmin/app/seal"
)

// magic begins every segment and names the version of its form.
const magic = "bianmin mirror 1\n"

// purpose of a frame's signature, and of the hash that it signs.
const purpose = "bianmin mirror v1"

// A frame is, big endian:
//
//	kind 1 · papers dropped 1 · length of clear 4 · length of papers 4
//	clear · papers (nothing when dropped) · SHA-256 of the papers 32
//	head 32 · Ed25519 signature of the head 64
//
// where head = SHA-256(purpose, 0, head before, kind, length of clear 4, clear,
// SHA-256 of the papers). Papers can thus be dropped and the chain still be
// followed.
type frame struct {
	kind    frameKind
	dropped bool
	clear   []byte // CBOR
	papers  []byte // CBOR; nil when dropped or not read
	sum     [sha256.Size]byte
	head    Head
	sign    []byte
}

type frameKind byte

const (
	kindOwner  frameKind = 'H' // of every segment the first
	kindRecord frameKind = 'R'
)

const (
	frameHead = 1 + 1 + 4 + 4
	frameTail = sha256.Size + sha256.Size + ed25519.SignatureSize
	maxClear  = 64 << 10
	maxPapers = 6 << 20 // village.MaxRecordBytes and what CBOR adds
)

func newFrame(kind frameKind, prev Head, clear, papers []byte) frame {
	f := frame{kind: kind, clear: clear, papers: papers, sum: sha256.Sum256(papers)}
	f.head = f.after(prev)
	return f
}

// after is the head of the frame when prev is the one before.
func (f frame) after(prev Head) Head {
	b := append([]byte(purpose), 0)
	b = append(b, prev[:]...)
	b = append(b, byte(f.kind))
	b = binary.BigEndian.AppendUint32(b, uint32(len(f.clear)))
	b = append(b, f.clear...)
	return sha256.Sum256(append(b, f.sum[:]...))
}

// bytes is the frame as it is stored. owner signs it, unless it is signed.
func (f frame) bytes(owner seal.Identity) []byte {
	flag := byte(0)
	if f.dropped {
		flag = 1
	}
	if f.sign == nil {
		f.sign = owner.Sign(purpose, f.head[:])
	}
	b := append(make([]byte, 0, frameHead+len(f.clear)+len(f.papers)+frameTail), byte(f.kind), flag)
	b = binary.BigEndian.AppendUint32(b, uint32(len(f.clear)))
	b = binary.BigEndian.AppendUint32(b, uint32(len(f.papers)))
	b = append(append(b, f.clear...), f.papers...)
	return append(append(append(b, f.sum[:]...), f.head[:]...), f.sign...)
}

// errTail ends the reading of a segment: nothing behind it can be found.
var errTail = errors.New("torn or damaged")

// readFrame is the frame at offset and where it ends; [io.EOF] at the end of the
// segment, errTail for what is no whole frame that follows on prev. Papers are read
// when wanted; else only the chain vouches for the frame.
func readFrame(from io.ReaderAt, size, offset int64, prev Head, papers bool) (f frame, end int64, err error) {
	if offset == size {
		return f, offset, io.EOF
	}
	head := make([]byte, frameHead)
	if _, err := from.ReadAt(head, offset); err != nil {
		return f, offset, tail(err)
	}
	f.kind, f.dropped = frameKind(head[0]), head[1] == 1
	long, wide := int64(binary.BigEndian.Uint32(head[2:])), int64(binary.BigEndian.Uint32(head[6:]))
	end = offset + frameHead + long + wide + frameTail
	limit := int64(maxPapers)
	if f.kind == kindCatalogue {
		limit = maxCatalogue
	}
	if head[1] > 1 || long > maxClear || wide > limit || f.dropped && wide > 0 || end > size {
		return f, offset, errTail
	}
	f.clear = make([]byte, long)
	rest := make([]byte, frameTail)
	if err := readAll(from, part{f.clear, offset + frameHead}, part{rest, end - frameTail}); err != nil {
		return f, offset, err
	}
	f.sum, f.head, f.sign = [32]byte(rest[:32]), Head(rest[32:64]), rest[64:]
	if papers && !f.dropped {
		f.papers = make([]byte, wide)
		if err := readAll(from, part{f.papers, offset + frameHead + long}); err != nil {
			return f, offset, err
		}
		if sum := sha256.Sum256(f.papers); sum != f.sum {
			return f, offset, errTail
		}
	}
	if f.kind == kindOwner {
		prev, err = prevOf(f.clear)
	}
	if err != nil || f.after(prev) != f.head {
		return f, offset, errTail
	}
	return f, end, nil
}

// part is bytes to fill and where they stand.
type part struct {
	into []byte
	at   int64
}

func readAll(from io.ReaderAt, parts ...part) error {
	for _, p := range parts {
		if _, err := from.ReadAt(p.into, p.at); err != nil {
			return tail(err)
		}
	}
	return nil
}

// tail tells an end that came too early from a medium that cannot be read.
func tail(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errTail
	}
	return fmt.Errorf("read a segment: %w", err)
}

func (f frame) signedBy(public ed25519.PublicKey) bool {
	return seal.Verify(public, purpose, f.head[:], f.sign)
}

func hasMagic(from io.ReaderAt) (bool, error) {
	head := make([]byte, len(magic))
	if _, err := from.ReadAt(head, 0); err != nil {
		if err = tail(err); errors.Is(err, errTail) {
			return false, nil
		}
		return false, err
	}
	return bytes.Equal(head, []byte(magic)), nil
}
