package listfile

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"bianmin/app/village"
)

// Form is how a list is written.
type Form string

const (
	CSV  Form = "csv"  // UTF-8 with a mark at its beginning, so that spreadsheets see it
	XLSX Form = "xlsx" // one sheet, every cell text
)

// maxSheetRows is what a sheet of XLSX can hold.
const maxSheetRows = 1 << 20

// Save writes a list into the file at path: all of it, in place of what was there,
// or nothing. fill hands over one row after the other, the header first; cells are
// written as [Shown] makes them. A file that cannot be written is [village.Invalid]
// at "file", err.list.write; more rows than the form holds are it at "xlsx",
// err.list.sheet_full.
func Save(path string, form Form, fill func(row func(cells ...string) error) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".list-*") // mode 0600
	if err != nil {
		return unwritten(err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	write := writeCSV
	if form == XLSX {
		write = writeXLSX
	}
	if err := write(f, fill); err != nil {
		return errors.Join(err, f.Close())
	}
	return unwritten(errors.Join(f.Sync(), f.Close(), os.Rename(f.Name(), path)))
}

// Table is a table as CSV, every text as [Shown] makes it.
func Table(head []string, rows [][]any) ([]byte, error) {
	var b bytes.Buffer
	err := writeCSV(&b, func(row func(...string) error) error {
		if err := row(head...); err != nil {
			return err
		}
		for _, cells := range rows {
			words := make([]string, len(cells))
			for i, c := range cells {
				words[i] = fmt.Sprint(c)
			}
			if err := row(words...); err != nil {
				return err
			}
		}
		return nil
	})
	return b.Bytes(), err
}

func unwritten(err error) error {
	if err == nil {
		return nil
	}
	return &village.Error{Kind: village.Invalid, Field: "file", Key: "err.list.write", Err: err}
}

func writeCSV(to io.Writer, fill func(func(...string) error) error) error {
	out := bufio.NewWriter(to)
	if _, err := out.WriteString("\ufeff"); err != nil {
		return unwritten(err)
	}
	table := csv.NewWriter(out)
	err := fill(func(cells ...string) error { return unwritten(table.Write(shownAll(cells))) })
	if err != nil {
		return err
	}
	table.Flush()
	return unwritten(errors.Join(table.Error(), out.Flush()))
}

func writeXLSX(to io.Writer, fill func(func(...string) error) error) error {
	book := excelize.NewFile()
	defer book.Close()
	sheet, err := book.NewStreamWriter(book.GetSheetName(0))
	if err != nil {
		return unwritten(err)
	}
	rows := 0
	err = fill(func(cells ...string) error {
		if rows++; rows > maxSheetRows {
			return village.Refuse("xlsx", "err.list.sheet_full")
		}
		values := make([]any, len(cells))
		for i, cell := range shownAll(cells) {
			values[i] = cell
		}
		return unwritten(sheet.SetRow(fmt.Sprint("A", rows), values))
	})
	if err != nil {
		return err
	}
	if err := sheet.Flush(); err != nil {
		return unwritten(err)
	}
	return unwritten(book.Write(to))
}

// beginnings are what makes a spreadsheet take a cell for a formula, also in the
// wide forms of Chinese input; and the mark that keeps it from doing so.
//
// Source: OWASP, CSV Injection.
const beginnings = "=+-@\t\r\n＝＋－＠'"

// Shown is a cell that every spreadsheet shows as text: one that could be taken for
// a formula gets an apostrophe before it. [Meant] takes it away again.
func Shown(cell string) string {
	if strings.IndexAny(cell, beginnings) == 0 {
		return "'" + cell
	}
	return cell
}

// Meant is the cell that [Shown] was given.
func Meant(cell string) string { return strings.TrimPrefix(cell, "'") }

func shownAll(cells []string) []string {
	out := slices.Clone(cells)
	for i, cell := range out {
		out[i] = Shown(cell)
	}
	return out
}
