package tests

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// apart are members in which two machines differ by their nature: names and times that
// each gives by itself, and what a picture of its own is made of. One with a dot is that
// member alone: the number of a person is an id too.
var apart = map[string]bool{
	"text.id": true, "short_code": true, "case_number": true, "case": true, "kiosk": true, "target": true, "inputs": true, "booking": true,
	"accepted_at": true, "rated_at": true, "filed_at": true, "bytes": true, "sha256": true, "first": true, "pieces": true,
	"by_card": true, // no command can claim it
	// The window makes black and white of text; a command hands on what it is given.
	"text.files.type": true,
}

// indexes are the numbers in lists, as part of a path.
var indexes = regexp.MustCompile(`\[\d+\]`)

// opened are the records of a machine that the county holds, opened with its keys as its
// office does, in their order. It waits until all that the machine holds is there and
// nothing was set aside.
func (c *county) opened(k kiosk) (list []map[string]any) {
	c.t.Helper()
	var q queue
	k.until(func() bool {
		k.json("", &q, "outbox")
		return q.Waiting+q.Sent == 0
	})
	if q.NeedsAttention != 0 {
		c.t.Errorf("set aside: %+v", q)
	}
	secrets, err := c.vault().CountySecrets()
	if err != nil {
		c.t.Fatal(err)
	}
	for _, r := range c.held(k) {
		list = append(list, c.open(secrets, seal.KioskID(k.name()), r))
	}
	return list
}

// held are the records of a machine as the county holds them, in their order.
func (c *county) held(k kiosk) (list []village.Record) {
	c.t.Helper()
	db := c.opens()
	defer db.Close()
	for line := range strings.Lines(c.admin("records", "--jsonl")) {
		var held struct {
			Kiosk seal.KioskID
			ID    village.RecordID
		}
		if err := json.Unmarshal([]byte(line), &held); err != nil {
			c.t.Fatal(err)
		}
		if string(held.Kiosk) != k.name() {
			continue
		}
		r, err := db.Record(c.t.Context(), held.Kiosk, held.ID)
		if err != nil {
			c.t.Fatal(err)
		}
		list = append(list, r)
	}
	return list
}

// open is what one record says.
func (c *county) open(secrets []seal.CountySecret, of seal.KioskID, r village.Record) map[string]any {
	c.t.Helper()
	sealed, err := seal.ParseBody(r.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	raw, err := seal.OpenPart(secrets, sealed.Clear.Binding(of, r.ID, r.Kind, 0), sealed.Sealed)
	var text map[string]any
	if err == nil {
		err = json.Unmarshal(raw, &text)
	}
	if err != nil {
		c.t.Fatalf("open a %s: %v", r.Kind, err)
	}
	return map[string]any{"kind": string(r.Kind), "text": text}
}

// unlike are the members in which two records differ, apart from [apart].
func unlike(a, b map[string]any) (found []string) {
	left, right := map[string]string{}, map[string]string{}
	flatten("", a, left)
	flatten("", b, right)
	keys := slices.Collect(maps.Keys(left))
	for key := range right {
		if _, both := left[key]; !both {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	for _, key := range keys {
		if left[key] != right[key] {
			found = append(found, fmt.Sprintf("%s: %s and %s", key, left[key], right[key]))
		}
	}
	return found
}

// flatten puts each member of v into out by its path, as JSON.
func flatten(path string, v any, out map[string]string) {
	switch v := v.(type) {
	case map[string]any:
		for key, member := range v {
			if path := strings.TrimPrefix(path+"."+key, "."); !apart[key] && !apart[indexes.ReplaceAllString(path, "")] {
				flatten(path, member, out)
			}
		}
	case []any:
		out[path+".length"] = fmt.Sprint(len(v))
		for i, member := range v {
			flatten(fmt.Sprintf("%s[%d]", path, i), member, out)
		}
	default:
		raw, _ := json.Marshal(v) // of what was JSON
		out[path] = string(raw)
	}
}

// facts are the rows of a machine in the county's lists: cases in the order in which they
// were handed in, requests and ratings, without names and times.
func (c *county) facts(k kiosk) (rows []string) {
	c.t.Helper()
	file := filepath.Join(c.t.TempDir(), "cases.csv")
	c.admin("cases", "export", "--csv", file)
	f, err := os.Open(file)
	if err != nil {
		c.t.Fatal(err)
	}
	defer f.Close()
	table, err := csv.NewReader(f).ReadAll()
	if err != nil {
		c.t.Fatal(err)
	}
	column := map[string]int{}
	for i, name := range table[0] {
		column[strings.TrimPrefix(name, "\ufeff")] = i
	}
	slices.SortFunc(table[1:], func(a, b []string) int { return strings.Compare(a[column["id"]], b[column["id"]]) })
	for _, row := range table[1:] {
		if row[column["kiosk"]] != k.name() {
			continue
		}
		var cells []string
		for _, name := range []string{"item", "item_name", "department", "village", "state", "delivery", "answers", "limit_days", "limit_unit"} {
			cells = append(cells, row[column[name]])
		}
		rows = append(rows, strings.Join(cells, " "))
	}
	return append(rows, c.wished(k)...)
}
