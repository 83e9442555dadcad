package snapshot

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"bianmin/app/village"
)

const (
	tripFormat = "bianmin-trips/1"
	maxTrips   = 100_000
)

// Trips are the items for which somebody had to come to a window among the last cases
// (到现场记录): what a catalogue promises of no trip is not said of them.
type Trips map[village.ItemCode]bool

type tripFile struct {
	Format string             `json:"format"`
	Items  []village.ItemCode `json:"items"`
}

// EncodeTrips writes a list in the order of the codes: the same list is the same bytes.
func EncodeTrips(items []village.ItemCode) ([]byte, error) {
	sorted := append([]village.ItemCode{}, items...)
	slices.Sort(sorted)
	raw, err := json.Marshal(tripFile{tripFormat, sorted})
	if err != nil {
		return nil, village.Failed("write the list of trips", err)
	}
	return raw, nil
}

// ParseTrips reads what [EncodeTrips] wrote. The error is [village.Invalid],
// err.snapshot.trips.
func ParseTrips(plain []byte) (Trips, error) {
	var f tripFile
	if err := village.DecodeJSON(plain, &f); err != nil {
		return nil, unfit("err.snapshot.trips", err)
	}
	if f.Format != tripFormat || len(f.Items) > maxTrips {
		return nil, unfit("err.snapshot.trips", fmt.Errorf("format %q, %d items", f.Format, len(f.Items)))
	}
	t := make(Trips, len(f.Items))
	for _, code := range f.Items {
		if code == "" || t[code] {
			return nil, unfit("err.snapshot.trips", errors.New("an item without a code, or twice"))
		}
		t[code] = true
	}
	return t, nil
}
