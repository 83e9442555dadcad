package ipp

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Tags of RFC 8010, section 3.5.
const (
	groupOperation = 0x01
	groupJob       = 0x02
	groupEnd       = 0x03
	tagInteger     = 0x21
	tagEnum        = 0x23
	tagName        = 0x42
	tagKeyword     = 0x44
	tagURI         = 0x45
	tagCharset     = 0x47
	tagLanguage    = 0x48
	tagMime        = 0x49
	firstValueTag  = 0x10
)

// Limits of an answer; printers answer with a few KB.
const maxAnswer = 1 << 20

// request is a message to a printer while it is written.
type request struct{ raw []byte }

// newRequest begins a message. Source: RFC 8010, 3.1; RFC 8011, 4.1.4.
func newRequest(operation uint16, uri string) *request {
	r := &request{raw: []byte{2, 0}}
	r.raw = binary.BigEndian.AppendUint16(r.raw, operation)
	r.raw = binary.BigEndian.AppendUint32(r.raw, 1)
	r.raw = append(r.raw, groupOperation)
	r.add(tagCharset, "attributes-charset", []byte("utf-8"))
	r.add(tagLanguage, "attributes-natural-language", []byte("zh-cn"))
	r.add(tagURI, "printer-uri", []byte(uri))
	r.add(tagName, "requesting-user-name", []byte("bianmin"))
	return r
}

// add appends one attribute; an empty name is another value of the one before.
func (r *request) add(tag byte, name string, value []byte) {
	r.raw = append(r.raw, tag)
	r.raw = binary.BigEndian.AppendUint16(r.raw, uint16(len(name))) //nolint:gosec // our own names
	r.raw = append(r.raw, name...)
	r.raw = binary.BigEndian.AppendUint16(r.raw, uint16(len(value))) //nolint:gosec // the same
	r.raw = append(r.raw, value...)
}

func (r *request) integer(name string, n int32) {
	r.add(tagInteger, name, binary.BigEndian.AppendUint32(nil, uint32(n))) //nolint:gosec // bits
}

// end is the message without its document.
func (r *request) end() []byte { return append(r.raw, groupEnd) }

// answer is what a printer said: the values of each attribute, of whatever group.
type answer struct {
	status uint16
	values map[string][]value
}

type value struct {
	tag byte
	raw []byte
}

var errShort = errors.New("an answer that ends too early")

// parse reads an answer. It refuses what is cut off, and takes no more than there is.
func parse(raw []byte) (answer, error) {
	if len(raw) < 9 || len(raw) > maxAnswer {
		return answer{}, errShort
	}
	a := answer{status: binary.BigEndian.Uint16(raw[2:]), values: map[string][]value{}}
	rest, name := raw[8:], ""
	for len(rest) > 0 {
		tag := rest[0]
		rest = rest[1:]
		switch {
		case tag == groupEnd:
			return a, nil
		case tag < firstValueTag:
			name = ""
			continue
		}
		var key, text []byte
		var err error
		if key, rest, err = take(rest); err != nil {
			return answer{}, err
		}
		if text, rest, err = take(rest); err != nil {
			return answer{}, err
		}
		if len(key) > 0 {
			name = string(key)
		}
		if name == "" {
			return answer{}, fmt.Errorf("a value without a name")
		}
		a.values[name] = append(a.values[name], value{tag, text})
	}
	return answer{}, errShort
}

// take is the piece at the beginning of rest behind its length.
func take(rest []byte) (piece, after []byte, err error) {
	if len(rest) < 2 {
		return nil, nil, errShort
	}
	n := int(binary.BigEndian.Uint16(rest))
	if len(rest) < 2+n {
		return nil, nil, errShort
	}
	return rest[2 : 2+n], rest[2+n:], nil
}

// number is the first value of an attribute as a number.
func (a answer) number(name string) (int, bool) {
	for _, v := range a.values[name] {
		if (v.tag == tagInteger || v.tag == tagEnum) && len(v.raw) == 4 {
			return int(int32(binary.BigEndian.Uint32(v.raw))), true //nolint:gosec // bits
		}
	}
	return 0, false
}

// words are the values of an attribute as texts.
func (a answer) words(name string) (list []string) {
	for _, v := range a.values[name] {
		list = append(list, string(v.raw))
	}
	return list
}
