package storetest

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// Moment is the time of samples, to the millisecond.
var Moment = time.Date(2026, 11, 23, 9, 30, 0, 0, village.Zone)

// Identity is the machine that samples are of.
func Identity() seal.Identity {
	identity, err := seal.NewIdentity(bytes.Repeat([]byte{3}, 32))
	if err != nil {
		panic(err)
	}
	return identity
}

// Seed is the key of [Identity].
func Seed() ([]byte, error) { return bytes.Repeat([]byte{3}, 32), nil }

// SampleCase is the n-th of different cases with its record; bytes is the size
// of the record's body, 40 at least. Two numbers never share a short code or id.
func SampleCase(n, bytes int) (village.Case, village.Record) {
	body := fmt.Sprintf(`{"sample":%d,"text":"`, n)
	body += strings.Repeat("x", max(0, bytes-len(body)-2)) + `"}`
	r := sampleRecord(n, village.RecordCase, []byte(body))
	c := village.Case{
		ID: r.ID, ShortCode: sampleCode(n), Item: "demo-elder-allowance", Catalogue: "v1", State: village.Received,
		AcceptedAt: r.CreatedAt, TimeTrust: r.TimeTrust, Digest: r.Digest, Village: "445203104203", Centre: "江滨村党群服务中心", Example: true, Machine: "KABCDEFGHI",
		Materials: []village.HandedIn{{Code: "id-card", How: village.Photographed}, {Code: "photo", How: village.Missing}},
		QR:        fmt.Sprintf("BM1:SAMPLE%d", n), Tag: uint32(n), TagDay: "2026-11-23", Behalf: n%2 == 1,
	}
	if n%4 == 1 {
		c.Entrust = &village.Entrustment{Scope: []village.EntrustScope{village.EntrustHandIn, village.EntrustSupplement}, ValidTo: "2026-12-31"}
	}
	return c, r
}

// PlainQR leaves the sample's own text of a QR code on its receipt.
func PlainQR(c village.Case) (string, error) { return c.QR, nil }

// SampleRating is the n-th of different ratings, of the case with a code.
func SampleRating(n int, target village.ShortCode) (village.Rating, village.Record) {
	r := sampleRecord(n, village.RecordRating, fmt.Appendf(nil, `{"sample":%d}`, n))
	return village.Rating{ID: r.ID, Target: target, Act: "receive", RatedAt: r.CreatedAt, Digest: r.Digest}, r
}

// SamplePart is a paper of size bytes.
func SamplePart(material string, size int) village.Part {
	data := []byte(strings.Repeat(material, size/len(material)+1)[:size])
	sum := sha256.Sum256(data)
	return village.Part{Material: material, Type: "image/jpeg", SHA256: sum[:], Data: data}
}

func sampleRecord(n int, kind village.RecordKind, body []byte) village.Record {
	sum := sha256.Sum256(body)
	return village.Record{
		ID: village.RecordID(fmt.Sprintf("01936000-0000-7000-8000-%012d", n)), Kind: kind, Schema: 1, Body: body, Digest: sum[:],
		CreatedAt: Moment.Add(time.Duration(n) * time.Second), TimeTrust: village.TimeSynced, State: village.RecordLocal,
	}
}

// sampleCode writes n in the letters of a short code; the check character is
// not a true one, which no store minds.
func sampleCode(n int) village.ShortCode {
	const letters = "23456789ACEFHJKMNPRTWXY"
	b := []byte("22222222")
	for i := len(b) - 1; n > 0; i-- {
		b[i], n = letters[n%len(letters)], n/len(letters)
	}
	return village.ShortCode(b)
}
