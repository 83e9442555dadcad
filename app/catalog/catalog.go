// Package catalog owns the list of service items of a district (事项目录): it
// reads our package format and the lists that districts have, checks them, and
// finds items by whatever a person says or types. It gets bytes and rows handed
// in and opens nothing itself.
package catalog

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"

	"bianmin/app/village"
)

// Format names the package format, whose published form is
// assets/catalog/item.schema.json.
const Format = "bianmin-catalogue/1"

// Catalogue is one version of a district's items, in the order in which they
// are offered: most used first.
type Catalogue struct {
	Version string                `json:"version"`
	Source  string                `json:"source"`
	Example bool                  `json:"example"` // not published by the district; screens must say so
	Items   []village.ServiceItem `json:"items"`
}

// wire is a Catalogue as a file.
type wire struct {
	Format string `json:"format"`
	Catalogue
}

// Load reads our package format. It is strict: an unknown field, a key
// that stands twice, a second document behind the first and a code that stands twice are [village.Invalid].
// A package without a version takes a digest of its items as one, and an item
// without fields the standard ones, see [Standard].
func Load(raw []byte) (Catalogue, error) {
	var w wire
	if err := village.DecodeJSON(raw, &w); errors.Is(err, village.ErrMoreJSON) {
		return Catalogue{}, refuse("", "err.catalog.trailing", nil, err)
	} else if err != nil {
		return Catalogue{}, unreadable(err)
	}
	if w.Format != Format {
		return Catalogue{}, refuse("format", "err.catalog.format", map[string]any{"want": Format, "got": w.Format}, nil)
	}
	if code, twice := firstDuplicate(w.Items); twice {
		return Catalogue{}, refuse("items.code", "err.catalog.duplicate", map[string]any{"code": string(code)}, nil)
	}
	return finish(w.Catalogue)
}

// Encode writes c in our package format, one item a line, so that two versions
// can be compared line by line.
func Encode(c Catalogue) ([]byte, error) {
	items := c.Items
	c.Items = []village.ServiceItem{}
	head, err := json.Marshal(wire{Format: Format, Catalogue: c})
	if err != nil {
		return nil, village.Failed("encode the catalogue", err)
	}
	var b bytes.Buffer
	b.Write(bytes.TrimSuffix(head, []byte("]}")))
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	for i, it := range items {
		b.WriteString([]string{"\n", ","}[min(i, 1)])
		if err := enc.Encode(it); err != nil { // ends the line itself
			return nil, village.Failed("encode "+string(it.Code), err)
		}
	}
	b.WriteString("]}\n")
	return b.Bytes(), nil
}

// finish gives every way in the same result: standard fields and a version.
func finish(c Catalogue) (Catalogue, error) {
	for i, it := range c.Items {
		c.Items[i] = Standard(it)
	}
	if c.Version == "" {
		digest, err := c.digest()
		if err != nil {
			return Catalogue{}, err
		}
		c.Version = "sha256-" + digest
	}
	return c, nil
}

// digest stands for the items in a version: twelve hexadecimal digits.
func (c Catalogue) digest() (string, error) {
	raw, err := json.Marshal(c.Items)
	if err != nil {
		return "", village.Failed("digest of the catalogue", err)
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:6]), nil
}

// Stamped is c under a version that ends in a digest of its items: cases name
// only the version, so no two lists may ever share one, not even those that two
// people called 2026.1.
func (c Catalogue) Stamped() (Catalogue, error) {
	digest, err := c.digest()
	if err == nil && !strings.HasSuffix(c.Version, digest) {
		c.Version += "+" + digest
	}
	return c, err
}

func firstDuplicate(items []village.ServiceItem) (village.ItemCode, bool) {
	seen := make(map[village.ItemCode]bool, len(items))
	for _, it := range items {
		if seen[it.Code] {
			return it.Code, true
		}
		seen[it.Code] = true
	}
	return "", false
}

// unreadable says where the JSON of a package breaks which rule.
func unreadable(err error) error {
	return refuse("", "err.catalog.json", map[string]any{"detail": err.Error()}, err)
}

func refuse(field, key string, args map[string]any, cause error) error {
	return &village.Error{Kind: village.Invalid, Field: field, Key: key, Args: args, Err: cause}
}
