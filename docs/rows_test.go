package docs

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	namedTest   = regexp.MustCompile(`\b(?:Test|Fuzz)[A-Z0-9]\w*`)
	ofPackage   = regexp.MustCompile("`([a-z0-9/]+)` ((?:Test\\w+(?:, )?)+)")
	rowLine     = regexp.MustCompile(`^\| ([PKHIM]\d+|[234]\.\d+) \| [^|]+ \| ([^|]+) \|$`)
	bearsLetter = regexp.MustCompile(`^Test((?:[PKHIM]\d{1,2})+)[A-Z]`)
	bearsNumber = regexp.MustCompile(`^Test([234])(\d{1,2})[A-Z]`)
	oneLetter   = regexp.MustCompile(`[PKHIM]\d{1,2}`)
)

// domainRows are the rows of the domain: the first letter or number, and how many it has.
func domainRows() (rows []string) {
	for _, g := range []struct {
		begin string
		n     int
	}{{"P", 14}, {"K", 15}, {"H", 6}, {"I", 5}, {"M", 18}, {"2.", 9}, {"3.", 16}, {"4.", 10}} {
		for i := range g.n {
			rows = append(rows, fmt.Sprint(g.begin, i+1))
		}
	}
	return rows
}

// testsByPackage are the names of all tests of the source, by their folder; those of the
// first program are in "bianmin".
func testsByPackage(t *testing.T) map[string][]string {
	t.Helper()
	function := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Benchmark)\w+)\(`)
	found := map[string][]string{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		folder := strings.TrimPrefix(strings.TrimPrefix(filepath.ToSlash(filepath.Dir(path)), ".."), "/")
		if folder == "" {
			folder = "bianmin"
		}
		for _, m := range function.FindAllSubmatch(text, -1) {
			found[folder] = append(found[folder], string(m[1]))
		}
		return err
	})
	if err != nil || len(found) < 40 {
		t.Fatalf("%d folders with tests: %v", len(found), err)
	}
	return found
}

// bears are the rows whose numbers a test's name begins with.
func bears(name string) []string {
	if m := bearsNumber.FindStringSubmatch(name); m != nil {
		return []string{m[1] + "." + m[2]}
	}
	m := bearsLetter.FindStringSubmatch(name)
	if m == nil {
		return nil
	}
	return oneLetter.FindAllString(m[1], -1)
}

// rowFaults are what is wrong with the table of rows: one that is missing or there twice,
// a test that nobody wrote or that bears another number, a row that says nothing.
func rowFaults(table string, tests map[string][]string) (faults []string) {
	var rows []string
	for line := range strings.Lines(table) {
		m := rowLine.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil {
			continue
		}
		row, cell := m[1], m[2]
		rows = append(rows, row)
		if why, isNone := strings.CutPrefix(cell, "none"); isNone {
			if len(why) < 10 {
				faults = append(faults, row+" has no test and does not say why")
			}
			continue
		}
		if see, isElsewhere := strings.CutPrefix(cell, "see "); isElsewhere {
			for _, other := range strings.Split(see, ", ") {
				if !slices.Contains(domainRows(), other) {
					faults = append(faults, row+" leads to "+other)
				}
			}
			continue
		}
		faults = append(faults, testFaults(row, cell, tests)...)
	}
	if !slices.Equal(rows, domainRows()) {
		faults = append(faults, fmt.Sprintf("the rows are %v", rows))
	}
	return faults
}

// testFaults are what is wrong with the tests that the cell of a row names.
func testFaults(row, cell string, tests map[string][]string) (faults []string) {
	named := 0
	for _, m := range ofPackage.FindAllStringSubmatch(cell, -1) {
		for _, name := range strings.Split(strings.TrimSuffix(m[2], ", "), ", ") {
			named++
			if !slices.Contains(tests[m[1]], name) {
				faults = append(faults, row+" names "+name+", which is not in "+m[1])
			}
			if !slices.Contains(bears(name), row) {
				faults = append(faults, row+" names "+name+", which does not bear its number")
			}
		}
	}
	if all := len(namedTest.FindAllString(cell, -1)); named == 0 || named != all {
		faults = append(faults, fmt.Sprintf("%s names %d tests, %d with a package", row, all, named))
	}
	return faults
}

// strangers are the names of tests in text that nobody wrote.
func strangers(text string, tests map[string][]string) (names []string) {
	all := map[string]bool{}
	for _, list := range tests {
		for _, name := range list {
			all[name] = true
		}
	}
	for _, name := range namedTest.FindAllString(text, -1) {
		if !all[name] {
			names = append(names, name)
		}
	}
	return names
}

func TestEveryRowOfTheDomainNamesTestsThatBearItsNumber(t *testing.T) {
	tests := testsByPackage(t)
	table, err := os.ReadFile("rows.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range rowFaults(string(table), tests) {
		t.Error(fault)
	}
	features, err := os.ReadFile("features.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range strangers(string(features), tests) {
		t.Errorf("features.md names %s, which nobody wrote", name)
	}
}

// idle are the patterns of a script, as ^TestBegins, that no test begins with: what they
// stand for is run no more, and nobody hears of it.
func idle(script string, tests map[string][]string) (patterns []string) {
	for _, m := range regexp.MustCompile(`\^((?:Test|Fuzz|Benchmark)\w+)`).FindAllStringSubmatch(script, -1) {
		begins := func(name string) bool { return strings.HasPrefix(name, m[1]) }
		found := false
		for _, list := range tests {
			found = found || slices.ContainsFunc(list, begins)
		}
		if !found {
			patterns = append(patterns, m[1])
		}
	}
	return patterns
}

// TestTheLongRunsNameTestsThatAreThere: a test that is renamed must not drop out of them.
func TestTheLongRunsNameTestsThatAreThere(t *testing.T) {
	tests := testsByPackage(t)
	for _, path := range []string{"../Makefile", "../scripts/soak.sh", "../scripts/bench.sh"} {
		script, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, pattern := range idle(string(script), tests) {
			t.Errorf("%s runs %s, which is there no more", path, pattern)
		}
	}
	if got := idle("'^TestKilledKiosk|^TestAStolenKioskIsThere'", tests); !slices.Equal(got, []string{"TestAStolenKioskIsThere"}) {
		t.Errorf("idle are %v", got)
	}
}

// TestAWrongTableOfRowsIsSeen is the negative control of the one above.
func TestAWrongTableOfRowsIsSeen(t *testing.T) {
	tests := testsByPackage(t)
	raw, err := os.ReadFile("rows.md")
	if err != nil {
		t.Fatal(err)
	}
	table := string(raw)
	const m4 = "TestM4TwoMachinesWithoutALineNeverGiveTheSameSeat"
	line := regexp.MustCompile(`(?m)^\| M4 \|.*\n`)
	for name, wrong := range map[string]string{
		"a test that was renamed":     strings.Replace(table, m4, m4+"s", 1),
		"a test of another row":       strings.Replace(table, m4, "TestM6AHomeVisitIsArrangedAndItsDayIsOnThePaper", 1),
		"a test of another package":   strings.Replace(table, "`tests` "+m4, "`ui/flow` "+m4, 1),
		"a test without a package":    strings.Replace(table, "`tests` "+m4, m4, 1),
		"a row that is gone":          line.ReplaceAllString(table, ""),
		"a row that is there twice":   line.ReplaceAllString(table, "$0$0"),
		"a row without a word of why": line.ReplaceAllString(table, "| M4 | 预约服务 | none |\n"),
		"a row that leads nowhere":    line.ReplaceAllString(table, "| M4 | 预约服务 | see M40 |\n"),
	} {
		if wrong == table || len(rowFaults(wrong, tests)) == 0 {
			t.Errorf("%s is not seen", name)
		}
	}
	if why := line.ReplaceAllString(table, "| M4 | 预约服务 | none: it is not built |\n"); len(rowFaults(why, tests)) != 0 {
		t.Error("a row that says why it has no test is refused")
	}
	if got := strangers("`x` "+m4+", TestNobodyWroteThis", tests); !slices.Equal(got, []string{"TestNobodyWroteThis"}) {
		t.Errorf("strangers are %v", got)
	}
}
