package catalog

import "testing"

func TestNoWordOfAListMeansTwoThings(t *testing.T) {
	w := vocabulary()
	for _, table := range []map[string][]string{w.Columns, w.ItemTypes, w.Delivery} {
		seen := map[string]string{}
		for key, list := range table {
			for _, word := range list {
				if other, twice := seen[plain(word)]; twice && other != key {
					t.Errorf("%s stands for %s and %s", word, key, other)
				}
				seen[plain(word)] = key
			}
		}
	}
	if len(w.StandardFields) != 3 {
		t.Errorf("%d standard fields", len(w.StandardFields))
	}
}
