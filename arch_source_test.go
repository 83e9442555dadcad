package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// Sizes that a reader can hold in mind (lines).
const (
	maxFile     = 400
	maxFunction = 40 // between the braces
)

// guarded lists what only some folders may name, with where it is allowed: in
// every main package unless a folder is given. Whatever is random or asks the
// world the time is handed down from main, so that a test can replay it.
// Since and Until ask for the time too.
var guarded = []struct {
	path   string   // import path
	names  []string // empty: every name of it
	folder string   // "": the main packages
}{
	{"time", []string{"Now", "Since", "Until"}, ""},
	{"crypto/rand", nil, ""},
	{"os", []string{"Getenv", "LookupEnv", "Environ", "ExpandEnv"}, ""},
	{"fyne.io/fyne/v2", []string{"Do", "DoAndWait"}, "ui/shell"},
}

// longFor says why a file or a function may be longer than the sizes above:
// "path" or "path: name" to the reason. One that has become short is an error.
var longFor = map[string]string{}

// hanFor says why a file holds Chinese text outside assets: "path" to the
// reason. One that no longer does is an error.
var hanFor = map[string]string{
	"app/breaking/breaking.go":    "the units that stay with a number: the rule itself",
	"app/desk/applicant.go":       "a character of names that is no letter",
	"app/village/service_item.go": "values of the national item standard, as lists carry them",
	"ui/flow/form.go":             "values of the national item standard, as lists carry them",
	"ui/flow/guide.go":            "values of the national item standard, as lists carry them",
	"ui/flow/question.go":         "the word by which the labels of lists ask for a person's name",
	"ui/style/breaking.go":        "the rules of Chinese line breaking name characters",
}

// sourceFile is one Go file of the module.
type sourceFile struct {
	path  string // from the root, with slashes
	lines int
	fset  *token.FileSet
	ast   *ast.File
}

func (f sourceFile) folder() string {
	return strings.TrimPrefix(filepath.ToSlash(filepath.Dir(f.path)), ".")
}

// test reports whether f is linked into tests only: packages whose name ends in
// "test" are, see TestSomePackagesHaveOneImporter.
func (f sourceFile) test() bool {
	return strings.HasSuffix(f.path, "_test.go") || strings.HasSuffix(f.folder(), "test")
}

func (f sourceFile) line(p token.Pos) int {
	return f.fset.Position(p).Line
}

func (f sourceFile) at(p token.Pos) string { return f.path + ":" + strconv.Itoa(f.line(p)) }

// TestEverythingOfOursIsWatchedForRaces: what the Makefile keeps from the race detector is not ours.
func TestEverythingOfOursIsWatchedForRaces(t *testing.T) {
	raw, err := os.ReadFile("Makefile")
	if err != nil {
		t.Fatal(err)
	}
	_, list, found := strings.Cut(string(raw), "\nUNWATCHED = ")
	list, _, _ = strings.Cut(list, "\nWATCHED")
	if !found || strings.Contains(list, "bianmin") {
		t.Errorf("not watched: %s", list)
	}
}

func TestClockChanceAndEnvironmentComeFromMain(t *testing.T) {
	for _, f := range sources(t) {
		if f.test() {
			continue
		}
		for _, fault := range forbidden(f) {
			t.Error(fault)
		}
	}
}

func TestFilesAndFunctionsStaySmall(t *testing.T) {
	found := map[string]string{}
	for _, f := range sources(t) {
		maps.Copy(found, tooLong(f))
	}
	compare(t, found, longFor)
}

func TestTextForPeopleLivesInAssets(t *testing.T) {
	found := map[string]string{}
	for _, f := range sources(t) {
		if at := hanText(f); at != "" && !f.test() {
			found[f.path] = at + " holds Chinese text: it belongs to assets"
		}
	}
	compare(t, found, hanFor)
}

// TestSourceRulesSeeWhatIsPlanted keeps the three rules above from passing
// because they look at nothing.
func TestSourceRulesSeeWhatIsPlanted(t *testing.T) {
	const planted = `package outbox

import (
	"crypto/rand"
	"os"
	wall "time"

	"fyne.io/fyne/v2"
)

var clock = wall.Now

func f(start wall.Time) {
	_, _ = wall.Since(start), os.Getenv("HOME")
	rand.Read(nil)
	fyne.Do(func() {})
	println("受理", wall.Hour, os.Args)
}
`
	f := parse(t, "sync/outbox/planted.go", planted)
	if got := forbidden(f); len(got) != 5 {
		t.Errorf("five faults give %q", got)
	}
	if got := hanText(f); got != "sync/outbox/planted.go:17" {
		t.Errorf("Chinese text is seen at %q", got)
	}
	f.path = "main.go"
	f.ast.Name.Name = "main"
	if got := forbidden(f); len(got) != 1 {
		t.Errorf("in a main package only fyne.Do is a fault, not %q", got)
	}
	long := parse(t, "sync/outbox/long.go", "package outbox\n\nfunc f() {\n"+strings.Repeat("\n", maxFile)+"}\n")
	if got := tooLong(long); len(got) != 2 {
		t.Errorf("a long file with a long function gives %q", got)
	}
}

// forbidden are the places where f names something that guarded keeps from it.
func forbidden(f sourceFile) (faults []string) {
	for _, rule := range guarded {
		if rule.folder != "" && f.folder() == rule.folder || rule.folder == "" && f.ast.Name.Name == "main" {
			continue
		}
		local := importName(f.ast, rule.path)
		if local == "" {
			continue
		}
		if local == "." {
			faults = append(faults, f.path+" hides where "+rule.path+" is used")
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			x, ok := s.X.(*ast.Ident)
			if ok && x.Name == local && (rule.names == nil || slices.Contains(rule.names, s.Sel.Name)) {
				faults = append(faults, f.at(s.Pos())+" names "+rule.path+"."+s.Sel.Name)
			}
			return true
		})
	}
	return faults
}

// importName is the name by which f speaks of an import; "" when it has none.
func importName(f *ast.File, path string) string {
	for _, spec := range f.Imports {
		if got, err := strconv.Unquote(spec.Path.Value); err != nil || got != path {
			continue
		}
		if spec.Name != nil {
			return spec.Name.Name
		}
		if path == "fyne.io/fyne/v2" {
			return "fyne"
		}
		return path[strings.LastIndex(path, "/")+1:]
	}
	return ""
}

// tooLong are f's faults of size. Tests may have long functions: their tables
// are data.
func tooLong(f sourceFile) map[string]string {
	faults := map[string]string{}
	if f.lines > maxFile {
		faults[f.path] = f.path + " has " + strconv.Itoa(f.lines) + " lines"
	}
	if f.test() {
		return faults
	}
	for _, d := range f.ast.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Body == nil {
			continue
		}
		if n := f.line(fn.Body.Rbrace) - f.line(fn.Body.Lbrace) - 1; n > maxFunction {
			faults[f.path+": "+fn.Name.Name] = f.at(fn.Pos()) + " " + fn.Name.Name + " has " + strconv.Itoa(n) + " lines"
		}
	}
	return faults
}

// hanText is the first place where f holds Chinese characters in a literal; ""
// when there is none.
func hanText(f sourceFile) (at string) {
	ast.Inspect(f.ast, func(n ast.Node) bool {
		lit, ok := n.(*ast.BasicLit)
		if ok && at == "" && strings.ContainsFunc(lit.Value, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			at = f.at(lit.Pos())
		}
		return true
	})
	return at
}

// compare reports what was found and not allowed, and what is allowed and was
// not found.
func compare(t *testing.T, found, allowed map[string]string) {
	t.Helper()
	for what, fault := range found {
		if allowed[what] == "" {
			t.Error(fault)
		}
	}
	for what := range allowed {
		if _, ok := found[what]; !ok {
			t.Errorf("%s is on the list of exceptions and needs none", what)
		}
	}
}

// sources are the Go files of the module, without test data and copies of
// other people's code.
func sources(t *testing.T) (files []sourceFile) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && path != "." && (name == "testdata" || name == "third_party" || name == "build" || name[0] == '.') {
			return fs.SkipDir
		}
		if d.IsDir() || filepath.Ext(name) != ".go" {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files = append(files, parse(t, filepath.ToSlash(path), string(text)))
		return nil
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	return files
}

func parse(t *testing.T, path, text string) sourceFile {
	t.Helper()
	f := sourceFile{path: path, lines: strings.Count(text, "\n"), fset: token.NewFileSet()}
	file, err := parser.ParseFile(f.fset, path, text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	f.ast = file
	return f
}
