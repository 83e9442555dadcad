package api

import (
	"testing"

	"bianmin/storage/postgrestest"
)

// TestOnPostgresToo runs every test of the package again on a real PostgreSQL, but
// for the histories, which know no database, and the lines, which the database
// does not matter to.
func TestOnPostgresToo(t *testing.T) {
	postgrestest.Again(t, "TestHistories.*", "TestPulls.*", "TestNoNumber.*", "TestDistricts.*", "TestDisturbedLines.*")
}
