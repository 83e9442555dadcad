package snapshot

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"bianmin/app/lock"
	"bianmin/app/village"
)

const staffFormat = "bianmin-staff/1"

// Helper is what a machine needs to know of a badge to believe the PIN of its
// holder: no name. Role, places and days stand in the badge itself.
type Helper struct {
	Badge string `json:"badge"`
	Salt  []byte `json:"salt"`
	PIN   []byte `json:"pin"` // hash of app/lock
}

// Staff is who may help at the machines of a county. It is a lease: behind its last
// day nobody may, and who is not in the newest list may not any more.
type Staff struct {
	Until   time.Time // 00:00 of the last day, in [village.Zone]
	Helpers map[string]Helper
}

// Over reports whether the list is behind its last day.
func (s Staff) Over(now time.Time) bool { return !now.Before(s.Until.AddDate(0, 0, 1)) }

type staffFile struct {
	Format string   `json:"format"`
	Until  string   `json:"until"` // as 2026-12-28
	Staff  []Helper `json:"staff"`
}

// EncodeStaff writes a list that is good to the day of until, in the order of the
// badges: the same list of the same day is the same bytes.
func EncodeStaff(until time.Time, helpers []Helper) ([]byte, error) {
	sorted := slices.SortedFunc(slices.Values(helpers), func(a, b Helper) int { return strings.Compare(a.Badge, b.Badge) })
	if sorted == nil {
		sorted = []Helper{}
	}
	raw, err := json.Marshal(staffFile{staffFormat, until.In(village.Zone).Format(time.DateOnly), sorted})
	if err != nil {
		return nil, village.Failed("write the list of helpers", err)
	}
	return raw, nil
}

// ParseStaff reads what [EncodeStaff] wrote. The error is [village.Invalid],
// err.snapshot.staff.
func ParseStaff(plain []byte) (Staff, error) {
	var f staffFile
	if err := village.DecodeJSON(plain, &f); err != nil {
		return Staff{}, unfit("err.snapshot.staff", err)
	}
	until, err := time.ParseInLocation(time.DateOnly, f.Until, village.Zone)
	if err != nil || f.Format != staffFormat {
		return Staff{}, unfit("err.snapshot.staff", fmt.Errorf("format %q until %q", f.Format, f.Until))
	}
	s := Staff{Until: until, Helpers: make(map[string]Helper, len(f.Staff))}
	for _, h := range f.Staff {
		if _, twice := s.Helpers[h.Badge]; twice || h.Badge == "" || !lock.Possible(h.Salt, h.PIN) {
			return Staff{}, unfit("err.snapshot.staff", errors.New("a badge without a PIN, or twice"))
		}
		s.Helpers[h.Badge] = h
	}
	return s, nil
}
