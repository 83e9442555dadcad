package kiosk

import (
	"slices"
	"testing"
)

// inClear is every column of what was handed in, or of what it became. None holds
// anything that a person typed: body and data are sealed, material and materials
// are codes, problem is a message key. A new column is a decision about what a
// thief may read, so it stands here first, and so does a new table.
var inClear = map[string][]string{
	"outbox": {
		"place", "epoch", "seq", "id", "kind", "schema", "state", "problem", "created_ms", "time_trust", "digest", "hash",
		"partial", "keep_days", "durable_ms", "erased", "body",
	},
	"part": {"record", "ordinal", "material", "type", "sha256", "data", "refused"},
	"cases": {
		"place", "id", "short_code", "number", "item", "catalogue", "state", "accepted_ms", "time_trust", "materials", "digest",
		"village", "centre", "machine", "example", "qr", "tag", "tag_day", "prints", "behalf", "entrust",
	},
	"ratings":     {"place", "id", "target", "act", "rated_ms", "digest"},
	"issued_code": {"code", "issued_ms"},
	"rectified":   {"place", "number"},
	"inspection":  {"place", "centre", "day", "inspector", "duty", "rules"},
	"search_miss": {"day", "tag", "sealed", "count", "told"},

	// What follows a case with the paper: codes, times and message keys.
	"follow_up":     {"code", "digest", "filed_ms", "id", "item", "left_number", "machine", "materials", "nth", "number", "of", "place", "qr", "time_trust", "verb", "village"},
	"letter":        {"body", "head", "kind", "place", "record", "written_ms"},
	"helper_tries":  {"badge", "boot", "held", "ready_ns", "until_ms", "wrong"},
	"issued_number": {"day", "item", "serial"},

	// The line, the log and the printer.
	"chain":     {"base", "county_ms", "durable", "epoch", "incarnation", "one", "place_floor", "rejects_seen", "sent", "want"},
	"mailbox":   {"head", "incarnation", "one", "seq", "told_ms"},
	"audit":     {"head", "row", "seq"},
	"audit_log": {"base", "head", "one", "place", "want"},
	"print_job": {"again", "id", "paper", "place", "queued_ms", "state", "state_ms"},
	"setting":   {"key", "value"},

	// What the county published or leased.
	"snapshot":         {"active_ms", "body", "incarnation", "issued_ms", "sha256", "signature", "signer", "size", "stream", "version"},
	"snapshot_piece":   {"data", "sha256", "start", "stream"},
	"snapshot_refused": {"problem", "refused_ms", "stream", "version"},
	"catalogue":        {"body", "example", "imported_ms", "place", "source", "version"},
	"lease":            {"epoch", "first_day", "hi", "last_day", "lo"},
	"slot_lease":       {"day", "epoch", "hi", "lo", "slot"},
}

func TestNothingMoreIsKeptInClearThanIsListed(t *testing.T) {
	db := openAt(t, t.TempDir())
	rows, err := db.sql.Read().QueryContext(t.Context(), `
		SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'goose_%' ORDER BY m.name, c.name`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	got := map[string][]string{}
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			t.Fatal(err)
		}
		got[table] = append(got[table], column)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for table, columns := range got {
		want := slices.Sorted(slices.Values(inClear[table]))
		if !slices.Equal(columns, want) {
			t.Errorf("%s has %v, listed are %v", table, columns, want)
		}
	}
	for table := range inClear {
		if got[table] == nil {
			t.Errorf("%s is listed and not there", table)
		}
	}
}
