package listfile

import (
	"encoding/json"

	"bianmin/app/village"
)

// Keep is the document as it is stored, for [Kept].
func (d Document) Keep() ([]byte, error) {
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
				if n, ok := v.(float64); ok {
					row[i] = int(n) // cells are texts or whole numbers
				}
			}
		}
	}
	return d, nil
}
