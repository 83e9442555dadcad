package main

import (
	"context"
	"image"
	"time"

	"bianmin/app/receipt"
	"bianmin/app/village"
	"bianmin/device/printer/escpos"
	"bianmin/ui/flow"
)

// tryFor is how long a maintainer is waited for, to lay a card down or to scan.
const tryFor = 20 * time.Second

// toTry is what of the machine can be tried behind the PIN.
func (at attached) toTry(k *kiosk) []flow.Device {
	list := []flow.Device{{Key: "printer", Try: at.paper.trial}}
	if at.office != nil {
		list = append(list, flow.Device{Key: "office", Try: at.office.trial})
	}
	if read := at.cards.reading(k.life); read != nil {
		list = append(list, flow.Device{Key: "card", Try: func(ctx context.Context) error {
			return waited(ctx, func(ctx context.Context) error {
				_, err := read(ctx)
				return err
			})
		}})
	}
	if at.camera != nil {
		list = append(list, flow.Device{Key: "camera", Try: at.camera.probe})
	}
	if say := at.speaker.saying(); say != nil {
		list = append(list, flow.Device{Key: "speaker", Try: func(ctx context.Context) error {
			return say(ctx, k.text.Language, []flow.Phrase{{Text: k.text.T("voice.test")}})
		}})
	}
	// Scanners that type are not named to the program: the trial is always there.
	return append(list, flow.Device{Key: "scanner", Try: func(ctx context.Context) error {
		return waited(ctx, func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() })
	}})
}

// waited does what waits for a person, not longer than [tryFor].
func waited(ctx context.Context, do func(context.Context) error) error {
	limit, cancel := context.WithTimeout(ctx, tryFor)
	defer cancel()
	err := do(limit)
	if err != nil && limit.Err() != nil && ctx.Err() == nil {
		return &village.Error{Kind: village.Internal, Key: "err.device.late", Err: err}
	}
	return err
}

// trial prints the paper by which a maintainer sees whether the printer is well.
func (p *paper) trial(ctx context.Context) error {
	if p == nil {
		return noPaper()
	}
	k := p.kiosk
	_, err := p.other(ctx, func() ([]byte, error) { // the maintainer looks for himself
		return k.encoded(func(painter *receipt.Painter) (*image.Paletted, error) {
			return painter.PaintTest(k.centreName(k.enrolment.Load().Centre), k.text, receipt.Paper(p.mm))
		})
	})
	return err
}

// practice prints the paper of who practises: it says that it is no receipt.
func (p *paper) practice(ctx context.Context) (came bool, err error) {
	if p == nil {
		return false, noPaper()
	}
	k := p.kiosk
	return p.other(ctx, func() ([]byte, error) {
		return k.encoded(func(painter *receipt.Painter) (*image.Paletted, error) {
			return painter.PaintPractice(k.centreName(k.enrolment.Load().Centre), k.text, receipt.Paper(p.mm))
		})
	})
}

// encoded is for the thermal printer what paint draws.
func (k *kiosk) encoded(paint func(*receipt.Painter) (*image.Paletted, error)) ([]byte, error) {
	painter, err := k.painter()
	if err != nil {
		return nil, village.Failed("read the fonts", err)
	}
	bitmap, err := paint(painter)
	if err != nil {
		return nil, village.Failed("draw a paper", err)
	}
	return escpos.Encode(bitmap)
}
