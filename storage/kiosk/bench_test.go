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
// does with a bare fsync. All are taken in turn, so that other load hits all
// alike, and the ratios compare medians. Three bare fsyncs are there:
//
//   - append: after as many bytes as a commit puts into the log, at the end of a
//     file that grows;
//   - overwrite: after as many bytes over some that were there already, which
//     is what the log of a running machine does, and so the one to compare with;
//   - page: after one page of 4 KB over an old one, the least that a disk does.
func BenchmarkCommit(b *testing.B) {
	dir := b.TempDir()
	db := openAt(b, dir)
	size := fill(b, db, filepath.Join(dir, FileName+"-wal"))
	batch, page := make([]byte, size), make([]byte, 4<<10)
	grown := create(b, filepath.Join(dir, "append"))
	fixed := create(b, filepath.Join(dir, "overwrite"))
	for range places {
		write(b, fixed, batch)
	}
	flush(b, fixed)
	var commits, appends, overwrites, pages []time.Duration
	for n := filled; b.Loop(); {
		n++
		commits = append(commits, took(func() { commit(b, db, n) }))
		appends = append(appends, took(func() { write(b, grown, batch); flush(b, grown) }))
		overwrites = append(overwrites, took(func() { over(b, fixed, batch, n) }))
		pages = append(pages, took(func() { over(b, fixed, page, n) }))
	}
	b.ReportMetric(float64(size), "log-B/commit")
	middle := median(commits)
	b.ReportMetric(1/middle.Seconds(), "commits/s")
	for name, list := range map[string][]time.Duration{"append": appends, "overwrite": overwrites, "page": pages} {
		bare := median(list)
		b.ReportMetric(1/bare.Seconds(), name+"-fsyncs/s")
		b.ReportMetric(bare.Seconds()/middle.Seconds(), "x-"+name)
	}
}

const (
	filled = 200 // cases until the log has its size and is written over, as in a machine that runs
	places = 128 // in the file that is written over
)

// fill takes cases in and returns how many bytes one of them puts into the log.
func fill(b *testing.B, db *DB, log string) int {
	b.Helper()
	length := func() int {
		info, err := os.Stat(log)
		if err != nil {
			b.Fatal(err)
		}
		return int(info.Size())
	}
	const from, to = 40, 60 // before the log is written over for the first time
	var before, after int
	for n := range filled {
		commit(b, db, n+1)
		switch n {
		case from:
			before = length()
		case to:
			after = length()
		}
	}
	return (after - before) / (to - from)
}

// over writes what over the n-th place and waits for the disk.
func over(b *testing.B, f *os.File, what []byte, n int) {
	if _, err := f.WriteAt(what, int64(n%places)*int64(len(what))); err != nil {
		b.Fatal(err)
	}
	flush(b, f)
}

func commit(b *testing.B, db *DB, n int) {
	c, r := storetest.SampleCase(n, 2<<10)
	r.CreatedAt, r.TimeTrust = now(), village.TimeSynced
	if _, err := db.SaveCase(b.Context(), c, r, storetest.PlainQR); err != nil {
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
