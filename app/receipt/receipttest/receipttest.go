// Package receipttest holds sample receipts for tests: short and long, many
// papers, both widths of paper, all of invented cases.
package receipttest

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/json"
	"fmt"
	"image"
	"math/rand/v2"
	"testing"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/receipt"
	"bianmin/app/seal"
	"bianmin/app/village"
	calendardata "bianmin/assets/calendar"
	"bianmin/assets/font"
	"bianmin/assets/font/rare"
	"bianmin/assets/lang"
)

// Sample is a receipt that was painted.
type Sample struct {
	Name    string
	Paper   receipt.Paper
	Content receipt.Content
	Picture *image.Paletted
}

// Identity is the kiosk that signed the samples.
func Identity(t testing.TB) seal.Identity {
	t.Helper()
	id, err := seal.NewIdentity(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// Painter is a painter with the program's own faces.
func Painter(t testing.TB) *receipt.Painter {
	t.Helper()
	p, err := receipt.NewPainter(receipt.Faces{Regular: font.Regular(), Bold: font.Bold(), Rare: rare.TTF})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Samples are all sources on both widths of paper.
func Samples(t testing.TB) []Sample {
	t.Helper()
	painter := Painter(t)
	var samples []Sample
	for _, paper := range []receipt.Paper{receipt.Paper80, receipt.Paper58} {
		for _, s := range Sources(t) {
			content := receipt.Compose(s.Source)
			picture, err := painter.Paint(content, paper)
			if err != nil {
				t.Fatalf("%s on %d mm: %v", s.Name, paper, err)
			}
			samples = append(samples, Sample{fmt.Sprintf("%s-%d", s.Name, paper), paper, content, picture})
		}
	}
	return samples
}

//go:embed sources.json
var sourcesFile []byte

// Named is a source with the name of what is special about it.
type Named struct {
	Name string
	receipt.Source
}

// Sources are the cases that the samples are painted from.
func Sources(t testing.TB) []Named {
	t.Helper()
	var stored []struct {
		Name, Language string
		Centre         receipt.Centre
		Item           village.ServiceItem
		Case           village.Case
	}
	if err := json.Unmarshal(sourcesFile, &stored); err != nil {
		t.Fatal(err)
	}
	cal, err := calendar.Load(calendardata.WorkingDays())
	if err != nil {
		t.Fatal(err)
	}
	var sources []Named
	for i, s := range stored {
		text, err := lang.Load(s.Language)
		if err != nil {
			t.Fatal(err)
		}
		s.Case.Item = s.Item.Code
		finish(t, &s.Case, uint64(i))
		sources = append(sources, Named{s.Name, receipt.Source{
			Case: s.Case, Item: s.Item, Centre: s.Centre, Calendar: cal, Texts: text,
		}})
	}
	return sources
}

// finish fills in what every case has.
func finish(t testing.TB, c *village.Case, n uint64) {
	t.Helper()
	digest := sha256.Sum256([]byte{byte(n)})
	c.ID = village.RecordID(fmt.Sprintf("019aa000-0000-7000-8000-%012x", n))
	c.ShortCode = village.NewShortCode(rand.New(rand.NewPCG(n, 2026)))
	c.State, c.Digest = village.Received, digest[:]
	c.Village, c.Seq = "445203104202", 1274+int64(n)
	if c.AcceptedAt.IsZero() {
		c.AcceptedAt = time.Date(2026, 11, 23, 10, 3, 27, 0, village.Zone)
	}
	c.Audit = village.AuditMark{Seq: 2031 + int64(n), Head: digest[:]}
	if c.TimeTrust == "" {
		c.TimeTrust = village.TimeSynced
	}
	id := Identity(t)
	c.Machine = string(id.ID)
	var err error
	if c.QR, err = receipt.Seal(*c, id); err != nil {
		t.Fatal(err)
	}
}
