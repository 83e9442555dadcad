package snapshot

import (
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/assets/calendar"
	demo "bianmin/assets/catalog"
	checklists "bianmin/assets/inspect"
)

func machine(t testing.TB, n byte) seal.Identity {
	t.Helper()
	seed := make([]byte, 32)
	seed[0] = n
	id, err := seal.NewIdentity(seed)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestEveryPartOfAManifestIsSigned(t *testing.T) {
	county, other := machine(t, 1), machine(t, 2)
	good := Manifest{Stream: Notices, Version: 2, SHA256: [32]byte{1}, Size: 3, IssuedAt: time.UnixMilli(4)}.Signed(county)
	keys := []ed25519.PublicKey{other.Public(), county.Public()}
	if err := good.Verify(keys); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Manifest){
		"stream": func(m *Manifest) { m.Stream = Calendar }, "number": func(m *Manifest) { m.Version++ }, "content": func(m *Manifest) { m.SHA256[0]++ },
		"size": func(m *Manifest) { m.Size++ }, "time": func(m *Manifest) { m.IssuedAt = m.IssuedAt.Add(time.Second) },
		"signer":    func(m *Manifest) { m.Signer = other.ID },
		"signature": func(m *Manifest) { m.Signature = append([]byte{}, m.Signature...); m.Signature[5] ^= 1 },
		"nobody":    func(m *Manifest) { *m = m.Signed(machine(t, 3)) },
		"no number": func(m *Manifest) { m.Version = 0; *m = m.Signed(county) },
		"too large": func(m *Manifest) { m.Size = MaxBytes + 1; *m = m.Signed(county) },
	} {
		m := good
		change(&m)
		if err := m.Verify(keys); village.KindOf(err) != village.Denied || err == nil {
			t.Errorf("another %s: %v", name, err)
		}
	}
}

func TestNumbersOnlyGrowInOneLifeOfTheCounty(t *testing.T) {
	now := Held{Manifest: Manifest{Stream: Notices, Version: 5, SHA256: [32]byte{5}}, Incarnation: []byte("a")}
	for _, tt := range []struct {
		version int64
		sum     byte
		life    string
		ok      bool
	}{{6, 6, "a", true}, {5, 5, "a", true}, {5, 6, "a", false}, {4, 4, "a", false}, {4, 4, "b", true}, {5, 6, "b", true}, {6, 6, "b", true}} {
		err := now.Follows(Manifest{Stream: Notices, Version: tt.version, SHA256: [32]byte{tt.sum}}, []byte(tt.life))
		if (err == nil) != tt.ok {
			t.Errorf("%+v: %v", tt, err)
		}
	}
	if err := (Held{}).Follows(Manifest{Version: 1}, []byte("a")); err != nil {
		t.Errorf("the first: %v", err)
	}
}

func TestWhatThisReleaseShipsMayBePublished(t *testing.T) {
	tags, err := demo.RatingTags()
	if err != nil {
		t.Fatal(err)
	}
	rawTags, err := json.Marshal(tags)
	if err != nil {
		t.Fatal(err)
	}
	for stream, plain := range map[Stream][]byte{
		Catalogue: demo.Package(), Calendar: calendar.WorkingDays(), Tags: rawTags,
		Notices:   []byte(`{"format":"bianmin-notices/1","notices":[{"id":"1","title":"停电通知","text":"一\n二","from":"2026-11-01","to":"2026-11-30"}]}`),
		Templates: []byte(`{"format":"bianmin-templates/1","templates":[{"id":"a","version":"1","form":"completed","name":"办结通知","text":"您的{item}办好了"}]}`),
		Kiosks:    []byte(`{"format":"bianmin-kiosks/1","kiosks":[]}`),
		Helpers:   []byte(`{"format":"bianmin-staff/1","until":"2026-12-28","staff":[]}`),
		Hours:     []byte(`{"format":"bianmin-hours/1","centres":[]}`),

		Checklists: checklists.Raw(),
	} {
		if err := Check(stream, plain); err != nil {
			t.Errorf("%s: %v", stream, err)
		}
		for name, bad := range map[string][]byte{"cut": plain[:len(plain)/2], "trailing": append(append([]byte{}, plain...), '1'), "empty": nil, "null": []byte("null")} {
			if err := Check(stream, bad); village.KindOf(err) != village.Invalid {
				t.Errorf("%s, %s: %v", stream, name, err)
			}
		}
		for _, other := range Streams() {
			if other != stream && Check(other, plain) == nil {
				t.Errorf("a content of %s passes as one of %s", stream, other)
			}
		}
	}
	if err := Check("weather", []byte("{}")); village.Keyed(err).Key != "err.snapshot.stream" {
		t.Errorf("a stream of a later release: %v", err)
	}
}

func TestContentsThatWouldMisleadAreRefused(t *testing.T) {
	notice := func(rest string) []byte {
		return []byte(`{"format":"bianmin-notices/1","notices":[{"id":"1",` + rest + `}]}`)
	}
	days := `"from":"2026-11-01","to":"2026-11-30"`
	for name, tt := range map[string]struct {
		stream Stream
		plain  []byte
	}{
		"title too long":         {Notices, notice(`"title":"` + strings.Repeat("长", 21) + `",` + days)},
		"hidden direction":       {Notices, notice(`"title":"a\u202eb",` + days)},
		"ends before it begins":  {Notices, notice(`"title":"a","from":"2026-11-30","to":"2026-11-01"`)},
		"key twice":              {Notices, notice(`"title":"a","Title":"b",` + days)},
		"unknown key":            {Notices, notice(`"title":"a","html":"<b>",` + days)},
		"template twice":         {Templates, []byte(`{"format":"bianmin-templates/1","templates":[{"id":"a","version":"1","form":"completed","name":"a","text":"a"},{"id":"a","version":"2","form":"completed","name":"a","text":"a"}]}`)},
		"empty catalogue":        {Catalogue, []byte(`{"format":"bianmin-catalogue/1","version":"1","source":"x","example":false,"items":[]}`)},
		"item without a name":    {Catalogue, []byte(`{"format":"bianmin-catalogue/1","version":"1","source":"x","example":false,"items":[{"code":"a"}]}`)},
		"helper without PIN":     {Helpers, []byte(`{"format":"bianmin-staff/1","until":"2026-12-28","staff":[{"badge":"B-1","salt":"","pin":""}]}`)},
		"helpers without an end": {Helpers, []byte(`{"format":"bianmin-staff/1","until":"","staff":[]}`)},
		"seven tags":             {Tags, []byte(`{"version":"1","source":"x","tags":{"1":[],"2":[],"3":[],"4":[],"5":[]}}`)},
		"machine of another key": {Kiosks, fmt.Appendf(nil, `{"format":"bianmin-kiosks/1","kiosks":[{"kiosk":"KAAAAAAAAAA","public_key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","village":"445203104202"}]}`)},
	} {
		if err := Check(tt.stream, tt.plain); village.KindOf(err) != village.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRosterComesBackInOneForm(t *testing.T) {
	a, b := machine(t, 1), machine(t, 2)
	list := []Machine{
		{Kiosk: a.ID, PublicKey: a.Public(), Village: "445203104202"},
		{Kiosk: b.ID, PublicKey: b.Public(), Village: "445203104203", RevokedMS: 1764000000000},
	}
	one, err := EncodeRoster(list)
	if err != nil {
		t.Fatal(err)
	}
	other, err := EncodeRoster([]Machine{list[1], list[0]})
	if err != nil || string(one) != string(other) {
		t.Errorf("another order gives other bytes, %v", err)
	}
	got, err := ParseRoster(one)
	if err != nil || !reflect.DeepEqual(got, Roster{a.ID: list[0], b.ID: list[1]}) {
		t.Errorf("got %+v, %v", got, err)
	}
	if !got[a.ID].RevokedAt().IsZero() || got[b.ID].RevokedAt().UnixMilli() != 1764000000000 {
		t.Error("revoked machines are not told apart")
	}
	twice, err := EncodeRoster([]Machine{list[0], list[0]})
	if err == nil {
		_, err = ParseRoster(twice)
	}
	if village.KindOf(err) != village.Invalid {
		t.Errorf("a machine twice: %v", err)
	}
}

func TestNoticesAreShownOnTheirDays(t *testing.T) {
	all := []Notice{{ID: "old", From: "2026-11-01", To: "2026-11-23"}, {ID: "new", From: "2026-11-23", To: "2026-11-24"}, {ID: "later", From: "2026-11-25", To: "2026-11-26"}}
	at := func(text string) (ids []string) {
		now, err := time.ParseInLocation(time.DateTime, text, village.Zone)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range Current(all, "445203104202", now.UTC()) {
			ids = append(ids, n.ID)
		}
		return ids
	}
	if got := at("2026-11-23 23:59:59"); !reflect.DeepEqual(got, []string{"new", "old"}) {
		t.Errorf("on the last day of one: %v", got)
	}
	if got := at("2026-11-24 00:00:00"); !reflect.DeepEqual(got, []string{"new"}) {
		t.Errorf("the day after: %v", got)
	}
	if got := at("2026-12-24 00:00:00"); got != nil {
		t.Errorf("later: %v", got)
	}
}
