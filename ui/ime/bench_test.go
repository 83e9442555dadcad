package ime

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	assets "bianmin/assets/ime"
	"bianmin/ui/ime/ink/inkdata"
)

// quantiles reports the middle and the slow end of single times.
func quantiles(b *testing.B, took []time.Duration) {
	b.Helper()
	slices.Sort(took)
	b.ReportMetric(took[len(took)/2].Seconds()*1000, "p50-ms")
	b.ReportMetric(took[len(took)*95/100].Seconds()*1000, "p95-ms")
}

// BenchmarkStart is the time until the first key, and the memory when everything
// has been used: Go's heap, and the pages of the models, which are read where they
// lie in the program's file.
func BenchmarkStart(b *testing.B) {
	terms := shippedTerms(b)
	var ready time.Duration
	var heap runtime.MemStats
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&heap)
		before := heap.HeapAlloc
		start := time.Now()
		e, err := New(terms)
		if err != nil {
			b.Fatal(err)
		}
		ready = time.Since(start)
		for _, in := range readInputs() {
			e.Candidates(in.letters(), 50)
		}
		e.Drawn(box, 10)
		e.Strokes("h", 40)
		runtime.GC()
		runtime.ReadMemStats(&heap)
		pages := len(assets.Pinyin()) + len(assets.Ink()) + len(assets.Strokes())
		b.ReportMetric(float64(heap.HeapAlloc-before+uint64(pages))/1e6, "MB")
		runtime.KeepAlive(e)
	}
	b.ReportMetric(ready.Seconds()*1000, "ms")
}

// BenchmarkKey types the inputs letter by letter.
func BenchmarkKey(b *testing.B) {
	e, list := shipped(b), readInputs()
	var took []time.Duration
	for b.Loop() {
		for _, in := range list {
			letters := in.letters()
			for n := 1; n <= len(letters); n++ {
				start := time.Now()
				e.Candidates(letters[:n], 50)
				took = append(took, time.Since(start))
			}
		}
	}
	quantiles(b, took)
}

// BenchmarkCharacter reads digits as shaky hands write them.
func BenchmarkCharacter(b *testing.B) {
	e := shipped(b)
	signs, err := inkdata.Signs()
	if err != nil {
		b.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 1))
	var took []time.Duration
	for b.Loop() {
		for range 10 {
			for _, c := range signs {
				d := inkdata.Hands[2].Write(rng, c.Strokes)
				start := time.Now()
				e.Drawn(d, 12)
				took = append(took, time.Since(start))
			}
		}
	}
	quantiles(b, took)
}

// BenchmarkStrokeKey counts the strokes of every hundredth character.
func BenchmarkStrokeKey(b *testing.B) {
	e := shipped(b)
	var took []time.Duration
	for b.Loop() {
		i := 0
		for line := range strings.Lines(assets.Strokes()) {
			code, _, _ := strings.Cut(line, "\t")
			for n := 1; i%100 == 0 && n <= len(code); n++ {
				start := time.Now()
				e.Strokes(code[:n], 40)
				took = append(took, time.Since(start))
			}
			i++
		}
	}
	quantiles(b, took)
}
