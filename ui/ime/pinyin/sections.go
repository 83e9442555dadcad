package pinyin

import (
	"bytes"
	"encoding/binary"
	"io"
)

// Sections are the parts of a model file before they are written; see model.go.
type Sections struct {
	Syllables         string
	Children, Entries []uint32
	Spelt             []uint16
	Promise           []byte
	EntryWord         []uint32
	EntryCost         []byte
	TextStart         []uint32
	Text              []byte
	Unigram           []uint16
	Backoff           []int16
	Row               []uint32
	Second, Bigram    []byte
	Kinds             []uint32
}

// Write writes a model file.
func (s *Sections) Write(w io.Writer) error {
	parts := []any{
		[]byte(s.Syllables), s.Children, s.Entries, s.Spelt, s.Promise, s.EntryWord, s.EntryCost, s.TextStart, s.Text,
		s.Unigram, s.Backoff, s.Row, s.Second, s.Bigram, s.Kinds,
	}
	var head, body bytes.Buffer
	head.WriteString(magic)
	start := len(magic) + 8*len(parts)
	for _, p := range parts {
		for body.Len()%8 != 0 {
			body.WriteByte(0)
		}
		from := body.Len()
		if err := binary.Write(&body, binary.LittleEndian, p); err != nil {
			return err
		}
		if err := binary.Write(&head, binary.LittleEndian, []uint32{uint32(start + from), uint32(body.Len() - from)}); err != nil {
			return err
		}
	}
	_, err := io.Copy(w, io.MultiReader(&head, &body))
	return err
}
