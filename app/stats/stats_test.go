package stats

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bianmin/app/village"
)

func demo() Data { return Demo(func(kind string, n int) string { return fmt.Sprint(kind, n) }) }

func figure(t *testing.T, d Data, id string) Figure {
	t.Helper()
	for _, f := range d.Figures() {
		if f.ID == id {
			return f
		}
	}
	t.Fatalf("no figure %s", id)
	return Figure{}
}

// TestK1K2K3K4K5K6K7TheReportOf2019IsPrintedAgain holds the figures of the district's own report.
func TestK1K2K3K4K5K6K7TheReportOf2019IsPrintedAgain(t *testing.T) {
	for id, want := range map[string]string{
		"K1": "54.22", "K2": "70.01", "K3": "16516", "K4.units": "30", "K4.items": "877", "K5": "78.04", "K5.backlog": "794", "K6": "47.82", "K7": "3",
	} {
		if f := figure(t, demo(), id); f.Displayed != want {
			t.Errorf("%s is %s (%d ÷ %d), want %s", id, f.Displayed, f.Numerator, f.Denominator, want)
		}
	}
}

func TestAPercentageIsCutAndNotRounded(t *testing.T) {
	for _, tt := range []struct {
		n, of int
		want  string
	}{{2823, 3617, "78.04"}, {1350, 2823, "47.82"}, {614, 877, "70.01"}, {1, 3, "33.33"}, {2, 3, "66.66"}, {0, 7, "0.00"}, {7, 7, "100.00"}, {99999, 100000, "99.99"}, {3, 0, ""}} {
		if got := Percent(tt.n, tt.of); got != tt.want {
			t.Errorf("%d of %d is %s, want %s", tt.n, tt.of, got, tt.want)
		}
	}
}

func TestTheHashNamesTheRowsWhateverTheirOrder(t *testing.T) {
	d, same := demo(), demo()
	rng := rand.New(rand.NewPCG(1, 2))
	rng.Shuffle(len(same.Tickets), func(i, j int) { same.Tickets[i], same.Tickets[j] = same.Tickets[j], same.Tickets[i] })
	slices.Reverse(same.Cases)
	if d.Hash() != same.Hash() {
		t.Error("the order of rows changes the hash")
	}
	same.Tickets[17].Satisfied = !same.Tickets[17].Satisfied
	if d.Hash() == same.Hash() {
		t.Error("another row has the same hash")
	}
}

func TestAQuarterHoldsItsOwnRows(t *testing.T) {
	d := demo()
	cases, tickets := 0, 0
	for q := range 4 {
		quarter, year, err := Quarter(fmt.Sprintf("2019Q%d", q+1))
		if err != nil {
			t.Fatal(err)
		}
		cases, tickets = cases+len(d.In(quarter).Cases), tickets+len(d.In(quarter).Tickets)
		if got := len(d.In(year).Cases); got != cases {
			t.Errorf("the year up to Q%d has %d cases, its quarters %d", q+1, got, cases)
		}
	}
	if cases != len(d.Cases) || tickets != len(d.Tickets) {
		t.Errorf("four quarters hold %d cases and %d tickets", cases, tickets)
	}
	last := Period{From: time.Date(2019, 1, 1, 0, 0, 0, 0, village.Zone), To: time.Date(2019, 4, 1, 0, 0, 0, 0, village.Zone)}
	if last.Holds(last.To) || !last.Holds(last.From) {
		t.Error("a period holds its end, or not its beginning")
	}
	for _, text := range []string{"2019", "2019Q5", "Q1", "2019q1", "19Q1", "2019Q1x", "2019Q01", "+2019Q1", "2019Q+1"} {
		if _, _, err := Quarter(text); village.Keyed(err).Field != "quarter" {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestWhatIsPrintedNeverSaysMoreThanIsTrue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		of := rapid.IntRange(1, 1_000_000).Draw(t, "of")
		n := rapid.IntRange(0, of).Draw(t, "n")
		var whole, cents int
		if _, err := fmt.Sscanf(Percent(n, of), "%d.%02d", &whole, &cents); err != nil {
			t.Fatal(err)
		}
		printed := whole*100 + cents
		if printed*of > n*10_000 || (printed+1)*of <= n*10_000 {
			t.Fatalf("%d of %d is printed as %s", n, of, Percent(n, of))
		}
	})
}

func TestEqualUnitsShareARank(t *testing.T) {
	d := demo()
	table := d.UnitTable(time.Time{})
	if len(table) != demoUnits || table[0].Rank != 1 || table[2].Rank != 1 || table[3].Rank != 4 || !table[2].Perfect() || table[3].Perfect() {
		t.Errorf("%+v", table[:4])
	}
}

// TestWhatWasOpenAtTheEndOfAQuarterStaysSo: whoever issues the bulletin later gets the
// same list.
func TestWhatWasOpenAtTheEndOfAQuarterStaysSo(t *testing.T) {
	day := func(month time.Month, day int) time.Time {
		return time.Date(2026, month, day, 9, 0, 0, 0, village.Zone)
	}
	ticket := Ticket{ID: "1", DispatchedAt: day(9, 1), DueAt: day(9, 25)}
	for closed, late := range map[time.Time]int{{}: 1, day(10, 5): 1, day(9, 28): 0} {
		ticket.ClosedAt = closed
		b, err := NewBulletin(Data{Tickets: []Ticket{ticket}}, "2026Q3", day(12, 1))
		if err != nil || b.Late != late {
			t.Errorf("closed %v: %d late, %v", closed, b.Late, err)
		}
	}
}
