package office

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"
	"unicode"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// CityEvent is what the city's platform (统一申办受理平台) is told of a case: that it was
// taken in, or that it went a step on. Nothing of a person is in it: what the city asks
// for of applicants it gets by its own way, for which there is no agreement here.
type CityEvent struct {
	Key        string               `json:"key"` // the same event has the same key, however often it is sent
	CaseNo     village.CaseNumber   `json:"caseNo"`
	ItemCode   village.ItemCode     `json:"itemCode"`
	ItemName   string               `json:"itemName"`
	Department string               `json:"department"`
	AreaCode   village.DivisionCode `json:"areaCode"`
	Channel    string               `json:"channel"` // how it came in, [Case.Source]
	State      village.CaseState    `json:"state"`   // received for the intake
	At         string               `json:"at"`      // 2026-11-28 09:30:00 in China

	Kiosk seal.KioskID     `json:"-"` // with ID and Step what Key is made of
	ID    village.RecordID `json:"-"`
	Step  int              `json:"-"`
}

// NewCityEvent is step number step of a case, 0 for its intake; source is [Case.Source]. The
// key names nothing that the city could look at more with.
func NewCityEvent(kiosk seal.KioskID, id village.RecordID, source string, step int, at time.Time) CityEvent {
	return CityEvent{
		Key: fmt.Sprintf("%s/%s/%d", kiosk, id, step), Channel: source, At: at.In(village.Zone).Format(exchangeTime),
		Kiosk: kiosk, ID: id, Step: step,
	}
}

// CityAside is an event that the city refused because it holds another content of it. A
// push leaves it out until somebody has settled that with the city and tries it again.
type CityAside struct {
	Event   CityEvent // as it is now
	Reason  string    // as the city said it
	Tries   int
	FirstAt time.Time // refused first and last
	LastAt  time.Time
}

// CityPlatform is the city's side. Telling it the same event again does nothing there.
type CityPlatform interface {
	// Take hands events over, all or none of them. An event under a known key with other
	// content is a [village.Conflict].
	Take(ctx context.Context, events []CityEvent) (CityAnswer, error)
}

// CityAnswer is what the city says when it took a batch.
type CityAnswer struct {
	Known int    // of the batch, that it had before
	Ack   string // its number for the batch; "" when it gave none
}

// CityTold is an event that the city took.
type CityTold struct {
	Event  CityEvent // as it is now
	Ack    string    // the city's number for it, the first that it gave; "" = none
	ToldAt time.Time
}

// CityBook is where the events come from. Every method but EachCityEvent is one
// transaction.
type CityBook interface {
	// EachCityEvent calls do for every event since a time of cases with an official
	// number, the oldest first, until do fails; what is set aside is left out, and without
	// again what the city took. left is how many cases have no number.
	EachCityEvent(ctx context.Context, since time.Time, again bool, do func(CityEvent) error) (left int, err error)

	// CityTook keeps that the city took events, and its number for them. A number that is
	// kept already stays.
	CityTook(ctx context.Context, events []CityEvent, ack string) error

	// SetCityEventAside keeps that the city refused an event, and why. One that is set
	// aside already has one try more.
	SetCityEventAside(ctx context.Context, e CityEvent, reason string) error

	// CityAsides are the events that are set aside, the first first.
	CityAsides(ctx context.Context) ([]CityAside, error)

	// CityEventTaken ends that an event is set aside.
	CityEventTaken(ctx context.Context, e CityEvent) error
}

// Handover is what was handed over.
type Handover struct {
	Sent  int `json:"sent"`
	Known int `json:"known"` // of them, that the city had before
	Left  int `json:"left"`  // cases without an official number, which the city cannot name
	Aside int `json:"aside"` // events that the city refused now
}

// cityAtOnce is how many events are handed over at a time.
const cityAtOnce = 200

// TellCity hands the events since a time over in batches: those that the city did not take
// yet, with again all of them. An event that the city refuses is
// set aside, and the others go on. It stops at the first batch that the city does not
// answer well: whoever calls again repeats what was sent, which does nothing.
func TellCity(ctx context.Context, from CityBook, to CityPlatform, since time.Time, again bool) (Handover, error) {
	t := telling{from: from, to: to}
	var batch []CityEvent
	left, err := from.EachCityEvent(ctx, since, again, func(e CityEvent) error {
		if batch = append(batch, e); len(batch) < cityAtOnce {
			return nil
		}
		full := batch
		batch = nil
		return t.send(ctx, full)
	})
	if err == nil {
		err = t.send(ctx, batch)
	}
	t.done.Left = left
	return t.done, err
}

// RetryCity hands over again what was set aside: the events with these keys, or all of them
// when none is named. A key that is not set aside is [village.NotFound] at "event".
func RetryCity(ctx context.Context, from CityBook, to CityPlatform, keys ...string) (Handover, error) {
	t := telling{from: from, to: to}
	aside, err := from.CityAsides(ctx)
	if err != nil {
		return t.done, err
	}
	for _, key := range keys {
		if !slices.ContainsFunc(aside, func(a CityAside) bool { return a.Event.Key == key }) {
			return t.done, &village.Error{Kind: village.NotFound, Field: "event", Key: "err.city.event"}
		}
	}
	for _, a := range aside {
		if len(keys) > 0 && !slices.Contains(keys, a.Event.Key) {
			continue
		}
		refused := t.done.Aside
		if err := t.send(ctx, []CityEvent{a.Event}); err != nil {
			return t.done, err
		}
		if t.done.Aside > refused {
			continue
		}
		if err := from.CityEventTaken(ctx, a.Event); err != nil {
			return t.done, err
		}
	}
	return t.done, nil
}

// telling is one run of telling the city.
type telling struct {
	from CityBook
	to   CityPlatform
	done Handover
}

// send hands a batch over. The city takes all of it or nothing, so one that is refused is
// halved until the events that it refuses stand alone.
func (t *telling) send(ctx context.Context, batch []CityEvent) error {
	if len(batch) == 0 {
		return nil
	}
	answer, err := t.to.Take(ctx, batch)
	switch {
	case err == nil:
		t.done.Sent, t.done.Known = t.done.Sent+len(batch), t.done.Known+answer.Known
		return t.from.CityTook(ctx, batch, shown(answer.Ack))
	case village.KindOf(err) != village.Conflict:
		return err
	case len(batch) == 1:
		t.done.Aside++
		return t.from.SetCityEventAside(ctx, batch[0], cityReason(err))
	}
	half := len(batch) / 2
	if err := t.send(ctx, batch[:half]); err != nil {
		return err
	}
	return t.send(ctx, batch[half:])
}

// KeepCityTold tells the city what is new, at once and every so often, until ctx ends. Several
// programs may do so: the city takes an event once.
func KeepCityTold(ctx context.Context, from CityBook, to CityPlatform, every time.Duration, log *slog.Logger) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for ; ; timer.Reset(every) {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		switch done, err := TellCity(ctx, from, to, time.Time{}, false); {
		case ctx.Err() != nil:
			return
		case err != nil:
			log.WarnContext(ctx, "the city was not told all", "sent", done.Sent, "kind", village.KindOf(err), "err", err)
		case done.Sent+done.Aside > 0:
			log.InfoContext(ctx, "the city was told", "sent", done.Sent, "known", done.Known, "aside", done.Aside)
		}
	}
}

// cityReason is what the city said, in one line that a page can take.
func cityReason(err error) string {
	if e := village.Keyed(err); e.Err != nil {
		err = e.Err
	}
	return shown(strings.Join(strings.FieldsFunc(err.Error(), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " "))
}
