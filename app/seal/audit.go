package seal

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"bianmin/app/village"
)

// maxAuditText bounds each text of an audit row, in bytes.
const maxAuditText = 64

// AuditBytes is r as it is hashed, stored and told: number, boot, milliseconds
// since the boot and of the clock, big endian, then trust, kind, subject and
// detail, each behind one byte with its length. One row has one form.
func AuditBytes(r village.AuditRow) ([]byte, error) {
	b := binary.BigEndian.AppendUint64(make([]byte, 0, 128), uint64(r.Seq))
	b = append(b, r.Boot[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(r.Mono.Milliseconds()))
	b = binary.BigEndian.AppendUint64(b, uint64(r.Wall.UnixMilli()))
	for _, text := range []string{string(r.Trust), string(r.Kind), r.Subject, string(r.Detail)} {
		if len(text) > maxAuditText {
			return nil, fmt.Errorf("audit row %d holds a text of %d bytes", r.Seq, len(text))
		}
		b = append(append(b, byte(len(text))), text...)
	}
	return b, nil
}

// ParseAudit reads what [AuditBytes] wrote and nothing else. Kinds and details of
// a later release are taken as they come.
func ParseAudit(b []byte) (village.AuditRow, error) {
	const fixed = 8 + 16 + 8 + 8
	if len(b) < fixed {
		return village.AuditRow{}, errors.New("audit row is cut short")
	}
	r := village.AuditRow{Seq: int64(binary.BigEndian.Uint64(b))}
	r.Boot = [16]byte(b[8:])
	r.Mono = time.Duration(int64(binary.BigEndian.Uint64(b[24:]))) * time.Millisecond
	r.Wall = time.UnixMilli(int64(binary.BigEndian.Uint64(b[32:]))).In(village.Zone)
	var texts [4]string
	rest := b[fixed:]
	for i := range texts {
		if len(rest) == 0 || rest[0] > maxAuditText || int(rest[0]) > len(rest)-1 {
			return village.AuditRow{}, errors.New("audit row is cut short")
		}
		n := 1 + int(rest[0])
		texts[i], rest = string(rest[1:n]), rest[n:]
	}
	if len(rest) > 0 || r.Seq < 1 {
		return village.AuditRow{}, errors.New("audit row has something behind it or no number")
	}
	r.Trust, r.Kind = village.TimeTrust(texts[0]), village.AuditKind(texts[1])
	r.Subject, r.Detail = texts[2], village.AuditDetail(texts[3])
	if again, err := AuditBytes(r); err != nil || string(again) != string(b) {
		return village.AuditRow{}, errors.New("audit row has another form")
	}
	return r, nil
}

// Audit is the head after a row of an audit log, given as its bytes; h is the
// head before it, zero before the first row.
func (h Head) Audit(row []byte) Head {
	b := append([]byte("bianmin audit v1"), h[:]...)
	return sha256.Sum256(append(b, row...))
}

// AuditChain reads rows that follow one another, the first with number first, and
// gives the head after each. prev is the head before them. The error names the row
// that is none or has another number.
func AuditChain(prev Head, first int64, rows [][]byte) ([]Head, error) {
	heads := make([]Head, len(rows))
	for i, raw := range rows {
		row, err := ParseAudit(raw)
		if err == nil && row.Seq != first+int64(i) {
			err = fmt.Errorf("it says %d", row.Seq)
		}
		if err != nil {
			return heads[:i], fmt.Errorf("audit row %d: %w", first+int64(i), err)
		}
		prev = prev.Audit(raw)
		heads[i] = prev
	}
	return heads, nil
}
