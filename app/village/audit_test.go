package village

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"
)

// constants are the values of a type's constants, read from the source: what somebody adds
// there and forgets in a list is found.
func constants(t *testing.T, file, typeName string) (values []string) {
	t.Helper()
	source, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range source.Decls {
		decl, ok := d.(*ast.GenDecl)
		if !ok || decl.Tok != token.CONST {
			continue
		}
		for _, spec := range decl.Specs {
			c := spec.(*ast.ValueSpec)
			if name, ok := c.Type.(*ast.Ident); !ok || name.Name != typeName {
				continue
			}
			value, err := strconv.Unquote(c.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			values = append(values, value)
		}
	}
	return values
}

func TestEveryKindOfRowIsInItsList(t *testing.T) {
	var kinds, details []string
	for _, k := range AuditKinds() {
		kinds = append(kinds, string(k))
	}
	for _, d := range append([]AuditDetail{AuditPlain}, AuditDetails()...) {
		details = append(details, string(d))
	}
	if want := constants(t, "audit.go", "AuditKind"); len(want) == 0 || !slices.Equal(kinds, want) {
		t.Errorf("kinds %q, in the source %q", kinds, want)
	}
	if want := constants(t, "audit.go", "AuditDetail"); len(want) == 0 || !slices.Equal(details, want) {
		t.Errorf("details %q, in the source %q", details, want)
	}
}
