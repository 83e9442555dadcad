// Package request holds the forms of what people ask for at a kiosk without it
// being an item of a department: requests to the hotline 12345. They come with the
// program, in the package format of items, and with them the limits of the
// province. Where they come from stands in SOURCES.md.
package request

import (
	_ "embed"

	"bianmin/app/catalog"
)

//go:embed requests.json
var requestsJSON []byte

// Items are the forms as a catalogue. Every call decodes anew; callers keep the
// result.
func Items() (catalog.Catalogue, error) { return catalog.Load(requestsJSON) }
