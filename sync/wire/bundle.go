package wire

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"bianmin/app/snapshot"
	"bianmin/app/village"
)

// A bundle is what travels on a stick when there is no line: the very messages
// of the line, one after the other, each in a frame of one byte that says what it
// is, four bytes of length, big endian, and its bytes. It proves nothing itself:
// every message in it does. It ends with a frame that counts those before, so
// that a stick that was pulled out too early shows.
const bundleMagic = "bianmin courier 1\n"

// FrameKind says what a frame of a bundle holds.
type FrameKind byte

const (
	FramePush   FrameKind = 'P' // an Envelope of a Push
	FramePiece  FrameKind = 'F' // a piece of a file
	FrameAnswer FrameKind = 'A' // an Envelope of an Ack
	frameEnd    FrameKind = 'E' // 8 bytes, the number of frames before it

	FramePublished FrameKind = 'S' // an Envelope of a Pulled, which answers the same push as the Ack
	FrameContent   FrameKind = 'C' // a content that it names

	FrameMail    FrameKind = 'M' // an Envelope of a Mail, behind the pushes
	FrameLetters FrameKind = 'L' // an Envelope of Letters, which answers the same push as the Ack
)

// Frame is one message of a bundle.
type Frame struct {
	Kind  FrameKind
	Bytes []byte
}

// BundleWriter writes a bundle. Nothing is on the stick before Close returned
// and the file was synced.
type BundleWriter struct {
	to     io.Writer
	frames uint64
}

// NewBundle begins a bundle.
func NewBundle(to io.Writer) (*BundleWriter, error) {
	_, err := io.WriteString(to, bundleMagic)
	return &BundleWriter{to: to}, unwritten(err)
}

// Add writes one message.
func (b *BundleWriter) Add(f Frame) error {
	head := binary.BigEndian.AppendUint32([]byte{byte(f.Kind)}, uint32(len(f.Bytes))) //nolint:gosec // messages are at most a MiB
	_, err := b.to.Write(append(head, f.Bytes...))
	b.frames++
	return unwritten(err)
}

// Close ends the bundle.
func (b *BundleWriter) Close() error {
	return b.Add(Frame{frameEnd, binary.BigEndian.AppendUint64(nil, b.frames)})
}

func unwritten(err error) error {
	if err == nil {
		return nil
	}
	return &village.Error{Kind: village.Internal, Key: "err.courier.write", Err: err}
}

// ReadBundle hands each message of a bundle on, in its order, until one fails. A
// file that is none is [village.Invalid], err.courier.file; one that is cut off
// or damaged is err.courier.cut, after everything before the damage.
func ReadBundle(from io.Reader, each func(Frame) error) error {
	magic := make([]byte, len(bundleMagic))
	if _, err := io.ReadFull(from, magic); err != nil || string(magic) != bundleMagic {
		return &village.Error{Kind: village.Invalid, Field: "file", Key: "err.courier.file", Err: err}
	}
	for frames := uint64(0); ; frames++ {
		f, err := readFrame(from)
		if err != nil {
			return cut(err)
		}
		if f.Kind == frameEnd {
			if len(f.Bytes) != 8 || binary.BigEndian.Uint64(f.Bytes) != frames {
				return cut(errors.New("it does not have as many messages as it says"))
			}
			return nil
		}
		if err := each(f); err != nil {
			return err
		}
	}
}

func readFrame(from io.Reader) (f Frame, err error) {
	var head [5]byte
	if _, err := io.ReadFull(from, head[:]); err != nil {
		return f, err
	}
	f.Kind = FrameKind(head[0])
	limit, known := map[FrameKind]uint32{
		FramePush: MaxPushBytes, FramePiece: MaxPartBytes, FrameAnswer: MaxAnswerBytes, frameEnd: 8,
		FramePublished: MaxAnswerBytes, FrameContent: snapshot.MaxBytes, FrameMail: MaxEnrolBytes, FrameLetters: MaxAnswerBytes,
	}[f.Kind]
	size := binary.BigEndian.Uint32(head[1:])
	if !known || size > limit {
		return f, fmt.Errorf("a message %q of %d bytes", head[0], size)
	}
	f.Bytes = make([]byte, size)
	_, err = io.ReadFull(from, f.Bytes)
	return f, err
}

func cut(err error) error {
	return &village.Error{Kind: village.Invalid, Field: "file", Key: "err.courier.cut", Err: fmt.Errorf("read a bundle: %w", err)}
}
