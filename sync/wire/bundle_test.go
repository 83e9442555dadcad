package wire_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"bianmin/app/village"
	"bianmin/sync/wire"
)

func bundle(t testing.TB, frames ...wire.Frame) []byte {
	t.Helper()
	var out bytes.Buffer
	b, err := wire.NewBundle(&out)
	for _, f := range frames {
		if err == nil {
			err = b.Add(f)
		}
	}
	if err == nil {
		err = b.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func framesOf(raw []byte) (list []wire.Frame, err error) {
	err = wire.ReadBundle(bytes.NewReader(raw), func(f wire.Frame) error { list = append(list, f); return nil })
	return list, err
}

func samples() []wire.Frame {
	return []wire.Frame{
		{Kind: wire.FramePush, Bytes: []byte("push")}, {Kind: wire.FramePiece, Bytes: []byte{}},
		{Kind: wire.FramePiece, Bytes: bytes.Repeat([]byte("x"), 700)}, {Kind: wire.FrameAnswer, Bytes: []byte("answer")},
	}
}

func TestBundleComesBackMessageByMessage(t *testing.T) {
	got, err := framesOf(bundle(t, samples()...))
	if err != nil || !reflect.DeepEqual(got, samples()) {
		t.Errorf("%d messages, %v", len(got), err)
	}
}

func TestBundleThatIsCutAnywhereSaysSo(t *testing.T) {
	whole := bundle(t, wire.Frame{Kind: wire.FramePush, Bytes: []byte("push")}, wire.Frame{Kind: wire.FramePiece, Bytes: []byte("piece")})
	for n := range whole {
		_, err := framesOf(whole[:n])
		e := village.Keyed(err)
		if e == nil || e.Key != "err.courier.cut" && e.Key != "err.courier.file" {
			t.Errorf("%d of %d bytes: %v", n, len(whole), err)
		}
	}
	lost := append(bytes.Clone(whole[:18]), whole[18+5+4:]...) // the first message fell out
	if _, err := framesOf(lost); err == nil {
		t.Error("a message that fell out is not missed")
	}
}

func TestBundleWithAMessageBeyondItsLimitIsRefusedUnread(t *testing.T) {
	raw := append([]byte("bianmin courier 1\n"), 'P', 0xff, 0xff, 0xff, 0xff)
	if _, err := framesOf(raw); err == nil {
		t.Error("four gigabytes were taken")
	}
}

func TestSavedBundleReplacesTheOldOneOnlyWhenItIsWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "b.bmc")
	write := func(text string, end error) error {
		return wire.SaveBundle(path, func(w io.Writer) error { return errors.Join(end, second(io.WriteString(w, text))) })
	}
	if err := write("first", nil); err != nil {
		t.Fatal(err)
	}
	if err := write("half", village.Refuse("file", "err.courier.file")); err == nil {
		t.Error("no error")
	}
	left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*"))
	hidden, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".*"))
	if raw, err := os.ReadFile(path); err != nil || string(raw) != "first" || len(left)+len(hidden) != 1 {
		t.Errorf("%q, %v, files %v %v", raw, err, left, hidden)
	}
}

func second(_ int, err error) error { return err }

func FuzzBundle(f *testing.F) {
	f.Add(bundle(f, samples()...))
	f.Add([]byte("bianmin courier 1\nP\x00\x00\x00\x01xE\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00\x00\x01"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		list, err := framesOf(raw)
		if err != nil {
			return
		}
		if again := bundle(t, list...); !bytes.HasPrefix(raw, again) {
			t.Error("what was read whole is written otherwise")
		}
	})
}
