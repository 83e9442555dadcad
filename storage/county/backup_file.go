package county

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"

	"github.com/fxamacker/cbor/v2"
	"github.com/klauspost/compress/zstd"

	"bianmin/county/office"
)

// A backup file is the same for both databases:
//
//	"bianmin backup 1\n"
//	one zstd frame of CBOR items: a head; for each row the number of its table in
//	the head and its values, the tables in an order in which they can be stored;
//	at the end number -1 and a tail
//	SHA-256 of all that stands before it
const backupMagic = "bianmin backup 1\n"

// backupHead begins a backup.
type backupHead struct {
	Tables      int     `cbor:"tables"` // number of the newest migration
	TakenMS     int64   `cbor:"taken_ms"`
	Incarnation []byte  `cbor:"incarnation"`
	List        []table `cbor:"list"`
}

// backupItem is a row, or the tail when Table is -1.
type backupItem struct {
	_      struct{} `cbor:",toarray"`
	Table  int
	Values []any
	Tail   *backupTail
}

// backupTail ends a backup. A file without one is cut off.
type backupTail struct {
	Counts []int64  `cbor:"counts"` // rows, table by table
	Absent [][]byte `cbor:"absent"` // sums of pieces that the county did not have
}

// Limits of what is read back: far above what a kiosk may send.
const (
	backupWindow = 64 << 20
	backupItems  = 1 << 20
	backupRow    = 64 << 20 // bytes of one item, unpacked
)

// backupWriter writes a backup.
type backupWriter struct {
	out    io.Writer
	sum    hash.Hash
	zip    *zstd.Encoder
	cbor   *cbor.Encoder
	counts []int64
}

func newBackupWriter(out io.Writer, head backupHead) (*backupWriter, error) {
	w := &backupWriter{out: out, sum: sha256.New(), counts: make([]int64, len(head.List))}
	both := io.MultiWriter(out, w.sum)
	if _, err := io.WriteString(both, backupMagic); err != nil {
		return nil, err
	}
	var err error
	if w.zip, err = zstd.NewWriter(both, zstd.WithEncoderConcurrency(1)); err != nil {
		return nil, err
	}
	w.cbor = cbor.NewEncoder(w.zip)
	return w, w.cbor.Encode(head)
}

func (w *backupWriter) row(table int, values []any) error {
	w.counts[table]++
	return w.cbor.Encode(backupItem{Table: table, Values: values})
}

func (w *backupWriter) end(absent [][]byte) error {
	err := w.cbor.Encode(backupItem{Table: -1, Tail: &backupTail{Counts: w.counts, Absent: absent}})
	if err = errors.Join(err, w.zip.Close()); err != nil {
		return err
	}
	_, err = w.out.Write(w.sum.Sum(nil))
	return err
}

// readBackup reads a whole file and shows its rows, before its sum is known to be
// right: whoever acts on them waits for the end. Every fault is
// [office.Damaged].
func readBackup(path string, begin func(backupHead) error, row func(table int, values []any) error) (backupTail, error) {
	f, err := os.OpenInRoot(filepath.Split(path)) // a folder that came on a stick may hold links
	if err != nil {
		return backupTail{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return backupTail{}, err
	}
	length := info.Size() - sha256.Size
	if length < int64(len(backupMagic)) {
		return backupTail{}, office.Damaged(path, errors.New("it is cut off"))
	}
	sum := sha256.New()
	body := io.TeeReader(io.LimitReader(f, length), sum)
	magic := make([]byte, len(backupMagic))
	if _, err := io.ReadFull(body, magic); err != nil || string(magic) != backupMagic {
		return backupTail{}, office.Damaged(path, errors.New("it is no backup"))
	}
	tail, err := readItems(body, begin, row)
	if fault, ok := errors.AsType[broken](err); ok {
		return tail, office.Damaged(path, fault.error)
	} else if err != nil {
		return tail, err
	}
	_, err = io.Copy(io.Discard, body)
	end, err2 := io.ReadAll(f)
	if err := errors.Join(err, err2); err != nil {
		return tail, err
	}
	if !bytes.Equal(end, sum.Sum(nil)) {
		return tail, office.Damaged(path, errors.New("its content is not what its sum says"))
	}
	return tail, nil
}

// broken marks a fault of the file itself.
type broken struct{ error }

func readItems(body io.Reader, begin func(backupHead) error, row func(int, []any) error) (tail backupTail, err error) {
	zip, err := zstd.NewReader(body, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(backupWindow))
	if err != nil {
		return tail, err
	}
	defer zip.Close()
	mode, err := cbor.DecOptions{IntDec: cbor.IntDecConvertSignedOrFail, MaxArrayElements: backupItems, DupMapKey: cbor.DupMapKeyEnforcedAPF}.DecMode()
	if err != nil {
		return tail, err
	}
	unpacked := &bounded{from: zip}
	items := backupReader{mode.NewDecoder(unpacked), unpacked}
	var head backupHead
	if err := items.Decode(&head); err != nil {
		return tail, broken{err}
	}
	if err := begin(head); err != nil {
		return tail, err
	}
	if tail, err = readRows(items, head, row); err != nil {
		return tail, err
	}
	if n, err := io.Copy(io.Discard, io.MultiReader(items.Buffered(), io.LimitReader(zip, 1))); n > 0 || err != nil {
		return tail, broken{errors.Join(err, errors.New("something stands behind its end"))}
	}
	return tail, nil
}

// backupReader reads item after item: none may unpack to more than one row can
// have, however small it is in the file.
type backupReader struct {
	*cbor.Decoder
	from *bounded
}

// Decode is the next item.
func (r backupReader) Decode(v any) error {
	r.from.left = backupRow
	return r.Decoder.Decode(v)
}

// bounded gives as many bytes as are left and then an error.
type bounded struct {
	from io.Reader
	left int
}

func (b *bounded) Read(into []byte) (int, error) {
	if b.left <= 0 {
		return 0, errors.New("a row is larger than any can be")
	}
	n, err := b.from.Read(into[:min(len(into), b.left)])
	b.left -= n
	return n, err
}

// readRows hands each row on, to the tail, which says how many there are.
func readRows(items backupReader, head backupHead, row func(int, []any) error) (tail backupTail, err error) {
	counts := make([]int64, len(head.List))
	for {
		var item backupItem
		if err := items.Decode(&item); err != nil {
			return tail, broken{err}
		}
		if item.Table == -1 && item.Tail != nil {
			if fmt.Sprint(counts) != fmt.Sprint(item.Tail.Counts) {
				return tail, broken{fmt.Errorf("it has %v rows, and was written with %v", counts, item.Tail.Counts)}
			}
			return *item.Tail, nil
		}
		if item.Table < 0 || item.Table >= len(counts) || len(item.Values) != len(head.List[item.Table].Columns) {
			return tail, broken{errors.New("a row of no table")}
		}
		counts[item.Table]++
		if err := row(item.Table, item.Values); err != nil {
			return tail, err
		}
	}
}
