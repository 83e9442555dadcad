package listfile

import (
	"archive/zip"
	"bytes"
	"errors"
	"testing"

	"bianmin/app/village"
)

// FuzzXLSX puts any bytes in the place of a sheet, of its words or of the whole
// file.
func FuzzXLSX(f *testing.F) {
	whole := sheet(f, map[string][]any{"A1": {"name", "code"}, "A2": {"低保", "44B"}})
	f.Add(byte(0), whole)
	f.Add(byte(1), []byte(`<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row></sheetData></worksheet>`))
	f.Add(byte(2), []byte(`<sst><si><t>name</t></si></sst>`))
	f.Fuzz(func(t *testing.T, place byte, raw []byte) {
		if place %= 3; place > 0 {
			raw = replaced(t, whole, []string{"", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"}[place], raw)
		}
		l, err := From(bytes.NewReader(raw), "a.xlsx")
		if _, ours := errors.AsType[*village.Error](err); err != nil && !ours {
			t.Fatalf("foreign error %v", err)
		}
		for _, row := range l.Rows {
			if row.Number < 1 {
				t.Fatal("row", row.Number)
			}
		}
	})
}

// replaced is a file with other content in one of its parts.
func replaced(t *testing.T, file []byte, name string, content []byte) []byte {
	t.Helper()
	from, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	to := zip.NewWriter(&out)
	for _, part := range from.File {
		if part.Name == name {
			continue
		}
		if err := to.Copy(part); err != nil {
			t.Fatal(err)
		}
	}
	w, err := to.Create(name)
	if err == nil {
		_, err = w.Write(content)
	}
	if err = errors.Join(err, to.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
