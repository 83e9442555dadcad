package main

import (
	"go/ast"
	"strings"
	"testing"
)

// jsonFor says why a file reads JSON with encoding/json itself: "path" to the
// reason. All else goes through village.JSONRules: encoding/json takes keys that
// stand twice, in any case, and the last one wins. One that no longer does is an
// error.
var jsonFor = map[string]string{
	"app/village/json.go":                    "the strict reader",
	"app/catalog/foreign.go":                 "lists whose keys nobody knows, after JSONRules.Check",
	"app/catalog/words.go":                   "embedded",
	"app/desk/drafts.go":                     "a draft that this program sealed",
	"ui/ime/ink/inkdata/character.go":        "what handwriting is trained on",
	"ui/ime/ink/model.go":                    "embedded",
	"ui/ime/pinyin/compile/vocabulary.go":    "what the dictionary is made from",
	"app/receipt/line.go":                    "embedded",
	"app/receipt/receipttest/receipttest.go": "embedded",
	"assets/catalog/demo.go":                 "embedded",
	"assets/lang/lang.go":                    "embedded",
	"county/countytest/countytest.go":        "tests only",
	"docs/licences/module.go":                "what go list says",
	"storage/county/case.go":                 "a column that this program wrote",
	"storage/county/inspection.go":           "a column that this program wrote",
	"storage/county/opened.go":               "a column that this program wrote and hid",
	"storage/county/rating.go":               "a column that this program wrote",
	"storage/kiosk/case.go":                  "a column that this program wrote",
	"storage/kiosk/follow_up.go":             "a column that this program wrote",
	"storage/kiosk/inspection.go":            "a column that this program wrote",
	"storage/kiosk/mirror.go":                "a setting that this program wrote",
	"storage/kiosk/setting.go":               "a setting that this program wrote",
	"storage/powercuttest/machine.go":        "tests only",
	"storage/postgrestest/cluster.go":        "tests only",
}

func TestJSONFromOutsideIsReadByOneStrictReader(t *testing.T) {
	found := map[string]string{}
	for _, f := range sources(t) {
		if at := looseJSON(f); at != "" && f.folder() != "tests" && !endsInTest(f) {
			found[f.path] = at + " reads JSON past village.JSONRules"
		}
	}
	compare(t, found, jsonFor)
}

func TestTheRuleOfJSONSeesWhatIsPlanted(t *testing.T) {
	const planted = `package outbox

import "encoding/json"

func f(raw []byte) (v any) { _ = json.Unmarshal(raw, &v); return v }
`
	if looseJSON(parse(t, "sync/outbox/planted.go", planted)) == "" {
		t.Error("a planted reader is not found")
	}
}

func endsInTest(f sourceFile) bool { return strings.HasSuffix(f.path, "_test.go") }

// looseJSON is where f first reads with encoding/json; "" when it does not.
func looseJSON(f sourceFile) (at string) {
	ast.Inspect(f.ast, func(n ast.Node) bool {
		call, ok := n.(*ast.SelectorExpr)
		if !ok || at != "" {
			return at == ""
		}
		if of, ok := call.X.(*ast.Ident); ok && of.Name == "json" && (call.Sel.Name == "Unmarshal" || call.Sel.Name == "NewDecoder") {
			at = f.at(call.Pos())
		}
		return true
	})
	return at
}
