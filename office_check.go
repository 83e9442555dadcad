package main

import (
	"bytes"
	"context"
	"errors"

	"bianmin/app/letter"
	"bianmin/device/printer"
)

// checkOffice asks the A4 printer how it is. Without one there is the receipt on the
// thermal printer: nobody is sent away.
func (k *kiosk) checkOffice(ctx context.Context, address string) finding {
	if address == "" {
		return finding{"office", fine, k.text.T("doctor.office.none")}
	}
	o, err := k.officeAt(address)
	if err != nil {
		return finding{"office", uneasy, k.text.T("err.printer.ipp")}
	}
	state := o.status(ctx)
	message := address + k.text.T("doctor.between") + k.text.T("printer.state."+string(state))
	return finding{"office", officeHealth(state), message}
}

func (o *officePrinter) status(ctx context.Context) printer.State {
	ctx, cancel := context.WithTimeout(ctx, lookFor)
	defer cancel()
	return o.printer.Status(ctx)
}

// health is how the A4 printer is, for the county.
func (o *officePrinter) health(ctx context.Context) health { return officeHealth(o.status(ctx)) }

func officeHealth(state printer.State) health {
	if state != printer.Ready {
		return uneasy
	}
	return fine
}

// trial prints the page by which a maintainer sees whether the A4 printer is well. It
// stands in no journal.
func (o *officePrinter) trial(ctx context.Context) error {
	o.using.Lock()
	defer o.using.Unlock()
	k := o.kiosk
	setter, err := newSetter()
	if err != nil {
		return err
	}
	var raw bytes.Buffer
	if err := setter.PDF(&raw, letter.Letter{
		Kind: "trial", Title: k.text.T("letter.trial"), From: k.centreName(k.enrolment.Load().Centre), At: k.clock.wall(),
		PageText: k.text.T("letter.page"), Parts: []letter.Part{{Text: k.text.T("letter.trial.text")}}, Foot: []string{k.text.T("letter.foot.unsealed")},
	}); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, officeFor)
	defer cancel()
	_, err = o.printer.Print(ctx, "trial", raw.Bytes())
	if t, ok := errors.AsType[*printer.Trouble](err); ok {
		return officeTrouble(t)
	}
	return err
}
