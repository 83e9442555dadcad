package flow

import "context"

// Device is something that is plugged into the machine and can be tried. Its words
// stand under device.KEY, device.KEY.ask and device.KEY.done.
type Device struct {
	Key string // printer, office, card, camera, speaker, scanner
	Try func(ctx context.Context) error
}

// TrialState is how far the trial of a device is.
type TrialState string

const (
	TrialNone   TrialState = ""
	TrialGoes   TrialState = "goes"
	TrialDone   TrialState = "done"
	TrialFailed TrialState = "failed"
)

// Trial is what became of the last trial of a device.
type Trial struct {
	State TrialState
	Text  string // for the maintainer
}

// Devices lets the maintainer try one thing after the other (试设备). Of a card or a
// code that is read nothing is kept and nothing shown.
type Devices struct {
	page
	Trials map[string]Trial
	Pages  Pages

	stop func() // ends the trial that goes on; nil when none does
}

// List are the devices that can be tried here.
func (d *Devices) List() []Device { return d.kiosk.Devices }

// Busy reports whether a trial goes on: one at a time, so that it is plain which
// sound or paper belongs to which.
func (d *Devices) Busy() bool { return d.stop != nil }

// Try tries the device of key.
func (d *Devices) Try(key string) {
	for _, dev := range d.kiosk.Devices {
		if dev.Key != key || d.Busy() {
			continue
		}
		// The trial ends with the page, not with a call: whoever leaves it stops it.
		ctx, stop := context.WithCancel(context.Background())
		d.stop = stop
		d.Trials[key] = Trial{TrialGoes, d.T("device." + key + ".ask")}
		d.Changed()
		var err error
		d.run(func() { err = dev.Try(ctx) }, func() {
			if ctx.Err() != nil {
				return
			}
			stop()
			d.stop = nil
			d.Trials[key] = Trial{TrialDone, d.T("device." + key + ".done")}
			if err != nil {
				d.Trials[key] = Trial{TrialFailed, d.problem(err, "device.failed").Text}
			}
			d.Changed()
		})
	}
}

// scanned ends the trial of the scanner: a code has come.
func (d *Devices) scanned() {
	if d.Trials["scanner"].State == TrialGoes {
		d.stop()
		d.stop = nil
		d.Trials["scanner"] = Trial{TrialDone, d.T("device.scanner.done")}
		d.Changed()
	}
}

// Down goes on to the page that starts at next.
func (d *Devices) Down(next int) { d.Pages.Down(next); d.Changed() }

// Up goes back one page.
func (d *Devices) Up() { d.Pages.Up(); d.Changed() }

func (d *Devices) wipe() {
	if d.stop != nil {
		d.stop()
	}
	*d = Devices{page: d.page, Trials: map[string]Trial{}}
}

func (d *Devices) aloud() []Phrase {
	s := d.script("devices.title")
	for _, dev := range d.kiosk.Devices {
		s.speak(d.T("device."+dev.Key), d.Trials[dev.Key].Text)
	}
	s.say("devices.note")
	return s.phrases
}
