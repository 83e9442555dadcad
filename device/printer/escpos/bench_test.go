package escpos_test

import (
	"context"
	"io"
	"testing"

	"bianmin/app/receipt/receipttest"
	"bianmin/device/printer/escpos"
	"bianmin/device/printer/port"
	"bianmin/device/printer/printertest"
)

// Target: with the drawing at most 60 ms.
func BenchmarkEncode(b *testing.B) {
	sample := receipttest.Samples(b)[0]
	for b.Loop() {
		if _, err := escpos.Encode(sample.Picture); err != nil {
			b.Fatal(err)
		}
	}
}

// watched tells when the first byte of a job goes out, which is behind the questions.
type watched struct {
	io.ReadWriteCloser
	job chan struct{}
}

func (w watched) Write(p []byte) (int, error) {
	if p[0] == 0x1D {
		w.job <- struct{}{}
	}
	return w.ReadWriteCloser.Write(p)
}

// Target: at most 150 ms after the commit; here from the receipt's bytes on, over the
// network of the machine itself.
func BenchmarkFirstByte(b *testing.B) {
	sample := receipttest.Samples(b)[0]
	raw, err := escpos.Encode(sample.Picture)
	if err != nil {
		b.Fatal(err)
	}
	open, err := port.Parse("tcp:" + printertest.New(576).Listen(b))
	if err != nil {
		b.Fatal(err)
	}
	first := make(chan struct{}, 1024)
	d := escpos.New(func(ctx context.Context) (io.ReadWriteCloser, error) {
		line, err := open(ctx)
		return watched{line, first}, err
	})
	for b.Loop() {
		done := make(chan error, 1)
		go func() { _, err := d.Print(b.Context(), raw, nil); done <- err }()
		<-first
		b.StopTimer()
		if err := <-done; err != nil {
			b.Fatal(err)
		}
		for len(first) > 0 {
			<-first
		}
		b.StartTimer()
	}
}
