package main

import (
	"context"
	"io"
	"math/rand/v2"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/assets/lang"
	"bianmin/device/printer"
	"bianmin/device/printer/escpos"
	"bianmin/device/printer/port"
	"bianmin/device/printer/printertest"
	"bianmin/storage/storetest"
)

// heard tells when the first byte of a receipt goes out, behind the questions.
type heard struct {
	io.ReadWriteCloser
	first chan time.Time
}

func (h heard) Write(b []byte) (int, error) {
	const picture = 0x1D
	if b[0] == picture {
		select {
		case h.first <- time.Now():
		default:
		}
	}
	return h.ReadWriteCloser.Write(b)
}

// BenchmarkCommitToFirstByte is from the moment at which COMMIT of a case has returned
// to the first byte at the printer: the journal, the drawing, the printer's state asked
// and answered over the network of the machine itself. Target: at most 150 ms.
func BenchmarkCommitToFirstByte(b *testing.B) {
	text, err := lang.Load(lang.Default)
	if err != nil {
		b.Fatal(err)
	}
	k, err := openKiosk(&call{Context: b.Context(), cli: &cli{Data: b.TempDir()}, text: text})
	if err != nil {
		b.Fatal(err)
	}
	defer k.Close()
	address := "tcp:" + printertest.New(576).Listen(b)
	p, err := k.paperAt(address, 80)
	if err != nil {
		b.Fatal(err)
	}
	open, err := port.Parse(address)
	if err != nil {
		b.Fatal(err)
	}
	first := make(chan time.Time, 1)
	p.device = escpos.New(func(ctx context.Context) (io.ReadWriteCloser, error) {
		line, err := open(ctx)
		return heard{line, first}, err
	})
	list := k.edition.Load().catalogue
	var took time.Duration
	n, codes := 0, rand.New(rand.NewPCG(1, 0))
	for b.Loop() {
		n++
		c, r := storetest.SampleCase(n, 2000)
		c.ShortCode, c.Catalogue, c.Item = village.NewShortCode(codes), list.Version, list.Items[0].Code
		c, err := k.store.SaveCase(b.Context(), c, r, storetest.PlainQR)
		if err != nil {
			b.Fatal(err)
		}
		committed := time.Now()
		if outcome, err := p.receipt(b.Context(), c.ShortCode); err != nil || outcome != printer.Confirmed {
			b.Fatal(outcome, err)
		}
		took += (<-first).Sub(committed)
	}
	b.ReportMetric(float64(took.Microseconds())/1000/float64(n), "first-ms")
}
