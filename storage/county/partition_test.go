package county

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/storage/postgrestest"
)

// TestPartsOfTheLogKeepEveryRowAndEveryName takes the partitions of a filled database away
// and makes them again: rows, keys and indexes are what they were, and machines go on.
func TestPartsOfTheLogKeepEveryRowAndEveryName(t *testing.T) {
	db := onServer(t)
	for n := range byte(5) {
		k := db.know(t, n+1)
		if _, err := db.take(t, handed(k.ID, nil, countytest.Cases(1, 30)...)); err != nil {
			t.Fatal(err)
		}
	}
	before, names := rowsOfLog(t, db), namesOfLog(t, db)
	raw, err := migrations.ReadFile("migration/postgres/00133_partition.sql")
	if err != nil {
		t.Fatal(err)
	}
	up, down, _ := strings.Cut(string(raw), "-- +goose Down")
	if n := partitionsOf(t, db, "record"); n != 16 {
		t.Errorf("%d parts", n)
	}
	for _, text := range []string{down, up} {
		if err := db.db.Write(t.Context(), "migrate", func(tx *sql.Tx) error { _, err := tx.ExecContext(t.Context(), text); return err }); err != nil {
			t.Fatal(err)
		}
		if got := rowsOfLog(t, db); got != before {
			t.Errorf("rows %s, want %s", got, before)
		}
		if got := namesOfLog(t, db); got != names {
			t.Errorf("keys and indexes are\n%s\nwant\n%s", got, names)
		}
	}
	ack, err := db.take(t, handed(countytest.Identity(2).ID, countytest.Cases(1, 24), countytest.Cases(25, 40)...))
	if err != nil || ack.Verdict != office.ChainOK || ack.Want != 41 {
		t.Errorf("a machine does not go on: %+v, %v", ack, err)
	}
}

// TestAQuestionAboutAMachineReadsOnePart: all that is asked while a push is taken in names
// the machine.
func TestAQuestionAboutAMachineReadsOnePart(t *testing.T) {
	db := onServer(t)
	for query, want := range map[string]int{
		`SELECT digest FROM record WHERE kiosk = 'K1' AND id = 'x'`:                                                      1,
		`SELECT head FROM position WHERE kiosk = 'K1' AND epoch = 1 AND seq >= 3 AND seq <= 4 ORDER BY seq`:              1,
		`SELECT o.seq FROM part p JOIN position o ON o.kiosk = p.kiosk AND o.id = p.record WHERE p.kiosk = 'K1' LIMIT 1`: 2,
		`SELECT digest FROM record WHERE id = 'x'`:                                                                       16, // the control
	} {
		rows, err := db.db.Read().QueryContext(t.Context(), `EXPLAIN (COSTS OFF) `+query)
		lines, err := collect(rows, err, func(s *string) []any { return []any{s} })
		if err != nil {
			t.Fatal(err)
		}
		read := 0
		for _, line := range lines {
			if strings.Contains(line, "_of_") && (strings.Contains(line, "Scan using") || strings.Contains(line, "Seq Scan") || strings.Contains(line, "Heap Scan")) {
				read++
			}
		}
		if read != want {
			t.Errorf("%s reads %d parts, want %d:\n%s", query, read, want, strings.Join(lines, "\n"))
		}
	}
}

// onServer is an empty database of PostgreSQL, which alone has partitions.
func onServer(t *testing.T) *DB {
	t.Helper()
	if !postgrestest.OnPostgres() {
		t.Skip("SQLite has no partitions; the run on PostgreSQL does this")
	}
	return openNew(t)
}

// rowsOfLog is how many rows the tables have, and a sum of all that is in them.
func rowsOfLog(t *testing.T, db *DB) string {
	t.Helper()
	var all []string
	for _, table := range []string{"record", "position", "part"} {
		var n int
		var sum sql.NullString
		err := db.db.Read().QueryRowContext(t.Context(), `SELECT COUNT(*), md5(string_agg(r::text, ' ' ORDER BY r::text)) FROM "`+table+`" r`).Scan(&n, &sum)
		if err != nil || n == 0 {
			t.Fatalf("%s: %d rows, %v", table, n, err)
		}
		all = append(all, fmt.Sprint(table, " ", n, " ", sum.String))
	}
	return strings.Join(all, ", ")
}

// namesOfLog are the keys, links and indexes of the tables, and links to them.
func namesOfLog(t *testing.T, db *DB) string {
	t.Helper()
	rows, err := db.db.Read().QueryContext(t.Context(), `
		SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
		WHERE conparentid = 0 AND (conrelid IN ('record'::regclass, 'position'::regclass, 'part'::regclass) OR confrelid = 'record'::regclass)
		UNION ALL
		SELECT replace(indexdef, ' ON ONLY ', ' ON ') FROM pg_indexes WHERE schemaname = current_schema() AND tablename IN ('record', 'position', 'part') ORDER BY 1`)
	lines, err := collect(rows, err, func(s *string) []any { return []any{s} })
	if err != nil || len(lines) < 20 {
		t.Fatal(lines, err)
	}
	return strings.Join(lines, "\n")
}

func partitionsOf(t *testing.T, db *DB, table string) (n int) {
	t.Helper()
	if err := db.db.Read().QueryRowContext(t.Context(), `SELECT COUNT(*) FROM pg_inherits WHERE inhparent = $1::regclass`, table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
