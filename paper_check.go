package main

import (
	"context"

	"bianmin/app/village"
	"bianmin/device/printer"
)

// checkPrinter asks the thermal printer how it is.
func (k *kiosk) checkPrinter(ctx context.Context, address string) finding {
	if address == "" {
		return finding{"printer", uneasy, k.text.T("doctor.printer.none")}
	}
	p, err := k.paperAt(address, 0)
	if err != nil {
		return finding{"printer", broken, k.text.T(village.Keyed(err).Key)}
	}
	ctx, cancel := context.WithTimeout(ctx, lookFor)
	defer cancel()
	state := p.device.Status(ctx)
	message := address + k.text.T("doctor.between") + k.text.T("printer.state."+string(state))
	return finding{"printer", printerHealth(state), message}
}

// health is how the printer was when it was last seen.
func (p *paper) health() health {
	if p == nil {
		return uneasy
	}
	return printerHealth(p.state.Load().(printer.State))
}

func printerHealth(state printer.State) health {
	switch {
	case !state.Prints():
		return broken
	case state != printer.Ready:
		return uneasy
	}
	return fine
}
