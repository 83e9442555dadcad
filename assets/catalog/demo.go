// Package demo holds the data that a kiosk starts with before its district has
// sent its own: a catalogue of 86 items marked as an example, the places of one
// county, the official rating tags, and the words that people say. Where each
// file comes from stands in SOURCES.md. Every call decodes anew; callers keep
// the result.
package demo

import (
	_ "embed"
	"encoding/json"
	"fmt"

	"bianmin/app/catalog"
	"bianmin/app/village"
)

var (
	//go:embed village-items.json
	itemsJSON []byte
	//go:embed divisions.json
	divisionsJSON []byte
	//go:embed rating-tags.json
	ratingTagsJSON []byte
	//go:embed synonyms.json
	synonymsJSON []byte
	//go:embed item.schema.json
	schemaJSON []byte
)

// Catalogue is the example catalogue. Its Example is true: a screen that shows
// an item of it shows its Source too.
func Catalogue() (catalog.Catalogue, error) { return catalog.Load(itemsJSON) }

// Package is the example catalogue as a file in the package format.
func Package() []byte { return append([]byte(nil), itemsJSON...) }

// Schema is the JSON Schema of the package format (draft 2020-12).
func Schema() []byte { return append([]byte(nil), schemaJSON...) }

// Divisions are the 19 towns and 217 villages of 揭东区.
func Divisions() (village.Divisions, error) {
	return decode[village.Divisions]("divisions.json", divisionsJSON)
}

// RatingTags are the official reasons for a rating, eight for each grade.
func RatingTags() (village.RatingTags, error) {
	return decode[village.RatingTags]("rating-tags.json", ratingTagsJSON)
}

// Synonyms are the words that people say for what the lists write.
func Synonyms() (catalog.Synonyms, error) { return catalog.ParseSynonyms(synonymsJSON) }

func decode[T any](name string, raw []byte) (T, error) {
	var v T
	if err := json.Unmarshal(raw, &v); err != nil {
		return v, fmt.Errorf("%s: %w", name, err)
	}
	return v, nil
}
