// Package openapi holds what the platform answers to, as an OpenAPI 3.1 document, and
// serves it at /openapi.json. The document is written by hand; a test of countyd holds it
// against the routes.
package openapi

import (
	_ "embed"
	"net/http"
)

//go:embed openapi.json
var document []byte

// Document is the document as it is served.
func Document() []byte { return document }

// Pattern is the route of the document.
const Pattern = "GET /openapi.json"

// Routes serves it. It says nothing that a machine or a browser is not told anyway.
func Routes(mux *http.ServeMux) {
	mux.HandleFunc(Pattern, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cache-Control", "public, max-age=3600")
		_, _ = w.Write(document)
	})
}
