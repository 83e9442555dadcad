package wire_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"reflect"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/snapshot"
	"bianmin/app/village"
	"bianmin/sync/wire"
)

func pull(id seal.Identity) wire.Pull {
	return wire.Pull{
		V: wire.Version, Kiosk: id.ID, SentMS: 1764000000000, Held: []wire.Held{
			{Stream: snapshot.Calendar, Version: 3, SHA256: sha256.Sum256([]byte("calendar")), Incarnation: []byte("0123456789abcdef")},
		},
	}
}

func manifest(id seal.Identity) snapshot.Manifest {
	m := snapshot.Manifest{
		Stream: snapshot.Catalogue, Version: 7, SHA256: sha256.Sum256([]byte("items")), Size: 5, IssuedAt: time.UnixMilli(1764000000002),
	}
	return m.Signed(id)
}

func pulled(id seal.Identity) wire.Pulled {
	return wire.Pulled{
		V: wire.Version, Kiosk: id.ID, Request: sha256.Sum256([]byte("request")), Incarnation: []byte("0123456789abcdef"),
		Newest: []wire.Manifest{wire.NewManifest(manifest(id))}, ServerMS: 1764000000001,
		CountyKeys: [][]byte{[]byte("a key"), []byte("its successor")},
	}
}

func TestManifestTravelsWithItsSignature(t *testing.T) {
	id := identity(t)
	got := wire.NewManifest(manifest(id)).Snapshot()
	if err := got.Verify([]ed25519.PublicKey{id.Public()}); err != nil || !reflect.DeepEqual(got, manifest(id)) {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestPullCheck(t *testing.T) {
	id := identity(t)
	refused(t, func() wire.Pull { return pull(id) }, map[string]func(*wire.Pull){
		"v":       func(p *wire.Pull) { p.V = 2 },
		"held":    func(p *wire.Pull) { p.Held = make([]wire.Held, wire.MaxStreams+1) },
		"held[0]": func(p *wire.Pull) { p.Held[0].Version = -1 },
	})
}

func TestContentComesBackAndABombDoesNot(t *testing.T) {
	plain := bytes.Repeat([]byte("items "), 1000)
	packed, err := wire.PackContent(plain)
	if err != nil || len(packed) > len(plain)/10 {
		t.Fatalf("%d bytes, %v", len(packed), err)
	}
	if got, err := wire.UnpackContent(packed); err != nil || !bytes.Equal(got, plain) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	bomb, _, err := codec(t).Seal(identity(t), "", make([]byte, snapshot.MaxPlainBytes+100))
	if err != nil {
		t.Fatal(err)
	}
	e, err := codec(t).Envelope(bomb)
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string][]byte{"a bomb": e.Payload, "rubbish": []byte("rubbish"), "cut": packed[:len(packed)-1]} {
		if _, err := wire.UnpackContent(bad); village.KindOf(err) != village.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := wire.PackContent(make([]byte, snapshot.MaxPlainBytes+1)); village.KindOf(err) != village.Invalid {
		t.Errorf("too large: %v", err)
	}
}

// FuzzPull reads whatever a known sender signed as the two messages: what is read
// is written in one form only.
func FuzzPull(f *testing.F) {
	c, id := seeds(f, func(id seal.Identity) []any { return []any{pull(id), pulled(id)} })
	f.Fuzz(func(t *testing.T, raw []byte) {
		again(t, c, id, raw, func(p wire.Pull) { _ = p.Check() })
		again(t, c, id, raw, func(p wire.Pulled) {
			for _, m := range p.Newest {
				_ = m.Snapshot().Verify([]ed25519.PublicKey{id.Public()})
			}
		})
	})
}
