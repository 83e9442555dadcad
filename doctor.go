package main

import (
	"context"
	"crypto/x509"
	"fmt"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	store "bianmin/storage/kiosk"
	"bianmin/sync/outbox"
	"bianmin/sync/wire"
)

type doctorCommand struct {
	cardFlag
	scannerFlag
	cameraFlag
	officeFlag
	Printer string `help:"Thermal printer, as for run." placeholder:"ADDRESS"`
	Speaker string `help:"Player of the loudspeaker, as for run." placeholder:"COMMAND"`
}

// health is what one look found.
type health = village.FindingState

const (
	fine   = village.FindingFine
	uneasy = village.FindingUneasy
	broken = village.FindingBad
)

// finding is one line of the doctor.
type finding struct {
	Check   string `json:"check"`
	State   health `json:"state"`
	Message string `json:"message"`
}

const (
	lowDisk   = 256 << 20 // bytes free below which somebody should look
	emptyDisk = 64 << 20  // below which nobody should start
	quiet     = 24 * time.Hour
)

// Run looks at everything that a centre depends on, one line each; exit 3 when
// one of them would send a person away.
func (d doctorCommand) Run(c *call) error {
	bad := 0
	for _, f := range d.look(c) {
		if f.State == broken {
			bad++
		}
		line := c.text.T("doctor.line", "state", c.text.T("doctor.state."+string(f.State)),
			"check", c.text.T("doctor."+f.Check), "message", f.Message)
		if c.cli.JSON {
			if err := c.line(f); err != nil {
				return err
			}
		} else if err := c.answer(nil, line); err != nil {
			return err
		}
	}
	if bad > 0 {
		return &village.Error{Kind: village.Internal, Key: "err.doctor.bad", Err: fmt.Errorf("%d of the lines above", bad)}
	}
	return nil
}

func (d doctorCommand) look(c *call) []finding {
	t := c.text.T
	k, err := openKiosk(c)
	if err != nil {
		return []finding{d.disk(c), checkClock(c, newClock()), {"database", broken, c.refused(err).Message}}
	}
	defer k.Close()
	return append([]finding{d.disk(c), checkClock(c, k.clock)},
		k.checkDatabase(c),
		finding{"key", fine, t("doctor.key.name", "kiosk", k.identity.ID)},
		k.checkAudit(c), k.checkCatalogue(), k.checkPublished(c), k.checkOutbox(c), k.checkBallast(), k.checkMirror(c), k.checkCounty(c), k.checkCertificate(c), k.checkPrinter(c, d.Printer), k.checkOffice(c, d.Office), d.speaker(c), d.card(c), d.scanner(c), d.camera(c))
}

func (d doctorCommand) disk(c *call) finding {
	f := diskOf(c.cli.Data)
	if f.Figure == 0 && f.State == uneasy {
		return finding{"disk", uneasy, c.text.T("doctor.unknown")}
	}
	return finding{"disk", f.State, c.text.T("doctor.disk.free", "mb", f.Figure)}
}

// checkClock says what the machine takes for the time: k's own clock knows too what the
// county told last.
func checkClock(c *call, k *clock) finding {
	now, trust := k.now()
	return finding{"clock", clockHealth()[trust], c.text.T("doctor.clock."+string(trust), "time", rfc3339(now))}
}

// checkDatabase reads every page and every index.
func (k *kiosk) checkDatabase(ctx context.Context) finding {
	if err := k.store.Check(ctx); err != nil {
		return finding{"database", broken, k.text.T("doctor.database.damaged")}
	}
	return finding{"database", fine, k.text.T("doctor.database.whole")}
}

func (k *kiosk) checkCatalogue() finding {
	list := k.edition.Load().catalogue
	message := k.text.T("doctor.catalogue.items", "count", len(list.Items), "version", list.Version)
	if list.Example {
		return finding{"catalogue", uneasy, message + k.text.T("doctor.catalogue.example")}
	}
	return finding{"catalogue", fine, message}
}

func (k *kiosk) checkOutbox(ctx context.Context) finding {
	n, err := k.store.Count(ctx)
	if err != nil {
		return finding{"outbox", broken, k.text.T("doctor.database.damaged")}
	}
	state := fine
	if n.NeedsAttention > 0 || n.Waiting > 0 && (n.LastContact == nil || k.clock.wall().Sub(*n.LastContact) > quiet) {
		state = uneasy
	}
	return finding{"outbox", state, k.text.T("doctor.outbox.count", "waiting", n.Waiting, "stored", n.Stored, "attention", n.NeedsAttention)}
}

// askCounty is how long the doctor waits for the county.
const askCounty = 5 * time.Second

// checkCounty asks the county for nothing but an answer. No line is no fault.
func (k *kiosk) checkCounty(ctx context.Context) finding {
	e := k.enrolment.Load()
	if e.URL == "" {
		return finding{"county", broken, k.text.T("err.kiosk.not_enrolled")}
	}
	if err := k.greet(ctx, *e); err != nil {
		state := uneasy
		if village.KindOf(err) == village.Denied {
			state = broken
		}
		return finding{"county", state, k.text.T(village.Keyed(err).Key)}
	}
	return finding{"county", fine, k.text.T("doctor.county.answers", "url", e.URL)}
}

// checkCertificate looks at the machine's own certificate, which renews itself.
func (k *kiosk) checkCertificate(ctx context.Context) finding {
	own, err := x509.ParseCertificate(k.enrolment.Load().Certificate)
	if err != nil {
		return finding{"certificate", broken, k.text.T("err.kiosk.not_enrolled")}
	}
	last, err := k.store.Contact(ctx)
	if err != nil {
		return finding{"certificate", broken, k.text.T("doctor.database.damaged")}
	}
	contact := k.text.T("cli.never")
	if !last.IsZero() {
		contact = rfc3339(last)
	}
	state, key := fine, "doctor.certificate.until"
	if past := k.clock.past(); !past.Before(own.NotAfter) {
		state, key = uneasy, "doctor.certificate.expired"
	} else if !past.Before(seal.RenewAt(own)) {
		state, key = uneasy, "doctor.certificate.due"
	}
	return finding{"certificate", state, k.text.T(key, "time", rfc3339(own.NotAfter), "contact", contact)}
}

func (k *kiosk) greet(ctx context.Context, e store.Enrolment) error {
	ctx, cancel := context.WithTimeout(ctx, askCounty)
	defer cancel()
	county, err := k.connect(e, k.clock.past)
	if err != nil {
		return err
	}
	defer county.Close()
	codec, err := wire.NewCodec()
	if err != nil {
		return err
	}
	q := outbox.Queue{
		Store: k.store, County: county, Identity: k.identity, Trusted: k.countySigners, Codec: codec, Audit: k.store, Now: k.clock.wall,
	}
	return q.Ask(ctx)
}
