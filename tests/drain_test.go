package tests

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"bianmin/app/needtest"
	"bianmin/county/loadtest"
	"bianmin/sync/client"
)

// A district after a day without a line, and a province.
var (
	stations = flag.Int("stations", 217, "kiosks of the district whose backlog is drained")
	backlog  = flag.Int("backlog", 200, "records that wait in each")

	machines = flag.Int("machines", 26842, "kiosks of the province that come back after an outage")
	waiting  = flag.Int("waiting", 3, "records that wait in each")
	window   = flag.Duration("window", 15*time.Minute, "longest wait of a kiosk between two tries when there was no line for long")
)

// TestFigureDrain lets every kiosk of a district come back at once, each with a
// day's records of 2 KB and none with files: the real queues through the real
// clients, over TLS, to a real countyd that also opens what comes in.
func TestFigureDrain(t *testing.T) {
	measuring(t)
	c := newCounty(t)
	came := play(t, c, *stations, *backlog, func() time.Duration { return 0 })
	total := *stations * *backlog
	figure(fmt.Sprintf("a district's day drained, %d kiosks × %d records", *stations, *backlog), came.wall.Seconds(), "s", "")
	figure("  records a second, with the waiting that the county asks for", float64(total)/came.wall.Seconds(), "/s", "")
	figure("  peak memory of countyd (RSS)", peak(t, c.cmd.Process.Pid), "MB", "<=300")
}

// TestFigureStorm lets a province come back after a day without a line. Every machine
// tries again at a moment of its own: it waits up to the window between two tries, and the
// county is back in the middle of one of these waits. Who has handed in goes on asking once
// a minute until the last one has.
func TestFigureStorm(t *testing.T) {
	measuring(t)
	sockets(t, uint64(*machines)+1000)
	c := newCounty(t)
	dice := rand.New(rand.NewPCG(uint64(*machines), 1))
	came := play(t, c, *machines, *waiting, func() time.Duration {
		return time.Duration(float64(*window) * (1 - math.Sqrt(dice.Float64()))) // what is left of a wait drawn evenly
	})
	figure(fmt.Sprintf("a province comes back, %d kiosks × %d records: until the last one", *machines, *waiting), came.wall.Seconds(), "s", "")
	figure("  95 of 100 kiosks have handed in, after", came.at(0.95).Seconds(), "s", fmt.Sprintf("<=%g", window.Seconds()))
	figure("  from a kiosk's first try to its last record, p95", came.took(0.95).Seconds(), "s", "")
	figure("  requests refused", 100*float64(came.refused)/float64(came.asked), "%", "<=1")
	figure("  peak memory of countyd (RSS)", peak(t, c.cmd.Process.Pid), "MB", "")
}

// sockets lets this process, and those it starts, have so many files open.
func sockets(t *testing.T, n uint64) {
	t.Helper()
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: n, Max: n}); err != nil {
		needtest.Lacks(t, "%d connections need root: %v", n, err)
	}
}

// arrival is what became of the machines of [play].
type arrival struct {
	wall           time.Duration
	drained, spent []time.Duration // of each machine: since the county came back, since its own first try
	asked, refused int64           // tries until a machine had handed in, and those that were told to come later
}

func (a *arrival) at(share float64) time.Duration   { return quantile(a.drained, share) }
func (a *arrival) took(share float64) time.Duration { return quantile(a.spent, share) }

func quantile(d []time.Duration, share float64) time.Duration {
	slices.Sort(d)
	return d[min(int(share*float64(len(d))), len(d)-1)]
}

// play runs n machines, each with so many records, whose first tries are first after the
// county has come back, until none has anything left; every record is at the county then.
func play(t *testing.T, c *county, n, records int, first func() time.Duration) *arrival {
	t.Helper()
	c.kill()
	keys := strings.TrimSuffix(strings.TrimPrefix(c.database, "sqlite:"), ".db") + "-keys"
	province := loadtest.Register(t, c.url(), c.database, keys, n)
	all := make([]*loadtest.Station, n)
	waits := make([]time.Duration, n)
	for i := range all {
		all[i], waits[i] = province.Station(t, i, records), first()
	}
	c.start()
	came := &arrival{drained: make([]time.Duration, n), spent: make([]time.Duration, n)}
	start := time.Now()
	var open, gone sync.WaitGroup
	open.Add(n)
	ctx, over := context.WithCancel(t.Context())
	var asked, refused atomic.Int64
	for i, s := range all {
		gone.Go(func() {
			time.Sleep(waits[i])
			since := time.Now()
			handed := sync.OnceFunc(func() {
				came.drained[i], came.spent[i] = time.Since(start), time.Since(since)
				open.Done()
			})
			s.Queue.Tried = func(err error) {
				if came.drained[i] > 0 {
					return
				}
				asked.Add(1)
				if _, later := errors.AsType[*client.LaterError](err); later {
					refused.Add(1)
				}
				if err == nil {
					handed()
				}
			}
			if err := s.Queue.Run(ctx); !errors.Is(err, context.Canceled) {
				t.Errorf("a queue ended with %v", err)
			}
		})
	}
	open.Wait()
	came.wall, came.asked, came.refused = time.Since(start), asked.Load(), refused.Load()
	over()
	gone.Wait()
	for _, s := range all {
		if left, err := s.Left(t.Context()); err != nil || left != 0 {
			t.Errorf("%d are left at a kiosk, %v", left, err)
		}
	}
	if got := len(c.records()); got != n*records {
		t.Errorf("%d records at the county, want %d", got, n*records)
	}
	return came
}

// peak is the highest RSS of a process so far, in MB.
func peak(t *testing.T, pid int) float64 {
	t.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(raw)
	if found == nil {
		t.Fatal("no peak in its status")
	}
	kb, err := strconv.ParseFloat(string(found[1]), 64)
	if err != nil {
		t.Fatal(err)
	}
	return kb / 1024
}
