// Package listfile reads the list files that districts hand in: CSV as
// spreadsheets save it, XLSX, and JSON. It gives rows of text under the names of
// their columns and knows nothing of what a column means. Sizes are bounded, so
// that a hostile file cannot fill the machine.
package listfile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"bianmin/app/catalog"
	"bianmin/app/village"
)

const (
	maxBytes   = 64 << 20
	maxRows    = 200_000
	maxColumns = 500
	headerRows = 10 // the header stands among the first so many
)

// List is what a file holds: rows, or the bytes of a JSON document as they are.
type List struct {
	Rows []catalog.Row
	JSON []byte // nil for a list of rows
}

// Read reads the file at path. A file that a person can correct is
// [village.Invalid] with the row and column in its Field, as "row 12, code";
// one that is not there is [village.NotFound].
func Read(path string) (List, error) {
	f, err := os.Open(path)
	if err != nil {
		kind := village.Internal
		if errors.Is(err, fs.ErrNotExist) {
			kind = village.NotFound
		}
		return List{}, &village.Error{Kind: kind, Field: "file", Key: "err.list.open", Err: err}
	}
	defer f.Close()
	return From(f, filepath.Base(path))
}

// RowsFrom is [From] for a list that comes as rows alone: JSON is refused.
func RowsFrom(r io.Reader, name string) ([]catalog.Row, error) {
	list, err := From(r, name)
	return rowsOf(list, err)
}

// Rows is [RowsFrom] of the file at path.
func Rows(path string) ([]catalog.Row, error) {
	list, err := Read(path)
	return rowsOf(list, err)
}

func rowsOf(list List, err error) ([]catalog.Row, error) {
	if err == nil && list.JSON != nil {
		err = refuse("file", "err.register.rows", nil, nil)
	}
	return list.Rows, err
}

// Items reads a list of service items of any form that districts have, and what
// is wrong with it: problems of the list and those of [catalog.Lint]. The errors
// are those of [Read] and of a list that cannot be read at all.
func Items(path string) (catalog.Catalogue, []catalog.Problem, error) {
	read, err := Read(path)
	if err != nil {
		return catalog.Catalogue{}, nil, err
	}
	return items(read, filepath.Base(path))
}

// ItemsFrom is [Items] of what r holds; the ending of name says its kind.
func ItemsFrom(r io.Reader, name string) (catalog.Catalogue, []catalog.Problem, error) {
	read, err := From(r, name)
	if err != nil {
		return catalog.Catalogue{}, nil, err
	}
	return items(read, filepath.Base(name))
}

func items(read List, name string) (catalog.Catalogue, []catalog.Problem, error) {
	source := catalog.List{Source: name}
	var err error
	var list catalog.Catalogue
	var problems []catalog.Problem
	if read.JSON != nil {
		if list, problems, err = catalog.FromJSON(read.JSON, source); err != nil {
			return catalog.Catalogue{}, nil, err
		}
		return list, append(problems, catalog.Lint(list)...), nil
	}
	if list, problems, err = catalog.FromRows(read.Rows, source); err != nil {
		return catalog.Catalogue{}, nil, err
	}
	return list, append(problems, catalog.LintRows(read.Rows, list)...), nil
}

// From reads a list from r; the ending of name says its kind: .csv, .tsv, .txt,
// .xlsx, .xlsm or .json.
func From(r io.Reader, name string) (List, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return List{}, village.Failed("read "+name, err)
	}
	if len(raw) > maxBytes {
		return List{}, refuse("file", "err.list.large", map[string]any{"limit": maxBytes >> 20}, nil)
	}
	if len(raw) == 0 {
		return List{}, refuse("file", "err.list.empty", nil, nil)
	}
	var t table
	switch strings.ToLower(filepath.Ext(name)) {
	case ".json":
		return List{JSON: raw}, nil
	case ".csv", ".tsv", ".txt":
		t, err = readCSV(raw)
	case ".xlsx", ".xlsm":
		t, err = readXLSX(raw)
	default:
		return List{}, refuse("file", "err.list.kind", map[string]any{"name": name}, nil)
	}
	if err != nil {
		return List{}, err
	}
	rows, err := t.rows()
	return List{Rows: rows}, err
}

func refuse(field, key string, args map[string]any, cause error) error {
	return &village.Error{Kind: village.Invalid, Field: field, Key: key, Args: args, Err: cause}
}
