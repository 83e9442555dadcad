// Package inspect holds the checklists of spot checks that come with the program.
// Where they come from stands in SOURCES.md.
package inspect

import (
	_ "embed"

	"bianmin/app/inspect"
)

//go:embed templates.json
var templatesJSON []byte

// Templates are the checklists; a version that was ever shipped stays in the file.
// Every call decodes anew; callers keep the result.
func Templates() ([]inspect.Template, error) { return inspect.ParseTemplates(templatesJSON) }

// Raw is the file of the checklists.
func Raw() []byte { return templatesJSON }
