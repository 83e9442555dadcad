package seal

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"

	"bianmin/app/village"
)

// kindMiss keeps words of searches and papers apart, as [kindKey] does for keys.
const kindMiss village.RecordKind = "miss"

func missBinding(kiosk KioskID, m village.Miss) Binding {
	return Binding{Kiosk: kiosk, Record: village.RecordID(string(m.Day) + " " + m.Tag), Kind: kindMiss, Parts: 1}
}

// MissTag tells words that were searched for apart, under a key of the day that no disk
// holds: who has the disk cannot try words.
func MissTag(key []byte, words string) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("bianmin miss v1"))
	mac.Write([]byte(words))
	return hex.EncodeToString(mac.Sum(nil)[:8])
}

// SealMiss seals the words of a search of m's day and tag for the county.
func (k CountyKey) SealMiss(kiosk KioskID, m village.Miss, words string) ([]byte, error) {
	return k.Seal(missBinding(kiosk, m), []byte(words))
}

// OpenMiss is the words of a search that a kiosk told of, or [ErrNoSecret].
func OpenMiss(secrets []CountySecret, kiosk KioskID, m village.Miss) (string, error) {
	words, err := OpenPart(secrets, missBinding(kiosk, m), m.Sealed)
	return string(words), err
}
