package listfile

import (
	"encoding/json"
	"errors"
	"slices"

	"bianmin/app/village"
)

// errCell is the answer to a cell that would be another one when it is read again.
var errCell = errors.New("a cell is neither a text nor a whole number up to 2^53")

// fits reports whether n is itself in JSON.
func fits(n int64) bool { return -1<<53 <= n && n <= 1<<53 }

// Keep is the document as it is stored, for [Kept].
func (d Document) Keep() ([]byte, error) {
	for _, p := range d.Parts {
		for _, v := range slices.Concat(p.Rows...) {
			n, whole := v.(int)
			if _, text := v.(string); !text && !whole || !fits(int64(n)) {
				return nil, village.Failed("keep a document", errCell)
			}
		}
	}
	raw, err := json.Marshal(d)
	if err != nil {
		return nil, village.Failed("keep a document", err)
	}
	return raw, nil
}

// Kept reads what [Document.Keep] wrote: the same document, and so the same file.
func Kept(raw []byte) (d Document, err error) {
	if err := (village.JSONRules{Depth: 8}).Decode(raw, &d); err != nil {
		return d, village.Failed("read a document", err)
	}
	for _, p := range d.Parts {
		for _, row := range p.Rows {
			for i, v := range row {
				if row[i], err = cell(v); err != nil {
					return Document{}, village.Failed("read a document", err)
				}
			}
		}
	}
	return d, nil
}

// cell is a text or a whole number as JSON has it.
func cell(v any) (any, error) {
	switch v := v.(type) {
	case string:
		return v, nil
	case float64:
		if n := int(v); float64(n) == v && fits(int64(n)) {
			return n, nil
		}
	}
	return nil, errCell
}
