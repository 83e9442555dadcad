package main

import (
	"go/ast"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"bianmin/assets/lang"
)

var (
	// refusal is a message key wherever it stands: nothing else looks like it.
	refusalKey = regexp.MustCompile(`^(err|warn)(\.[a-z0-9_]+)+$`)
	// pageKey is a message key in a page of the county.
	pageKey = regexp.MustCompile(`\b[tT] "([a-z0-9_.]+)"`)
)

// named is a message key that the source names, or the beginning of one whose
// rest is known only when it runs.
type named struct {
	key, at string
	begins  bool
}

func TestEveryMessageKeyHasAText(t *testing.T) {
	text, err := lang.Load(lang.Default) // another test compares the languages
	if err != nil {
		t.Fatal(err)
	}
	keys := pageKeys(t)
	if len(keys) < 20 {
		t.Errorf("only %d keys in pages", len(keys))
	}
	for _, f := range sources(t) {
		if !f.test() && !strings.HasSuffix(f.folder(), "test") {
			keys = append(keys, messageKeys(f)...)
		}
	}
	if len(keys) < 300 {
		t.Errorf("only %d keys: the test sees too little", len(keys))
	}
	for _, fault := range withoutText(keys, text.Keys()) {
		t.Error(fault)
	}
}

// TestMessageKeysSeesWhatIsPlanted keeps the rule from passing because it
// looks at nothing.
func TestMessageKeysSeesWhatIsPlanted(t *testing.T) {
	f := parse(t, "ui/flow/planted.go", `package flow

func f(p page, how string) error {
	p.T("planted.one", "n", 1)
	p.sheet.t("planted.two." + how)
	keep := "err.planted.three"
	_ = Warning{Key: "planted.four"}
	p.T("home.title" + "", how)
	return p.Target("not.a.key", keep)
}
`)
	keys := messageKeys(f)
	if len(keys) != 5 {
		t.Fatalf("five keys give %v", keys)
	}
	faults := withoutText(keys, []string{"home.title", "planted.two", "planted.onerous"})
	if len(faults) != 4 {
		t.Errorf("four keys without a text give %q", faults)
	}
	if faults = withoutText(keys, []string{"home.title", "planted.one", "planted.two.x", "err.planted.three", "planted.four"}); len(faults) != 0 {
		t.Errorf("all have a text: %q", faults)
	}
}

// withoutText are the keys that have none among texts.
func withoutText(keys []named, texts []string) (faults []string) {
	for _, k := range keys {
		found := false
		for _, text := range texts {
			found = found || text == k.key || k.begins && strings.HasPrefix(text, k.key)
		}
		if !found {
			faults = append(faults, k.at+" names "+k.key+", which has no text in assets/lang")
		}
	}
	return faults
}

// messageKeys are the keys that f names: what T and t are asked for, what
// stands behind Key:, and every literal that looks like a refusal.
func messageKeys(f sourceFile) (keys []named) {
	add := func(e ast.Expr) {
		if key, begins, ok := literal(e); ok && strings.Contains(key, ".") {
			keys = append(keys, named{key, f.at(e.Pos()), begins})
		}
	}
	ast.Inspect(f.ast, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if s, ok := n.Fun.(*ast.SelectorExpr); ok && (s.Sel.Name == "T" || s.Sel.Name == "t") && len(n.Args) > 0 {
				add(n.Args[0])
			}
		case *ast.KeyValueExpr:
			if name, ok := n.Key.(*ast.Ident); ok && name.Name == "Key" {
				add(n.Value)
			}
		case *ast.BasicLit:
			if key, _, ok := literal(n); ok && refusalKey.MatchString(key) {
				keys = append(keys, named{key, f.at(n.Pos()), false})
			}
		}
		return true
	})
	return keys
}

// literal is the text with which e begins; begins says that more follows.
func literal(e ast.Expr) (text string, begins, ok bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind != token.STRING {
			return "", false, false
		}
		text, err := strconv.Unquote(e.Value)
		return text, false, err == nil
	case *ast.BinaryExpr:
		text, _, ok := literal(e.X)
		return text, true, ok
	}
	return "", false, false
}

// pageKeys are the keys in the pages of the county.
func pageKeys(t *testing.T) (keys []named) {
	t.Helper()
	err := filepath.WalkDir("county", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".html" {
			return err
		}
		page, err := os.ReadFile(path)
		for _, m := range pageKey.FindAllStringSubmatch(string(page), -1) {
			keys = append(keys, named{m[1], path, strings.HasSuffix(m[1], ".")})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return keys
}
