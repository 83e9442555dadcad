package main

import (
	"context"
	"sync"

	"bianmin/app/desk"
	"bianmin/app/village"
	"bianmin/device/scanner"
	"bianmin/ui/flow"
)

// attached is what the window was started with and can be pulled out.
type attached struct {
	paper   *paper           // nil without one
	office  *officePrinter   // nil without one
	cards   *cardReader      // nil without one
	scans   *scanner.Scanner // nil without one
	camera  *eye             // nil without one
	speaker *speaker
}

func (r runCommand) attach(k *kiosk) (attached, error) {
	paper, err := k.paperAt(r.Printer, r.Paper)
	if err != nil {
		return attached{}, err
	}
	office, err := k.officeAt(r.Office)
	a := attached{paper: paper, office: office, cards: r.reader(), camera: r.eye(), speaker: k.speaker(r.Speaker, r.Volume)}
	if r.Scanner != "" {
		a.scans = scanner.Serial(r.Scanner, k.clock.wall)
	}
	return a, err
}

// start watches the printers of k until ctx ends.
func (a attached) start(ctx context.Context, k *kiosk, group *sync.WaitGroup) {
	if a.paper == nil && a.office == nil {
		return
	}
	k.papers.begun = k.clock.wall()
	a.paper.start(ctx, group)
	a.office.leftover(ctx, a.paper != nil)
	group.Go(func() { k.watchPapers(ctx) })
}

// told is how the thermal printer is, and what of both has to be looked after.
func (a attached) told(k *kiosk) flow.Printer {
	told := a.paper.told()
	told.Unsure, told.Missing = int(k.papers.unsure.Load()), int(k.papers.missing.Load())
	return told
}

// accept takes in what was filled in at the window: where there is a printer the receipt
// waits for it from the commit on, so that it comes also when the power goes in between.
func (a attached) accept(l *line) func(context.Context, desk.Application) (desk.Accepted, error) {
	return func(ctx context.Context, in desk.Application) (desk.Accepted, error) {
		in.Print = a.paper != nil
		return l.accept(ctx, in)
	}
}

// health is how they are, for the county.
func (a attached) health(ctx context.Context) []village.Finding {
	list := []village.Finding{{Check: "printer", State: a.paper.health()}, {Check: "speaker", State: a.speaker.health()}}
	if a.office != nil {
		list = append(list, village.Finding{Check: "office", State: a.office.health(ctx)})
	}
	if a.camera != nil {
		list = append(list, village.Finding{Check: "camera", State: a.camera.health()})
	}
	if a.cards != nil {
		list = append(list, village.Finding{Check: "card", State: a.cards.health(ctx)})
	}
	if a.scans != nil {
		state := uneasy
		if a.scans.There() {
			state = fine
		}
		list = append(list, village.Finding{Check: "scanner", State: state})
	}
	return list
}

// scan hands what the scanner reads to take until ctx ends; what it returns waits for
// the end.
func (a attached) scan(ctx context.Context, take func(string)) (wait func()) {
	if a.scans == nil {
		return func() {}
	}
	ctx, stop := context.WithCancel(ctx)
	var group sync.WaitGroup
	group.Go(func() { a.scans.Run(ctx, take) })
	return func() { stop(); group.Wait() }
}
