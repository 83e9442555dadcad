package main

import (
	"bytes"
	"context"
	"errors"
	"image"
	"os"
	"path/filepath"
	"strings"

	"bianmin/app/desk"
	"bianmin/app/receipt"
	"bianmin/app/village"
	"bianmin/assets/font"
	"bianmin/assets/font/rare"
	"bianmin/device/printer/escpos"
	"bianmin/device/printer/file"
)

func newPainter() (*receipt.Painter, error) {
	return receipt.NewPainter(receipt.Faces{Regular: font.Regular(), Bold: font.Bold(), Rare: rare.TTF})
}

// drawReceipt draws the receipt of a code from what is kept in clear.
func (k *kiosk) drawReceipt(ctx context.Context, code string, mm int) (*image.Paletted, desk.Status, error) {
	status, err := k.desk.Status(ctx, code)
	if err != nil {
		return nil, status, err
	}
	painter, err := k.painter()
	if err != nil {
		return nil, status, village.Failed("read the fonts", err)
	}
	taken := status.Case // what it says of the place was true when it was taken
	content := receipt.Compose(receipt.Source{
		Case: taken, Item: status.Item, Calendar: k.edition.Load().calendar, Texts: k.text,
		Copy:   k.copyOf(ctx, status),
		Centre: receipt.Centre{Name: k.centreName(taken.Centre), Enrolled: taken.Village != "", Example: taken.Example},
	})
	bitmap, err := painter.Paint(content, receipt.Paper(mm))
	if err != nil {
		return nil, status, village.Failed("draw the receipt", err)
	}
	return bitmap, status, nil
}

// copyOf says whether a receipt has to warn: what the county has is safe without a
// second medium.
func (k *kiosk) copyOf(ctx context.Context, s desk.Status) village.Copy {
	switch s.Record {
	case village.RecordLocal, village.RecordSent, village.RecordPartial:
		return k.reached(ctx, s.Case.Seq)
	}
	return village.CopyNone
}

// encode is the receipt as a file of the kind that its name ends in.
func encode(kind string, bitmap *image.Paletted, page file.Page) ([]byte, error) {
	var out bytes.Buffer
	var err error
	switch kind {
	case ".png":
		err = file.PNG(&out, bitmap)
	case ".pdf":
		err = file.PDF(&out, bitmap, page)
	case ".bin":
		return escpos.Encode(bitmap)
	default:
		return nil, village.Refuse("out", "err.receipt.format")
	}
	return out.Bytes(), err
}

// print sends the receipt of a code to the thermal printer at path.
func (k *kiosk) print(ctx context.Context, code village.ShortCode, path string, mm int) error {
	if path == "" {
		return &village.Error{Kind: village.Internal, Key: "err.printer.none"}
	}
	bitmap, status, err := k.drawReceipt(ctx, string(code), mm)
	if err != nil {
		return err
	}
	raw, err := escpos.Encode(bitmap)
	if err != nil {
		return village.Failed("encode the receipt", err)
	}
	k.notePrint(ctx, status.Case.ID)
	if err := feed(path, raw); err != nil {
		k.note(ctx, village.Act{Kind: village.AuditPrintFailed, Subject: string(status.Case.ID)})
		return &village.Error{Kind: village.Internal, Key: "err.printer.write", Err: err}
	}
	return nil
}

// printSlip sends the slip of a person who leaves to come back to the thermal
// printer at path.
func (k *kiosk) printSlip(slip receipt.Slip, path string, mm int) error {
	if path == "" {
		return &village.Error{Kind: village.Internal, Key: "err.printer.none"}
	}
	painter, err := k.painter()
	if err != nil {
		return village.Failed("read the fonts", err)
	}
	slip.Centre = k.centreName(k.enrolment.Load().Centre)
	bitmap, err := painter.PaintSlip(slip, k.text, receipt.Paper(mm))
	if err != nil {
		return village.Failed("draw the slip", err)
	}
	raw, err := escpos.Encode(bitmap)
	if err == nil {
		err = feed(path, raw)
	}
	if err != nil {
		return &village.Error{Kind: village.Internal, Key: "err.printer.write", Err: err}
	}
	return nil
}

// feed hands raw to the device or file at path. A device that is not there is
// not made: a file in its place would take receipts that nobody gets.
func feed(path string, raw []byte) error {
	flags := os.O_WRONLY | os.O_APPEND
	if !strings.HasPrefix(filepath.Clean(path), "/dev/") {
		flags |= os.O_CREATE
	}
	f, err := os.OpenFile(path, flags, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(raw)
	return errors.Join(err, f.Close())
}
