package main

import (
	"path/filepath"
	"testing"
)

// BenchmarkBulletin measures the issue of a bulletin out of 16,516 cases and 3,617 tickets
// that lie in SQLite: as PDF, and printed again as XLSX. Nothing is kept from another one.
func BenchmarkBulletin(b *testing.B) {
	for range b.N {
		b.StopTimer()
		address, dir := demoCounty(b), b.TempDir()
		b.StartTimer()
		does(b, "report", "quarter", "2019Q4", address, "--out="+filepath.Join(dir, "bulletin.pdf"))
		does(b, "report", "show", "2019/1", address, "--out="+filepath.Join(dir, "bulletin.xlsx"))
	}
}
