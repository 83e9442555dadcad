package listfile

import (
	"bytes"

	"github.com/xuri/excelize/v2"

	"bianmin/app/village"
)

const maxUnzippedBytes = 512 << 20

// readXLSX reads the first sheet that is not empty. Cells come as they are
// stored, so that a date format does not change a code.
func readXLSX(raw []byte) (table, error) {
	f, err := excelize.OpenReader(bytes.NewReader(raw), excelize.Options{
		RawCellValue:      true,
		UnzipSizeLimit:    maxUnzippedBytes,
		UnzipXMLSizeLimit: 16 << 20, // of one part in memory; larger ones go to a temporary file
	})
	if err != nil {
		return table{}, refuse("file", "err.list.sheet", nil, err)
	}
	defer f.Close()
	for _, name := range f.GetSheetList() {
		t, err := readSheet(f, name)
		if err != nil || len(t.lines) > 0 {
			return t, err
		}
	}
	return table{}, refuse("file", "err.list.empty", nil, nil)
}

func readSheet(f *excelize.File, name string) (table, error) {
	rows, err := f.Rows(name)
	if err != nil {
		return table{}, refuse("file", "err.list.sheet", nil, err)
	}
	defer rows.Close()
	var t table
	for number := 1; rows.Next(); number++ {
		cells, err := rows.Columns()
		if err != nil {
			return table{}, refuse("file", "err.list.sheet", nil, err)
		}
		if number > 4*maxRows {
			return table{}, tooMany()
		}
		if len(cells) > maxColumns && filled(cells[maxColumns:]) > 0 {
			return table{}, tooWide(number, maxColumns+1)
		}
		if err := t.add(number, cells[:min(len(cells), maxColumns)]); err != nil {
			return table{}, err
		}
	}
	if err := rows.Error(); err != nil {
		return table{}, village.Failed("read sheet "+name, err)
	}
	return t, nil
}
