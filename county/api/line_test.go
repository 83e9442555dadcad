package api_test

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/storage/kiosk"
	"bianmin/storage/storetest"
	"bianmin/sync/client"
	"bianmin/sync/outbox"
	"bianmin/sync/wire"
)

var (
	lineTrials = flag.Int("lines", 300, "how many lines are disturbed")
	lineSeed   = flag.Uint64("seed", 0, "seed of the disturbed lines; 0 draws one")
)

// ill is a real line with something wrong; the words are toxiproxy's, up is from
// the kiosk to the county. Sizes and times are drawn anew for each trial.
type ill func(rng *rand.Rand) (kind string, attributes map[string]any)

func ills() []ill {
	return []ill{
		func(r *rand.Rand) (string, map[string]any) {
			return "latency", map[string]any{"latency": r.IntN(30), "jitter": r.IntN(10)}
		},
		func(r *rand.Rand) (string, map[string]any) {
			return "reset_peer", map[string]any{"timeout": r.IntN(20)}
		},
		func(r *rand.Rand) (string, map[string]any) { // cut off after some bytes: in the handshake, in the headers, in the body
			return "limit_data", map[string]any{"bytes": 1 + r.IntN(8000)}
		},
		func(r *rand.Rand) (string, map[string]any) { // KB/s
			return "bandwidth", map[string]any{"rate": 20 + r.IntN(200)}
		},
		func(r *rand.Rand) (string, map[string]any) { // µs between the slices
			return "slicer", map[string]any{"average_size": 40 + r.IntN(400), "size_variation": 20, "delay": r.IntN(300)}
		},
		func(r *rand.Rand) (string, map[string]any) { // nothing comes through, then the line breaks
			return "timeout", map[string]any{"timeout": 1 + r.IntN(40)}
		},
	}
}

// TestDisturbedLinesLoseDoubleAndDeleteNothing runs the real queue on a real
// database through the real client over lines that are slow, cut, reset, sliced,
// with requests that go twice and answers that are lost or come again, to the
// real interface of the county. A seed repeats what was drawn, not the network's
// timing.
func TestDisturbedLinesLoseDoubleAndDeleteNothing(t *testing.T) {
	seed := *lineSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	whole, broken := disturb(t, seed, *lineTrials, func(s outbox.Store) outbox.Store { return s })
	t.Logf("trials: %d disturbed lines, %d drains came through, %d did not, seed %d", *lineTrials, whole, broken, seed)
	if whole == 0 || broken == 0 {
		t.Error("the lines were all good or all dead: the test tests nothing")
	}
}

// TestDisturbedLinesSeeWhatIsBroken is the negative control: a queue that takes
// silence for an answer, and one that deletes what no backup holds, are found.
func TestDisturbedLinesSeeWhatIsBroken(t *testing.T) {
	for name, broken := range map[string]func(outbox.Store) outbox.Store{
		"silence is an answer": func(s outbox.Store) outbox.Store { return believing{s} },
		"deleted when stored": func(s outbox.Store) outbox.Store {
			return acking{s, func(a *village.Ack) { a.DurableSeq = a.CompleteSeq }}
		},
	} {
		t.Run(name, func(t *testing.T) {
			seen := &faults{TB: t}
			disturb(seen, 1, 40, broken)
			if seen.said == "" {
				t.Error("not found on 40 lines")
			}
			t.Logf("trials: %s is found on disturbed lines, seed 1: %s", name, seen.said)
		})
	}
}

// believing takes a push that nobody answered as taken.
type believing struct{ outbox.Store }

func (b believing) MarkUnanswered(ctx context.Context) error {
	at, err := b.OutboxState(ctx)
	return errors.Join(err, b.Acknowledge(ctx, village.Ack{
		Epoch: at.Epoch, WantSeq: at.Next, CompleteSeq: at.Next - 1, At: countytest.At, CountyTime: countytest.At,
	}))
}

// faults is a test that keeps the first fault for itself.
type faults struct {
	testing.TB
	mu   sync.Mutex
	said string
}

func (f *faults) Errorf(format string, args ...any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.said = first(f.said, fmt.Sprintf(format, args...))
}

// disturb shares the trials among kiosks of one county that work at once.
func disturb(t testing.TB, seed uint64, trials int, store func(outbox.Store) outbox.Store) (whole, broken int) {
	t.Helper()
	r := newRig(t)
	var group sync.WaitGroup
	kiosks := make([]*lineKiosk, 6)
	for n := range kiosks {
		k := newLineKiosk(t, r, byte(n+1), store)
		k.rng = rand.New(rand.NewPCG(seed, uint64(n)))
		kiosks[n] = k
		group.Go(func() {
			for trial := range (trials + n) / len(kiosks) {
				if fault := k.trial(t.Context()); fault != nil {
					t.Errorf("trial %d of kiosk %d, -seed=%d: %v", trial, n, seed, fault)
					return
				}
			}
		})
	}
	group.Wait()
	for _, k := range kiosks {
		whole, broken = whole+k.whole, broken+k.broken
	}
	return whole, broken
}

// lineKiosk is a kiosk with a real database, at the end of a line that somebody
// disturbs.
type lineKiosk struct {
	rig      *rig
	rng      *rand.Rand
	db       *kiosk.DB
	identity seal.Identity
	queue    *outbox.Queue
	proxies  *toxiproxy.ApiServer
	made     int
	handed   map[village.RecordID]string // digests of all that was handed in
	durable  int64                       // the county's backup holds what stands up to here
	whole    int                         // drains over a bad line that ended well
	broken   int                         // and that did not
}

func newLineKiosk(t testing.TB, r *rig, n byte, store func(outbox.Store) outbox.Store) *lineKiosk {
	t.Helper()
	db, err := kiosk.Open(t.Context(), filepath.Join(t.TempDir(), "kiosk"), func() time.Time { return countytest.At })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	k := &lineKiosk{
		rig: r, db: db, identity: r.enrolled(n), handed: map[village.RecordID]string{},
		proxies: toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop()),
	}
	seed := make([]byte, 32)
	seed[0] = n // of countytest.Identity
	if _, err := db.Identity(t.Context(), func() ([]byte, error) { return seed, nil }); err != nil {
		t.Fatal(err)
	}
	k.queue = &outbox.Queue{
		Store: store(db), Identity: k.identity, Trusted: trusted(r.signer), Codec: r.server.Codec, Lock: free{}, Audit: db,
		Now: func() time.Time { return countytest.At },
	}
	return k
}

// trial hands in a few records over a bad line, then over a good one, and says
// what is not as it must be.
func (k *lineKiosk) trial(ctx context.Context) error {
	for range 1 + k.rng.IntN(4) {
		if err := k.handIn(ctx); err != nil {
			return err
		}
	}
	for range 1 + k.rng.IntN(2) {
		if err := k.drainBadly(ctx); err != nil {
			return err
		}
		if err := errors.Join(k.purge(ctx), k.claimsOnlyWhatIsSo(ctx)); err != nil {
			return err
		}
	}
	line, err := client.New(countytest.Line(k.rig.url, k.identity, k.rig.server.Now))
	if err != nil {
		return err
	}
	defer line.Close()
	k.queue.County = line
	if err := k.queue.Drain(ctx); err != nil {
		return fmt.Errorf("the line is back: %w", err)
	}
	return errors.Join(k.arrived(ctx), k.claimsOnlyWhatIsSo(ctx), k.backup(ctx))
}

func (k *lineKiosk) handIn(ctx context.Context) error {
	k.made++
	c, r := storetest.SampleCase(k.made, 60+k.rng.IntN(3000))
	if k.rng.IntN(3) == 0 {
		r.Parts = []village.Part{storetest.SamplePart(fmt.Sprint(k.identity.ID, "photo", k.made), 1+k.rng.IntN(30_000))}
	}
	k.handed[r.ID] = hex.EncodeToString(r.Digest)
	_, err := k.db.SaveCase(ctx, c, r, storetest.PlainQR)
	return err
}

// drainBadly sends over a disturbed line, as long as it takes or until the person
// at the kiosk pulls the plug.
func (k *lineKiosk) drainBadly(ctx context.Context) error {
	proxy := toxiproxy.NewProxy(k.proxies, "line", "127.0.0.1:0", strings.TrimPrefix(k.rig.url, "https://"))
	if err := proxy.Start(); err != nil {
		return err
	}
	defer proxy.Stop()
	for range 1 + k.rng.IntN(2) {
		kind, attributes := ills()[k.rng.IntN(len(ills()))](k.rng)
		stream := []string{"upstream", "downstream"}[k.rng.IntN(2)]
		raw, err := json.Marshal(map[string]any{"name": kind + stream, "type": kind, "stream": stream, "attributes": attributes})
		if err != nil {
			return err
		}
		_, _ = proxy.Toxics.AddToxicJson(strings.NewReader(string(raw))) // the same one twice is refused
	}
	line, err := client.New(countytest.Line("https://"+proxy.Listen, k.identity, k.rig.server.Now))
	if err != nil {
		return err
	}
	defer line.Close()
	k.queue.County = &repeating{Client: line, rng: k.rng}
	patience, plug := context.WithTimeout(ctx, 400*time.Millisecond)
	defer plug()
	if k.queue.Drain(patience) == nil {
		k.whole++
	} else {
		k.broken++
	}
	return nil
}

// repeating sends some requests twice, loses some answers and brings old ones.
type repeating struct {
	*client.Client
	rng  *rand.Rand
	last []byte
}

// Push implements outbox.County.
func (l *repeating) Push(ctx context.Context, raw []byte) ([]byte, error) {
	switch l.rng.IntN(6) {
	case 0:
		_, _ = l.Client.Push(ctx, raw)
	case 1:
		_, _ = l.Client.Push(ctx, raw)
		return nil, errLine
	case 2:
		if l.last != nil {
			return l.last, nil
		}
	}
	answer, err := l.Client.Push(ctx, raw)
	if err == nil {
		l.last = answer
	}
	return answer, err
}

// PutPiece implements outbox.County.
func (l *repeating) PutPiece(ctx context.Context, sum [32]byte, data []byte) error {
	err := l.Client.PutPiece(ctx, sum, data)
	if l.rng.IntN(4) == 0 {
		return errLine
	}
	return err
}

// purge lets go what may go, years later.
func (k *lineKiosk) purge(ctx context.Context) error {
	_, err := k.db.Purge(ctx, countytest.At.AddDate(5, 0, 0))
	return err
}

// claimsOnlyWhatIsSo: what a kiosk calls stored is stored, and what it deleted is
// in the county's backup.
func (k *lineKiosk) claimsOnlyWhatIsSo(ctx context.Context) error {
	there, err := k.atCounty(ctx)
	if err != nil {
		return err
	}
	return k.db.Records(ctx, func(r village.Record) error {
		switch r.State {
		case village.RecordLocal, village.RecordSent:
			return nil
		case village.RecordPruned:
			if r.Seq > k.durable {
				return fmt.Errorf("record %d is deleted and in no backup", r.Seq)
			}
		}
		if there[r.ID] == nil {
			return fmt.Errorf("record %d is %s here and not at the county", r.Seq, r.State)
		}
		return nil
	})
}

// arrived: each record is at the county once, as it was handed in, with its
// pieces, and the kiosk says so.
func (k *lineKiosk) arrived(ctx context.Context) error {
	there, err := k.atCounty(ctx)
	if err != nil {
		return err
	}
	for id, digest := range k.handed {
		if got := there[id]; len(got) != 1 || got[0] != digest {
			return fmt.Errorf("%s is at the county as %v", id, got)
		}
	}
	n, err := k.db.Count(ctx)
	if err == nil && n.Waiting+n.Sent+n.NeedsAttention > 0 {
		err = fmt.Errorf("the kiosk says %+v", n)
	}
	ack, err2 := k.ask(ctx)
	if err = errors.Join(err, err2); err == nil && (ack.CompleteSeq != int64(k.made) || ack.Epoch != 1) {
		err = fmt.Errorf("the county is whole up to %d of %d in epoch %d", ack.CompleteSeq, k.made, ack.Epoch)
	}
	return err
}

// ask is what the county says to a push of nothing.
func (k *lineKiosk) ask(ctx context.Context) (wire.Ack, error) {
	at, err := k.db.OutboxState(ctx)
	if err != nil {
		return wire.Ack{}, err
	}
	prev, err := k.db.HeadAt(ctx, at.Want-1)
	if err != nil {
		return wire.Ack{}, err
	}
	question := wire.Push{V: wire.Version, Kiosk: k.identity.ID, Epoch: at.Epoch, FirstSeq: at.Want, Prev: seal.Head(prev), Head: seal.Head(prev)}
	_, _, raw := k.rig.post(k.identity, wire.PushPath, countytest.Envelope(k.identity, question))
	return countytest.ReadAck(raw, k.rig.signer.Public())
}

// atCounty are the digests that the county has under each id of this kiosk.
func (k *lineKiosk) atCounty(ctx context.Context) (map[village.RecordID][]string, error) {
	all := map[village.RecordID][]string{}
	err := k.rig.db.EachRecord(ctx, func(s office.Summary) error {
		if s.Kiosk == k.identity.ID {
			all[s.ID] = append(all[s.ID], hex.EncodeToString(s.Digest))
		}
		return nil
	})
	return all, err
}

// backup makes a part of what the county has durable, now and then.
func (k *lineKiosk) backup(ctx context.Context) error {
	if k.rng.IntN(4) > 0 {
		return nil
	}
	k.durable = max(k.durable, int64(k.rng.IntN(k.made+1)))
	return k.rig.db.MarkDurable(ctx, []office.Durable{{Kiosk: k.identity.ID, Epoch: 1, Seq: k.durable}})
}
