package snapshot

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

const rosterFormat = "bianmin-kiosks/1"

// Machine is one kiosk of the county, also one that is no longer trusted: its
// old receipts can still be checked.
type Machine struct {
	Kiosk     seal.KioskID         `json:"kiosk"`
	PublicKey []byte               `json:"public_key"` // Ed25519, 32 bytes
	Village   village.DivisionCode `json:"village"`    // where it stands, 12 digits
	RevokedMS int64                `json:"revoked_ms,omitempty"`
}

// RevokedAt is since when the county does not trust the machine; the zero time
// while it does.
func (m Machine) RevokedAt() time.Time {
	if m.RevokedMS == 0 {
		return time.Time{}
	}
	return time.UnixMilli(m.RevokedMS)
}

// Roster is every machine of a county by its name, so that each of them can
// check the receipts of all without a line.
type Roster map[seal.KioskID]Machine

type rosterFile struct {
	Format string    `json:"format"`
	Kiosks []Machine `json:"kiosks"`
}

// EncodeRoster writes machines in the order of their names: the same machines
// are the same bytes.
func EncodeRoster(machines []Machine) ([]byte, error) {
	sorted := slices.SortedFunc(slices.Values(machines), func(a, b Machine) int { return strings.Compare(string(a.Kiosk), string(b.Kiosk)) })
	raw, err := json.Marshal(rosterFile{Format: rosterFormat, Kiosks: sorted})
	if err != nil {
		return nil, village.Failed("write the list of machines", err)
	}
	return bytes.ReplaceAll(raw, []byte("},{"), []byte("},\n{")), nil
}

// ParseRoster reads what [EncodeRoster] wrote. A name that is not that of its
// key, or that stands twice, is [village.Invalid], err.snapshot.kiosks.
func ParseRoster(plain []byte) (Roster, error) {
	var f rosterFile
	if err := village.DecodeJSON(plain, &f); err != nil {
		return nil, unfit("err.snapshot.kiosks", err)
	}
	if f.Format != rosterFormat {
		return nil, unfit("err.snapshot.kiosks", fmt.Errorf("format %q", f.Format))
	}
	r := make(Roster, len(f.Kiosks))
	for _, m := range f.Kiosks {
		if len(m.PublicKey) != ed25519.PublicKeySize || seal.IDOf(m.PublicKey) != m.Kiosk || m.RevokedMS < 0 {
			return nil, unfit("err.snapshot.kiosks", fmt.Errorf("%.20q is not the name of its key", m.Kiosk))
		}
		if code, err := village.ParseDivisionCode(string(m.Village)); err != nil || code != m.Village {
			return nil, unfit("err.snapshot.kiosks", fmt.Errorf("%s stands nowhere", m.Kiosk))
		}
		if _, twice := r[m.Kiosk]; twice {
			return nil, unfit("err.snapshot.kiosks", errors.New("a machine stands there twice"))
		}
		r[m.Kiosk] = m
	}
	return r, nil
}
