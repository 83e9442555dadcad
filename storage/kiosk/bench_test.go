package kiosk

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/storage/storetest"
)

// BenchmarkCommit measures accepted cases of 2 KB beside what the same disk
// does with a bare fsync, taken in turn so that other load hits all three:
// appending 8 KB, and overwriting 8 KB that are there already. The ratios
// compare the medians.
func BenchmarkCommit(b *testing.B) {
	dir := b.TempDir()
	db := openAt(b, dir)
	grown := create(b, filepath.Join(dir, "append"))
	fixed := create(b, filepath.Join(dir, "overwrite"))
	page := make([]byte, 8<<10)
	for range 128 {
		write(b, fixed, page)
	}
	flush(b, fixed)
	var commits, appends, overwrites []time.Duration
	n := 0
	for ; n < 200; n++ { // until the log has its size and is written over, as in a machine that runs
		commit(b, db, n+1)
	}
	for b.Loop() {
		n++
		commits = append(commits, took(func() { commit(b, db, n) }))
		appends = append(appends, took(func() { write(b, grown, page); flush(b, grown) }))
		overwrites = append(overwrites, took(func() {
			if _, err := fixed.WriteAt(page, int64(n%128)*int64(len(page))); err != nil {
				b.Fatal(err)
			}
			flush(b, fixed)
		}))
	}
	commit, appended, overwritten := median(commits), median(appends), median(overwrites)
	b.ReportMetric(1/commit.Seconds(), "commits/s")
	b.ReportMetric(1/appended.Seconds(), "append-fsyncs/s")
	b.ReportMetric(1/overwritten.Seconds(), "overwrite-fsyncs/s")
	b.ReportMetric(appended.Seconds()/commit.Seconds(), "x-append")
	b.ReportMetric(overwritten.Seconds()/commit.Seconds(), "x-overwrite")
}

func commit(b *testing.B, db *DB, n int) {
	c, r := storetest.SampleCase(n, 2<<10)
	r.CreatedAt, r.TimeTrust = now(), village.TimeSynced
	if _, err := db.SaveCase(b.Context(), c, r); err != nil {
		b.Fatal(err)
	}
}

func took(do func()) time.Duration {
	start := time.Now()
	do()
	return time.Since(start)
}

func median(list []time.Duration) time.Duration {
	slices.Sort(list)
	return list[len(list)/2]
}

func create(b *testing.B, path string) *os.File {
	b.Helper()
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = f.Close() })
	return f
}

func write(b *testing.B, f *os.File, page []byte) {
	if _, err := f.Write(page); err != nil {
		b.Fatal(err)
	}
}

func flush(b *testing.B, f *os.File) {
	if err := f.Sync(); err != nil {
		b.Fatal(err)
	}
}
