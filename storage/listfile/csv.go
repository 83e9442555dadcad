package listfile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"bianmin/storage/listfile/gb18030"
)

// readCSV reads comma, semicolon and tab separated text in UTF-8 or GB 18030.
func readCSV(raw []byte) (table, error) {
	text, err := decode(raw)
	if err != nil {
		return table{}, err
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma = separator(text)
	r.FieldsPerRecord = -1
	if err := narrow(text, byte(r.Comma)); err != nil {
		return table{}, err
	}
	var t table
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		if bad, ok := errors.AsType[*csv.ParseError](err); ok {
			column := cellAt(text, bad, byte(r.Comma))
			return table{}, refuse(fmt.Sprintf("row %d, column %d", bad.StartLine, column), "err.list.csv",
				map[string]any{"row": bad.StartLine, "column": column}, err)
		}
		if err != nil {
			return table{}, err
		}
		number, _ := r.FieldPos(0)
		if err := t.add(number, cells); err != nil {
			return table{}, err
		}
	}
}

// narrow refuses a line of so many separators that its cells alone would fill
// the memory.
func narrow(text []byte, comma byte) error {
	row := 0
	for line := range bytes.Lines(text) {
		row++
		if bytes.Count(line, []byte{comma}) > 20*maxColumns {
			return tooWide(row, maxColumns+1)
		}
	}
	return nil
}

// cellAt is the cell, counted from 1, in which a line went wrong.
func cellAt(text []byte, bad *csv.ParseError, comma byte) int {
	lines := bytes.SplitAfterN(text, []byte("\n"), bad.StartLine+1)
	if len(lines) < bad.StartLine {
		return 1
	}
	line := lines[bad.StartLine-1]
	if bad.Line == bad.StartLine {
		line = line[:min(max(bad.Column-1, 0), len(line))]
	}
	cell, quoted := 1, false
	for _, c := range line {
		switch {
		case c == '"':
			quoted = !quoted
		case c == comma && !quoted:
			cell++
		}
	}
	return cell
}

// decode gives raw as UTF-8 without a byte order mark. What is not UTF-8 is
// read as GB 18030, the encoding of Chinese spreadsheets.
func decode(raw []byte) ([]byte, error) {
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	if utf8.Valid(raw) {
		return raw, nil
	}
	text, err := gb18030.Decode(raw)
	if fault, ok := errors.AsType[*gb18030.Error](err); ok {
		row := 1 + bytes.Count(raw[:fault.Offset], []byte("\n"))
		return nil, refuse(fmt.Sprintf("row %d", row), "err.list.encoding", map[string]any{"row": row}, err)
	}
	return text, err
}

// separator is the mark that the first ten lines use most outside quotation
// marks; a comma when there is none.
func separator(text []byte) rune {
	counts, quoted, lines := map[byte]int{}, false, 0
	for _, c := range text {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\n':
			lines++
		case c == ',' || c == ';' || c == '\t':
			counts[c]++
		}
		if lines == headerRows {
			break
		}
	}
	best := byte(',')
	for _, c := range []byte{'\t', ';'} {
		if counts[c] > counts[best] {
			best = c
		}
	}
	return rune(best)
}
