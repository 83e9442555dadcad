package api

import (
	"testing"

	"bianmin/storage/postgrestest"
)

// TestOnPostgresToo runs every test of the package again on a real PostgreSQL.
func TestOnPostgresToo(t *testing.T) {
	postgrestest.Again(t, "TestHistories.*", "TestDisturbedLines.*")
}
