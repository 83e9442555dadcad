package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"bianmin/county/api"
	"bianmin/county/console"
	"bianmin/county/monitor"
	"bianmin/county/openapi"
)

// operation is what the document says of one route.
type operation struct {
	Summary     string
	OperationID string
	Responses   map[string]any
	Parameters  []struct{ Name, In string }
	Security    []map[string][]string
}

type description struct {
	OpenAPI    string
	Paths      map[string]map[string]operation
	Components map[string]map[string]any
}

func described(t *testing.T) (d description) {
	t.Helper()
	if err := json.Unmarshal(openapi.Document(), &d); err != nil || d.OpenAPI != "3.1.0" {
		t.Fatalf("OpenAPI %q, %v", d.OpenAPI, err)
	}
	return d
}

// routes are all that the platform answers to but what catches the rest.
func routes() []string {
	list := append((&api.Server{}).Patterns(), (&console.Console{}).Patterns()...)
	list = append(append(list, monitor.Patterns()...), openapi.Pattern)
	list = slices.DeleteFunc(list, func(p string) bool { return !strings.Contains(p, " ") })
	slices.Sort(list)
	return slices.Compact(list)
}

func TestEachRouteIsInTheOpenAPIDocumentAndNothingElse(t *testing.T) {
	d, known := described(t), map[string]bool{}
	for _, pattern := range routes() {
		method, path, _ := strings.Cut(pattern, " ")
		path = strings.TrimSuffix(path, "{$}")
		known[strings.ToLower(method)+" "+path] = true
		op, ok := d.Paths[path][strings.ToLower(method)]
		if !ok || op.Summary == "" || len(op.Responses) == 0 {
			t.Errorf("%s is not described; county/openapi/openapi.json", pattern)
			continue
		}
		for _, name := range regexp.MustCompile(`{([a-z]+)}`).FindAllStringSubmatch(path, -1) {
			if !slices.ContainsFunc(op.Parameters, func(p struct{ Name, In string }) bool { return p.Name == name[1] && p.In == "path" }) {
				t.Errorf("%s does not say what {%s} is", pattern, name[1])
			}
		}
	}
	ids := map[string]bool{}
	for path, methods := range d.Paths {
		for method, op := range methods {
			if !known[method+" "+path] {
				t.Errorf("%s %s is described and not there", method, path)
			}
			if ids[op.OperationID] || op.OperationID == "" {
				t.Errorf("%s %s has no id of its own", method, path)
			}
			ids[op.OperationID] = true
			for _, s := range op.Security {
				for name := range s {
					if d.Components["securitySchemes"][name] == nil {
						t.Errorf("%s %s is open to %q, which is not described", method, path, name)
					}
				}
			}
		}
	}
}

func TestEveryReferenceOfTheOpenAPIDocumentLeadsSomewhere(t *testing.T) {
	d := described(t)
	found := regexp.MustCompile(`"\$ref": "#/components/([a-zA-Z]+)/([a-zA-Z]+)"`).FindAllStringSubmatch(string(openapi.Document()), -1)
	if len(found) < 10 {
		t.Fatalf("%d references", len(found))
	}
	for _, f := range found {
		if d.Components[f[1]][f[2]] == nil {
			t.Errorf("%s leads nowhere", f[0])
		}
	}
}

func TestTheOpenAPIDocumentIsServed(t *testing.T) {
	mux, w := http.NewServeMux(), httptest.NewRecorder()
	openapi.Routes(mux)
	mux.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/openapi.json", nil))
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/json" || w.Body.String() != string(openapi.Document()) {
		t.Errorf("served with %d %v", w.Code, w.Header())
	}
}
