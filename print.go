package main

import (
	"bytes"
	"context"
	"image"
	"slices"

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

// drawing is how a receipt is drawn.
type drawing struct {
	mm    int // width of the paper
	again int // how many papers of it there may be already
}

// drawReceipt draws the receipt of a code from what is kept in clear.
func (k *kiosk) drawReceipt(ctx context.Context, code string, mm int) (*image.Paletted, desk.Status, error) {
	status, err := k.desk.Status(ctx, code)
	if err != nil {
		return nil, status, err
	}
	bitmap, err := k.paintReceipt(ctx, status, drawing{mm: mm})
	return bitmap, status, err
}

func (k *kiosk) paintReceipt(ctx context.Context, status desk.Status, how drawing) (*image.Paletted, error) {
	painter, err := k.painter()
	if err != nil {
		return nil, village.Failed("read the fonts", err)
	}
	bitmap, err := painter.Paint(k.receiptContent(ctx, status, how.again), receipt.Paper(how.mm))
	if err != nil {
		return nil, village.Failed("draw the receipt", err)
	}
	return bitmap, nil
}

// drawFollowUp draws the slip of the n-th thing that was handed in with the paper of
// a case.
func (k *kiosk) drawFollowUp(ctx context.Context, status desk.Status, n, mm int) (*image.Paletted, village.FollowUp, error) {
	i := slices.IndexFunc(status.FollowUps, func(f village.FollowUpAt) bool { return f.Nth == n })
	if i < 0 {
		return nil, village.FollowUp{}, &village.Error{Kind: village.NotFound, Field: "follow", Key: "err.follow.unknown"}
	}
	painter, err := k.painter()
	if err != nil {
		return nil, village.FollowUp{}, village.Failed("read the fonts", err)
	}
	at := status.FollowUps[i]
	content := receipt.ComposeFollowUp(receipt.FollowSource{
		FollowUp: at.FollowUp, Case: status.Case, Item: status.Item, Left: append(status.Left(), status.ToFollow()...), Texts: k.text, Places: k.divisions,
		Copy:   k.copyOf(ctx, at.Record, at.Seq),
		Centre: receipt.Centre{Name: k.centreName(k.enrolment.Load().Centre), Enrolled: at.Village != "", Example: status.Case.Example},
	})
	bitmap, err := painter.Paint(content, receipt.Paper(mm))
	return bitmap, at.FollowUp, err
}

// receiptContent is what the receipt of a case says; again is how many papers of it there
// may be already.
func (k *kiosk) receiptContent(ctx context.Context, status desk.Status, again int) receipt.Content {
	taken := status.Case // what it says of the place was true when it was taken
	return receipt.Compose(receipt.Source{
		Case: taken, Item: status.Item, Calendar: k.edition.Load().calendar, Places: k.divisions, Texts: k.text,
		Copy: k.copyOf(ctx, status.Record, taken.Seq), Again: again, Void: status.GivenBack(),
		Centre: receipt.Centre{Name: k.centreName(taken.Centre), Enrolled: taken.Village != "", Example: taken.Example},
	})
}

// copyOf says whether a receipt has to warn: what the county has is safe without a
// second medium.
func (k *kiosk) copyOf(ctx context.Context, state village.RecordState, place int64) village.Copy {
	switch state {
	case village.RecordLocal, village.RecordSent, village.RecordPartial:
		return k.reached(ctx, place)
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

// encodeSlip is the slip of a person who leaves to come back, for a thermal printer.
func (k *kiosk) encodeSlip(slip receipt.Slip, mm int) ([]byte, error) {
	slip.Centre = k.centreName(k.enrolment.Load().Centre)
	return k.encoded(func(painter *receipt.Painter) (*image.Paletted, error) {
		return painter.PaintSlip(slip, k.text, receipt.Paper(mm))
	})
}
