package village_test

import (
	"testing"
	"time"

	"bianmin/app/village"
)

func TestAForeignersNumberOldAndNewIsTakenAndASlipIsNot(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, village.Zone)
	for given, want := range map[string]struct{ id, key string }{
		"911124198108030024":    {"911124198108030024", ""},
		"9350 84019800101 1":    {"", "err.document.foreign"},
		"93 2112 1980010100 57": {"932112198001010057", ""},
		"92313619900303003x":    {"92313619900303003X", ""},
		"gbr110012345678":       {"GBR110012345678", ""},
		"911124198108030025":    {"", "err.document.foreign_slip"}, // check character
		"911124198113030024":    {"", "err.document.foreign_slip"}, // month 13
		"999124198108030024":    {"", "err.document.foreign_slip"}, // no such province
		"811124198108030024":    {"", "err.document.foreign"},
		"GB1100123456789":       {"", "err.document.foreign"},
		"":                      {"", "err.document.foreign"},
	} {
		id, err := village.ParseForeignID(given, now)
		if id != want.id || (err == nil) != (want.key == "") || err != nil && village.Keyed(err).Key != want.key {
			t.Errorf("%q is %q, %v", given, id, err)
		}
	}
}
