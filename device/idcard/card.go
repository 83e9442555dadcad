package idcard

import (
	"encoding/binary"
	"errors"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"bianmin/app/village"
)

// Card is what the machine takes from a card: who it is, and how long the card is
// good. Sex, nationality, address, picture and fingerprints are not taken, because
// nobody here asks for them.
type Card struct {
	Type   village.IDType
	Name   string // as printed; a foreigner's Chinese name, else the Latin one
	Number string
	Until  time.Time // the last day, in [village.Zone]; zero: for good (长期)
}

// Expired reports whether the card was over at a time.
func (c Card) Expired(now time.Time) bool {
	return !c.Until.IsZero() && !now.Before(c.Until.AddDate(0, 0, 1))
}

var (
	errLayout = errors.New("layout")
	errText   = errors.New("text")
)

// textLen is the length of the text of every layout.
const textLen = 256

// layout says where one kind of card has what the machine takes: offsets and
// lengths in bytes of UTF-16, little-endian, padded with spaces.
type layout struct {
	id            village.IDType
	name, latin   span // latin is empty where there is only one name
	number, until span
}

type span struct{ at, n int }

const typeAt = 248

// layouts are those of the letter at typeAt: a space for the citizen's card, J for
// the residence permit of people from Hong Kong, Macao and Taiwan, whose number is
// built as a citizen's, I for the foreigner's card of 2017 and Y for that of 2023.
func layouts(letter rune) (layout, bool) {
	until := span{204, 16}
	switch letter {
	case ' ', 0:
		return layout{village.IDResident, span{0, 30}, span{}, span{122, 36}, until}, true
	case 'J':
		return layout{village.IDResident, span{0, 30}, span{}, span{122, 36}, until}, true
	case 'I':
		return layout{village.IDForeignPRC, span{158, 30}, span{0, 120}, span{122, 30}, until}, true
	case 'Y':
		return layout{village.IDForeignPRC, span{0, 30}, span{52, 70}, span{122, 36}, until}, true
	}
	return layout{}, false
}

// decode is the card in the data of a reply to 30 01 or 30 10. The picture and the
// fingerprints in it are left where they are.
func decode(data []byte) (Card, error) {
	text, err := textOf(data)
	if err != nil {
		return Card{}, err
	}
	l, ok := layouts(rune(binary.LittleEndian.Uint16(text[typeAt:])))
	if !ok {
		return Card{}, errLayout
	}
	c := Card{Type: l.id}
	var until string
	for _, part := range []struct {
		to *string
		at span
	}{{&c.Name, l.name}, {&c.Number, l.number}, {&until, l.until}} {
		if *part.to, err = textAt(text, part.at); err != nil {
			return Card{}, err
		}
	}
	if c.Name == "" {
		if c.Name, err = textAt(text, l.latin); err != nil {
			return Card{}, err
		}
	}
	if c.Name == "" || c.Number == "" {
		return Card{}, errText
	}
	c.Until, err = parseUntil(until)
	return c, err
}

// textOf is the text in data: lengths of text and picture, in a longer reply also of
// fingerprints, and then those three.
func textOf(data []byte) ([]byte, error) {
	if len(data) < 4 {
		return nil, errLength
	}
	n, picture := int(binary.BigEndian.Uint16(data)), int(binary.BigEndian.Uint16(data[2:]))
	if n != textLen {
		return nil, errLength
	}
	if len(data) == 4+n+picture {
		return data[4 : 4+n], nil
	}
	if len(data) < 6 || len(data) != 6+n+picture+int(binary.BigEndian.Uint16(data[4:])) {
		return nil, errLength
	}
	return data[6 : 6+n], nil
}

// textAt is one field without its padding. Half a pair of a rare character is an
// error: a name must not be almost right.
func textAt(text []byte, at span) (string, error) {
	var units []uint16
	for i := at.at; i < at.at+at.n; i += 2 {
		units = append(units, binary.LittleEndian.Uint16(text[i:]))
	}
	s := strings.Trim(string(utf16.Decode(units)), " \x00\u3000")
	if strings.ContainsRune(s, utf8.RuneError) || strings.ContainsRune(s, 0) {
		return "", errText
	}
	return s, nil
}

// forGood stands on the cards of old people instead of a day.
const forGood = "\u957f\u671f"

func parseUntil(s string) (time.Time, error) {
	if s == forGood {
		return time.Time{}, nil
	}
	return time.ParseInLocation("20060102", s, village.Zone)
}
