package county

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"bianmin/app/village"
)

// table is a table as a backup holds it.
type table struct {
	Name    string   `cbor:"name"`
	Columns []column `cbor:"columns"`
	key     []string // a unique key, the order of rows
	needs   []string // tables that its foreign keys name
}

// column has the type that the migration gave it, which is the same text in
// both databases: TEXT, BYTEA, BIGINT or INTEGER.
type column struct {
	Name string `cbor:"name"`
	Type string `cbor:"type"`
}

// catalogue is how a database is asked for its tables.
type catalogue struct{ tables, columns, key, needs string }

//nolint:gochecknoglobals // constants that Go cannot express as such
var (
	fileCatalogue = catalogue{
		tables:  `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'goose%' ORDER BY name`,
		columns: `SELECT name, UPPER(type) FROM pragma_table_info($1) ORDER BY cid`,
		key: `SELECT c.name FROM pragma_index_info((
			SELECT i.name FROM pragma_index_list($1) i WHERE i."unique" = 1 AND i.partial = 0 ORDER BY i.origin = 'pk' DESC, i.seq DESC LIMIT 1)) c ORDER BY c.seqno`,
		needs: `SELECT DISTINCT "table" FROM pragma_foreign_key_list($1) ORDER BY 1`,
	}
	serverCatalogue = catalogue{
		tables: `SELECT c.relname FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace
			AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname NOT LIKE 'goose%' ORDER BY 1`,
		columns: `SELECT column_name, UPPER(data_type) FROM information_schema.columns
			WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position`,
		key: `SELECT a.attname FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, n)
			JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
			WHERE i.indexrelid = (SELECT x.indexrelid FROM pg_index x WHERE x.indrelid = quote_ident($1)::regclass
				AND x.indisunique AND x.indpred IS NULL ORDER BY x.indisprimary DESC, x.indexrelid LIMIT 1) ORDER BY k.n`,
		needs: `SELECT DISTINCT r.relname FROM pg_constraint f JOIN pg_class r ON r.oid = f.confrelid
			WHERE f.contype = 'f' AND f.conparentid = 0 AND f.conrelid = quote_ident($1)::regclass ORDER BY 1`,
	}
)

// tables are those of the database in an order in which their rows can be
// stored: a table stands behind all that its foreign keys name.
func (c catalogue) list(ctx context.Context, tx *sql.Tx) ([]table, error) {
	names, err := texts(ctx, tx, c.tables)
	if err != nil {
		return nil, err
	}
	var all []table
	for _, name := range names {
		t := table{Name: name}
		rows, err := tx.QueryContext(ctx, c.columns, name)
		if t.Columns, err = collect(rows, err, func(c *column) []any { return []any{&c.Name, &c.Type} }); err != nil {
			return nil, err
		}
		if t.key, err = texts(ctx, tx, c.key, name); err != nil {
			return nil, err
		}
		if t.needs, err = texts(ctx, tx, c.needs, name); err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return ordered(all)
}

func texts(ctx context.Context, tx *sql.Tx, query string, args ...any) ([]string, error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	return collect(rows, err, func(s *string) []any { return []any{s} })
}

func ordered(all []table) ([]table, error) {
	var out []table
	placed := func(name string) bool { return slices.ContainsFunc(out, func(t table) bool { return t.Name == name }) }
	for len(out) < len(all) {
		before := len(out)
		for _, t := range all {
			ready := !placed(t.Name)
			for _, need := range t.needs {
				ready = ready && (need == t.Name || placed(need))
			}
			if ready {
				out = append(out, t)
			}
		}
		if len(out) == before {
			return nil, fmt.Errorf("the tables need one another in a circle")
		}
	}
	return out, nil
}

func quoted(names ...string) string {
	var out []string
	for _, name := range names {
		out = append(out, `"`+strings.ReplaceAll(name, `"`, `""`)+`"`)
	}
	return strings.Join(out, ", ")
}

func (t table) columnNames() []string {
	var names []string
	for _, c := range t.Columns {
		names = append(names, c.Name)
	}
	return names
}

func (t table) selectAll() string {
	text := `SELECT ` + quoted(t.columnNames()...) + ` FROM ` + quoted(t.Name)
	if len(t.key) > 0 {
		text += ` ORDER BY ` + quoted(t.key...)
	}
	return text
}

func (t table) insert() string {
	var places []string
	for i := range t.Columns {
		places = append(places, "$"+strconv.Itoa(i+1))
	}
	return `INSERT INTO ` + quoted(t.Name) + ` (` + quoted(t.columnNames()...) + `) VALUES (` + strings.Join(places, ", ") + `)`
}

// plain is a value in the one form that both databases take: text, bytes, a
// whole number or nothing.
func (c column) plain(v any) (any, error) {
	switch got := v.(type) {
	case nil:
		return nil, nil
	case string:
		if c.Type == "BYTEA" {
			return []byte(got), nil
		}
		if c.Type == "TEXT" {
			return got, nil
		}
	case []byte:
		if c.Type == "TEXT" {
			return string(got), nil
		}
		if c.Type == "BYTEA" {
			return got, nil
		}
	case int64:
		if c.Type == "BIGINT" || c.Type == "INTEGER" {
			return got, nil
		}
	case int32:
		return c.plain(int64(got))
	}
	return nil, fmt.Errorf("column %s %s holds a %T", c.Name, c.Type, v)
}

// tableFiles are the migrations and the number of the newest.
func tableFiles() (files fs.FS, newest int, err error) {
	files, err = fs.Sub(migrations, "migration")
	if err != nil {
		return nil, 0, village.Failed("read the tables", err)
	}
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return nil, 0, village.Failed("read the tables", err)
	}
	for _, name := range names {
		newest = max(newest, numberOf(name))
	}
	return files, newest, nil
}

// serverTables are the migrations as PostgreSQL gets them: a file of the same name in
// the folder postgres stands for one that means something to SQLite alone.
type serverTables struct{ fs.FS }

// Open implements [fs.FS].
func (s serverTables) Open(name string) (fs.File, error) {
	if f, err := s.FS.Open(path.Join("postgres", name)); err == nil {
		return f, nil
	}
	return s.FS.Open(name)
}

// ReadDir implements [fs.ReadDirFS].
func (s serverTables) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(s.FS, name) }

func numberOf(name string) int {
	digits, _, _ := strings.Cut(name, "_")
	n, _ := strconv.Atoi(digits)
	return n
}

// olderTables are the migrations up to a number, so that rows of an older
// release are stored in its tables and brought up to date from there.
type olderTables struct {
	fs.FS
	last int
}

func (o olderTables) ReadDir(name string) ([]fs.DirEntry, error) {
	all, err := fs.ReadDir(o.FS, name)
	return slices.DeleteFunc(all, func(e fs.DirEntry) bool { return numberOf(e.Name()) > o.last }), err
}
