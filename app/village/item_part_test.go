package village

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// madePackage is a package with limits, orders and answers that call for parts by chance.
func madePackage(rng *rand.Rand) (it ServiceItem) {
	for n := range 2 + rng.IntN(6) {
		p := ItemPart{Item: ItemCode(fmt.Sprint(n)), Days: 1 + rng.IntN(30)}
		if rng.IntN(3) == 0 {
			p.When = &When{Field: fmt.Sprint(n), Is: []string{"true"}}
		}
		for before := range n {
			if rng.IntN(4) == 0 {
				p.After = append(p.After, ItemCode(fmt.Sprint(before)))
			}
		}
		it.Parts = append(it.Parts, p)
	}
	return it
}

// longestWay walks every way through a package, as the definition says and slowly. A part
// that is not called for takes no days.
func longestWay(it ServiceItem, n int, called func(int) bool) (days int) {
	for _, code := range it.Parts[n].After {
		var before int
		fmt.Sscan(string(code), &before)
		days = max(days, longestWay(it, before, called))
	}
	if !called(n) {
		return days
	}
	return days + it.Parts[n].Days
}

func TestAPackageTakesItsLongestWayAndNeverTheSum(t *testing.T) {
	rng := rand.New(rand.NewPCG(14, 2))
	for range 2000 {
		it := madePackage(rng)
		want, sum, longest := 0, 0, 0
		for n, p := range it.Parts {
			want, sum, longest = max(want, longestWay(it, n, func(int) bool { return true })), sum+p.Days, max(longest, p.Days)
		}
		got := it.PartsDays()
		if got != want || got > sum || got < longest {
			t.Fatalf("%d days, want %d: %+v", got, want, it.Parts)
		}
		if !it.InTurn() && got != longest {
			t.Fatalf("parts that begin together take %d days, the longest of them %d: %+v", got, longest, it.Parts)
		}
	}
	if days := (ServiceItem{}).PartsDays(); days != 0 {
		t.Errorf("no parts take %d days", days)
	}
}

func TestWhatNobodyAppliedForTakesNoDaysAndHandsOnWhatItWaitsFor(t *testing.T) {
	rng := rand.New(rand.NewPCG(14, 3))
	for range 2000 {
		it, form := madePackage(rng), map[string]any{}
		for n := range it.Parts {
			form[fmt.Sprint(n)] = rng.IntN(2) == 0
		}
		called := func(n int) bool { return it.Parts[n].When == nil || form[fmt.Sprint(n)] == true }
		ways, at := it.Ways(form), 0
		for n := range it.Parts {
			if !called(n) {
				continue
			}
			if at == len(ways) || ways[at].N != n+1 || ways[at].EndDays != longestWay(it, n, called) {
				t.Fatalf("way %d is not part %d in %d days: %+v of %+v", at, n+1, longestWay(it, n, called), ways, it.Parts)
			}
			for _, before := range ways[at].After {
				if before > n || !called(before-1) {
					t.Fatalf("part %d waits for %d, which nobody applied for: %+v", n+1, before, it.Parts)
				}
			}
			at++
		}
		if at != len(ways) {
			t.Fatalf("%d ways, want %d", len(ways), at)
		}
	}
	chain := ServiceItem{Parts: []ItemPart{
		{Item: "a", Days: 10}, {Item: "b", Days: 4, After: []ItemCode{"a"}, When: &When{Field: "b", Is: []string{"true"}}}, {Item: "c", Days: 3, After: []ItemCode{"b"}},
	}}
	if ways := chain.Ways(nil); len(ways) != 2 || ways[1].N != 3 || ways[1].EndDays != 13 || !slices.Equal(ways[1].After, []int{1}) {
		t.Errorf("without b the ways are %+v; c waits for a", ways)
	}
}

// TestPartsThatAllWaitForAllAreCountedInOnePass fails by never ending when each way is
// walked by itself: there are 2^62 of them.
func TestPartsThatAllWaitForAllAreCountedInOnePass(t *testing.T) {
	var it ServiceItem
	var before []ItemCode
	for n := range 64 {
		code := ItemCode(fmt.Sprint(n))
		it.Parts = append(it.Parts, ItemPart{Item: code, Days: 1, After: slices.Clone(before)})
		before = append(before, code)
	}
	if days := it.PartsDays(); days != 64 {
		t.Errorf("a chain of 64 takes %d days", days)
	}
}
