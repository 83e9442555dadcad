package flow

import (
	"context"

	"bianmin/app/village"
)

// Scanned takes what a scanner has read, wherever the person is. Who waits for a code
// gets it first; else a receipt opens its progress, where that takes nothing from
// anybody: on the home page and where a receipt is asked for. A code that nobody takes
// is no sign of a person: a paper may lie under the scanner.
func (t *Turn) Scanned(ctx context.Context, text string) {
	if t.route == RouteDevices {
		t.Touch()
		t.Devices.scanned()
		return
	}
	if t.WantCode != nil && t.WantCode(text) {
		t.Touch()
		return
	}
	if t.visitScanned(ctx, text) {
		t.Touch()
		return
	}
	if t.homeScanned(text) || !t.Busy() && !t.Exit.Open && t.Helper.Scan(text) {
		t.Touch()
		return
	}
	if t.Practice.On || t.kiosk.ReadCode == nil || t.Busy() || t.route != RouteHome && t.route != RouteProgress {
		return
	}
	if t.Exit.Open || t.Helper.Open || t.Progress.busy() {
		return
	}
	t.Touch()
	code, err := t.kiosk.ReadCode(text)
	if t.route == RouteHome {
		t.start(RouteProgress)
	}
	t.Progress.scanned(ctx, code, err)
}

// scanned shows the receipt of a code as if it had been typed.
func (p *Progress) scanned(ctx context.Context, code village.ShortCode, err error) {
	p.wipe()
	p.hush()
	if err != nil {
		p.Problem = p.problem(err, "progress.failed")
		p.Changed()
		return
	}
	p.Typed = string(code)
	p.Find(ctx)
}
