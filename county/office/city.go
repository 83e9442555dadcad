package office

import (
	"context"
	"fmt"
	"time"

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
	Channel    string               `json:"channel"`
	State      village.CaseState    `json:"state"` // received for the intake
	At         string               `json:"at"`    // 2026-11-28 09:30:00 in China
}

// NewCityEvent is step number step of a case, 0 for its intake. The key names nothing that
// the city could look at more with.
func NewCityEvent(kiosk seal.KioskID, id village.RecordID, step int, at time.Time) CityEvent {
	return CityEvent{Key: fmt.Sprintf("%s/%s/%d", kiosk, id, step), Channel: "kiosk", At: at.In(village.Zone).Format(exchangeTime)}
}

// CityPlatform is the city's side. Telling it the same event again does nothing there.
type CityPlatform interface {
	// Take hands events over, all or none of them; known is how many of them it had
	// before. An event under a known key with other content is a [village.Conflict].
	Take(ctx context.Context, events []CityEvent) (known int, err error)
}

// CityBook is where the events come from.
type CityBook interface {
	// EachCityEvent calls do for every event since a time of cases with an official
	// number, the oldest first, until do fails; left is how many cases have none.
	EachCityEvent(ctx context.Context, since time.Time, do func(CityEvent) error) (left int, err error)
}

// Handover is what was handed over.
type Handover struct {
	Sent  int `json:"sent"`
	Known int `json:"known"` // of them, that the city had before
	Left  int `json:"left"`  // cases without an official number, which the city cannot name
}

// cityAtOnce is how many events are handed over at a time.
const cityAtOnce = 200

// TellCity hands the events since a time over in batches. It stops at the first batch that
// the city does not take: whoever calls again repeats what was sent, which does nothing.
func TellCity(ctx context.Context, from CityBook, to CityPlatform, since time.Time) (h Handover, err error) {
	var batch []CityEvent
	send := func() error {
		if len(batch) == 0 {
			return nil
		}
		known, err := to.Take(ctx, batch)
		if err != nil {
			return err
		}
		h.Sent, h.Known, batch = h.Sent+len(batch), h.Known+known, batch[:0]
		return nil
	}
	h.Left, err = from.EachCityEvent(ctx, since, func(e CityEvent) error {
		if batch = append(batch, e); len(batch) < cityAtOnce {
			return nil
		}
		return send()
	})
	if err == nil {
		err = send()
	}
	return h, err
}
