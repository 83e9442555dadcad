package seal

import (
	"bytes"
	"testing"
	"time"

	"bianmin/app/village"
)

func auditRow(seq int64) village.AuditRow {
	return village.AuditRow{
		Seq:   seq,
		Stamp: village.Stamp{Boot: [16]byte{1, 2}, Mono: 42 * time.Second, Wall: time.Date(2026, 11, 23, 9, 30, 0, 0, village.Zone), Trust: village.TimeSynced},
		Act:   village.Act{Kind: village.AuditPrint, Subject: "01936000-0000-7000-8000-000000000001", Detail: village.AuditAgain},
	}
}

func TestAuditRowHasOneForm(t *testing.T) {
	raw, err := AuditBytes(auditRow(7))
	if err != nil {
		t.Fatal(err)
	}
	got, err := ParseAudit(raw)
	if err != nil || got != auditRow(7) {
		t.Errorf("came back as %+v, %v", got, err)
	}
	for n := range raw {
		if _, err := ParseAudit(raw[:n]); err == nil {
			t.Errorf("the first %d bytes were taken", n)
		}
	}
	if _, err := ParseAudit(append(bytes.Clone(raw), 0)); err == nil {
		t.Error("a byte behind it was taken")
	}
	long := auditRow(7)
	long.Subject = string(make([]byte, 65))
	if _, err := AuditBytes(long); err == nil {
		t.Error("a subject of 65 bytes was taken")
	}
}

func TestAuditChainStandsForEveryBitBeforeIt(t *testing.T) {
	var rows [][]byte
	for seq := range int64(3) {
		raw, err := AuditBytes(auditRow(seq + 5))
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, raw)
	}
	heads, err := AuditChain(Head{9}, 5, rows)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := AuditChain(Head{9}, 6, rows); err == nil {
		t.Error("rows with other numbers were taken")
	}
	if other, _ := AuditChain(Head{8}, 5, rows); other[2] == heads[2] {
		t.Error("another past gives the same head")
	}
	for bit := range len(rows[0]) * 8 {
		rows[0][bit/8] ^= 1 << (bit % 8)
		if other, err := AuditChain(Head{9}, 5, rows); err == nil && other[2] == heads[2] {
			t.Errorf("bit %d of the first row changes nothing", bit)
		}
		rows[0][bit/8] ^= 1 << (bit % 8)
	}
}

func FuzzParseAudit(f *testing.F) {
	raw, err := AuditBytes(auditRow(7))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Fuzz(func(t *testing.T, b []byte) {
		row, err := ParseAudit(b)
		if err != nil {
			return
		}
		if again, err := AuditBytes(row); err != nil || !bytes.Equal(again, b) {
			t.Fatalf("two forms of one row: %x and %x, %v", b, again, err)
		}
	})
}
