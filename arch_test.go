package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "bianmin"

// never lists, for each folder, what its packages may not reach, even at second
// hand. A name covers what lies below it.
var never = map[string][]string{
	"app":              {"fyne.io", "database/sql", "net/http", "bianmin/ui", "bianmin/storage", "bianmin/sync", "bianmin/device", "bianmin/county"},
	"storage":          {"fyne.io", "bianmin/ui", "bianmin/sync", "bianmin/device"},
	"storage/sqldb":    {"bianmin/county", "bianmin/storage/kiosk", "bianmin/storage/county"},
	"storage/pgdb":     {"bianmin/county", "bianmin/storage/kiosk", "bianmin/storage/county"},
	"storage/listfile": {"bianmin/county", "database/sql"},
	"storage/kiosk":    {"bianmin/county", "bianmin/storage/county", "bianmin/storage/pgdb", "github.com/jackc"},
	"storage/county":   {"bianmin/storage/kiosk", "bianmin/storage/bucket"},
	"storage/bucket":   {"database/sql", "bianmin/county", "bianmin/storage/county"},
	"sync":             {"fyne.io", "database/sql", "bianmin/ui", "bianmin/storage", "bianmin/device", "bianmin/county"},
	"device":           {"fyne.io", "database/sql", "bianmin/ui", "bianmin/storage", "bianmin/sync", "bianmin/county"},
	"ui":               {"fyne.io/fyne/v2/app", "database/sql", "bianmin/storage", "bianmin/sync", "bianmin/device", "bianmin/county"},
	"ui/flow":          {"fyne.io", "net/http"},
	"ui/ime":           {"fyne.io", "net/http"},
	"county":           {"fyne.io", "bianmin/ui", "bianmin/device", "bianmin/storage/kiosk"},
	"county/office":    {"database/sql", "net/http", "bianmin/storage", "bianmin/sync", "bianmin/county/api", "bianmin/county/console"},
	"county/api":       {"database/sql", "bianmin/storage", "bianmin/county/console"},
	"county/console":   {"database/sql", "bianmin/storage", "bianmin/sync", "bianmin/county/api"},
	"county/monitor":   {"bianmin/storage", "bianmin/sync", "bianmin/county/api", "bianmin/county/console"},
	"county/city":      {"database/sql", "bianmin/storage", "bianmin/sync", "bianmin/county/api", "bianmin/county/console"},
	"county/oidc":      {"database/sql", "bianmin/storage", "bianmin/sync", "bianmin/county/api", "bianmin/county/console"},
	"assets":           {"fyne.io", "database/sql", "net/http", "bianmin/ui", "bianmin/storage", "bianmin/sync", "bianmin/device", "bianmin/county"},
}

// inert is a package of interfaces that opens nothing; google/uuid names it.
const inert = "database/sql/driver"

// onlyBy lists packages that only some folders may import themselves; "" is
// the root, the kiosk program.
var onlyBy = map[string][]string{
	"fyne.io/fyne/v2/app":    {""},
	"database/sql":           {"storage"},
	"bianmin/county/api":     {"county"},
	"bianmin/county/console": {"county"},
	"github.com/prometheus":  {"county/monitor"},
	"github.com/coreos":      {"county/oidc"},
	"golang.org/x/oauth2":    {"county/oidc"},
	"bianmin/county/monitor": {"county/countyd"},
	"github.com/minio":       {"storage/bucket"},
	"bianmin/storage/bucket": {"county/countyd"},
	"bianmin/county/office":  {"county", "storage/county", "storage/storetest"}, // the county's words and its Store
}

// house is every folder that a rule or the design counts on. One that is gone
// was renamed, and its rules would guard nothing.
var house = []string{
	"app/village", "app/calendar", "app/catalog", "app/desk", "app/inspect", "app/receipt", "app/seal", "app/snapshot",
	"storage/sqldb", "storage/kiosk", "storage/county", "storage/listfile", "storage/storetest", "storage/bucket",
	"sync/wire", "sync/outbox", "sync/inbox", "sync/client",
	"ui/flow", "ui/ime", "ui/style", "ui/touch", "ui/keyboard", "ui/screen", "ui/shell",
	"county/countyd", "county/api", "county/office", "county/console", "county/monitor", "county/city", "county/oidc", "county/openapi",
	"device/printer",
}

// topFolders are fixed (docs/adr/0001): a new one is a decision, not an accident.
var topFolders = []string{"app", "ui", "storage", "sync", "assets", "device", "county", "docs"}

// goPackage is what `go list -json` says of a package; Deps are its imports at
// any distance, without those of its tests.
type goPackage struct {
	ImportPath, Name, Doc, Dir string
	Imports, Deps              []string
	GoFiles, CgoFiles          []string
}

// folder is the package's place below the root: "ui/flow", "" for the root.
func (p goPackage) folder() string {
	return strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
}

// testOnly reports whether p holds nothing that a program could link.
func (p goPackage) testOnly() bool { return len(p.GoFiles)+len(p.CgoFiles) == 0 }

func TestArrowsGoDownOnly(t *testing.T) {
	for _, p := range packages(t) {
		for _, fault := range upward(p) {
			t.Error(fault)
		}
	}
}

func TestVillageNeedsOnlyTheStandardLibrary(t *testing.T) {
	for _, p := range packages(t) {
		if p.folder() != "app/village" {
			continue
		}
		for _, dep := range p.Deps {
			if first, _, _ := strings.Cut(dep, "/"); strings.Contains(first, ".") || first == module {
				t.Errorf("app/village reaches %s", dep)
			}
		}
	}
}

func TestSomePackagesHaveOneImporter(t *testing.T) {
	for _, p := range packages(t) {
		for _, fault := range trespasses(p) {
			t.Error(fault)
		}
	}
}

func TestEveryRuleGuardsAFolder(t *testing.T) {
	var folders []string
	for _, p := range packages(t) {
		folders = append(folders, p.folder())
	}
	stands := func(folder string) bool {
		return slices.ContainsFunc(folders, func(f string) bool { return under(f, folder) })
	}
	for _, folder := range house {
		if !stands(folder) {
			t.Errorf("%s is gone: was it renamed?", folder)
		}
	}
	for folder := range never {
		if !stands(folder) {
			t.Errorf("%s has a rule but no package: was it renamed?", folder)
		}
	}
}

func TestTopFoldersAreThoseOfTheDesign(t *testing.T) {
	for _, p := range packages(t) {
		top, _, _ := strings.Cut(p.folder(), "/")
		if top != "" && !p.testOnly() && !slices.Contains(topFolders, top) {
			t.Errorf("%s: code lives in %s", p.ImportPath, strings.Join(topFolders, ", "))
		}
	}
}

func TestEachPackageSaysWhatItOwns(t *testing.T) {
	for _, p := range packages(t) {
		if !p.testOnly() && p.Doc == "" {
			t.Errorf("%s has no package comment", p.ImportPath)
		}
	}
}

// TestUpwardSeesABrokenRule plants an arrow that goes up, so that a rule that
// matches nothing does not pass for a house in order.
func TestUpwardSeesABrokenRule(t *testing.T) {
	planted := goPackage{
		ImportPath: "bianmin/ui/flow",
		Imports:    []string{"database/sql", "bianmin/storage/storetest"},
		Deps:       []string{"fyne.io/fyne/v2/widget", "bianmin/storage/kiosk", "bianmin/app/desk", "database/sql"},
		GoFiles:    []string{"home.go"},
	}
	if got := upward(planted); len(got) != 3 {
		t.Errorf("three broken rules give %q", got)
	}
	if got := trespasses(planted); len(got) != 2 {
		t.Errorf("two trespasses give %q", got)
	}
}

// upward are the rules of never that p breaks.
func upward(p goPackage) (faults []string) {
	for folder, banned := range never {
		if !under(p.folder(), folder) {
			continue
		}
		for _, dep := range p.Deps {
			for _, b := range banned {
				if under(dep, b) && dep != inert {
					faults = append(faults, p.ImportPath+" may not reach "+dep)
				}
			}
		}
	}
	slices.Sort(faults)
	return faults
}

// trespasses are the rules of onlyBy that p breaks, and the packages made for
// tests, as storetest, that it links.
func trespasses(p goPackage) (faults []string) {
	for guarded, owners := range onlyBy {
		at := func(owner string) bool { return p.folder() == owner || owner != "" && under(p.folder(), owner) }
		for _, imported := range p.Imports {
			if under(imported, guarded) && !slices.ContainsFunc(owners, at) {
				faults = append(faults, p.ImportPath+" may not import "+imported)
			}
		}
	}
	for _, imported := range p.Imports {
		if strings.HasPrefix(imported, module+"/") && strings.HasSuffix(imported, "test") && !strings.HasSuffix(p.ImportPath, "test") {
			faults = append(faults, p.ImportPath+" may not link "+imported+": it is for tests")
		}
	}
	slices.Sort(faults)
	return faults
}

// under reports whether name is root or lies below it.
func under(name, root string) bool { return name == root || strings.HasPrefix(name, root+"/") }

// packages are all packages of the module, built as the tests are. What it
// runs is unseen by the test cache: run these tests with -count=1.
func packages(t *testing.T) []goPackage {
	t.Helper()
	list := exec.CommandContext(t.Context(), "go", "list", "-e", "-tags=ci", "-json=ImportPath,Name,Doc,Dir,Imports,Deps,GoFiles,CgoFiles", "./...")
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []goPackage
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if p.ImportPath == module || strings.HasPrefix(p.ImportPath, module+"/") {
			all = append(all, p)
		}
	}
	if len(all) == 0 {
		t.Fatal("go list names no package of this module")
	}
	return all
}
