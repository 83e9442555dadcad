package catalog

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"

	"bianmin/app/village"
)

// FromJSON reads every JSON form that districts hand in: our package (see
// [Load]), an array of flat objects (one row each, see [FromRows]), and an
// array of full items with materials and fields, whose code may stand under
// "key". null means not known. Fields that we have no use for are skipped in
// the two arrays; a key that stands twice, or twice but for its case, is refused.
// list is used where the file names no version of its own.
func FromJSON(raw []byte, list List) (Catalogue, []Problem, error) {
	raw = bytes.TrimSpace(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf")))
	if len(raw) > 0 && raw[0] == '{' {
		c, err := Load(raw)
		return c, nil, err
	}
	var objects []json.RawMessage
	err := village.JSONRules{Depth: foreignDepth}.Check(raw)
	if err == nil {
		err = json.Unmarshal(raw, &objects)
	}
	if err != nil {
		return Catalogue{}, nil, unreadable(err)
	}
	rows := make([]Row, 0, len(objects))
	var items []village.ServiceItem
	for i, object := range objects {
		row, flat, err := flatRow(i+1, object)
		if err != nil {
			return Catalogue{}, nil, err
		}
		if flat {
			rows = append(rows, row)
			continue
		}
		it, err := fullItem(i+1, object)
		if err != nil {
			return Catalogue{}, nil, err
		}
		items = append(items, it)
	}
	if len(rows) == 0 {
		c, err := finish(Catalogue{Version: list.Version, Source: list.Source, Example: list.Example, Items: items})
		return c, nil, err
	}
	if len(items) > 0 {
		return Catalogue{}, nil, refuse("", "err.catalog.mixed", nil, nil)
	}
	return FromRows(rows, list)
}

// foreignDepth is deeper than a list, its items, their fields, options and limits.
const foreignDepth = 16

// flatRow reads an object without arrays and objects inside as a row; flat is
// false for one that has some.
func flatRow(number int, object json.RawMessage) (row Row, flat bool, err error) {
	var cells map[string]any
	dec := json.NewDecoder(bytes.NewReader(object))
	dec.UseNumber() // a code of 31 digits survives
	if err := dec.Decode(&cells); err != nil {
		return Row{}, false, badItem(number, err)
	}
	row = Row{Number: number, Cells: make(map[string]string, len(cells))}
	for name, value := range cells {
		switch v := value.(type) {
		case nil:
			row.Cells[name] = ""
		case string:
			row.Cells[name] = v
		case json.Number:
			row.Cells[name] = v.String()
		case bool:
			row.Cells[name] = strconv.FormatBool(v)
		default:
			return Row{}, false, nil
		}
	}
	return row, true, nil
}

// fullItem reads an object with the fields of [village.ServiceItem], and the
// older names key and who_can_apply.
func fullItem(number int, object json.RawMessage) (village.ServiceItem, error) {
	var full struct {
		village.ServiceItem
		Key         village.ItemCode `json:"key"`
		WhoCanApply []string         `json:"who_can_apply"`
	}
	if err := (village.JSONRules{Depth: foreignDepth, Newer: true}).Decode(object, &full); err != nil {
		return village.ServiceItem{}, badItem(number, err)
	}
	w, it := vocabulary(), full.ServiceItem
	if it.Code == "" {
		it.Code = full.Key
	}
	if it.Conditions == nil {
		it.Conditions = full.WhoCanApply
	}
	it.Type = w.itemType(it.Type)
	it.Delivery = w.deliveries(it.Delivery)
	return it, nil
}

func badItem(number int, err error) error {
	field := fmt.Sprintf("items[%d]", number-1)
	return refuse(field, "err.catalog.item", map[string]any{"row": number, "detail": err.Error()}, err)
}
