package seal

import (
	"crypto/sha256"
	"encoding/binary"

	"bianmin/app/village"
)

// MailBase is the head of a kiosk's mailbox before its first letter.
func MailBase(kiosk KioskID) Head {
	return sha256.Sum256(field([]byte("bianmin mailbox v1"), []byte(kiosk)))
}

// NextLetter is the head of a mailbox after l, whose Seq must stand. It stands for
// every letter up to there, and names l: two letters with one head are the same.
func (h Head) NextLetter(kiosk KioskID, l village.Letter) Head {
	b := field([]byte("bianmin letter v1"), []byte(kiosk))
	b = binary.BigEndian.AppendUint64(b, uint64(l.Seq))
	b = append(b, h[:]...)
	b = field(b, []byte(l.Kind))
	b = binary.BigEndian.AppendUint64(b, uint64(l.WrittenAt.UnixMilli()))
	sum := sha256.Sum256(l.Body)
	return sha256.Sum256(append(b, sum[:]...))
}

// LetterChain numbers letters from after on and gives them their heads, from prev
// on; it returns the last.
func LetterChain(kiosk KioskID, after int64, prev Head, letters []village.Letter) Head {
	for i := range letters {
		letters[i].Seq = after + int64(i) + 1
		prev = prev.NextLetter(kiosk, letters[i])
		letters[i].Head = append([]byte(nil), prev[:]...)
	}
	return prev
}
