package kiosk

import (
	"slices"
	"testing"
)

// inClear is every column of what was handed in, or of what it became. None holds
// anything that a person typed: body and data are sealed, material and materials
// are codes, problem is a message key. A new column is a decision about what a
// thief may read, so it stands here first.
var inClear = map[string][]string{
	"outbox": {
		"place", "epoch", "seq", "id", "kind", "schema", "state", "problem", "created_ms", "time_trust", "digest", "hash",
		"partial", "keep_days", "durable_ms", "erased", "body",
	},
	"part": {"record", "ordinal", "material", "type", "sha256", "data", "refused"},
	"cases": {
		"place", "id", "short_code", "number", "item", "catalogue", "state", "accepted_ms", "time_trust", "materials", "digest",
		"village", "centre", "machine", "example", "qr", "tag", "tag_day", "prints", "behalf",
	},
	"ratings":     {"place", "id", "target", "act", "rated_ms", "digest"},
	"issued_code": {"code", "issued_ms"},
	"rectified":   {"place", "number"},
	"inspection":  {"place", "centre", "day", "inspector", "duty", "rules"},
	"search_miss": {"day", "tag", "sealed", "count", "told"},
}

func TestNothingMoreIsKeptInClearThanIsListed(t *testing.T) {
	db := openAt(t, t.TempDir())
	for table, want := range inClear {
		rows, err := db.sql.Read().QueryContext(t.Context(), `SELECT name FROM pragma_table_info(?)`, table)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		var got []string
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				t.Fatal(err)
			}
			got = append(got, name)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s has %v, listed are %v", table, got, want)
		}
	}
}
