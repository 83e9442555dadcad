package console

import (
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"bianmin/app/stats"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/storage/postgrestest"
	"bianmin/storage/storetest"
)

// visits is how often each page is asked for.
const visits = 25

// TestFigureConsole measures the overview and the list of cases on 10^4, 10^5 and 10^6 made
// cases in SQLite, from the request to the last byte of the page (`make bench
// PART=console`). The first visit of the overview makes its figures and is a line of its own.
func TestFigureConsole(t *testing.T) {
	if os.Getenv("BIANMIN_BENCH") == "" || postgrestest.OnPostgres() {
		t.Skip("measures: make bench PART=console")
	}
	for _, n := range []int{10_000, 100_000, 1_000_000} {
		target := ""
		if n == 1_000_000 {
			target = "<=150"
		}
		d := newDesk(t)
		d.figures = func(p stats.Period) (stats.Data, error) { return d.db.Registers(t.Context(), p) }
		storetest.FillCounty(t, strings.TrimPrefix(d.address, "sqlite:"), countytest.DataKey(t), d.kiosk.ID, n, d.clock)
		begun := time.Now()
		d.page("/")
		figure(n, "overview, its figures made anew", time.Since(begun), "")
		for name, paths := range map[string][]string{
			"overview":                      {"/"},
			"list, its first pages":         {"/cases", "/cases?page=2", "/cases?page=40", "/cases?sort=old", "/cases?sort=due", "/cases?sort=due&page=600"},
			"list, by state, place and day": {"/cases?state=completed", "/cases?state=supplement", "/cases?village=445203104202", "/cases?state=review&village=445203101203", "/cases?due=over", "/cases?due=week&sort=due"},
			"list, by words":                {"/cases?q=0007", "/cases?q=" + url.QueryEscape("number 00"), "/cases?q=item", "/cases?q=nothing-of-it", "/cases?q=0007&sort=due"},
		} {
			figure(n, name, d.slowest(paths), target)
		}
		for _, a := range []office.Account{
			{Name: "unit", Person: "x", Role: office.RoleUnit, Scope: office.Scope{Unit: "unit-03"}},
			{Name: "town", Person: "x", Role: office.RoleTown, Scope: office.Scope{Division: "445203101000"}},
		} {
			d.signIn(a)
			figure(n, "overview and list of one "+a.Name, d.slowest([]string{"/", "/cases", "/cases?state=completed", "/cases?q=0007"}), target)
		}
	}
}

// slowest is the p95 of visits to pages in turn.
func (d *desk) slowest(paths []string) time.Duration {
	var took []time.Duration
	for range visits {
		for _, path := range paths {
			begun := time.Now()
			d.page(path)
			took = append(took, time.Since(begun))
		}
	}
	slices.Sort(took)
	return took[len(took)*95/100]
}

func figure(n int, name string, took time.Duration, target string) {
	fmt.Printf("figure\tconsole, %d cases: %s\t%.1f\tms\t%s\n", n, name, float64(took.Microseconds())/1000, target)
}
