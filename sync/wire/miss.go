package wire

import (
	"bianmin/app/seal"
	"bianmin/app/village"
)

// Misses tells of searches that found nothing, counted by day and words, which
// are sealed for the county. A count is
// that of the whole day, so that what is said twice counts once. Its answer is 204.
type Misses struct {
	_      struct{} `cbor:",toarray"`
	V      int
	Kiosk  seal.KioskID
	SentMS int64 // the kiosk's clock
	Misses []Miss
}

// Miss is a [village.Miss] on the line.
type Miss struct {
	_      struct{} `cbor:",toarray"`
	Day    village.Day
	Tag    string
	Sealed []byte
	Count  int
}

// Village is the list as the county keeps it.
func (m Misses) Village() []village.Miss {
	list := make([]village.Miss, len(m.Misses))
	for i, one := range m.Misses {
		list[i] = village.Miss{Day: one.Day, Tag: one.Tag, Sealed: one.Sealed, Count: one.Count}
	}
	return list
}

// From is the kiosk that the message says it is of.
func (m Misses) From() seal.KioskID { return m.Kiosk }

// Check refuses a list that breaks the protocol. The error is [village.Invalid]:
// err.push.version or err.miss.format.
func (m Misses) Check() error {
	if m.V != Version {
		return village.Refuse("v", "err.push.version")
	}
	return village.CheckMisses(m.Village())
}
