package storetest

import (
	"testing"
	"time"

	"bianmin/county/office"
)

func TestMemoryKeepsTheContract(t *testing.T) {
	Kiosk(t, func(*testing.T) KioskStore { return NewMemory(func() time.Time { return Moment }) })
}

func TestTheCountyInMemoryKeepsTheContractOfLetters(t *testing.T) {
	CountyLetters(t, func(*testing.T) MailRig {
		clock := Moment
		c := NewCounty(func() time.Time { return clock })
		c.Know(Identity().Public())
		c.Know(other().Public())
		return MailRig{
			Store: c, Clock: &clock,
			KeepCase: func(t *testing.T, k office.Case) { must(t, c.KeepCase(t.Context(), k)) },
			Restored: func(*testing.T) { c.mail.restoredAt = clock },
		}
	})
}

func TestTheCountyInMemoryLooksAfterPieces(t *testing.T) {
	Minder(t, func(*testing.T) MinderRig {
		c := NewCounty(func() time.Time { return Moment })
		for _, key := range Trusted() {
			c.Know(key)
		}
		return MinderRig{Store: c, Pieces: c, Spoil: func(_ *testing.T, sum [32]byte) { c.Spoil(sum) }}
	})
}
