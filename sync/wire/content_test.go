package wire_test

import (
	"bytes"
	"crypto/ed25519"
	"maps"
	"slices"
	"testing"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/inspect"
	"bianmin/app/seal"
	"bianmin/app/snapshot"
	"bianmin/app/village"
	assets "bianmin/assets/inspect"
	"bianmin/sync/wire"
)

// writers read a content and write it again, of the streams that a program writes.
func writers() map[snapshot.Stream]func([]byte) ([]byte, error) {
	return map[snapshot.Stream]func([]byte) ([]byte, error){
		snapshot.Kiosks: func(plain []byte) ([]byte, error) {
			r, err := snapshot.ParseRoster(plain)
			return written(err, func() ([]byte, error) { return snapshot.EncodeRoster(slices.Collect(maps.Values(r))) })
		},
		snapshot.Helpers: func(plain []byte) ([]byte, error) {
			s, err := snapshot.ParseStaff(plain)
			return written(err, func() ([]byte, error) { return snapshot.EncodeStaff(s.Until, slices.Collect(maps.Values(s.Helpers))) })
		},
		snapshot.TripItems: func(plain []byte) ([]byte, error) {
			t, err := snapshot.ParseTrips(plain)
			return written(err, func() ([]byte, error) { return snapshot.EncodeTrips(slices.Collect(maps.Keys(t))) })
		},
		snapshot.Serving: func(plain []byte) ([]byte, error) {
			list, err := snapshot.ParseServing(plain)
			return written(err, func() ([]byte, error) { return snapshot.EncodeServing(list) })
		},
		snapshot.Hours: func(plain []byte) ([]byte, error) {
			h, err := snapshot.ParseHours(plain)
			return written(err, func() ([]byte, error) { return snapshot.EncodeHours(h) })
		},
		snapshot.Checklists: func(plain []byte) ([]byte, error) {
			list, err := inspect.ParseTemplates(plain)
			return written(err, func() ([]byte, error) { return inspect.EncodeTemplates(list) })
		},
	}
}

func written(err error, encode func() ([]byte, error)) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	return encode()
}

// contents are good ones to begin from.
func contents(t testing.TB, id seal.Identity) (all [][]byte) {
	t.Helper()
	add := func(plain []byte, err error) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, plain)
	}
	add([]byte(`{"format":"bianmin-notices/1","notices":[]}`), nil)
	add(snapshot.EncodeRoster([]snapshot.Machine{{Kiosk: id.ID, PublicKey: id.Public(), Village: "445203104202", RevokedMS: 1}}))
	add(snapshot.EncodeStaff(time.Date(2026, 12, 28, 0, 0, 0, 0, village.Zone), []snapshot.Helper{{Badge: "B-1", Salt: make([]byte, 16), PIN: make([]byte, ed25519.PublicKeySize)}}))
	add(snapshot.EncodeTrips([]village.ItemCode{"b", "a"}))
	add(snapshot.EncodeServing([]inspect.Service{{Badge: "B-1", Centre: "445203104202", First: "2026-11-01"}}))
	add(snapshot.EncodeHours(snapshot.ServiceHours{"445203104202": {Workdays: []calendar.Span{{From: 510, To: 720}}, Special: []calendar.SpecialDay{{Day: "2026-12-31", Why: "x"}}}}))
	checklists, err := assets.Templates()
	if err != nil {
		t.Fatal(err)
	}
	add(inspect.EncodeTemplates(checklists))
	return all
}

// FuzzContent unpacks whatever claims to be a content and reads it by the rules of
// every stream; what is taken is written in one form, which is taken too.
func FuzzContent(f *testing.F) {
	for _, plain := range contents(f, identity(f)) {
		packed, err := wire.PackContent(plain)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(packed)
		f.Add(plain)
	}
	all := writers()
	f.Fuzz(func(t *testing.T, raw []byte) {
		if plain, err := wire.UnpackContent(raw); err == nil {
			if len(plain) > snapshot.MaxPlainBytes {
				t.Fatalf("%d bytes came out", len(plain))
			}
			read(t, all, plain)
		} else if village.KindOf(err) != village.Invalid {
			t.Errorf("foreign error %v", err)
		}
		if !read(t, all, raw) {
			return
		}
		if packed, err := wire.PackContent(raw); err == nil {
			if plain, err := wire.UnpackContent(packed); err != nil || !bytes.Equal(plain, raw) {
				t.Errorf("what was packed does not come back: %v", err)
			}
		}
	})
}

// read reads plain as each stream and wants what is taken back as it was written.
func read(t *testing.T, all map[snapshot.Stream]func([]byte) ([]byte, error), plain []byte) (some bool) {
	t.Helper()
	for _, stream := range snapshot.Streams() {
		taken := snapshot.Check(stream, plain) == nil
		some = some || taken
		again, ok := all[stream]
		if !ok || !taken {
			continue
		}
		first, err := again(plain)
		if err != nil {
			t.Fatalf("%s is taken and not written: %v", stream, err)
		}
		if second, err := again(first); err != nil || !bytes.Equal(first, second) {
			t.Errorf("%s: %s is written again as %s, %v", stream, first, second, err)
		}
	}
	return some
}

// TestEachContentOfTheFuzzTargetIsTaken: what mutations begin from is good, of every
// stream that a program writes.
func TestEachContentOfTheFuzzTargetIsTaken(t *testing.T) {
	all := writers()
	for _, plain := range contents(t, identity(t)) {
		for stream := range all {
			if snapshot.Check(stream, plain) == nil {
				delete(all, stream)
			}
		}
		read(t, writers(), plain)
	}
	for stream := range all {
		t.Errorf("no good content of %s", stream)
	}
}
