package api_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"bianmin/storage/postgrestest"
)

// BenchmarkIngestGrowth measures whether taking in becomes slower as the county fills:
// the rate of the last 10^4 records before each size, in pushes of 100. What lies
// between is taken in the same way.
func BenchmarkIngestGrowth(b *testing.B) {
	for store, address := range map[string]func() string{
		"sqlite": func() string { return "sqlite:" + filepath.Join(b.TempDir(), "c.db") },
		"pg":     func() string { return postgrestest.Start(b).Database(b) },
	} {
		b.Run(store, func(b *testing.B) {
			for range b.N {
				grow(b, address())
			}
		})
	}
}

// grown are the sizes at which the rate is told, and grownStep what is taken in at once.
const grownStep = 10_000

var grown = []int{10_000, 100_000, 1_000_000}

func grow(b *testing.B, address string) {
	b.Helper()
	server, from := onDatabase(b, address), newSenders()
	const batch = 100
	for _, size := range grown {
		var took time.Duration
		for held := int(from[0].seq) * senders; held < size; held = int(from[0].seq) * senders {
			var loads [senders][][]byte
			for n, s := range from {
				loads[n] = s.pushes(b, batch, (min(size-held, grownStep)+senders*batch-1)/(senders*batch))
			}
			before := held
			took = ingest(b, server, loads)
			if now := int(from[0].seq) * senders; now >= size {
				b.ReportMetric(float64(now-before)/took.Seconds(), fmt.Sprintf("at-1e%d-records/s", len(fmt.Sprint(size))-1))
			}
		}
	}
}
