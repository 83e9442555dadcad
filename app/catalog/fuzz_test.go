package catalog_test

import (
	"bytes"
	"testing"

	"bianmin/app/catalog"
)

// FuzzPackage reads our own package format: what is taken is written in one form.
func FuzzPackage(f *testing.F) {
	f.Add([]byte(`{"format":"bianmin-catalogue/1","version":"v1","items":[{"code":"a","name":"甲","materials":[{"code":"m","name":"n"}]}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		c, err := catalog.Load(raw)
		if err != nil {
			return
		}
		first, err := catalog.Encode(c)
		if err != nil {
			t.Fatal(err)
		}
		again, err := catalog.Load(first)
		if err != nil {
			t.Fatalf("what was written is refused: %v", err)
		}
		if second, err := catalog.Encode(again); err != nil || !bytes.Equal(first, second) {
			t.Errorf("%s is written again as %s, %v", first, second, err)
		}
	})
}

func FuzzSynonyms(f *testing.F) {
	f.Add([]byte(`{"version":"1","groups":[{"say":["a"],"mean":["b"]}]}`))
	f.Fuzz(func(_ *testing.T, raw []byte) {
		if s, err := catalog.ParseSynonyms(raw); err == nil {
			catalog.NewIndex(nil, s).Search("a", 3)
		}
	})
}
