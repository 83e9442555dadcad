package main

import (
	"crypto/tls"
	"encoding/hex"
	"flag"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/storage/postgrestest"
	"bianmin/sync/wire"
)

var faults = flag.String("faults", "machine,county", "what happens to the cluster, one after the other, with commas between; all: everything")

// fault is what happens to a cluster under load, or to who stands before it, and how
// it is mended.
type fault struct {
	name string
	do   func(*testing.T, *district) (mend func())
}

func allFaults() []fault {
	frozen := func(n *postgrestest.Node) func() { return func() { postgrestest.Pause(); n.Thaw() } }
	return append([]fault{
		{"machine", func(t *testing.T, d *district) func() { n := d.c.Leader(t); n.Kill(); return func() { n.Up(t) } }},
		{"server", func(t *testing.T, d *district) func() { d.c.Leader(t).KillServer(); return func() {} }},
		{"switch", func(t *testing.T, d *district) func() { d.c.Switch(t); return func() {} }},
		{"standby", func(t *testing.T, d *district) func() { n := d.c.Standby(t); n.Kill(); return func() { n.Up(t) } }},
		{"frozen", func(t *testing.T, d *district) func() { n := d.c.Leader(t); n.Freeze(); return frozen(n) }},
		{"frozen-patroni", func(t *testing.T, d *district) func() { n := d.c.Leader(t); n.FreezePatroni(); return frozen(n) }},
		{"keeper", func(t *testing.T, d *district) func() { k := d.c.Keepers[0]; k.Kill(); return func() { k.Up(t) } }},
		{"keepers", func(t *testing.T, d *district) func() {
			one, other := d.c.Keepers[0], d.c.Keepers[1]
			one.Kill()
			other.Kill()
			postgrestest.Pause() // without two of three nobody may lead, and nothing is acknowledged
			one.Up(t)
			other.Up(t)
			return func() {}
		}},
		{"cut", cut},
	}, gateFaults()...)
}

// cut is the fault that shows whether a confirmation rests on one server: nobody
// hears the leader for a moment, and then it is gone with what it wrote.
func cut(t *testing.T, d *district) (mend func()) {
	leader := d.c.Leader(t)
	var hear []func()
	for _, n := range d.c.Nodes {
		if n != leader {
			hear = append(hear, n.Deafen(t))
		}
	}
	time.Sleep(300 * time.Millisecond) // what is written now is what can be lost
	leader.Kill()
	for _, h := range hear {
		h()
	}
	return func() { leader.Up(t) }
}

// TestFailoverKeepsWhatWasAcknowledged lets a district's machines push through a real
// countyd, two of them behind a proxy, into three PostgreSQL servers, and kills, freezes
// and cuts off who leads, and who stands before it. Nothing that was acknowledged is lost, and nothing is there twice.
func TestFailoverKeepsWhatWasAcknowledged(t *testing.T) {
	if testing.Short() {
		t.Skip("starts three servers")
	}
	d, happened := newDistrict(t, true), 0
	for _, f := range allFaults() {
		if *faults != "all" && !slices.Contains(strings.Split(*faults, ","), f.name) {
			continue
		}
		t.Run(f.name, func(t *testing.T) {
			d.through(t, f)
			happened++
			lost, doubled := d.missing(t)
			t.Logf("trials: %s: %d acknowledged in all, %d lost, %d doubled; longest time without an answer %.1f s",
				f.name, d.acknowledged(), lost, doubled, d.gap().Seconds())
			if lost > 0 || doubled > 0 {
				t.Errorf("after %s: %d lost, %d doubled", f.name, lost, doubled)
			}
		})
	}
	lost, doubled := d.missing(t)
	t.Logf("trials: failover: %d faults, %d records acknowledged, %d lost, %d doubled", happened, d.acknowledged(), lost, doubled)
}

// TestFailoverSeesAClusterThatConfirmsAlone is the control: where no second server
// confirms, the same fault loses what was acknowledged.
func TestFailoverSeesAClusterThatConfirmsAlone(t *testing.T) {
	if testing.Short() || *faults != "all" {
		t.Skip("the long run does this: -faults=all")
	}
	d := newDistrict(t, false)
	for range 5 {
		d.through(t, fault{"cut", cut})
		if lost, _ := d.missing(t); lost > 0 {
			t.Logf("trials: control: %d of %d acknowledged records are lost, as they must be", lost, d.acknowledged())
			return
		}
	}
	t.Error("a cluster without a second copy lost nothing: the trial shows nothing")
}

// load is how much the district's machines push at once.
const (
	loadMachines = 6
	loadBatch    = 20
	loadAtLeast  = 200 // records before and after a fault

	pushesOfALine = 8
)

// district is a county on a cluster, with its machines.
type district struct {
	c       *postgrestest.Cluster
	gates   [2]*gate
	m       *machine // for commands; its address is the proxy's
	feeders []*feeder
}

func newDistrict(t *testing.T, synchronous bool) *district {
	t.Helper()
	d := &district{c: postgrestest.StartCluster(t, synchronous), m: newMachine(t)}
	d.m.database = d.c.Database(t)
	t.Setenv("HOME", t.TempDir()) // keys of a county on PostgreSQL lie there
	d.openGates(t)
	for i := range loadMachines {
		kiosk := countytest.Identity(byte(i + 1))
		d.m.enrol(kiosk)
		line := d.m.client.Transport.(*http.Transport).TLSClientConfig
		d.feeders = append(d.feeders, &feeder{d: d, kiosk: kiosk, line: line, want: 1})
	}
	return d
}

// feeder is one machine, which repeats what was not answered.
type feeder struct {
	d     *district
	kiosk seal.Identity
	line  *tls.Config
	all   []village.Record
	want  int64
	again int64 // records that the county wants once more though it acknowledged them
	acked atomic.Int64
	gap   time.Duration // longest time without an answer
}

func (f *feeder) run(stop <-chan struct{}) {
	client := &http.Client{Timeout: 3 * time.Second, Transport: &http.Transport{TLSClientConfig: f.line}}
	defer client.CloseIdleConnections()
	for n, last := 1, time.Now(); ; n++ {
		select {
		case <-stop:
			return
		default:
		}
		if n%pushesOfALine == 0 {
			client.CloseIdleConnections() // the proxy deals the next one anew
		}
		for int64(len(f.all)) < f.want+loadBatch {
			f.all = append(f.all, countytest.Cases(int64(len(f.all))+1, int64(len(f.all))+loadBatch)...)
		}
		ack, err := f.d.m.pushBy(client, f.kiosk, f.all[f.want-1:f.want-1+loadBatch]...)
		if err != nil {
			continue // the county asks for it again, or the next answer says what it has
		}
		f.again += max(0, f.want-ack.WantSeq)
		f.want = ack.WantSeq
		f.acked.Store(f.want - 1)
		f.gap, last = max(f.gap, time.Since(last)), time.Now()
	}
}

// pushBy is push on a line of its own.
func (m *machine) pushBy(client *http.Client, kiosk seal.Identity, records ...village.Record) (wire.Ack, error) {
	by := *m
	by.client = client
	return by.push(kiosk, records...)
}

// through keeps the machines pushing while f happens and is mended, until the
// cluster is whole again.
func (d *district) through(t *testing.T, f fault) {
	t.Helper()
	stop := make(chan struct{})
	var all sync.WaitGroup
	for _, one := range d.feeders {
		one.gap = 0
		all.Go(func() { one.run(stop) })
	}
	end := sync.OnceFunc(func() { close(stop); all.Wait() })
	defer end()
	d.more(t)
	mend := f.do(t, d)
	d.more(t)
	mend()
	d.c.Healthy(t)
	d.m.serves(t)
	d.more(t)
	end()
}

// more waits until the county has acknowledged more.
func (d *district) more(t *testing.T) {
	t.Helper()
	want := d.acknowledged() + loadAtLeast
	for end := time.Now().Add(2 * time.Minute); d.acknowledged() < want; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("in two minutes nothing was acknowledged")
		}
	}
}

func (d *district) acknowledged() (n int64) {
	for _, f := range d.feeders {
		n += f.acked.Load()
	}
	return n
}

func (d *district) gap() (longest time.Duration) {
	for _, f := range d.feeders {
		longest = max(longest, f.gap)
	}
	return longest
}

// missing counts what was acknowledged and is not there as it was handed over, or had
// to be handed over again, and what is there more than once. The rows are read one by one, past every index.
func (d *district) missing(t *testing.T) (lost, doubled int) {
	t.Helper()
	by := *d.m
	by.database += "&options=-c%20enable_indexscan%3Doff%20-c%20enable_indexonlyscan%3Doff%20-c%20enable_bitmapscan%3Doff"
	there := map[string]int{}
	for _, r := range by.records() {
		there[string(r.Kiosk)+" "+string(r.ID)+" "+r.Digest]++
	}
	for _, n := range there {
		doubled += n - 1
	}
	for _, f := range d.feeders {
		lost += int(f.again)
		for _, r := range f.all[:f.want-1] {
			if there[string(f.kiosk.ID)+" "+string(r.ID)+" "+hex.EncodeToString(r.Digest)] == 0 {
				lost++
			}
		}
	}
	return lost, doubled
}
